"""The alarm line: a higher one alarms less, and the budget is kept where it is drawn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.access import shipped_model
from samehands.errors import EmptyScoresError
from samehands.lab.datasets.agent_log import AgentLog
from samehands.lab.exposure.line import LEVELS, Alarms, genuine_alarms, rate_of
from samehands.lab.exposure.protocol import Protocol
from samehands.lab.exposure.workday import Touches, days_of


def falling(drawn: list[list[int]]) -> Alarms:
    count = np.sort(np.array(drawn, np.int64), axis=1)[:, ::-1]
    count[:, -1] = 0
    return Alarms(count, np.full(len(drawn), 2.0))


COUNTS = st.lists(
    st.lists(st.integers(0, 50), min_size=len(LEVELS), max_size=len(LEVELS)),
    min_size=2,
    max_size=6,
)


@given(COUNTS, st.floats(0.05, 5))
def test_at_the_line_the_agents_keep_the_budget(drawn: list[list[int]], budget: float) -> None:
    alarms = falling(drawn)

    line = alarms.line(budget, np.random.default_rng(0))
    rate = alarms.rate(line.level, np.random.default_rng(0))

    assert line.low <= line.level <= line.high
    assert rate.low <= rate.high
    assert rate.estimate <= budget * 1.001


@given(COUNTS)
def test_a_smaller_budget_has_no_lower_line(drawn: list[list[int]]) -> None:
    alarms = falling(drawn)
    rng = np.random.default_rng(0)

    assert alarms.line(0.5, rng).level >= alarms.line(1.0, rng).level


def test_a_budget_that_cannot_be_kept_is_said() -> None:
    with pytest.raises(EmptyScoresError, match="a month"):
        Alarms(np.full((2, len(LEVELS)), 9), np.ones(2)).line(1.0, np.random.default_rng(0))


def test_the_tail_falls_as_it_was_made_to() -> None:
    count = np.rint(1e6 * np.exp(-0.2 * LEVELS)).astype(np.int64)[np.newaxis]
    level = float(LEVELS[4])

    budget = 1e6 * np.exp(-0.2 * level)

    assert Alarms(count, np.ones(1)).tail_slope(budget) == pytest.approx(0.2, rel=0.01)


def test_a_rate_is_of_all_months_together() -> None:
    rate = rate_of(np.array([2, 0]), np.array([1.0, 3.0]), np.random.default_rng(0))

    assert rate.estimate == 0.5
    assert (rate.low, rate.high) == (0, 2)


def test_days_like_all_others_do_not_alarm_and_a_raid_does(
    log: AgentLog, protocol: Protocol
) -> None:
    days = days_of(log, 0)
    first = int(days[-1].at[-1])
    raid = Touches(first + np.arange(400) * 1_000_000, 10**6 + np.arange(400))
    month = protocol.work_days_per_month

    quiet = genuine_alarms([days], shipped_model(), "bank-loans", "file", month)
    loud = genuine_alarms([(*days, raid)], shipped_model(), "bank-loans", "file", month)

    assert quiet.count[0, -1] == 0
    assert (loud.count > quiet.count).all()
    assert (np.diff(loud.count, axis=1) <= 0).all()
    assert quiet.months[0] == pytest.approx(len(days) / month)
