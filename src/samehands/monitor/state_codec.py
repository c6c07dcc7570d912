"""A monitor's state as bytes and back: MessagePack, no pickle."""

from typing import Final

import msgspec

from samehands.access import AccessState
from samehands.access.state import check as check_access
from samehands.errors import InputError, TemplateError
from samehands.identity import decode_template, encode_template
from samehands.liveness import Recollection
from samehands.monitor.exposed import Exposed
from samehands.monitor.sequence import Sequences
from samehands.monitor.sources import KEY_BYTES, SOURCES
from samehands.monitor.state import (
    ENROLMENT_SESSIONS,
    HELD_PARTS,
    HELD_WINDOWS,
    OPEN_SESSIONS,
    QUARANTINED_WINDOWS,
    EnrolmentSession,
    Held,
    MonitorState,
    OpenSession,
)
from samehands.quantities import Micros
from samehands.rhythm.window import DIMENSIONS
from samehands.trust import Trust

FORMAT: Final = 2
"""First thing in the bytes: another number is another meaning of the rest."""

STATE_BYTES: Final = 294_912
"""Most bytes of a state: all of it full, template, enrolment, held windows, every session's quarantine, a day's records and what a replay is known by, takes 263 KB.

Larger: hostile bytes cost more before they are refused."""


class _Record(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    format: int
    subject: str
    projection: bytes | None
    template: bytes | None
    enrolling: tuple[EnrolmentSession, ...]
    sessions: dict[str, OpenSession]
    carried: Trust
    carried_from: str | None
    held: tuple[Held, ...]
    strong_due: bool
    access: AccessState = AccessState()
    sources: dict[bytes, Sequences] = {}  # msgspec copies an empty default
    ended_at: Micros | None = None
    left: Exposed | None = None
    recollection: Recollection = Recollection()


def encode_state(state: MonitorState) -> bytes:
    """A state as bytes; equal states give equal bytes."""
    return msgspec.msgpack.encode(
        _Record(
            FORMAT,
            state.subject,
            state.projection,
            None if state.template is None else encode_template(state.template),
            state.enrolling,
            state.sessions,
            state.carried,
            state.carried_from,
            state.held,
            state.strong_due,
            state.access,
            state.sources,
            state.ended_at,
            state.left,
            state.recollection,
        )
    )


def decode_state(data: bytes) -> MonitorState:
    """The state that was encoded; whatever the bytes, a state or a `TemplateError`.

    Raises:
        TemplateError: the bytes are no state of this format, or a part of it makes no sense.
    """
    if len(data) > STATE_BYTES:
        raise TemplateError("state", got=f"{len(data)} bytes", due=f"at most {STATE_BYTES}")
    try:
        record = msgspec.msgpack.decode(data, type=_Record)
        state = _state_of(record)
    except (InputError, msgspec.MsgspecError, ValueError, RecursionError) as error:
        if isinstance(error, InputError):
            raise TemplateError(f"state, {error.where}", got=error.got, due=error.due) from error
        raise TemplateError(
            "state", got=f"{len(data)} bytes that do not parse", due=f"format {FORMAT}"
        ) from error
    _check(state)
    return state


def _state_of(record: _Record) -> MonitorState:
    if record.format != FORMAT:
        raise TemplateError("format", got=f"{record.format}", due=f"{FORMAT}")
    return MonitorState(
        record.subject,
        record.projection,
        None if record.template is None else decode_template(record.template),
        record.enrolling,
        record.sessions,
        record.carried,
        record.carried_from,
        record.held,
        record.strong_due,
        record.access,
        record.sources,
        record.ended_at,
        record.left,
        record.recollection,
    )


def _check(state: MonitorState) -> None:
    """Refuse what no step could have left behind."""
    check_access(state.access)
    held = sum(len(part.embeddings) for part in state.held)
    embeddings = [part.embeddings for parts in (state.enrolling, state.held) for part in parts]
    waiting = [session.quarantine for session in state.sessions.values()]
    sound = (
        len(state.enrolling) <= ENROLMENT_SESSIONS
        and len(state.sessions) <= OPEN_SESSIONS
        and all(len(windows) <= QUARANTINED_WINDOWS for windows in waiting)
        and held <= HELD_WINDOWS * DIMENSIONS
        and len(state.held) <= HELD_PARTS
        and len(state.sources) <= SOURCES
        and all(len(key) == KEY_BYTES for key in state.sources)
        and all(part and len(part) % DIMENSIONS == 0 for part in embeddings)
        and all(len(w.embedding) == DIMENSIONS for windows in waiting for w in windows)
    )
    if not sound:
        raise TemplateError("state", got="sizes that no step leaves", due="a state as it was left")
    if state.template is not None and state.template.projection != state.projection:
        raise TemplateError(
            "state", got="a template of another projection", due="one projection throughout"
        )
