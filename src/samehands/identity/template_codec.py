"""A template as bytes: MessagePack, one encoding per template, at most 4 KB, no pickle."""

from typing import Final

import msgspec

from samehands.errors import TemplateError
from samehands.identity.session_windows import DeviceClass, PathClass, require_projection
from samehands.identity.template import Change, ChangeKind, SessionSum, Template
from samehands.quantities import Micros
from samehands.rhythm.window import ClockClass

FORMAT: Final = 1
"""First number of the bytes: another one is another meaning of the rest."""

TEMPLATE_BYTES: Final = 4096
"""Most bytes of an encoded template: a million people are 4 GB."""


class _SessionRecord(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    clock: ClockClass
    path: PathClass
    total: bytes
    count: int
    confirmed: bool
    added: int
    retired: int


class _ChangeRecord(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    kind: ChangeKind
    version: int
    at: int
    amount: int


class _Record(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    format: int
    projection: bytes
    version: int
    restorable_from: int
    sessions: list[_SessionRecord]
    history: list[_ChangeRecord]


def encode_template(template: Template) -> bytes:
    """A template as bytes, never more than 4096.

    Raises:
        TemplateError: a number in it does not fit eight bytes.
    """
    record = _Record(
        FORMAT,
        template.projection,
        template.version,
        template.restorable_from,
        [
            _SessionRecord(
                entry.device.clock,
                entry.device.path,
                entry.total,
                entry.count,
                entry.confirmed,
                entry.added,
                entry.retired,
            )
            for entry in template.sessions
        ],
        [
            _ChangeRecord(change.kind, change.version, change.at, change.amount)
            for change in template.history
        ],
    )
    try:
        return msgspec.msgpack.encode(record)
    except OverflowError as error:
        raise TemplateError(
            "template", got="a number past eight bytes", due="times in microseconds"
        ) from error


def decode_template(data: bytes, *, projection: bytes | None = None) -> Template:
    """A template from bytes; whatever the bytes, a template or one of our errors.

    Args:
        data: what `encode_template` gave.
        projection: the projection in use, when it must be that one's.

    Raises:
        TemplateError: the bytes are no template, or not in their one encoding.
        ProjectionMismatchError: it was made with another projection.
    """
    if len(data) > TEMPLATE_BYTES:
        raise TemplateError("template", got=f"{len(data)} bytes", due=f"at most {TEMPLATE_BYTES}")
    try:
        record = msgspec.msgpack.decode(data, type=_Record)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise TemplateError(
            "template", got=f"{len(data)} bytes that do not parse", due=f"format {FORMAT}"
        ) from error
    if record.format != FORMAT:
        raise TemplateError("template", got=f"format {record.format}", due=f"format {FORMAT}")
    template = Template(
        record.projection,
        record.version,
        tuple(
            SessionSum(
                DeviceClass(entry.clock, entry.path),
                entry.total,
                entry.count,
                confirmed=entry.confirmed,
                added=entry.added,
                retired=entry.retired,
            )
            for entry in record.sessions
        ),
        tuple(
            Change(change.kind, change.version, Micros(change.at), change.amount)
            for change in record.history
        ),
        record.restorable_from,
    )
    if encode_template(template) != data:
        raise TemplateError("template", got="another encoding of it", due="the one we write")
    if projection is not None:
        require_projection(template.projection, projection, where="template")
    return template
