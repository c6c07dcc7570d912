from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from samehands.capture.keystrokes import MISSING, Keystrokes
from samehands.errors import DataSetError
from samehands.lab.references import KeyedKeystrokes
from samehands.lab.references.keyed import POSITION_COUNT, graphs, holds

Make = Callable[[list[int], list[int]], KeyedKeystrokes]


def _with(keyed: KeyedKeystrokes, **columns: object) -> KeyedKeystrokes:
    return KeyedKeystrokes(replace(keyed.keystrokes, **columns), keyed.position)  # type: ignore[arg-type]


def test_a_run_of_keys_lasts_from_its_first_press_to_its_last(keyed: Make) -> None:
    strokes = keyed([3, 5, 7], [0, 100, 250])
    pairs, triples = graphs(strokes, 2), graphs(strokes, 3)
    base = POSITION_COUNT
    assert pairs.code.tolist() == [3 * base + 5, 5 * base + 7]
    assert pairs.micros.tolist() == [100_000, 150_000]
    assert triples.code.tolist() == [(3 * base + 5) * base + 7]
    assert triples.micros.tolist() == [250_000]


def test_no_run_goes_across_a_gap(keyed: Make) -> None:
    strokes = _with(
        keyed([1, 2, 3, 4], [0, 100, 200, 300]),
        starts_run=np.array([True, False, True, False]),
    )
    assert graphs(strokes, 2).micros.tolist() == [100_000, 100_000]
    assert len(graphs(strokes, 3).code) == 0


def test_no_run_goes_across_a_pause_or_a_clock_that_goes_back(keyed: Make) -> None:
    assert graphs(keyed([1, 2, 3], [0, 2000, 4001]), 2).micros.tolist() == [2_000_000]
    assert graphs(keyed([1, 2, 3], [100, 50, 150]), 2).micros.tolist() == [100_000]
    assert len(graphs(keyed([1, 2, 3], [100, 50, 150]), 3).code) == 0


def test_two_presses_within_a_tick_are_left_out(keyed: Make) -> None:
    strokes = keyed([1, 2, 3], [0, 0, 90])
    assert graphs(strokes, 2).micros.tolist() == [90_000]
    assert graphs(strokes, 3).micros.tolist() == [90_000]


@pytest.mark.parametrize("keys", [2, 3, 4])
def test_fewer_keystrokes_than_keys_hold_no_run(keys: int, keyed: Make) -> None:
    strokes = keyed(list(range(1, keys)), [100 * key for key in range(1, keys)])
    assert len(graphs(strokes, keys).code) == 0
    assert len(graphs(strokes[:0], keys).code) == 0


def test_lost_and_unseen_holds_are_left_out(keyed: Make) -> None:
    strokes = keyed([1, 2, 3], [0, 100, 200])
    release = np.array([MISSING, 100_000, 260_000])
    known = holds(_with(strokes, release=release))
    assert (known.code.tolist(), known.micros.tolist()) == ([3], [60_000])


def test_windows_are_hundreds_begun(
    typed: Callable[[int, int, int], list[KeyedKeystrokes]],
) -> None:
    (session,) = typed(1, 1, 0)
    assert [session[:n].windows for n in (0, 1, 100, 101, 300)] == [0, 1, 1, 2, 3]


@pytest.mark.parametrize("position", [[1], [-1, 1], [1, POSITION_COUNT]])
def test_positions_that_do_not_fit_are_refused(position: list[int], keyed: Make) -> None:
    strokes = keyed([1, 2], [0, 100]).keystrokes
    with pytest.raises(DataSetError):
        KeyedKeystrokes(strokes, np.array(position, np.int16))


def test_what_was_typed_is_not_printed(keyed: Make) -> None:
    text = repr(keyed([41, 42], [0, 100])) + repr(graphs(keyed([41, 42], [0, 100]), 2))
    assert "4" not in text
    assert len(Keystrokes.none()) == 0
