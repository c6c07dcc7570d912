"""The liveness scalars: known answers, bounds, and what they must not depend on."""

import math
from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhythm.drawn_projection import drawn_projection
from rhythm.test_statistics import keystrokes_of
from rhythm.typists import hostile_streams
from samehands.capture import MISSING, KeyEvents, Keystrokes
from samehands.rhythm.contexts import NO_SCORE, SCORE_LIMIT, Channel
from samehands.rhythm.scalars import scalars_of
from samehands.rhythm.statistics import durations, timed
from samehands.rhythm.window import SCALAR_STEPS, Scalars

CONTEXTS = drawn_projection(0).contexts
LIMITS = {
    "rhythm_memory": (-8, 8),
    "longest_equal_run": (0, 127),
    "lattice": (0, 127),
    "spread": (0, 127),
}


def scalars(dd: list[int], score: list[int] | None = None) -> Scalars:
    """Of flights in ms; scores of zero where none are given."""
    flights = np.array([MISSING if gap == MISSING else gap * 1_000 for gap in dd], np.int64)
    scores = np.zeros(len(dd), np.int8) if score is None else np.array(score, np.int8)
    return scalars_of(flights, scores, MISSING)


def log2_steps(count: int) -> int:
    """The steps that stand for so many flights."""
    return math.floor(SCALAR_STEPS * math.log2(count) + 1e-9)


def test_constant_gaps_are_one_run_on_one_lattice_without_spread() -> None:
    assert scalars([120] * 99, [5] * 99) == Scalars(0, log2_steps(99), log2_steps(99), 0)


def test_two_gaps_in_turn_never_run_and_remember_the_opposite() -> None:
    found = scalars([100, 140] * 30, [-16, 16] * 30)

    assert found == Scalars(-8, 0, log2_steps(30), 8)


def test_two_gaps_in_halves_run_for_half_and_remember_the_same() -> None:
    found = scalars([100] * 32 + [140] * 32, [-16] * 32 + [16] * 32)

    assert (found.longest_equal_run, found.lattice, found.spread) == (40, 40, 8)
    assert found.rhythm_memory >= 7


@pytest.mark.parametrize(("step", "run"), [(1, 64), (2, 64), (3, 1)])
def test_a_ramp_is_a_run_as_long_as_neighbours_are_two_ms_apart_at_most(
    step: int, run: int
) -> None:
    found = scalars([200 + step * place for place in range(64)], list(range(-32, 32)))

    assert found.longest_equal_run == log2_steps(run)
    assert found.rhythm_memory == 8


def test_two_microseconds_more_than_two_ms_are_not_equal() -> None:
    dd = np.array([100_000, 102_000, 104_001, 106_001], np.int64)

    assert scalars_of(dd, np.zeros(4, np.int8), MISSING).longest_equal_run == log2_steps(2)


def test_a_missing_flight_breaks_a_run_but_not_the_lattice() -> None:
    found = scalars([150] * 16 + [MISSING] + [150] * 8)

    assert (found.longest_equal_run, found.lattice) == (log2_steps(16), log2_steps(24))


def test_a_missing_score_breaks_the_memory_at_its_place_only() -> None:
    score = [-16, 16] * 8 + [NO_SCORE] + [-16, 16] * 8

    assert scalars([100] * 33, score).rhythm_memory == -8


@pytest.mark.parametrize("size", [0, 1, 2])
def test_windows_that_say_nothing_are_zero(size: int) -> None:
    assert scalars([MISSING] * size, [NO_SCORE] * size) == Scalars(0, 0, 0, 0)
    assert scalars([70] * size, [3] * size).rhythm_memory == 0


flights = st.lists(
    st.tuples(
        st.one_of(st.just(MISSING), st.integers(0, 5), st.integers(0, 2**52)),
        st.one_of(st.just(NO_SCORE), st.integers(-SCORE_LIMIT, SCORE_LIMIT)),
    ),
    max_size=120,
)


@given(flights)
def test_scalars_are_whole_and_within_the_message_s_limits(rows: list[tuple[int, int]]) -> None:
    found = scalars_of(
        np.array([row[0] for row in rows], np.int64),
        np.array([row[1] for row in rows], np.int8),
        MISSING,
    )
    for name, (low, high) in LIMITS.items():
        value = getattr(found, name)
        assert type(value) is int
        assert low <= value <= high


@given(flights)
def test_what_is_no_matter_of_order_does_not_change_in_reverse(
    rows: list[tuple[int, int]],
) -> None:
    dd = np.array([row[0] for row in rows], np.int64)
    score = np.array([row[1] for row in rows], np.int8)

    # All four look the same from the end; only a shuffle may change memory and run.
    assert scalars_of(dd[::-1], score[::-1], MISSING) == scalars_of(dd, score, MISSING)
    order = np.random.default_rng(len(rows)).permutation(len(rows))
    shuffled = scalars_of(dd[order], score[order], MISSING)
    assert astuple(shuffled)[2:] == astuple(scalars_of(dd, score, MISSING))[2:]


def shifted(keystrokes: Keystrokes, by: int) -> Keystrokes:
    """The same typing at another time."""
    known = keystrokes.release != MISSING
    return Keystrokes(
        keystrokes.press + by,
        np.where(known, keystrokes.release + by, MISSING),
        keystrokes.zone,
        keystrokes.starts_run,
        keystrokes.position,
    )


@given(hostile_streams(), st.integers(0, 2**40))
def test_the_time_of_day_changes_nothing(events: KeyEvents, by: int) -> None:
    keystrokes = keystrokes_of(events)
    found = [
        scalars_of(
            durations(each)[Channel.DD][1:], timed(each, CONTEXTS).score[Channel.DD][1:], MISSING
        )
        for each in (keystrokes, shifted(keystrokes, by))
    ]

    assert found[0] == found[1]
