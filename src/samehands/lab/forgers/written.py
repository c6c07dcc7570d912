"""Forged typing as files that the product reads: key events, or the windows a device would send."""

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec
import numpy as np

from samehands.capture.events import Action, KeyEvents
from samehands.capture.keystrokes import MISSING, Keystrokes
from samehands.capture.pairing import PairingState, flush, pair
from samehands.capture.positions import POSITIONS
from samehands.errors import DataSetError
from samehands.quantities import MICROS_PER_SECOND, Micros
from samehands.rhythm import CollectorState, Projection, collect, finish
from samehands.wire.recording import header_line, record_line
from samehands.wire.records import Card, Header, Mark, Place, RecordedMark, RecordedWindow

SEAT: Final = "forger"
"""The seat in a recording of forged windows."""

TIMER: Final = 5 * MICROS_PER_SECOND
"""Windows are sent on a timer, µs."""

_CODE_OF: Final = {position: code for code, position in POSITIONS.items()}


def typing_of(events: Iterable[KeyEvents]) -> Keystrokes:
    """The keystrokes of key events, however these are split: what a forger learns from.

    Raises:
        EventError: an event cannot be.
    """
    state, parts = PairingState(), []
    for some in events:
        paired = pair(state, some)
        state = paired.state
        parts.append(paired.keystrokes)
    return Keystrokes.concatenated([*parts, flush(state).keystrokes])


def events_of(typing: Keystrokes) -> KeyEvents:
    """The key events of keystrokes, in the order of their times; of equal ones releases first."""
    up = np.flatnonzero(typing.release != MISSING)
    at = np.concatenate([typing.release[up], typing.press])
    position = np.concatenate([typing.position[up], typing.position])
    action = np.repeat(np.array([Action.UP, Action.DOWN], np.int8), [len(up), len(typing)])
    order = np.argsort(at, kind="stable")
    return KeyEvents(at[order], position[order], action[order], np.zeros(len(at), np.bool_))


def event_lines(typing: Keystrokes, note: str) -> Iterator[bytes]:
    """A recording of key events, line by line, as `samehands enrol` and `score` read it.

    Args:
        typing: whose keys are all known.
        note: what made it; in the first line.

    Raises:
        DataSetError: a key has no name.
    """
    if not np.isin(typing.position, list(_CODE_OF)).all():
        raise DataSetError("forged typing", got="a key without a name", due="known keys")
    yield _line({"samehands": "key-events/1", "note": note})
    events = events_of(typing)
    word = {Action.UP: "up", Action.DOWN: "down"}
    for at, position, action in zip(
        events.at.tolist(), events.position.tolist(), events.action.tolist(), strict=True
    ):
        yield _line({"t_us": at, "code": _CODE_OF[position], "action": word[Action(action)]})


def window_lines(typing: Keystrokes, projection: Projection, made_by: str) -> Iterator[bytes]:
    """A recording of the windows that a device would send, as `samehands replay` reads it.

    Args:
        typing: from zero on.
        projection: that embeds it.
        made_by: the command.

    Raises:
        DataSetError: the device would send no window of it.
    """
    came = collect(CollectorState(), events_of(typing), projection)
    last = finish(came.state, projection)
    windows = (*came.windows, *last.windows)
    if not windows:
        raise DataSetError(
            "forged typing",
            got=f"{came.discarded + last.discarded} windows, all discarded by the device",
            due="a window that is sent",
        )
    card = Card("forged typing; nobody's input", "CC0-1.0", made_by)
    yield header_line(Header(projection.ref, card))
    yield record_line(RecordedMark(_place(0), Mark.SESSION_STARTS))
    span = int(typing.press[-1] - typing.press[0])
    for number, window in enumerate(windows, 1):
        # Windows are evenly spread over the session, to the next tick of the timer.
        at = -(-(span * number // len(windows)) // TIMER) * TIMER
        yield record_line(RecordedWindow(_place(at), window))
    yield record_line(RecordedMark(_place(-(-span // TIMER) * TIMER), Mark.SESSION_ENDS))


def _place(at: int) -> Place:
    return Place(SEAT, "s1", Micros(at))


def _line(content: dict[str, object]) -> bytes:
    return msgspec.json.encode(content) + b"\n"
