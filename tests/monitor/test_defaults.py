"""The setup that comes with the package, and its alarm lines at any budget."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.errors import ProjectionError, SettingsError
from samehands.identity import Fallback
from samehands.monitor.defaults import LEARNING_ALLOWS, default_setup
from samehands.monitor.thresholds import LEAST_LEVEL, shipped_threshold, threshold_at
from samehands.rhythm.projections import DEFAULT, index, shipped
from samehands.trust import Basis, Budget, Channel, Hypothesis, VerdictKind

NAMES = sorted(index())


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_projection_has_a_setup_of_its_own_parts(name: str) -> None:
    setup = default_setup(name)

    assert setup.projection == shipped(name).ref
    assert {Hypothesis.OTHER_PERSON, Hypothesis.MASS_ACCESS} <= setup.thresholds.keys()
    assert setup.channels[Channel.HOLDS] == pytest.approx(shipped(name).hold_share)
    assert sum(setup.channels.values()) == pytest.approx(np.ones(64))
    assert setup.scorer.fallback is Fallback.NEAREST_CLOCK


def test_the_default_setup_is_of_the_default_projection() -> None:
    assert default_setup().projection == shipped(DEFAULT).ref


def test_nobody_is_stopped_while_their_template_is_learnt() -> None:
    assert default_setup().policy == LEARNING_ALLOWS
    assert LEARNING_ALLOWS.checks["session"].without_data is VerdictKind.ALLOW


def test_a_projection_that_is_not_shipped_has_no_setup_and_no_threshold() -> None:
    with pytest.raises(ProjectionError, match="unknown name"):
        default_setup("nobody-1")
    with pytest.raises(SettingsError, match="unknown name"):
        shipped_threshold("nobody-1")
    with pytest.raises(SettingsError, match="unknown name"):
        threshold_at(Budget(), "nobody-1")


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_threshold_is_for_its_projection_s_windows(name: str) -> None:
    threshold = shipped_threshold(name)

    assert threshold.budget.keystrokes_per_window == shipped(name).keystrokes
    assert threshold_at(threshold.budget, name) is threshold
    assert threshold.low <= threshold.level
    assert threshold.high is None or threshold.level <= threshold.high


budgets = st.builds(
    Budget,
    false_alarms=st.floats(1e-4, 100),
    keystrokes_per_month=st.integers(10_000, 10**7),
)


@pytest.mark.parametrize("name", NAMES)
@given(budgets, budgets)
def test_a_rarer_alarm_has_a_line_at_least_as_high(name: str, one: Budget, other: Budget) -> None:
    frequent, rare = sorted((one, other), key=lambda budget: budget.windows_per_alarm)
    lower, higher = threshold_at(frequent, name), threshold_at(rare, name)

    assert LEAST_LEVEL <= lower.level <= higher.level
    for threshold, budget in ((lower, frequent), (higher, rare)):
        assert threshold.low <= threshold.level
        assert threshold.high is None or threshold.level <= threshold.high
        if budget != shipped_threshold(name).budget:
            assert threshold.basis is Basis.EXTRAPOLATED
            assert threshold.budget == budget
            assert threshold.worst_rate is None


def test_a_budget_that_is_given_is_the_one_that_is_kept() -> None:
    generous = default_setup(budget=Budget(false_alarms=20.0)).thresholds[Hypothesis.OTHER_PERSON]
    strict = default_setup(budget=Budget(false_alarms=0.01)).thresholds[Hypothesis.OTHER_PERSON]

    assert generous < default_setup().thresholds[Hypothesis.OTHER_PERSON] < strict
