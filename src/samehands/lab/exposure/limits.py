"""A fixed rate limit: so many distinct records in so long, the same for everybody.

What a gateway does today. It is given its best chance: of several lengths of time, each with the
lowest limit that keeps the budget of false alarms on the development agents, the one counts under
which the least is exposed there.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samehands.access.scales import LENGTH, Scale
from samehands.lab.exposure.thefts import STOLEN, Scene
from samehands.lab.exposure.workday import Touches
from samehands.quantities import Micros


@dataclass(frozen=True, slots=True)
class Limit:
    """An alarm at more than so many distinct records in the last so long.

    Args:
        scale: how long.
        records: how many are allowed.
    """

    scale: Scale
    records: int

    def alarms(self, days: Iterable[Touches]) -> list[Micros]:
        """When it alarms; after each it counts from nothing again.

        Args:
            days: in order of time.
        """
        found, last = [], deque[tuple[int, int]]()
        counted: dict[int, int] = {}
        length = LENGTH[self.scale]
        for day in days:
            for at, record in zip(day.at.tolist(), day.record.tolist(), strict=True):
                while last and last[0][0] <= at - length:
                    _forget(counted, last.popleft()[1])
                last.append((at, record))
                counted[record] = counted.get(record, 0) + 1
                if len(counted) > self.records:
                    found.append(Micros(at))
                    last.clear()
                    counted.clear()
        return found

    def exposed(self, scene: Scene) -> tuple[float, float]:
        """Records stolen until it alarms, and seconds; both infinite where it never does."""
        subject, last = scene.subject, scene.day + scene.attack.days
        own = [subject.days[day] for day in range(scene.day, min(last, len(subject.days)))]
        if scene.attack.days == 1:
            before = own[0].at <= scene.begins
            own = [Touches(own[0].at[before], own[0].record[before])]
        theirs = Touches(scene.reads, STOLEN + np.arange(len(scene.reads)))
        work = Touches(*(np.concatenate(parts) for parts in _columns(own)))
        for at in self.alarms([work.with_others(theirs.at, theirs.record)]):
            if at >= scene.reads[0]:
                stolen = int(np.searchsorted(scene.reads, at, side="right"))
                return float(stolen), (at - scene.begins) / 1e6
        return float("inf"), float("inf")


def lowest_within(
    scale: Scale, agents: list[tuple[Touches, ...]], budget: float, months: float
) -> Limit:
    """The lowest limit on a length of time that keeps a budget.

    Args:
        scale: the length of time.
        agents: each one's days.
        budget: alarms a person and month.
        months: of work in all of these days.
    """
    low, high = 0, 1
    while _rate(Limit(scale, high), agents, months) > budget:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        if _rate(Limit(scale, middle), agents, months) > budget:
            low = middle
        else:
            high = middle
    return Limit(scale, high)


def _rate(limit: Limit, agents: list[tuple[Touches, ...]], months: float) -> float:
    return sum(len(limit.alarms(days)) for days in agents) / months


def _forget(counted: dict[int, int], record: int) -> None:
    counted[record] -= 1
    if not counted[record]:
        del counted[record]


def _columns(days: list[Touches]) -> tuple[list[NDArray[np.int64]], list[NDArray[np.int64]]]:
    return [day.at for day in days], [day.record for day in days]
