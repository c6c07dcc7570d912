"""The fit of habits: it finds what the days were made with."""

import numpy as np
import pytest

from samehands.access import Scale
from samehands.access.hours import HOURS
from samehands.errors import DataSetError
from samehands.lab.datasets.agent_log import DAY, AgentLog
from samehands.lab.exposure.habits import distinct_beyond_first, fit_role, hours_of
from samehands.lab.exposure.protocol import Protocol

HOUR = 3_600_000_000


def hourly(mean: float, dispersion: float, alike: float, seed: int) -> AgentLog:
    """People whose hours have negative binomial counts, their means gamma."""
    rng = np.random.default_rng(seed)
    agent, at = [], []
    for one in range(60):
        own = rng.gamma(alike, mean / alike)
        for hour in range(120):
            count = 1 + rng.poisson(rng.gamma(dispersion, own / dispersion))
            begins = (hour // 8 * 24 + 9 + hour % 8) * HOUR
            at.append(begins + np.sort(rng.integers(0, HOUR, count)))
            agent.append(np.full(count, one))
    when = np.concatenate(at)
    names = tuple(str(one) for one in range(60))
    return AgentLog("made", "file", np.concatenate(agent), np.arange(len(when)), when, when, names)


def test_the_numbers_that_made_the_counts_are_found(protocol: Protocol) -> None:
    log = hourly(mean=4.0, dispersion=2.0, alike=3.0, seed=1)

    habit = fit_role(log, np.arange(60), protocol.watching).scales[Scale.HOUR]

    assert habit.mean == pytest.approx(4.0, rel=0.25)
    assert habit.dispersion == pytest.approx(2.0, rel=0.15)
    assert habit.alike == pytest.approx(3.0, rel=0.5)


def test_a_record_counts_once_in_a_bin_and_the_first_not_at_all() -> None:
    agent = np.zeros(5, np.int64)
    record = np.array([7, 7, 8, 7, 9])
    wall = np.array([0, 1, 2, HOUR, HOUR + 1])

    bins = distinct_beyond_first(agent, record, wall, Scale.HOUR)

    assert bins.tolist() == [[0, 1], [0, 1]]


def test_hours_are_shares_of_a_week_and_none_is_impossible() -> None:
    nine_on_mondays = 4 * DAY + 9 * HOUR + np.arange(3) * 7 * DAY

    hours = np.array(hours_of(np.zeros(3, np.int64), nine_on_mondays))

    assert hours.shape == (HOURS,)
    assert hours.sum() == pytest.approx(1, abs=1e-6)
    assert (hours > 0).all()
    assert hours.argmax() == 9


def test_one_person_is_not_enough(log: AgentLog, protocol: Protocol) -> None:
    with pytest.raises(DataSetError, match="two or more"):
        fit_role(log, np.array([0]), protocol.watching)
