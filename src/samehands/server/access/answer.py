"""What is answered to a batch of reads."""

from enum import StrEnum

import msgspec


class RefusedFor(StrEnum):
    """Why a read was refused."""

    FORM = "form"
    """A field is missing, one too many, or of another type."""
    RECORD = "record"
    """No keyed hash: most likely the plain id."""
    VALUE = "value"
    """A class, a count or a time out of its range."""
    WHO = "who"
    """Neither a session nor a subject, or both."""
    TIME = "time"
    """Later than now, or too long ago."""
    SESSION_UNKNOWN = "session_unknown"
    """No such session, or its subject was erased."""
    SUBJECT_UNKNOWN = "subject_unknown"
    """No session of this subject was ever started, or it was erased."""
    TOO_LATE = "too_late"
    """The batch's number is too far back to tell it from a repeat."""


class RejectedRead(msgspec.Struct, frozen=True):
    """A read that was refused; sending it again would not help.

    Args:
        index: its place in the batch, from 0.
        reason: why, one word.
        detail: what was due; never what came.
    """

    index: int
    reason: RefusedFor
    detail: str


class ReadsAnswer(msgspec.Struct, frozen=True):
    """What became of a batch: received = accepted + repeated + rejected.

    Args:
        received: reads in it.
        accepted: those that were taken in; they are durable.
        repeated: those that had come before; they changed nothing.
        rejected: those that were refused, each with its reason.
    """

    received: int
    accepted: int
    repeated: int
    rejected: tuple[RejectedRead, ...]
