"""What a monitor is told about a subject: its inputs."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, TypeAlias

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
        strong: whether the factor was one that cannot be phished or shared: a security key or a
            passkey. A code by message or a password is not.
    """

    session: str
    passed: bool
    at: Micros
    strong: bool = False


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """The subject logged out, or the session ran out.

    Args:
        session: which one.
        at: when, µs on the server's clock.
    """

    session: str
    at: Micros


class CaseDecision(StrEnum):
    """What an analyst found a case to be."""

    CONFIRM_COMPROMISED = "confirm_compromised"
    """Somebody else was there."""
    CONFIRM_SAFE = "confirm_safe"
    """The owner was there, though the typing was unlike theirs: an injury, another keyboard."""
    FALSE_ALARM = "false_alarm"
    """The owner was there, and the typing gave no reason for an alarm."""


@dataclass(frozen=True, slots=True)
class CaseDecided:
    """An analyst decided on a case. The session may have ended since.

    Args:
        session: which one the case is about.
        decision: what it was.
        at: when it was decided, µs on the server's clock.
        changed_after: when S was last zero before the case was opened, as the case has it; None
            where the case does not know. What was learnt since is taken back when a compromise
            is confirmed, also if a step-up has set the evidence to zero in the meantime.
    """

    session: str
    decision: CaseDecision
    at: Micros
    changed_after: Micros | None = None


@dataclass(frozen=True, slots=True)
class TemplateRolledBack:
    """Somebody had the template taken back to an earlier version; no session has part in it.

    Args:
        version: to go back to.
        at: when, µs on the server's clock.
    """

    version: int
    at: Micros
    session: ClassVar[None] = None


SessionInput: TypeAlias = (
    SessionStarted | WindowArrived | StepUpAnswered | SessionEnded | CaseDecided
)
"""Anything that a monitor is told about one session."""

Input: TypeAlias = SessionInput | TemplateRolledBack
"""Anything that a monitor is told about one subject; `session` is None where it is about none."""
