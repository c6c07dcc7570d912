"""The time scales on which records are counted: bursts show on short ones, slow drains on long."""

from enum import StrEnum
from typing import Final

from samehands.quantities import MICROS_PER_SECOND, Micros


class Scale(StrEnum):
    """A length of time; each divides the next, so a bin lies inside one of every longer scale."""

    MINUTE = "minute"
    FIVE_MINUTES = "five_minutes"
    QUARTER = "quarter"
    """A quarter of an hour."""
    HOUR = "hour"
    DAY = "day"


LENGTH: Final[dict[Scale, Micros]] = {
    Scale.MINUTE: Micros(60 * MICROS_PER_SECOND),
    Scale.FIVE_MINUTES: Micros(300 * MICROS_PER_SECOND),
    Scale.QUARTER: Micros(900 * MICROS_PER_SECOND),
    Scale.HOUR: Micros(3_600 * MICROS_PER_SECOND),
    Scale.DAY: Micros(86_400 * MICROS_PER_SECOND),
}
"""Scale → its length, µs. Bins begin at whole multiples of it since 1970, UTC."""

SCALES: Final = tuple(Scale)
"""All of them, the shortest first."""


def bin_of(scale: Scale, at: Micros) -> int:
    """The number of the bin in which a moment lies.

    >>> bin_of(Scale.HOUR, Micros(2 * LENGTH[Scale.HOUR] - 1))
    1
    """
    return at // LENGTH[scale]
