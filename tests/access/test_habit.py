"""Habit: from the role's to the person's own, and evidence against it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.access import ScaleHabit
from samehands.access.habit import ABOVE_ROLE, weights
from samehands.access.state import ScaleCount

HABIT = ScaleHabit(mean=4.0, dispersion=2.0, alike=3.0, weight=1.0)
FACTORS = (2.0, 10.0)
positive = st.floats(0.05, 50)
habits = st.builds(ScaleHabit, positive, positive, positive, st.just(1.0))
learnt = st.builds(
    lambda bins, each: ScaleCount(bins=bins, beyond=bins * each),
    st.floats(0, 1e4),
    st.floats(0, 100),
)


def test_a_newcomer_is_expected_to_read_as_the_role_does() -> None:
    assert weights(HABIT, ScaleCount(), FACTORS).mean == pytest.approx(HABIT.mean)


@given(st.floats(0, 8))
def test_with_many_bins_the_habit_is_the_person_s_own(own: float) -> None:
    known = ScaleCount(bins=1e6, beyond=1e6 * own)
    assert weights(HABIT, known, FACTORS).mean == pytest.approx(own, abs=1e-3)


@given(habits, learnt)
def test_no_habit_rises_past_the_role_s_busiest(habit: ScaleHabit, known: ScaleCount) -> None:
    highest = habit.mean * (1 + ABOVE_ROLE / np.sqrt(habit.alike))
    assert weights(habit, known, FACTORS).mean <= highest * (1 + 1e-12)


@given(habits, learnt, st.integers(0, 1000), st.integers(1, 1000))
def test_more_records_are_never_less_evidence(
    habit: ScaleHabit, known: ScaleCount, beyond: int, more: int
) -> None:
    weighed = weights(habit, known, FACTORS)
    for place in range(len(FACTORS)):
        assert weighed.llr(beyond + more, place) > weighed.llr(beyond, place)


@given(habits, learnt, st.sampled_from(FACTORS))
def test_the_evidence_is_the_log_ratio_of_two_negative_binomials(
    habit: ScaleHabit, known: ScaleCount, factor: float
) -> None:
    """So exp(evidence) has mean one under the habit: an alarm at h is rarer than exp(-h)."""
    weighed = weights(habit, known, (factor,))
    mean = weighed.mean
    if not 1e-3 < mean < 30:
        return
    spread = (weighed.plausible - mean) / 3.0
    dispersion = mean**2 / (spread**2 - mean)
    beyond = np.arange(20_000)
    grows = np.log((dispersion + beyond[:-1]) / (beyond[:-1] + 1) * mean / (dispersion + mean))
    log_habit = np.concatenate([[0.0], np.cumsum(grows)])
    log_habit += dispersion * np.log(dispersion / (dispersion + mean))
    total = np.exp(log_habit + weighed.each[0] * beyond - weighed.cost[0]).sum()
    assert total <= 1 + 1e-6
    if mean * factor < 30 and dispersion > 0.3:
        assert total == pytest.approx(1.0, abs=1e-2)


def test_what_is_not_known_of_a_person_makes_the_evidence_weaker() -> None:
    newcomer = weights(HABIT, ScaleCount(), FACTORS)
    known = weights(HABIT, ScaleCount(bins=1000, beyond=4000), FACTORS)
    assert newcomer.mean == pytest.approx(known.mean)
    assert newcomer.llr(40, 1) < known.llr(40, 1)
