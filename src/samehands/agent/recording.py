"""Recordings of key events: JSON lines on the owner's own disk, read in pieces.

```
{"samehands": "key-events/1", "started_at": "2025-06-30T08:00:00Z", "note": "my laptop"}
{"t_us": 1203400, "code": "KeyA", "action": "down"}
{"t_us": 1291200, "code": "KeyA", "action": "up"}
{"t_us": 9000000, "action": "gap"}
```

The first line is optional. `t_us` counts on any one clock, `code` is `KeyboardEvent.code`, `action`
is `down`, `up`, `repeat` or `gap`, and `"composing": true` marks an input method at work. Such a
file is as good as the text: it never leaves the device, and no error repeats any of it.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, BinaryIO, Final, Literal

import msgspec
import numpy as np

from samehands.capture.events import Action, KeyEvents
from samehands.capture.pairing import TIME_LIMIT
from samehands.capture.positions import position_of
from samehands.errors import RecordingError

FORMAT: Final = "key-events/1"
"""What the first line says, where there is one."""

LINE_LIMIT: Final = 1_024
"""Bytes in a line: ten times what a line of ours takes, and room for a note in the first.

Higher: a file without line ends takes more memory before it is refused."""

CODE_LIMIT: Final = 32
"""Characters in a code; the longest of the UI Events list has 18."""

_BLOCK: Final = 1 << 20
"""Bytes read at once: some 16,000 events."""

_ACTIONS: Final = {
    "down": Action.DOWN,
    "up": Action.UP,
    "repeat": Action.REPEAT,
    "gap": Action.GAP,
}


class _Line(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    t_us: Annotated[int, msgspec.Meta(ge=0, le=int(TIME_LIMIT))]
    action: Literal["down", "up", "repeat", "gap"]
    code: Annotated[str, msgspec.Meta(min_length=1, max_length=CODE_LIMIT)] | None = None
    composing: bool = False


_DECODER: Final = msgspec.json.Decoder(_Line)
_DUE: Final = "a JSON object with t_us, code and action"


def read_events(path: Path) -> Iterator[KeyEvents]:
    """Reads a recording, some thousands of events at a time.

    What was good before a bad line comes out before the error does.

    Raises:
        RecordingError: the file cannot be opened, is empty, or has a line that is no key event:
            it names the file and the line.
    """
    try:
        with path.open("rb") as file:
            yield from _read(file, path.name)
    except OSError as error:
        raise RecordingError(
            path.name, got=type(error).__name__, due="a recording that can be read"
        ) from error


def _read(file: BinaryIO, name: str) -> Iterator[KeyEvents]:
    number, found = 1, False
    for lines, ends_open in _line_blocks(file):
        block = lines
        if number == 1 and b'"samehands"' in lines[0]:
            _check_header(lines[0], f"{name} line 1")
            block = lines[1:]
            number = 2
        events, good = _decoded(block)
        if len(events):
            found = True
            yield events
        if good < len(block):
            raise _bad_line(
                f"{name} line {number + good}",
                block[good],
                cut_off=ends_open and good == len(block) - 1,
            )
        number += len(block)
    if not found:
        raise RecordingError(name, got="no key events", due="at least one")


def _line_blocks(file: BinaryIO) -> Iterator[tuple[list[bytes], bool]]:
    """Some thousands of lines at a time, and whether the last of them lacks its line end."""
    rest = b""
    while block := file.read(_BLOCK):
        *lines, rest = (rest + block).split(b"\n")
        if lines:
            yield lines, False
        if len(rest) > LINE_LIMIT:  # refused by whoever gets it: the rest need not be read
            break
    if rest:
        yield [rest], True


def _decoded(lines: list[bytes]) -> tuple[KeyEvents, int]:
    """The events of the lines before the first bad one, and how many lines that is."""
    decode = _DECODER.decode
    rows: list[_Line] = []
    good = 0
    try:
        for line in lines:
            if len(line) > LINE_LIMIT:
                break
            if line and not line.isspace():
                row = decode(line)
                if row.code is None and row.action != "gap":
                    break
                rows.append(row)
            good += 1
    except (msgspec.DecodeError, UnicodeDecodeError):
        pass
    events = KeyEvents(
        np.array([row.t_us for row in rows], np.int64),
        np.array([position_of(row.code or "") for row in rows], np.int16),
        np.array([_ACTIONS[row.action] for row in rows], np.int8),
        np.array([row.composing for row in rows], np.bool_),
    )
    return events, good


def _check_header(line: bytes, where: str) -> None:
    due = f'a first line with "samehands": "{FORMAT}"'
    fields = _fields(line)
    if len(line) > LINE_LIMIT or fields is None:
        raise _bad_line(where, line, cut_off=False)
    if fields.get("samehands") != FORMAT:
        raise RecordingError(where, got="a recording of another kind or version", due=due)


def _fields(line: bytes) -> dict[str, object] | None:
    """What the line holds, or None where it is no JSON object."""
    try:
        return msgspec.json.decode(line, type=dict[str, object])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _bad_line(where: str, line: bytes, *, cut_off: bool) -> RecordingError:
    """Says what is wrong with a line without repeating any of it."""
    if len(line) > LINE_LIMIT:
        return RecordingError(
            where,
            got=f"a line of {LINE_LIMIT + 1} bytes or more",
            due=f"at most {LINE_LIMIT} bytes",
        )
    fields = _fields(line)
    if fields is None:
        got = "a line that is cut off" if cut_off else "something that is not a JSON object"
        return RecordingError(where, got=got, due=_DUE)
    field, got, due = _bad_field(fields)
    return RecordingError(f"{where}{field}", got=got, due=due)


def _bad_field(  # noqa: PLR0911  # one return for each thing that can be wrong
    fields: dict[str, object],
) -> tuple[str, str, str]:
    """The field of a line that is wrong: where, what came, what was due."""
    at, action, code = fields.get("t_us"), fields.get("action"), fields.get("code")
    if type(at) is not int:
        return ", field t_us", _kind_of(at), "whole microseconds"
    if not 0 <= at <= TIME_LIMIT:
        return ", field t_us", "a time out of range", "0 to 2**53"
    if not isinstance(action, str) or action not in _ACTIONS:
        return ", field action", f"another {_kind_of(action)}", "down, up, repeat or gap"
    if not isinstance(code, str | None) or (code is None and action != "gap"):
        return ", field code", _kind_of(code), "the name of a key"
    if code is not None and not 1 <= len(code) <= CODE_LIMIT:
        return ", field code", f"{len(code)} characters", f"1 to {CODE_LIMIT}"
    if not isinstance(fields.get("composing", False), bool):
        return ", field composing", _kind_of(fields["composing"]), "true or false"
    unknown = len(fields.keys() - {"t_us", "action", "code", "composing"})
    return "", f"{unknown} fields too many", _DUE


def _kind_of(value: object) -> str:
    return "nothing" if value is None else type(value).__name__
