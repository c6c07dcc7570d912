"""A moment of a replay: what happened, to whom, when, in words."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from samehands.quantities import MICROS_PER_SECOND, Micros, Nats

_SECONDS_PER_DAY: Final = 86_400


class Happening(StrEnum):
    """What kind of moment it is, in the words that people see."""

    ENROLLED = "enrolled"
    TAKE_OVER = "take-over"
    """The recording says that somebody else types from here on."""
    DETECTED = "detected"
    """The first alarm after it."""
    FALSE_ALARM = "false alarm"
    """An alarm while the recording says that the owner types."""
    ALARM = "alarm"
    """An alarm in a recording that says nothing about who types."""
    PASSED = "step-up passed"
    FAILED = "step-up failed"
    NOTICED = "noticed"
    """A finding of the monitor."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened, for a log and for a mark on a curve.

    Args:
        at: when, µs on the recording's clock.
        seat: to whom.
        session: in which of the seat's sessions.
        kind: what.
        sentence: the same for people.
        window: the seat's windows up to then.
        level: evidence for another person then, nats.
    """

    at: Micros
    seat: str
    session: str
    kind: Happening
    sentence: str
    window: int
    level: Nats


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "window"), counted(1200, "window")
    ('1 window', '1,200 windows')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def clock_text(at: Micros) -> str:
    """A time of a recording, whose first day is day 1.

    >>> clock_text(Micros(90_061_000_000))
    'day 2 01:01:01'
    """
    days, seconds = divmod(at // MICROS_PER_SECOND, _SECONDS_PER_DAY)
    hours, rest = divmod(seconds, 3600)
    return f"day {days + 1} {hours:02}:{rest // 60:02}:{rest % 60:02}"
