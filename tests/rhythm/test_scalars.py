"""The liveness scalars: known answers, bounds, and what they must not depend on."""

import math
from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from rhythm.drawn_projection import drawn_projection
from rhythm.test_statistics import keystrokes_of
from rhythm.typists import hostile_streams
from samehands.capture import MISSING, KeyEvents, Keystrokes
from samehands.rhythm.contexts import NO_SCORE, SCORE_LIMIT, Channel
from samehands.rhythm.scalars import HOLD_LEVELS, KEY_FIT_CAP, scalars_of
from samehands.rhythm.statistics import Timed, durations, timed
from samehands.rhythm.window import SCALAR_STEPS, Scalars
from samehands.wire.schema import SCALARS

CONTEXTS = drawn_projection(0).contexts
LIMITS = {part.name: (part.low, part.high) for part in SCALARS}


def stream_of(keystrokes: int, **columns: list[int]) -> tuple[Timed, NDArray[np.int64]]:
    """So many keystrokes of which all is missing but the columns given; times in µs."""
    values = np.full((len(Channel), keystrokes), MISSING, np.int64)
    score = np.full((len(Channel), keystrokes), NO_SCORE, np.int8)
    plain, usual = np.zeros(keystrokes, np.int8), np.zeros(keystrokes, np.int8)
    places = {
        "hold": values[Channel.HOLD],
        "hold_score": score[Channel.HOLD],
        "dd": values[Channel.DD],
        "score": score[Channel.DD],
        "ud_score": score[Channel.UD],
        "plain": plain,
        "usual": usual,
    }
    for name, numbers in columns.items():
        places[name][keystrokes - len(numbers) :] = numbers
    return Timed(np.zeros_like(score), score, plain, usual), values


def read(keystrokes: int, **columns: list[int]) -> Scalars:
    """The scalars of all of them as one window."""
    return scalars_of(*stream_of(keystrokes, **columns), np.arange(keystrokes))


def scalars(dd: list[int], score: list[int] | None = None) -> Scalars:
    """Of flights in ms; scores of zero where none are given."""
    flights = [MISSING if gap == MISSING else gap * 1_000 for gap in dd]
    return read(len(dd) + 1, dd=flights, score=[0] * len(dd) if score is None else score)


def log2_steps(count: int) -> int:
    """The steps that stand for so many flights."""
    return math.floor(SCALAR_STEPS * math.log2(count) + 1e-9)


def test_constant_gaps_are_one_run_on_one_lattice() -> None:
    found = scalars([120] * 99, [5] * 99)

    assert astuple(found)[:3] == (0, log2_steps(99), log2_steps(99))


def test_two_gaps_in_turn_never_run_and_remember_the_opposite() -> None:
    found = scalars([100, 140] * 30, [-16, 16] * 30)

    assert astuple(found)[:3] == (-8, 0, log2_steps(30))


def test_two_gaps_in_halves_run_for_half_and_remember_the_same() -> None:
    found = scalars([100] * 32 + [140] * 32, [-16] * 32 + [16] * 32)

    assert (found.longest_equal_run, found.lattice) == (40, 40)
    assert found.rhythm_memory >= 7


@pytest.mark.parametrize(("step", "run"), [(1, 64), (2, 64), (3, 1)])
def test_a_ramp_is_a_run_as_long_as_neighbours_are_two_ms_apart_at_most(
    step: int, run: int
) -> None:
    found = scalars([200 + step * place for place in range(64)], list(range(-32, 32)))

    assert found.longest_equal_run == log2_steps(run)
    assert found.rhythm_memory == 8


def test_two_microseconds_more_than_two_ms_are_not_equal() -> None:
    found = read(5, dd=[100_000, 102_000, 104_001, 106_001])

    assert found.longest_equal_run == log2_steps(2)


def test_a_missing_flight_breaks_a_run_but_not_the_lattice() -> None:
    found = scalars([150] * 16 + [MISSING] + [150] * 8)

    assert (found.longest_equal_run, found.lattice) == (log2_steps(16), log2_steps(24))


def test_a_missing_score_breaks_the_memory_at_its_place_only() -> None:
    score = [-16, 16] * 8 + [NO_SCORE] + [-16, 16] * 8

    assert scalars([100] * 33, score).rhythm_memory == -8


@pytest.mark.parametrize("size", [0, 1, 2])
def test_windows_that_say_nothing_are_zero_or_speak_against_nobody(size: int) -> None:
    nothing = Scalars(0, 0, 0, KEY_FIT_CAP, len(HOLD_LEVELS), 0, 0)

    assert scalars([MISSING] * size, [NO_SCORE] * size) == nothing
    assert scalars([70] * size, [3] * size).rhythm_memory == 0


@pytest.mark.parametrize(
    ("holds", "level"),
    [
        ([1_000] * 9, 0),
        ([15_999] * 5 + [90_000] * 4, 0),
        ([15_999] * 4 + [90_000] * 4, 2),
        ([16_000] * 9, 1),
        ([39_999] * 9, 1),
        ([40_000] * 9, 2),
        ([3_000] * 3 + [30_000] * 2 + [90_000] * 4, 1),
        ([MISSING] * 9, 2),
        ([MISSING] * 8 + [0], 0),
    ],
)
def test_the_level_of_the_holds_is_that_of_more_than_half(holds: list[int], level: int) -> None:
    assert read(len(holds), hold=holds).hold_level == level


def test_holds_have_their_own_lattice_and_spread() -> None:
    found = read(30, hold=[80_000] * 10 + [80_999] * 10 + [82_000] * 10, hold_score=[16, -16] * 15)

    assert (found.hold_lattice, found.hold_spread) == (log2_steps(20), 8)


def test_the_spread_of_holds_is_told_in_quarters() -> None:
    found = read(30, hold_score=[12, -12] * 15, score=[12, -12] * 14)

    assert found.hold_spread == 6


@pytest.mark.parametrize(("sign", "due"), [(1, 1), (-1, -16)])
def test_a_rhythm_that_follows_its_keys_fits_them_and_more_is_not_told(
    sign: int, due: int
) -> None:
    usual = [*range(-20, 0), *range(1, 21)]

    found = read(41, ud_score=[0] * 40, plain=[sign * each for each in usual], usual=usual)

    assert found.key_fit == due


def test_a_rhythm_that_does_not_know_the_keys_fits_nothing() -> None:
    assert read(41, ud_score=[0] * 40, plain=[5, -5] * 20, usual=[3, 3, -3, -3] * 10).key_fit == 0


@pytest.mark.parametrize(("pairs", "due"), [(20, -16), (19, KEY_FIT_CAP)])
def test_keys_of_which_nothing_is_usual_do_not_speak_against_a_person(
    pairs: int, due: int
) -> None:
    usual = [*range(1, pairs + 1), *[0] * (40 - pairs)]
    plain = [-each for each in usual]

    assert read(41, ud_score=[0] * 40, plain=plain, usual=usual).key_fit == due
    scores = [0] * pairs + [NO_SCORE] * (40 - pairs)
    assert (
        read(41, ud_score=scores, plain=plain, usual=[each or 9 for each in usual]).key_fit == due
    )


def test_the_flight_into_the_first_keystroke_is_no_part_of_the_window() -> None:
    stream, values = stream_of(6, dd=[100_000] * 6, score=[0] * 6)

    late = scalars_of(stream, values, np.arange(2, 6))

    assert (late.longest_equal_run, late.lattice) == (log2_steps(3), log2_steps(3))


some = st.one_of(st.just(MISSING), st.integers(0, 5), st.integers(0, 2**52))
scores = st.one_of(st.just(NO_SCORE), st.integers(-SCORE_LIMIT, SCORE_LIMIT))
tables = st.integers(-SCORE_LIMIT, SCORE_LIMIT)
keystrokes = st.lists(
    st.tuples(some, some, scores, scores, scores, tables, tables), min_size=1, max_size=120
)
NAMES = ("hold", "dd", "hold_score", "score", "ud_score", "plain", "usual")


def drawn(rows: list[tuple[int, ...]]) -> Scalars:
    """The scalars of drawn keystrokes."""
    columns = dict(zip(NAMES, (list(column) for column in zip(*rows, strict=True)), strict=True))
    return read(len(rows), **columns)


@given(keystrokes)
def test_scalars_are_whole_and_within_the_message_s_limits(rows: list[tuple[int, ...]]) -> None:
    found = drawn(rows)
    for name, (low, high) in LIMITS.items():
        value = getattr(found, name)
        assert type(value) is int
        assert low <= value <= high


@given(keystrokes)
def test_what_is_no_matter_of_order_does_not_change_when_it_does(
    rows: list[tuple[int, ...]],
) -> None:
    order = 1 + np.random.default_rng(len(rows)).permutation(len(rows) - 1)
    shuffled = drawn([rows[0], *(rows[place] for place in order)])
    kept = ("lattice", "key_fit", "hold_level", "hold_lattice", "hold_spread")

    found = drawn(rows)

    assert [getattr(shuffled, name) for name in kept] == [getattr(found, name) for name in kept]


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
    typed = keystrokes_of(events)
    rows = np.arange(len(typed))
    found = [
        scalars_of(timed(each, CONTEXTS), durations(each), rows)
        for each in (typed, shifted(typed, by))
    ]

    assert found[0] == found[1]
