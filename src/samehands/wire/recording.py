"""A recorded team: the windows of several seats and sessions in the order they came, as JSON lines.

This is what `samehands replay` and the demo read. It holds what left the devices and nothing more:

```json
{"samehands":"windows/1","projection":"<16 hex digits>","card":{"source":"...","licence":"...","made_by":"...","note":"..."}}
{"seat":"seat-4","session":"s2","at_us":0,"mark":"session-starts"}
{"seat":"seat-4","session":"s2","at_us":60000000,"window":"<a MessagePack message in base64>"}
{"seat":"seat-4","session":"s2","at_us":65000000,"sign":"<that of an early sign of a machine>"}
```

`at_us` is when a message reached whoever recorded it, in µs from any one moment: the tick of the
device's sending timer, never the time of a keystroke. A mark says what is known to be true at that
time, so that a replay can tell a detection from a false alarm; nothing that scores reads it.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, TypeVar

import msgspec

from samehands.errors import InputError, RecordingError, WireError
from samehands.quantities import Micros
from samehands.rhythm.early import EarlySign
from samehands.rhythm.window import Window
from samehands.wire.codec import decode, encode
from samehands.wire.limits import LINE_BYTES, RECORDED_SESSIONS
from samehands.wire.records import (
    Card,
    Header,
    Mark,
    Place,
    Record,
    RecordedMark,
    RecordedSign,
    RecordedWindow,
)
from samehands.wire.sign_codec import decode_sign, encode_sign

FORMAT: Final = "windows/1"
"""The first thing in a recording; another format is another number."""


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording that is being read.

    Args:
        header: its first line.
        records: the others, read as they are asked for; raises RecordingError at the first line
            that is wrong, after giving out all before it.
    """

    header: Header
    records: Iterator[Record]


class _CardLine(msgspec.Struct, forbid_unknown_fields=True):
    source: str
    licence: str
    made_by: str
    note: str = ""


class _HeaderLine(msgspec.Struct, forbid_unknown_fields=True):
    samehands: str
    projection: str
    card: _CardLine


class _WindowLine(msgspec.Struct, forbid_unknown_fields=True):
    seat: str
    session: str
    at_us: int
    window: str


class _SignLine(msgspec.Struct, forbid_unknown_fields=True):
    seat: str
    session: str
    at_us: int
    sign: str


class _MarkLine(msgspec.Struct, forbid_unknown_fields=True):
    seat: str
    session: str
    at_us: int
    mark: Mark


_AnyLine = TypeVar("_AnyLine", _HeaderLine, _WindowLine, _SignLine, _MarkLine)


def header_line(header: Header) -> bytes:
    """The first line of a recording, with its line end."""
    card = header.card
    return _written(
        _HeaderLine(
            FORMAT,
            header.projection.hex(),
            _CardLine(card.source, card.licence, card.made_by, card.note),
        )
    )


def record_line(record: Record) -> bytes:
    r"""A further line of a recording, with its line end.

    Raises:
        WireError: the window or the early sign cannot be encoded.

    >>> place = Place("seat-4", "s2", Micros(0))
    >>> record_line(RecordedMark(place, Mark.SESSION_STARTS))
    b'{"seat":"seat-4","session":"s2","at_us":0,"mark":"session-starts"}\n'
    """
    place = record.place
    if isinstance(record, RecordedMark):
        return _written(_MarkLine(place.seat, place.session, place.at, record.mark))
    if isinstance(record, RecordedSign):
        sign = b64encode(encode_sign(record.sign)).decode()
        return _written(_SignLine(place.seat, place.session, place.at, sign))
    message = b64encode(encode(record.window)).decode()
    return _written(_WindowLine(place.seat, place.session, place.at, message))


def read_recording(lines: Iterable[bytes]) -> Recording:
    """A recording from its lines.

    The header is read at once, the records one by one. Hand in lines of bounded length, as
    `iter(lambda: file.readline(LINE_BYTES.value + 1), b"")` does; a longer one is refused.

    Args:
        lines: with or without their line ends.

    Raises:
        RecordingError: the first line is no header, or, from the iterator, a later line is wrong:
            no record, another projection's message, a time before the one before it in the same
            session, a message after its session ended, a session that starts twice; or the end
            comes without any window. It names the line.
    """
    numbered = enumerate(lines, start=1)
    for number, line in numbered:
        try:
            header = _header(line)
        except RecordingError as error:
            raise _at_line(number, error) from error
        return Recording(header, _records(numbered, header))
    raise RecordingError("line 1", got="nothing", due="the header of a recording")


def _records(numbered: Iterator[tuple[int, bytes]], header: Header) -> Iterator[Record]:
    sessions = _Sessions()
    windows = 0
    number = 1
    for number, line in numbered:  # the last one is named below
        try:
            record = _record(line)
            if not isinstance(record, RecordedMark):
                _check_projection(record.message, header)
            windows += isinstance(record, RecordedWindow)
            sessions.admit(record)
        except (RecordingError, WireError) as error:
            raise _at_line(number, error) from error
        yield record
    if not windows:
        raise RecordingError(f"after line {number}", got="the end", due="at least one window")


def _at_line(number: int, error: InputError) -> RecordingError:
    return RecordingError(f"line {number}, {error.where}", got=error.got, due=error.due)


def _check_projection(message: Window | EarlySign, header: Header) -> None:
    if message.projection != header.projection:
        raise RecordingError(
            "field projection",
            got=message.projection.hex(),
            due=f"{header.projection.hex()}, as in the header",
        )


class _Sessions:
    """What was seen of each session, to tell a record that contradicts those before it."""

    def __init__(self) -> None:
        self._last: dict[tuple[str, str], int] = {}
        self._ended: set[tuple[str, str]] = set()

    def admit(self, record: Record) -> None:
        """Take note of a record, or raise where it cannot follow what its session had."""
        place = record.place
        session = (place.seat, place.session)
        last = self._last.get(session)
        if last is None and len(self._last) == RECORDED_SESSIONS.value:
            raise RecordingError(
                "session", got="one more", due=f"at most {RECORDED_SESSIONS.value} sessions"
            )
        if last is not None and place.at < last:
            raise RecordingError(
                "at_us", got=f"{place.at} µs after {last} µs", due="times in order in a session"
            )
        if not isinstance(record, RecordedMark):
            if session in self._ended:
                what = "window" if isinstance(record, RecordedWindow) else "sign"
                raise RecordingError(
                    what, got="one after the end of its session", due="none after it"
                )
        elif record.mark is Mark.SESSION_STARTS and last is not None:
            raise RecordingError(
                "mark", got="the start of a session under way", due="it as the session's first"
            )
        elif record.mark is Mark.SESSION_ENDS:
            self._ended.add(session)
        self._last[session] = place.at


def _header(line: bytes) -> Header:
    content = _object(line)
    if content.get("samehands") != FORMAT:
        raise RecordingError("samehands", got="no such format", due=f'"{FORMAT}"')
    read = _converted(content, _HeaderLine)
    try:
        projection = bytes.fromhex(read.projection)
    except ValueError:
        projection = b""
    if projection.hex() != read.projection:
        raise RecordingError("projection", got="another spelling", due="lower-case hex")
    card = read.card
    return Header(projection, Card(card.source, card.licence, card.made_by, card.note))


def _record(line: bytes) -> Record:
    content = _object(line)
    if "mark" in content:
        mark = _converted(content, _MarkLine)
        return RecordedMark(Place(mark.seat, mark.session, Micros(mark.at_us)), mark.mark)
    if "sign" in content:
        sign = _converted(content, _SignLine)
        place = Place(sign.seat, sign.session, Micros(sign.at_us))
        return RecordedSign(place, decode_sign(_bytes(sign.sign, "sign")))
    read = _converted(content, _WindowLine)
    place = Place(read.seat, read.session, Micros(read.at_us))
    return RecordedWindow(place, decode(_bytes(read.window, "window")))


def _bytes(text: str, field: str) -> bytes:
    """The message in base64; each has one spelling."""
    try:
        message = b64decode(text, validate=True)
    except ValueError:
        message = b""
    if b64encode(message).decode() != text:
        raise RecordingError(field, got="another spelling", due="base64 with its padding")
    return message


def _object(line: bytes) -> dict[str, object]:
    """The JSON object in a line; a field that comes twice is refused, not silently replaced."""
    if len(line) > LINE_BYTES.value:
        raise RecordingError(
            "size", got=f"more than {LINE_BYTES.value} bytes", due="a line of a recording"
        )
    try:
        content = json.loads(line.decode("utf-8"), object_pairs_hook=_each_once)
    except (ValueError, RecursionError):
        whole = line.endswith(b"\n")
        got = "something else" if whole else "something else, or a line that was cut off"
        raise RecordingError("form", got=got, due="one JSON object") from None
    if not isinstance(content, dict):
        raise RecordingError("form", got="another value", due="one JSON object")
    return content


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    content = dict(pairs)
    if len(content) < len(pairs):
        raise RecordingError("form", got="a field that comes twice", due="each field once")
    return content


def _converted(content: dict[str, object], line: type[_AnyLine]) -> _AnyLine:
    """A line's object as its type; the parser's own words would quote names out of the line."""
    due = line.__struct_fields__
    try:
        return msgspec.convert(content, line)
    except msgspec.ValidationError:
        missing = [name for name in due if name not in content]
        unknown = sum(name not in due for name in content)
        got = "a value of another type or range"
        if missing or unknown:
            got = f"{unknown} unknown, {len(missing)} missing"
        raise RecordingError("fields", got=got, due=", ".join(due)) from None


def _written(line: _HeaderLine | _WindowLine | _SignLine | _MarkLine) -> bytes:
    return msgspec.json.encode(line) + b"\n"
