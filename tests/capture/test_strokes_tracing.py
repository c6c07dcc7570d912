"""Pointer events become strokes, whole or in pieces, and none disappears."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from capture.hands import moved, pointer_events, told
from samehands.capture.keystrokes import MISSING
from samehands.capture.pointer import PointerEvents, PointerKind
from samehands.capture.pointer_counts import PointerCounts, PointerRejection
from samehands.capture.strokes import StrokeEnd, Strokes
from samehands.capture.strokes_tracing import TracingState, flush, trace
from samehands.errors import EventError

MOVE, DOWN, UP, WHEEL, GAP = PointerKind


def whole(events: PointerEvents) -> tuple[Strokes, PointerCounts]:
    """A session at once."""
    begun = trace(TracingState(), events)
    ended = flush(begun.state)
    return Strokes.concatenated([begun.strokes, ended.strokes]), begun.counts + ended.counts


def columns(strokes: Strokes) -> dict[str, list[int]]:
    """Everything that strokes hold."""
    return {name: getattr(strokes, name).tolist() for name in Strokes.__slots__}


@given(pointer_events())
def test_received_is_accepted_and_rejected(events: PointerEvents) -> None:
    _, counts = whole(events)

    assert counts.received == len(events)
    assert counts.received == counts.accepted + sum(counts.rejected.values())


@given(pointer_events(), st.lists(st.integers(0, 60), max_size=6))
def test_splitting_the_events_over_calls_changes_nothing(
    events: PointerEvents, cuts: list[int]
) -> None:
    state, parts, counts = TracingState(), [], PointerCounts()
    places = [0, *sorted(min(cut, len(events)) for cut in cuts), len(events)]
    for start, stop in pairwise(places):
        traced = trace(state, events[start:stop])
        state, counts = traced.state, counts + traced.counts
        parts.append(traced.strokes)
    ended = flush(state)

    at_once, counted = whole(events)
    assert columns(Strokes.concatenated([*parts, ended.strokes])) == columns(at_once)
    assert counts + ended.counts == counted


@given(pointer_events())
def test_every_accepted_move_is_a_point_of_one_stroke(events: PointerEvents) -> None:
    strokes, counts = whole(events)

    assert len(strokes.at) == counts.moves == strokes.bounds[-1]
    assert np.all(np.diff(strokes.bounds) > 0)
    begins = strokes.bounds[1:-1]
    assert np.all(np.delete(np.diff(strokes.at), begins - 1) >= 0)


@given(pointer_events(), st.integers(-2_000, 2_000), st.integers(-900, 900))
def test_another_monitor_makes_the_same_strokes_elsewhere(
    events: PointerEvents, right: int, below: int
) -> None:
    placed = np.abs(events.x) < 30_000
    there = PointerEvents(
        events.at,
        np.where(placed, events.x + right, events.x).astype(np.int32),
        events.y + np.int32(below),
        events.kind,
        events.button,
    )
    here, counts = whole(events)
    moved_there, counts_there = whole(there)

    assert counts == counts_there
    assert (moved_there.x - right).tolist() == here.x.tolist()
    assert {**columns(moved_there), "x": [], "y": []} == {**columns(here), "x": [], "y": []}


def test_a_pause_ends_a_stroke_and_begins_another() -> None:
    strokes, _ = whole(moved((0, 0, 0), (8, 4, 0), (16, 9, 0), (400, 9, 5), (408, 9, 9)))

    assert strokes.bounds.tolist() == [0, 3, 5]
    assert strokes.pause.tolist() == [MISSING, 384_000]
    assert strokes.end.tolist() == [StrokeEnd.PAUSE, StrokeEnd.PAUSE]


def test_a_click_ends_a_stroke_and_its_hold_belongs_to_the_next() -> None:
    strokes, _ = whole(
        told(
            (0, 0, 0, MOVE, 0),
            (8, 9, 0, MOVE, 0),
            (100, 9, 0, DOWN, 1),
            (190, 9, 0, UP, 1),
            (250, 9, 0, DOWN, 1),
            (330, 9, 0, UP, 1),
            (500, 5, 0, MOVE, 0),
        )
    )

    assert strokes.end.tolist() == [StrokeEnd.PRESS, StrokeEnd.PAUSE]
    assert strokes.settling.tolist() == [92_000, MISSING]
    assert strokes.hold.tolist() == [MISSING, 80_000]
    assert strokes.between_clicks.tolist() == [MISSING, 60_000]
    assert strokes.pause.tolist() == [MISSING, 170_000]


def test_a_drag_is_a_state_of_its_own() -> None:
    strokes, counts = whole(
        told(
            (0, 0, 0, MOVE, 0),
            (8, 9, 0, DOWN, 1),
            (30, 20, 0, MOVE, 0),
            (38, 40, 0, MOVE, 0),
            (60, 40, 0, UP, 1),
            (90, 50, 0, MOVE, 0),
        )
    )

    assert strokes.dragging.tolist() == [False, True, False]
    assert strokes.end.tolist() == [StrokeEnd.PRESS, StrokeEnd.RELEASE, StrokeEnd.PAUSE]
    assert (counts.presses, counts.releases, counts.lost_releases) == (1, 1, 0)


def test_the_wheel_ends_a_stroke_and_its_pace_is_kept() -> None:
    strokes, counts = whole(
        told(
            (0, 0, 0, MOVE, 0),
            (50, 0, 0, WHEEL, 0),
            (90, 0, 0, WHEEL, 0),
            (150, 0, 0, WHEEL, 0),
            (200, 3, 0, MOVE, 0),
        )
    )

    assert strokes.end.tolist() == [StrokeEnd.WHEEL, StrokeEnd.PAUSE]
    assert strokes.notches.tolist() == [MISSING, 50_000]
    assert counts.wheels == 3


def test_a_gap_and_a_clock_that_goes_back_join_nothing() -> None:
    strokes, counts = whole(
        told(
            (1_000, 0, 0, MOVE, 0),
            (1_008, 5, 0, MOVE, 0),
            (1_010, 0, 0, GAP, 0),
            (1_016, 9, 0, MOVE, 0),
            (500, 12, 0, MOVE, 0),
        )
    )

    assert strokes.end.tolist() == [StrokeEnd.GAP, StrokeEnd.GAP, StrokeEnd.PAUSE]
    assert strokes.pause.tolist() == [MISSING, 6_000, MISSING]
    assert (counts.gaps, counts.clock_jumps) == (1, 1)


def test_movement_without_end_is_cut() -> None:
    circling = moved(*((step * 50, step % 7, step) for step in range(200)))

    strokes, _ = whole(circling)

    assert strokes.end.tolist() == [StrokeEnd.CUT, StrokeEnd.CUT, StrokeEnd.PAUSE]
    assert np.diff(strokes.bounds).tolist() == [80, 80, 40]


def test_what_says_nothing_is_rejected_for_its_reason() -> None:
    _, counts = whole(
        told(
            (0, 0, 0, MOVE, 0),
            (8, 65_535, 65_535, MOVE, 0),
            (16, 4, 0, MOVE, 0),
            (16, 4, 0, MOVE, 0),
            (24, 4, 0, MOVE, 0),
            (32, 5, 0, MOVE, 0),
            (32, 7, 0, MOVE, 0),
            (40, 7, 0, UP, 1),
            (50, 65_535, 0, DOWN, 1),
        )
    )

    assert {reason: number for reason, number in counts.rejected.items() if number} == {
        PointerRejection.SENTINEL: 1,
        PointerRejection.DUPLICATE: 1,
        PointerRejection.STILL: 1,
        PointerRejection.SUPERSEDED: 1,
        PointerRejection.ORPHAN_RELEASE: 1,
    }
    assert (counts.moves, counts.presses, counts.unplaced, counts.lost_releases) == (3, 1, 1, 1)


@pytest.mark.parametrize(
    ("kind", "button", "at"), [(9, 0, 1), (MOVE, 40, 1), (MOVE, 0, -1), (MOVE, 0, 2**60)]
)
def test_an_event_that_cannot_be_is_refused_without_its_place(
    kind: int, button: int, at: int
) -> None:
    events = PointerEvents(
        np.array([at]),
        np.array([4711], np.int32),
        np.array([4712], np.int32),
        np.array([kind], np.int8),
        np.array([button], np.int8),
    )

    with pytest.raises(EventError, match="event 0") as refused:
        trace(TracingState(), events)

    assert "471" not in str(refused.value)


def test_columns_of_different_lengths_are_no_events() -> None:
    with pytest.raises(EventError, match="lengths"):
        PointerEvents(
            np.zeros(2, np.int64),
            np.zeros(1, np.int32),
            np.zeros(1, np.int32),
            np.zeros(1, np.int8),
            np.zeros(1, np.int8),
        )


def test_neither_events_nor_strokes_print_what_is_in_them() -> None:
    events = moved((0, 4711, 0), (8, 4713, 0))

    assert "471" not in repr(events)
    assert "471" not in repr(trace(TracingState(), events))


def test_a_stuck_button_holds_back_no_more_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("samehands.capture.strokes_tracing.HELD_LIMIT", 50)
    stuck = told((0, 0, 0, DOWN, 1), *((10 + 10 * step, step, 0, MOVE, 0) for step in range(100)))

    traced = trace(TracingState(), stuck)

    assert len(traced.state.held) == 0
    assert traced.counts.received == 101
    assert traced.counts.lost_releases == 1
