"""A batch of reads, as it was sent: each read is taken or refused by its form."""

import re
from typing import Annotated, Any, Final, NamedTuple

import msgspec
from msgspec import Meta

from samehands.access import Action, RecordRead
from samehands.errors import InputError
from samehands.monitor.inputs import SOURCE_CHARACTERS
from samehands.monitor.state import SUBJECT_CHARACTERS
from samehands.quantities import Micros
from samehands.server.access.answer import RefusedFor, RejectedRead
from samehands.server.problems import ProblemError, ProblemKind

RECORD_DUE: Final = "record: due 32 lower-case hex digits, a keyed hash of the id, never the id"
"""What is said of a record that is no hash; what came is not repeated."""

_RECORD: Final = re.compile("[0-9a-f]{32}")
_Name = Annotated[str, Meta(min_length=1, max_length=SUBJECT_CHARACTERS)]


class NewRead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A record that was read, as it is told.

    Args:
        record: a keyed hash of its id, 32 lower-case hex digits.
        resource: its class.
        action: what was done with it.
        session: in which session; or
        subject: by whom, where the session is not known.
        at: when, µs since 1970; now, if it is not said.
        count: records that were given out; an export has many.
        sequential: whether its number is next to that of the one read before.
    """

    record: str
    resource: str
    action: Action
    session: _Name | None = None
    subject: _Name | None = None
    at: int | None = None
    count: int = 1
    sequential: bool = False


_Source = Annotated[str, Meta(min_length=1, max_length=SOURCE_CHARACTERS)]
_Number = Annotated[int, Meta(ge=0, le=2**53)]


class _Whole(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    source: _Source
    sequence: _Number
    reads: list[NewRead]


class _OneByOne(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    source: _Source
    sequence: _Number
    reads: list[msgspec.Raw]


class ToldRead(NamedTuple):
    """A read whose form is good.

    Args:
        position: in the batch, from 0.
        session: in which it was read; or
        subject: by whom.
        read: what was read.
    """

    position: int
    session: str | None
    subject: str | None
    read: RecordRead


class ReadBatch(NamedTuple):
    """A batch as it was read.

    Args:
        source: who tells of it.
        sequence: its number.
        received: reads in it.
        told: those whose form is good.
        rejected: all others.
    """

    source: str
    sequence: int
    received: int
    told: list[ToldRead]
    rejected: list[RejectedRead]


_READ_WHOLE: Final = msgspec.json.Decoder(_Whole)
_READ_ONE_BY_ONE: Final = msgspec.json.Decoder(_OneByOne)
_READ_ONE: Final = msgspec.json.Decoder(NewRead)


def read_batch(body: bytes, now: Micros, *, most: int) -> ReadBatch:
    """The reads of a batch, and what was refused of it.

    Args:
        body: unpacked, JSON.
        now: µs; the time of a read that says none.
        most: reads.

    Raises:
        ProblemError: `malformed`, no batch as a whole; `too_large`; `plain_record`, none of its
            records is a hash.
    """
    try:
        source, sequence, reads = _decoded(body)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        raise ProblemError(
            ProblemKind.MALFORMED, "Due a JSON object with source, sequence and reads."
        ) from None
    if len(reads) > most:
        raise ProblemError(ProblemKind.TOO_LARGE, f"Due at most {most} reads.")
    told: list[ToldRead] = []
    rejected: list[RejectedRead] = []
    for index, read in enumerate(reads):
        one = _told(index, read, now)
        if isinstance(one, ToldRead):
            told.append(one)
        else:
            rejected.append(one)
    if rejected and all(one.reason is RefusedFor.RECORD for one in rejected) and not told:
        raise ProblemError(ProblemKind.PLAIN_RECORD, f"{RECORD_DUE}.", where="reads[0].record")
    return ReadBatch(source, sequence, len(reads), told, rejected)


def _decoded(body: bytes) -> tuple[str, int, list[Any]]:
    try:
        whole = _READ_WHOLE.decode(body)
    except msgspec.ValidationError:
        # Some of them are wrong, perhaps: each is looked at by itself.
        parts = _READ_ONE_BY_ONE.decode(body)
        return parts.source, parts.sequence, list(parts.reads)
    return whole.source, whole.sequence, list(whole.reads)


def _told(index: int, read: NewRead | msgspec.Raw, now: Micros) -> ToldRead | RejectedRead:
    if not isinstance(read, NewRead):
        try:
            read = _READ_ONE.decode(read)
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            return RejectedRead(index, RefusedFor.FORM, "due the fields of a read")
    if not _RECORD.fullmatch(read.record):
        return RejectedRead(index, RefusedFor.RECORD, RECORD_DUE)
    if (read.session is None) == (read.subject is None):
        return RejectedRead(index, RefusedFor.WHO, "due a session, or else a subject")
    at = now if read.at is None else Micros(read.at)
    try:
        made = RecordRead(
            bytes.fromhex(read.record), read.resource, read.action, at, read.count, read.sequential
        )
    except InputError as error:
        return RejectedRead(index, RefusedFor.VALUE, f"{error.where}: due {error.due}")
    return ToldRead(index, read.session, read.subject, made)
