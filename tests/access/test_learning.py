"""Learning: habits follow the person, slowly, and nobody teaches them theft."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws import readers
from laws.readers import DAY, HOUR, MODEL
from samehands.access import AccessState, RecordRead, forget, learn, read
from samehands.access.bins import BINS_A_DAY
from samehands.access.habit import ABOVE_ROLE, weights
from samehands.access.learning import MEMORY_DAYS
from samehands.access.scales import SCALES
from samehands.access.state import check

ROLE = MODEL.role(None)


def means(state: AccessState) -> list[float]:
    """The mean that is expected on each scale."""
    return [
        weights(ROLE.scales[scale], count, MODEL.factors).mean
        for scale, count in zip(SCALES, state.scales, strict=True)
    ]


def at_once(state: AccessState, reads: list[RecordRead]) -> AccessState:
    """After reads that come in one batch."""
    return read(state, tuple(reads), model=MODEL, physical=None).state


def after_days(days: int, seconds: float) -> AccessState:
    """Days of eight hours with a record every so many seconds, each of them learnt from."""
    state = AccessState()
    for day in range(days):
        start = readers.MONDAY + day * DAY + 9 * HOUR
        reads = readers.every(seconds, int(8 * 3600 / seconds), start, first=day * 10**6)
        state = learn(at_once(state, reads))
    return state


def test_a_person_s_own_habit_takes_the_role_s_place() -> None:
    newcomer, quiet, busy = (
        means(AccessState()),
        means(after_days(20, 3600)),
        means(after_days(20, 500)),
    )
    assert quiet[-1] < newcomer[-1] < busy[-1]
    assert quiet[3] < newcomer[3] < busy[3]


def test_a_thief_who_is_never_noticed_moves_the_habit_no_further_than_the_busiest() -> None:
    for scale, mean in zip(SCALES, means(after_days(30, 20)), strict=True):
        habit = ROLE.scales[scale]
        assert mean <= habit.mean * (1 + ABOVE_ROLE / np.sqrt(habit.alike)) + 1e-9


def test_one_day_of_theft_moves_a_settled_habit_by_little() -> None:
    settled = after_days(20, 900)
    start = readers.MONDAY + 30 * DAY + 9 * HOUR
    robbed = learn(at_once(settled, readers.every(5, 2000, start, first=10**8)))
    later = learn(at_once(robbed, readers.every(900, 4, start + DAY, first=10**9)))
    for before, after in zip(means(settled), means(later), strict=True):
        assert after < before + 0.6 * max(before, 1)


def test_what_was_forgotten_teaches_nothing() -> None:
    state = at_once(AccessState(), readers.every(60, 400))
    assert means(learn(forget(state))) == means(AccessState())
    assert learn(forget(state)).hours == AccessState().hours


@pytest.mark.parametrize("seconds", [15, 60])
def test_a_day_teaches_at_most_so_many_bins(seconds: float) -> None:
    state = after_days(1, seconds)
    closing = learn(at_once(state, readers.every(1, 1, readers.MONDAY + DAY + 9 * HOUR, first=-1)))
    for scale, count in zip(SCALES, closing.scales, strict=True):
        assert count.bins <= BINS_A_DAY[scale] + 1


@given(st.integers(1, 6), st.sampled_from([30, 200, 1500]))
def test_memory_is_bounded_and_a_learnt_state_is_sound(days: int, seconds: float) -> None:
    state = after_days(days, seconds)
    check(state)
    for scale, count in zip(SCALES, state.scales, strict=True):
        assert count.bins <= MEMORY_DAYS * BINS_A_DAY[scale]
    assert learn(state) == state
