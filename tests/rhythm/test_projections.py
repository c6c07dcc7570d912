"""The projections that are shipped: what they say they are, and loaded only when named."""

import hashlib
import subprocess
import sys
from importlib import resources
from typing import Final

import pytest

from samehands.errors import ProjectionError
from samehands.identity.back_ends import shipped_back_end
from samehands.monitor.thresholds import shipped_threshold
from samehands.rhythm import DEFAULT, decode_card, decode_projection, shipped
from samehands.rhythm.projections import file_of, index

NAMES = sorted(index())


def test_the_default_may_be_used_commercially() -> None:
    assert index()[DEFAULT].commercial
    assert decode_card(file_of(DEFAULT)).commercial


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_file_is_the_one_the_index_names(name: str) -> None:
    data = file_of(name)
    card, entry = decode_card(data), index()[name]

    assert hashlib.sha256(data).hexdigest() == entry.sha256
    assert shipped(name).digest.hex() == entry.sha256
    assert shipped(name).name == name
    assert card.commercial == entry.commercial
    assert card.people >= 10
    assert card.data
    assert card.licence


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_file_with_one_bit_changed_is_refused(name: str) -> None:
    data = bytearray(file_of(name))
    data[len(data) // 2] ^= 1

    with pytest.raises(ProjectionError, match="SHA-256"):
        decode_projection(bytes(data), expected=bytes.fromhex(index()[name].sha256))


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_projection_has_its_back_end_and_its_threshold(name: str) -> None:
    back_end, threshold = shipped_back_end(name), shipped_threshold(name)

    assert (back_end.projection, back_end.projection_id) == (shipped(name).ref, name)
    assert threshold.budget.keystrokes_per_window == shipped(name).keystrokes
    assert threshold.level > 0


@pytest.mark.parametrize("name", ["", "open", "../open-1", "index", "open-1.json", "OPEN-1"])
def test_an_unknown_name_is_refused(name: str) -> None:
    with pytest.raises(ProjectionError, match="unknown name"):
        shipped(name)
    with pytest.raises(ProjectionError, match="unknown name"):
        file_of(name)


def test_no_file_lies_beside_the_index_that_it_does_not_name() -> None:
    for package in ("rhythm.projections", "identity.back_ends", "monitor.thresholds"):
        folder = resources.files(f"samehands.{package}")
        found = {entry.name for entry in folder.iterdir() if entry.name.endswith(".json")}
        machine = {f"machine-{name}.json" for name in NAMES}  # lines of the other hypothesis
        assert found - {"index.json"} - machine == {f"{name}.json" for name in NAMES}, package


USE: Final = """
import sys
opened = []
sys.addaudithook(lambda event, given: opened.append(str(given[0])) if event == "open" else None)
import samehands.monitor.defaults, samehands.wire, samehands.rhythm
from samehands.identity.back_ends import shipped_back_end
from samehands.monitor.thresholds import shipped_threshold, threshold_at
samehands.rhythm.shipped(), samehands.monitor.defaults.default_setup()
shipped_back_end(), shipped_threshold()
{more}
print("\\n".join(path for path in opened if path.endswith(".json")))
"""


def opened_by(more: str = "") -> set[str]:
    """The JSON files of ours that a fresh interpreter opens to use the defaults, and more."""
    ran = subprocess.run(  # noqa: S603  # our own interpreter and program
        [sys.executable, "-c", USE.format(more=more)], capture_output=True, text=True, check=True
    )
    return {line.replace("\\", "/").rpartition("/")[2] for line in ran.stdout.split()}


@pytest.mark.slow
def test_nothing_non_commercial_is_opened_unless_it_is_named() -> None:
    restricted = {f"{name}.json" for name in NAMES if not index()[name].commercial}

    defaults = {"index.json", f"{DEFAULT}.json", f"machine-{DEFAULT}.json", "open-logs-1.json"}
    assert opened_by() == defaults
    for name in restricted:
        named = opened_by(f"samehands.rhythm.shipped({name.removesuffix('.json')!r})")
        assert named == {*defaults, name}
