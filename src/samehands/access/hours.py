"""Hours of the week: when somebody usually reads, and how odd another hour is."""

import math
from typing import Final

from samehands.quantities import MICROS_PER_SECOND, Micros

HOURS: Final = 168
"""Hours in a week, from Monday midnight UTC."""

_HOUR: Final = 3_600 * MICROS_PER_SECOND
_THURSDAY: Final = 3 * 24
"""The hour of the week in which 1970 began."""


def hour_of_week(at: Micros) -> int:
    """The hour of the week of a moment, 0 is Monday from midnight to one, UTC.

    >>> hour_of_week(Micros(0))
    72
    """
    return (at // _HOUR + _THURSDAY) % HOURS


OWN_FROM: Final = 80.0
"""Learnt hours at which a person's own count as much as the role's: two weeks of work.

Lower: one week of night shifts makes nights usual. Higher: a new shift stays odd for longer."""

ANY_HOUR: Final = 0.05
"""Share of working hours that may fall anywhere: overtime, a move, the clocks of summer.

Higher: odd hours say less. It bounds what an hour can say against anybody."""

KEPT: Final = 0.5
"""Share of thefts that keep to the owner's hours, so that an ordinary hour clears nobody."""

_NEIGHBOURS: Final = ((-1, 0.25), (0, 0.5), (1, 0.25))
"""An hour that was worked speaks for the hours beside it, at half its weight."""


def share_of(hour: int, role: tuple[float, ...], own: bytes) -> float:
    """The share of somebody's working hours that falls in an hour of the week; never zero.

    Args:
        hour: of the week.
        role: 168 shares, of the role.
        own: 168 counts, of the person.
    """
    learnt = sum(own)
    near = sum(weight * own[(hour + step) % HOURS] for step, weight in _NEIGHBOURS)
    habit = (OWN_FROM * role[hour] + near) / (OWN_FROM + learnt)
    return (1.0 - ANY_HOUR) * habit + ANY_HOUR / HOURS


def evidence_of_hour(share: float) -> float:
    """Nats that a read in such an hour gives for somebody who does not keep the owner's hours.

    >>> round(evidence_of_hour(0.05 / 168), 2), round(evidence_of_hour(1 / 40), 2)
    (2.35, -0.48)
    """
    return math.log(KEPT + (1.0 - KEPT) / (HOURS * share))


def counted(hours: bytes, hour: int) -> bytes:
    """The counts with one more for an hour; where that is full, all of them are halved first."""
    kept = bytearray(hours)
    if kept[hour] == _FULL:
        kept = bytearray(count // 2 for count in kept)
    kept[hour] += 1
    return bytes(kept)


def added(hours: bytes, more: bytes) -> bytes:
    """The counts of both together, halved as often as it takes for them to fit."""
    sums = [one + other for one, other in zip(hours, more, strict=True)]
    while max(sums) > _FULL:
        sums = [count // 2 for count in sums]
    return bytes(sums)


_FULL: Final = 255
