import json
from pathlib import Path

import pytest

from cli.typists import Command
from samehands.lab.report.moment import Happening


def test_the_take_over_in_the_shipped_recording_is_detected(
    samehands: Command, tmp_path: Path
) -> None:
    status, out, err = samehands("demo", "--headless", "--out", tmp_path, "--json", "-")
    read = json.loads(out)

    assert status == 0
    assert read["take_overs"]
    assert all(part["windows_to_alarm"] for part in read["take_overs"])
    assert "92 bytes each" in err
    assert str(tmp_path / "demo.html") in err


def test_the_shipped_recording_shows_a_team_that_enrols_and_works(
    samehands: Command, tmp_path: Path
) -> None:
    _, out, _ = samehands("demo", "--headless", "--out", tmp_path, "--json", "-")
    moments = json.loads(out)["moments"]
    enrolled = {part["seat"] for part in moments if part["what"] == Happening.ENROLLED}

    assert len(enrolled) >= 3


def test_the_report_of_the_demo_stands_alone(samehands: Command, tmp_path: Path) -> None:
    samehands("demo", "--headless", "--out", tmp_path)
    page = (tmp_path / "demo.html").read_text(encoding="utf-8")

    assert page.count("<figure>") >= 3
    assert "http://" not in page
    assert "https://" not in page
    assert "<script" not in page


def test_another_recording_can_be_shown(team: Path, samehands: Command, tmp_path: Path) -> None:
    status, out, _ = samehands("demo", "--headless", "--recording", team, "--out", tmp_path)

    assert status == 0
    assert "simulated typists (CC0-1.0)" in out


@pytest.mark.parametrize("rest", [(), ("--speed", "0")])
def test_a_headless_demo_does_not_wait(
    rest: tuple[str, ...], samehands: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr("time.sleep", waited.append)
    samehands("demo", "--headless", *rest, "--out", tmp_path)

    assert not waited
