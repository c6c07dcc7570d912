"""Measures of strokes: known answers, and laws."""

import numpy as np
import pytest
from hypothesis import given

from capture.hands import moved, pointer_events
from rhythm.pointer.pointing import pointed
from samehands.capture.pointer import PointerEvents
from samehands.capture.strokes import Strokes
from samehands.capture.strokes_tracing import TracingState, flush, trace
from samehands.quantities import Micros
from samehands.rhythm.pointer.movement import Measure, measured
from samehands.rhythm.pointer.paths import SUBPIXELS, resampled

RATE = Micros(60_000)
COLUMN = {measure: index for index, measure in enumerate(Measure)}


def strokes_of(events: PointerEvents) -> Strokes:
    begun = trace(TracingState(), events)
    return Strokes.concatenated([begun.strokes, flush(begun.state).strokes])


def value(events: PointerEvents, measure: Measure) -> float:
    return float(measured(strokes_of(events), RATE).values[0, COLUMN[measure]])


EVEN = moved(*((20 * step, 10 * step, 0) for step in range(13)))
"""Straight to the right, 30 pixels in 60 ms."""


@pytest.mark.parametrize(
    ("measure", "due"),
    [
        (Measure.DURATION, 240_000),
        (Measure.PEAK, 1),
        (Measure.STRAIGHT, 1),
        (Measure.BOW, 0),
        (Measure.TURN, 0),
        (Measure.UNEVEN, 0),
        (Measure.SUBMOVEMENTS, 0),
        (Measure.ONWARD, 1),
        (Measure.MIDDLE, 1),
    ],
)
def test_an_even_straight_stroke_measures_as_it_is(measure: Measure, due: float) -> None:
    assert value(EVEN, measure) == due


def test_sides_of_a_bow_are_told_apart() -> None:
    bow = [(20 * step, 10 * step, step * (12 - step)) for step in range(13)]
    other = [(at, x, -y) for at, x, y in bow]

    sides = value(moved(*bow), Measure.SIDE), value(moved(*other), Measure.SIDE)

    assert sides[0] * sides[1] < 0
    assert value(moved(*bow), Measure.BOW) == pytest.approx(0.3, abs=0.01)


def test_a_stop_on_the_way_is_a_submovement() -> None:
    places = [*range(0, 130, 10), *([125] * 5), *range(130, 260, 10)]
    stopped = moved(*((20 * step, x + step, 0) for step, x in enumerate(places)))

    assert value(stopped, Measure.SUBMOVEMENTS) == 1


def test_a_screen_of_twice_the_resolution_measures_the_same() -> None:
    events = pointed(np.random.default_rng(6), strokes=30)
    fine = PointerEvents(events.at, 2 * events.x, 2 * events.y, events.kind, events.button)

    here, there = (measured(strokes_of(one), RATE).values for one in (events, fine))

    # Roots and places are floored, at most some thousandths of a stroke.
    close = np.isclose(here, there, rtol=0.02, atol=0.02) | np.isnan(here)
    assert close.mean() > 0.99


@pytest.mark.parametrize("thin", [2, 4])
def test_a_slower_device_shows_the_same_path(thin: int) -> None:
    events = pointed(np.random.default_rng(4), strokes=1, step_us=5_000)
    strokes = strokes_of(events)
    every = resampled(strokes, RATE)
    fewer = resampled(
        strokes_of(PointerEvents(*(getattr(events, name)[::thin] for name in events.__slots__))),
        RATE,
    )

    steps = min(len(every.dx), len(fewer.dx))
    assert steps > 3
    assert np.abs(every.dx[:steps] - fewer.dx[:steps]).max() < 2 * SUBPIXELS


@given(pointer_events(most=120))
def test_what_can_be_measured_gives_numbers_or_nothing(events: PointerEvents) -> None:
    found = measured(strokes_of(events), RATE)

    assert not np.isinf(found.values).any()
    shape = found.values[:, : COLUMN[Measure.PAUSE]]
    assert not np.isnan(shape).any()
