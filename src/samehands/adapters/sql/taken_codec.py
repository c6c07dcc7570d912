"""A taken input as bytes and back: MessagePack, tagged by its kind; windows and early signs as on the wire."""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from functools import reduce
from operator import or_
from typing import Final, get_type_hints

import msgspec

from samehands.errors import InputError, StorageError
from samehands.finding import Finding
from samehands.monitor import Exposure
from samehands.monitor.inputs import (
    CaseDecided,
    EarlySignArrived,
    Input,
    RecordsRead,
    SessionEnded,
    SessionStarted,
    StepUpAnswered,
    TemplateRolledBack,
    WindowArrived,
)
from samehands.monitor.journal import Taken
from samehands.quantities import Nats
from samehands.rhythm.early import EarlySign
from samehands.rhythm.window import Window
from samehands.trust import Explanation, TrustState, Verdict
from samehands.wire import decode_message, encode_message

FORMAT: Final = 1
"""First thing in the bytes: another number is another meaning of the rest."""

KINDS: Final[Mapping[str, type[Input]]] = {
    "started": SessionStarted,
    "window": WindowArrived,
    "step_up": StepUpAnswered,
    "ended": SessionEnded,
    "case": CaseDecided,
    "rollback": TemplateRolledBack,
    "reads": RecordsRead,
    "early_sign": EarlySignArrived,
}
"""Tag → kind of input. A new kind is a new line; a tag, once used, never means anything else.

A field that is added to a kind goes to its end and has a default: older rows lack it."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """How one kind of input is written: its fields in their order, after its tag."""

    made: type[Input]
    record: type[msgspec.Struct]
    names: tuple[str, ...]
    message: int | None

    def written(self, event: Input) -> msgspec.Struct:
        values = [getattr(event, name) for name in self.names]
        if self.message is not None:
            values[self.message] = encode_message(values[self.message])
        return self.record(*values)

    def read(self, record: msgspec.Struct) -> Input:
        values = [getattr(record, name) for name in self.names]
        if self.message is not None:
            values[self.message] = decode_message(values[self.message])
        return self.made(*values)


def _kind(tag: str, made: type[Input]) -> _Kind:
    hints = get_type_hints(made)
    columns: list[tuple[str, type] | tuple[str, type, object]] = []
    message = None
    for place, field in enumerate(fields(made)):
        typed = hints[field.name]
        if typed in {Window, EarlySign}:
            message, typed = place, bytes
        given = field.default is not MISSING
        columns.append((field.name, typed, field.default) if given else (field.name, typed))
    record = msgspec.defstruct(
        made.__name__, columns, tag=tag, array_like=True, forbid_unknown_fields=True
    )
    return _Kind(made, record, tuple(field.name for field in fields(made)), message)


_ALL: Final = tuple(_kind(tag, made) for tag, made in KINDS.items())
_BY_INPUT: Final = {kind.made: kind for kind in _ALL}
_BY_RECORD: Final = {kind.record: kind for kind in _ALL}


class _Record(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    format: int
    ordinal: int
    event: msgspec.Raw
    state: TrustState | None
    level: Nats
    threshold: Nats
    llr: Nats | None
    verdict: Verdict | None
    findings: tuple[Finding, ...]
    explanation: Explanation | None
    exposure: Exposure | None = None


_ENCODER: Final = msgspec.msgpack.Encoder()
_READ_RECORD: Final = msgspec.msgpack.Decoder(_Record)
_READ_EVENT: Final[msgspec.msgpack.Decoder[msgspec.Struct]] = msgspec.msgpack.Decoder(
    reduce(or_, (kind.record for kind in _ALL))
)


def encode_taken(taken: Taken) -> bytes:
    """A taken input as bytes; equal ones give equal bytes."""
    event = _BY_INPUT[type(taken.event)].written(taken.event)
    return _ENCODER.encode(
        (
            FORMAT,
            taken.ordinal,
            event,
            taken.state,
            taken.level,
            taken.threshold,
            taken.llr,
            taken.verdict,
            taken.findings,
            taken.explanation,
            taken.exposure,
        )
    )


def decode_taken(data: bytes) -> Taken:
    """The taken input that was encoded; whatever the bytes, one or a `StorageError`.

    Raises:
        StorageError: the bytes are no taken input of this format.
    """
    try:
        record = _READ_RECORD.decode(data)
        read = _READ_EVENT.decode(record.event)
        event = _BY_RECORD[type(read)].read(read)
    except (InputError, msgspec.MsgspecError, ValueError, RecursionError):
        raise _unreadable(f"{len(data)} bytes that do not parse") from None
    if record.format != FORMAT:
        raise _unreadable(f"format {record.format}")
    return Taken(
        record.ordinal,
        event,
        record.state,
        record.level,
        record.threshold,
        record.llr,
        record.verdict,
        record.findings,
        record.explanation,
        record.exposure,
    )


def _unreadable(got: str) -> StorageError:
    return StorageError(f"a kept input: got {got}, due format {FORMAT}")
