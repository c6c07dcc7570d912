"""The clock's class, from times floored or rounded to known grids and from real people."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from samehands.capture.clock import ENOUGH_INTERVALS, ClockClass, ClockEvidence, clock_class
from samehands.capture.keystrokes import MISSING, Keystrokes
from samehands.lab.datasets.monaco import load_free_text

Times = NDArray[np.int64]


def typed(seed: int, count: int = 60) -> Keystrokes:
    """Keystrokes as a person might time them, on a clock of 1 µs."""
    rng = np.random.default_rng(seed)
    press = np.cumsum(np.exp(rng.normal(np.log(170_000), 0.4, count))).astype(np.int64)
    release = press + np.clip(rng.normal(95_000, 22_000, count), 20_000, None).astype(np.int64)
    return Keystrokes(press, release, np.zeros(count, np.int8), np.arange(count) == 0)


def on_grid(keystrokes: Keystrokes, tick: float, phase: float, reported: int) -> Keystrokes:
    """The same, floored to a grid and reported in whole steps."""

    def floored(at: Times) -> Times:
        ticks = np.floor((at - phase) / tick) * tick + phase
        steps: Times = np.rint(ticks / reported).astype(np.int64)
        return steps * reported

    return Keystrokes(
        floored(keystrokes.press),
        floored(keystrokes.release),
        keystrokes.zone,
        keystrokes.starts_run,
    )


@pytest.mark.parametrize(
    ("tick", "reported", "due"),
    [
        (100, 100, ClockClass.TENTH_MS),
        (5, 5, ClockClass.TENTH_MS),
        (1_000, 1_000, ClockClass.ONE_MS),
        (2_000, 1_000, ClockClass.ONE_MS),
        (8_000, 1_000, ClockClass.EIGHT_MS),
        (8_000, 100, ClockClass.EIGHT_MS),
        (10_000, 1_000, ClockClass.EIGHT_MS),
        (15_625, 1_000, ClockClass.SIXTEEN_MS),
        (50_000 / 3, 1_000, ClockClass.SIXTEEN_MS),
        (50_000 / 3, 100, ClockClass.SIXTEEN_MS),
        (100_000 / 3, 1_000, ClockClass.SIXTEEN_MS),
    ],
)
@given(st.integers(0, 10_000), st.floats(0, 1))
def test_a_clock_is_told_from_fifty_keystrokes(
    tick: float, reported: int, due: ClockClass, seed: int, phase: float
) -> None:
    assert clock_class(on_grid(typed(seed), tick, phase * tick, reported)) == due


@given(st.integers(0, 10_000), st.lists(st.integers(0, 60), max_size=5))
def test_evidence_is_the_same_however_the_keystrokes_are_split(seed: int, cuts: list[int]) -> None:
    keystrokes = on_grid(typed(seed), 15_625, 0, 1_000)
    ends = [0, *sorted(cuts), len(keystrokes)]
    evidence = ClockEvidence()
    for start, end in pairwise(ends):
        evidence = evidence.seen(keystrokes[start:end])
    assert evidence == ClockEvidence().seen(keystrokes)


def test_too_few_intervals_are_not_a_class() -> None:
    few = typed(1, ENOUGH_INTERVALS // 2)
    assert clock_class(few) is None
    assert clock_class(Keystrokes.none()) is None


def test_lost_releases_and_flights_across_runs_are_no_intervals() -> None:
    keystrokes = typed(2)
    broken = Keystrokes(
        keystrokes.press,
        np.full(len(keystrokes), MISSING),
        keystrokes.zone,
        np.ones(len(keystrokes), np.bool_),
    )
    assert ClockEvidence().seen(broken).intervals == 0


def test_the_clocks_of_monaco_tick_every_16_or_10_ms_or_every_ms(data_root: Path) -> None:
    corpus = load_free_text(data_root)
    found = [clock_class(corpus.recording(index)) for index in range(len(corpus))]
    assert found.count(ClockClass.SIXTEEN_MS) == 74
    assert found.count(ClockClass.EIGHT_MS) == 74
    assert found.count(ClockClass.ONE_MS) == 14
