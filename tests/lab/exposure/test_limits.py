"""The fixed limit: distinct records in the last so long, and its best chance."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.access import Scale
from samehands.lab.datasets.agent_log import AgentLog
from samehands.lab.exposure.limits import Limit, lowest_within
from samehands.lab.exposure.workday import Touches, days_of

SECOND = 1_000_000


def touches(seconds: list[int], records: list[int]) -> Touches:
    return Touches(np.array(seconds, np.int64) * SECOND, np.array(records, np.int64))


def test_it_alarms_at_one_record_more_than_it_allows() -> None:
    day = touches([0, 10, 20, 30], [1, 2, 3, 4])

    assert Limit(Scale.MINUTE, 3).alarms([day]) == [30 * SECOND]
    assert Limit(Scale.MINUTE, 4).alarms([day]) == []


def test_the_same_record_again_does_not_count_and_old_ones_are_forgotten() -> None:
    assert Limit(Scale.MINUTE, 1).alarms([touches([0, 1, 2, 3], [5, 5, 5, 5])]) == []
    assert Limit(Scale.MINUTE, 1).alarms([touches([0, 60, 120], [1, 2, 3])]) == []


def test_after_an_alarm_it_counts_from_nothing() -> None:
    day = touches(list(range(6)), list(range(6)))

    assert len(Limit(Scale.MINUTE, 2).alarms([day])) == 2


@given(st.lists(st.tuples(st.integers(0, 600), st.integers(0, 9)), max_size=60), st.integers(0, 8))
def test_a_higher_limit_first_alarms_no_sooner(drawn: list[tuple[int, int]], records: int) -> None:
    drawn.sort()
    day = touches([second for second, _ in drawn], [record for _, record in drawn])

    low = Limit(Scale.FIVE_MINUTES, records).alarms([day])
    high = Limit(Scale.FIVE_MINUTES, records + 1).alarms([day])

    assert len(high) <= len(low)
    assert not high or high[0] >= low[0]


@pytest.mark.parametrize("scale", [Scale.MINUTE, Scale.HOUR, Scale.DAY])
def test_the_lowest_that_keeps_the_budget_is_the_lowest(log: AgentLog, scale: Scale) -> None:
    agents = [days_of(log, agent) for agent in range(len(log.agents))]
    months = 1.0

    limit = lowest_within(scale, agents, 2.0, months)

    def alarms(records: int) -> int:
        return sum(len(Limit(scale, records).alarms(days)) for days in agents)

    assert alarms(limit.records) <= 2 < alarms(limit.records - 1)
