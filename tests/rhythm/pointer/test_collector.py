"""Pointer events become windows, the same however they come, and say nothing of the place."""

import dataclasses
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capture.hands import moved, pointer_events
from rhythm.pointer.pointing import drawn_pointer_projection, pointed
from samehands.capture.pointer import PointerEvents
from samehands.capture.strokes import Strokes
from samehands.capture.strokes_tracing import TracingState, flush, trace
from samehands.errors import EventError
from samehands.quantities import Micros
from samehands.rhythm.pointer import (
    PointerCollectorState,
    PointerWindow,
    collect_pointer,
    finish_pointer,
)
from samehands.rhythm.pointer.features import POINTER_FEATURES, pointer_features
from samehands.rhythm.pointer.movement import MEASURES, measured

PROJECTION = drawn_pointer_projection()


def session(events: PointerEvents, *cuts: int) -> tuple[PointerWindow, ...]:
    """The windows of a session whose events come in pieces."""
    state = PointerCollectorState()
    windows: list[PointerWindow] = []
    places = [0, *sorted(min(cut, len(events)) for cut in cuts), len(events)]
    for start, stop in pairwise(places):
        found = collect_pointer(state, events[start:stop], PROJECTION)
        state = found.state
        windows += found.windows
    return (*windows, *finish_pointer(state, PROJECTION).windows)


@settings(max_examples=15)
@given(st.lists(st.integers(0, 4_000), max_size=5), st.integers(0, 3))
def test_the_same_windows_come_however_the_events_are_split(cuts: list[int], seed: int) -> None:
    events = pointed(np.random.default_rng(seed), strokes=50)

    assert session(events, *cuts) == session(events)
    assert [window.sequence for window in session(events)] == [0, 1]


@given(pointer_events())
def test_whatever_comes_a_window_has_one_size_and_its_events_are_counted(
    events: PointerEvents,
) -> None:
    found = collect_pointer(PointerCollectorState(), events, PROJECTION)
    ended = finish_pointer(found.state, PROJECTION)

    counts = found.counts + ended.counts
    assert counts.received == len(events)
    for window in (*found.windows, *ended.windows):
        assert len(window.embedding) == 64
        assert [field.name for field in dataclasses.fields(window)] == [
            "projection",
            "sequence",
            "embedding",
        ]


@pytest.mark.parametrize(("right", "below"), [(-1_900, 40), (5_000, -1_000)])
def test_a_window_says_nothing_of_where_on_the_screen(right: int, below: int) -> None:
    events = pointed(np.random.default_rng(1))
    elsewhere = PointerEvents(
        events.at,
        events.x + np.int32(right),
        events.y + np.int32(below),
        events.kind,
        events.button,
    )

    assert session(elsewhere) == session(events)


def test_a_window_says_nothing_of_which_quarter_it_went_to() -> None:
    events = pointed(np.random.default_rng(2))
    turned = PointerEvents(events.at, -events.y, events.x, events.kind, events.button)

    here, there = (measured(whole(one), Micros(60_000)) for one in (events, turned))

    # Positions between samples are floored to sixteenths of a pixel, which no turn survives.
    close = np.isclose(here.values, there.values, rtol=0.05, atol=3) | np.isnan(here.values)
    assert close.mean() > 0.99


def test_a_window_does_not_change_when_its_strokes_are_permuted() -> None:
    rng = np.random.default_rng(5)
    score = PROJECTION.scored(whole(pointed(rng)))
    rows = rng.permutation(len(score))[None, :40]

    again = rng.permuted(rows, axis=1)

    assert PROJECTION.embed(score, rows).tolist() == PROJECTION.embed(score, again).tolist()


def test_no_partial_window_leaves() -> None:
    assert session(pointed(np.random.default_rng(1), strokes=19)) == ()


def test_strokes_too_short_to_be_measured_fill_no_window() -> None:
    twitches = moved(*((600 * number, 3 * number, 0) for number in range(100)))

    found = collect_pointer(PointerCollectorState(), twitches, PROJECTION)

    assert found.windows == ()
    assert found.slight + finish_pointer(found.state, PROJECTION).slight == 100
    assert len(found.state.waiting) == 0


def test_features_are_numbers_whatever_is_missing() -> None:
    nothing = np.full((20, MEASURES), -128, np.int8)

    features = pointer_features(nothing, np.arange(20)[None])

    assert features.shape == (1, POINTER_FEATURES)
    assert not features.any()


def test_a_refused_event_takes_nothing_in() -> None:
    state = PointerCollectorState()
    bad = moved((-5, 0, 0))

    with pytest.raises(EventError):
        collect_pointer(state, bad, PROJECTION)

    assert len(state.tracing.held) == 0


def whole(events: PointerEvents) -> Strokes:
    """The strokes of a session."""
    begun = trace(TracingState(), events)
    return Strokes.concatenated([begun.strokes, flush(begun.state).strokes])
