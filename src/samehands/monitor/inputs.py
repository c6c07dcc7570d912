"""What can happen to a session: the inputs of the monitor."""

from dataclasses import dataclass
from typing import TypeAlias

from samehands.quantities import Micros
from samehands.rhythm.window import Window


@dataclass(frozen=True, slots=True)
class SessionStarted:
    """The subject logged in.

    Args:
        session: its name, unique among the subject's.
        at: when, µs on the server's clock.
    """

    session: str
    at: Micros


@dataclass(frozen=True, slots=True)
class WindowArrived:
    """A window came from the session's device.

    Args:
        session: which one.
        window: what came.
        at: when it arrived, µs on the server's clock; never the time of a keystroke.
    """

    session: str
    window: Window
    at: Micros


@dataclass(frozen=True, slots=True)
class StepUpAnswered:
    """The subject was asked for proof, and gave it or failed.

    Args:
        session: which one.
        passed: whether the proof was good.
        at: when, µs on the server's clock.
    """

    session: str
    passed: bool
    at: Micros


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """The subject logged out, or the session ran out.

    Args:
        session: which one.
        at: when, µs on the server's clock.
    """

    session: str
    at: Micros


Input: TypeAlias = SessionStarted | WindowArrived | StepUpAnswered | SessionEnded
"""Anything that a monitor is told about one subject."""
