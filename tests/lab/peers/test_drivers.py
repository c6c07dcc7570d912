"""The drivers' own part: what they make of keystrokes, without the peers."""

import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Features = Callable[[list[tuple[float, float | None, int, bool]]], list[dict[str, Any]]]


@pytest.fixture
def features(drivers: Path, monkeypatch: pytest.MonkeyPatch) -> Features:
    monkeypatch.syspath_prepend(str(drivers))
    made: Features = runpy.run_path(str(drivers / "tesla_features.py"))["features"]
    return made


def _of(kind: int, found: list[dict[str, Any]]) -> list[tuple[str, float]]:
    return [(feature["code"], feature["time"]) for feature in found if feature["type"] == kind]


def test_the_features_of_four_keys_by_hand(features: Features) -> None:
    found = features(
        [(0, 90, 1, True), (100, 180, 2, False), (170, 260, 3, False), (300, 390, 3, False)]
    )
    assert _of(1, found) == [("1", 90), ("2", 80), ("3", 90), ("3", 90)]
    # 2 is released after 3 went down; after the first 3 comes the same key
    assert _of(2, found) == [("1___2", 10)]
    assert _of(3, found) == [("1___2", 180), ("2___3", 160), ("3___3", 220)]
    assert _of(4, found) == [("1___3", 260), ("2___3", 290)]
    assert _of(5, found) == [("1___3", 390)]


def test_a_lost_release_gives_no_dwell_and_no_flight(features: Features) -> None:
    found = features([(0, None, 1, True), (100, 180, 2, False)])
    assert _of(1, found) == [("2", 80)]
    assert _of(2, found) == []


def test_nothing_typed_gives_nothing(features: Features) -> None:
    assert features([]) == []


@pytest.mark.parametrize("lock", ["keystrokeauth", "tesla"])
def test_a_lock_names_no_index_and_pins_everything(lock: str, drivers: Path) -> None:
    lines = (drivers / f"{lock}.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith(("#", " "))]
    assert pins
    assert all("==" in pin for pin in pins)
    assert not any("://" in line or "--index" in line for line in lines)
    assert sum("--hash=sha256:" in line for line in lines) >= len(pins)
