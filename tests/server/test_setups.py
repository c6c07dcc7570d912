"""Setups: each group by its own policy, all by one budget, changed at once or not at all."""

from typing import Any

import pytest

from samehands.errors import ProjectionError, SettingsError
from samehands.server.setups import Judging, Setups
from samehands.trust import Check, Hypothesis, Policy, VerdictKind

STRICT = Policy({"session": Check(lock_at=2.0)})


def test_a_group_without_a_policy_has_the_default_one() -> None:
    setups = Setups("open-1", Judging(policies={"agents": STRICT}))

    assert setups.of("agents").policy is STRICT
    assert setups.of("nobody") is setups.of("default")
    strict = Setups("open-1", Judging(policies={"default": STRICT}))
    assert strict.of("nobody").policy is STRICT


def test_all_groups_share_one_scorer_and_one_alarm_line() -> None:
    setups = Setups("open-1", Judging(policies={"agents": STRICT}))

    assert setups.of("agents").scorer is setups.of("default").scorer
    assert setups.of("agents").thresholds == setups.of("default").thresholds


def test_a_change_applies_at_once_and_keeps_the_scorer() -> None:
    setups = Setups("open-1", Judging())
    before = setups.of("default")

    setups.adopt(Judging(0.1), 7)

    after = setups.of("default")
    assert (setups.version, setups.judging, setups.budget.false_alarms) == (7, Judging(0.1), 0.1)
    assert after.scorer is before.scorer
    other = Hypothesis.OTHER_PERSON
    assert after.thresholds[other] > before.thresholds[other]


@pytest.mark.parametrize(
    "changed",
    [
        {"false_alarms": 0.0},
        {"false_alarms": -1.0},
        {"false_alarms": float("nan")},
        {"false_alarms": float("inf")},
        {"policies": {"g": Policy({"session": Check()}, findings={"no": VerdictKind.LOCK})}},
        {"policies": {"": STRICT}},
        {"policies": {"x" * 65: STRICT}},
        {"policies": {f"{place}": STRICT for place in range(101)}},
    ],
    ids=str,
)
def test_what_makes_no_sense_changes_nothing(changed: dict[str, Any]) -> None:
    setups = Setups("open-1", Judging())

    with pytest.raises(SettingsError):
        setups.adopt(Judging(**changed), 1)

    assert setups.version == 0


def test_there_is_no_projection_of_any_name() -> None:
    with pytest.raises(ProjectionError):
        Setups("no-such", Judging())
