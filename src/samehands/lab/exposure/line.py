"""Where evidence of mass reading alarms: the lowest level that keeps the budget on genuine days."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.access import AccessModel, AccessState, Action, RecordRead, forget, learn, quieted
from samehands.access import read as take_in
from samehands.errors import EmptyScoresError
from samehands.lab.evaluation.cases import REPEATS
from samehands.lab.exposure.workday import Touches, hashed
from samehands.lab.metrics import Interval
from samehands.quantities import Micros, Nats

LEVELS: Final = np.geomspace(4.0, 64.0, 9)
"""Levels tried, nats: neighbours differ by 41 %, and between them the rate is a line."""


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """A level, and how well it is known.

    Args:
        level: nats.
        low: lower end of the 95 % interval over agents.
        high: upper end.
    """

    level: Nats
    low: Nats
    high: Nats


@dataclass(frozen=True, slots=True, eq=False)
class Alarms:
    """False alarms on genuine days, at each of `LEVELS`.

    Args:
        count: shape (agents, levels).
        months: shape (agents,), of work.
    """

    count: NDArray[np.int64] = field(repr=False)
    months: NDArray[np.float64] = field(repr=False)

    def line(self, budget: float, rng: np.random.Generator) -> AlarmLine:
        """The level at which so many alarms come, a person and month.

        Raises:
            EmptyScoresError: not even the highest level keeps the budget.
        """
        whole = np.ones(len(self.months), np.int64)
        level = self._level(whole, budget)
        if not np.isfinite(level):
            raise EmptyScoresError(
                "alarms", got=f"{self._rates(whole)[-1]:.2f} a month", due=f"{budget} at most"
            )
        people = len(self.months)
        draws = rng.multinomial(people, np.full(people, 1 / people), size=REPEATS)
        levels = np.array([self._level(times, budget) for times in draws])
        low, high = np.quantile(np.minimum(levels, LEVELS[-1]), [0.025, 0.975])
        return AlarmLine(Nats(level), Nats(min(float(low), level)), Nats(max(float(high), level)))

    def tail_slope(self, budget: float) -> float:
        """How fast the logarithm of the alarm rate falls about a budget, per nat.

        Along a straight line through the levels whose rate is within a factor of four of it.

        Raises:
            EmptyScoresError: there are not two such levels.
        """
        rates = self._rates(np.ones(len(self.months), np.int64))
        near = (rates > budget / 4) & (rates < budget * 4)
        if near.sum() < 2:
            raise EmptyScoresError("alarms", got="one level near the budget", due="two or more")
        return float(-np.polyfit(LEVELS[near], np.log(rates[near]), 1)[0])

    def rate(self, level: float, rng: np.random.Generator) -> Interval:
        """Alarms a person and month at a level, with their interval over agents."""
        place = np.interp(np.log(level), np.log(LEVELS), np.arange(len(LEVELS)))
        low, part = int(place), float(place - int(place))
        high = min(low + 1, len(LEVELS) - 1)
        return rate_of(
            (1 - part) * self.count[:, low] + part * self.count[:, high], self.months, rng
        )

    def _rates(self, times: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.asarray(times @ self.count / (times @ self.months))

    def _level(self, times: NDArray[np.int64], budget: float) -> float:
        rates = self._rates(times)
        within = np.flatnonzero(rates <= budget)
        if not len(within):
            return float("inf")
        first = int(within[0])
        if first == 0:
            return float(LEVELS[0])
        # Straight in the rate, as `rate` reads it, so that the two agree.
        part = (rates[first - 1] - budget) / (rates[first - 1] - rates[first])
        ends = np.log(LEVELS[first - 1 : first + 1])
        return float(np.exp((1 - part) * ends[0] + part * ends[1]))


def rate_of(
    count: NDArray[np.floating] | NDArray[np.integer],
    months: NDArray[np.float64],
    rng: np.random.Generator,
) -> Interval:
    """Alarms a person and month, all agents' work together, drawn anew by agent for the interval.

    Args:
        count: shape (agents,), alarms of each.
        months: shape (agents,), of work.
        rng: of the resamples.
    """
    drawn = rng.integers(len(months), size=(REPEATS, len(months)))
    rates = count[drawn].sum(axis=1) / months[drawn].sum(axis=1)
    low, high = np.quantile(rates, [0.025, 0.975])
    return Interval(float(count.sum() / months.sum()), float(low), float(high))


def genuine_alarms(
    agents: list[tuple[Touches, ...]],
    model: AccessModel,
    role: str,
    resource: str,
    work_days_per_month: int,
) -> Alarms:
    """How often each agent's own days would have alarmed, from the first day on.

    An alarm is answered by the owner at once: the evidence is gone, and the day teaches nothing.

    Args:
        agents: each one's days.
        model: its own alarm line plays no part.
        role: of all of them.
        resource: class of their records.
        work_days_per_month: days that make a month.
    """
    told = [[_reads(day, resource) for day in days] for days in agents]
    count = [[_alarms(days, model, role, level) for level in LEVELS.tolist()] for days in told]
    months = [len(days) / work_days_per_month for days in agents]
    return Alarms(np.array(count, np.int64), np.array(months))


def _alarms(
    days: list[tuple[RecordRead, ...]], model: AccessModel, role: str, level: float
) -> int:
    state, alarms = AccessState(role=role), 0
    for day in days:
        doubted = False
        for one in day:
            state = take_in(state, (one,), model=model, physical=None).state
            if state.level >= level:
                alarms, doubted = alarms + 1, True
                state = quieted(state, model)
        state = forget(state) if doubted else learn(state)
    return alarms


def _reads(day: Touches, resource: str) -> tuple[RecordRead, ...]:
    return tuple(
        RecordRead(hashed(record), resource, Action.VIEW, Micros(at))
        for at, record in zip(day.at.tolist(), day.record.tolist(), strict=True)
    )
