"""Scripts: what a keyboard makes of them, and what texts are typed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.capture.keystrokes import MISSING, Keystrokes
from samehands.capture.positions import POSITIONS, ZONE_OF_POSITION, Zone, position_of
from samehands.errors import DataSetError
from samehands.lab.forgers.script import (
    LONGEST_TEXT,
    REPORT,
    long_enough,
    played,
    seen_by_clock,
    without_corrections,
)

_KEYS = st.lists(st.integers(1, len(POSITIONS)), min_size=1, max_size=40)
_MICROS = st.floats(-1e4, 1e6)


@given(keys=_KEYS, data=st.data())
def test_a_key_is_up_for_a_report_before_it_is_pressed_again(
    keys: list[int], data: st.DataObject
) -> None:
    n = len(keys)
    times = data.draw(st.lists(st.tuples(_MICROS, _MICROS), min_size=n, max_size=n))
    text = np.array(keys, np.int16)
    typed = played(text, np.array([t for t, _ in times]), np.array([t for _, t in times]))
    assert np.all(np.diff(typed.press) >= 0)
    assert typed.hold.min() >= REPORT
    for key in set(keys):
        rows = typed.position == key
        assert np.all(typed.press[rows][1:] - typed.release[rows][:-1] >= REPORT)


@pytest.mark.parametrize(
    ("dd", "hold"),
    [
        (np.zeros(1), np.zeros(2)),
        (np.array([0.0, np.nan]), np.zeros(2)),
        (np.zeros(2), np.array([np.inf, 1.0])),
    ],
)
def test_a_script_that_cannot_be_is_refused(dd: np.ndarray, hold: np.ndarray) -> None:
    with pytest.raises(DataSetError, match="script"):
        played(np.array([7, 8], np.int16), dd, hold)


def test_a_script_has_a_longest_length() -> None:
    n = LONGEST_TEXT + 1
    with pytest.raises(DataSetError, match="script"):
        played(np.full(n, 7, np.int16), np.zeros(n), np.zeros(n))


@given(keys=_KEYS)
def test_a_text_without_corrections_has_no_backspace_and_is_the_same_twice(
    keys: list[int],
) -> None:
    text = np.array(keys, np.int16)
    clean = without_corrections(text)
    zone = ZONE_OF_POSITION[clean]
    assert not np.isin(zone, (Zone.BACKSPACE, Zone.NAVIGATION, Zone.OTHER)).any()
    assert np.array_equal(without_corrections(clean), clean)
    taken_back = int(np.count_nonzero(ZONE_OF_POSITION[text] == Zone.BACKSPACE))
    moved = int(np.isin(ZONE_OF_POSITION[text], (Zone.NAVIGATION, Zone.OTHER)).sum())
    assert len(clean) >= len(text) - 2 * taken_back - moved


def test_backspaces_take_back_what_was_typed_before_them() -> None:
    a, b, back = position_of("KeyA"), position_of("KeyB"), position_of("Backspace")
    text = np.array([a, b, b, back, back, a], np.int16)
    assert without_corrections(text).tolist() == [a, a]


def test_no_text_cannot_be_made_long() -> None:
    with pytest.raises(DataSetError, match="text"):
        long_enough(np.empty(0, np.int16), 5)


def test_a_coarse_clock_shows_only_its_ticks_and_loses_no_release_twice() -> None:
    press = np.array([3_000, 40_000, 99_000])
    release = np.array([60_000, MISSING, 130_000])
    zone, starts = np.zeros(3, np.int8), np.zeros(3, np.bool_)
    seen = seen_by_clock(Keystrokes(press, release, zone, starts), 16_000, 5_000)
    assert (seen.press % 16_000).tolist() == [0, 0, 0]
    assert seen.release[1] == MISSING
    assert np.all(np.abs(seen.press - press) <= 16_000)
