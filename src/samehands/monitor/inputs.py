"""What a monitor is told about a subject: its inputs."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final, TypeAlias

from samehands.access import RecordRead
from samehands.access.model import ROLE_CHARACTERS
from samehands.errors import InputError
from samehands.quantities import Micros
from samehands.rhythm.early import EarlySign
from samehands.rhythm.window import Window

SOURCE_CHARACTERS: Final = 64
"""Most characters of the name of a source of reads: a host name and a process's number."""

READS: Final = 10_000
"""Most reads of one subject in one input: what a full batch of the service may hold.

More: a single input keeps its subject's others waiting."""


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
class EarlySignArrived:
    """An early sign of a machine came from the session's device, before any window was full.

    Args:
        session: which one.
        sign: what came.
        at: when it arrived, µs on the server's clock; never the time of a keystroke.
    """

    session: str
    sign: EarlySign
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


@dataclass(frozen=True, slots=True)
class RecordsRead:
    """The host application gave out records to the subject.

    Args:
        session: in which; None where the host cannot tell, so that it counts for every session
            of the subject that is open.
        at: when the reads arrived, µs on the server's clock.
        source: who tells: the name of one process of the host application.
        sequence: of the batch, rising for each source. The same one again, for the same session,
            is a repeat and changes nothing.
        reads: at least one.
        honey: how many of them are of records that nobody has reason to read. Whoever holds the
            register counts them, so that what was kept does not hang on what is registered now.
        role: of the subject; None for the model's default.

    Raises:
        InputError: no reads or too many, or a name or a number of another shape.
    """

    session: str | None
    at: Micros
    source: str
    sequence: int
    reads: tuple[RecordRead, ...]
    honey: int = 0
    role: str | None = None

    def __post_init__(self) -> None:
        if not 1 <= len(self.reads) <= READS:
            raise InputError("reads", got=f"{len(self.reads)}", due=f"1 to {READS}")
        if not 1 <= len(self.source) <= SOURCE_CHARACTERS:
            raise InputError(
                "source",
                got=f"{len(self.source)} characters",
                due=f"1 to {SOURCE_CHARACTERS}",
            )
        if not 0 <= self.sequence < 2**63:
            raise InputError("sequence", got="out of range", due="0 or more, below 2^63")
        if self.role is not None and not 1 <= len(self.role) <= ROLE_CHARACTERS:
            raise InputError(
                "role", got=f"{len(self.role)} characters", due=f"1 to {ROLE_CHARACTERS}"
            )
        if not 0 <= self.honey <= len(self.reads):
            raise InputError("honey", got=f"{self.honey}", due="at most as many as reads")


SessionInput: TypeAlias = (
    SessionStarted | WindowArrived | EarlySignArrived | StepUpAnswered | SessionEnded | CaseDecided
)
"""Anything that a monitor is told about one session."""

Input: TypeAlias = SessionInput | RecordsRead | TemplateRolledBack
"""Anything that a monitor is told about one subject; `session` is None where it is about none,
or where reads name none."""
