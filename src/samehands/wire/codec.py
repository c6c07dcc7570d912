"""One window to bytes and back: MessagePack, 95 bytes always, and JSON, 262 bytes always.

The size never depends on the content, and each window has exactly one MessagePack encoding: what
`decode` accepts, `encode` gives back byte for byte. So a message is read by comparing a handful of
fixed bytes and slicing, in any language, and nothing hostile reaches a general parser. The JSON
form spells the bytes of each field in lower-case hex; white space and the order of its fields are
free, everything else is not.
"""

from operator import attrgetter
from struct import Struct
from typing import Final

from samehands.errors import WireError
from samehands.rhythm.window import ClockClass, PathFlag, Scalars, Window
from samehands.wire.json_form import JsonForm
from samehands.wire.reasons import Reason
from samehands.wire.schema import FIELDS, MESSAGE_BYTES, SCALARS, Encoding
from samehands.wire.version import array_head, require_version

_HEADS: Final = (
    # The array and the version stand before the head of the first field.
    array_head(len(FIELDS)) + bytes([0xC4, FIELDS[0].size]),
    *(bytes([0xC4, field.size]) for field in FIELDS[1:] if field.encoding is Encoding.BINARY),
)
_LAYOUT: Final = Struct(f">4s8s 2sI 2s64s 2s{len(SCALARS)}b BB")
"""Head and content of each field in turn; the last two have no head."""

_NUMBERS: Final = attrgetter(*(part.name for part in SCALARS))
_SCALAR_RANGES: Final = tuple((part.name, part.low, part.high) for part in SCALARS)
_LAST_CLOCK: Final = max(ClockClass)
_ALL_FLAGS: Final = sum(PathFlag)
_JSON: Final = JsonForm(FIELDS)


def encode(window: Window) -> bytes:
    """A window as a MessagePack message of `MESSAGE_BYTES` bytes.

    Raises:
        WireError: a scalar, the clock or the path is out of its range.

    >>> none = Scalars(*[0] * 7)
    >>> quiet = Window(bytes(8), 7, bytes(64), none, ClockClass(1), PathFlag(0))
    >>> len(encode(quiet)), decode(encode(quiet)) == quiet
    (95, True)
    """
    numbers = _NUMBERS(window.scalars)
    _check_ranges(numbers, window.clock, window.path)
    at_projection, at_sequence, at_embedding, at_scalars = _HEADS
    return _LAYOUT.pack(
        *(at_projection, window.projection, at_sequence, window.sequence),
        *(at_embedding, window.embedding, at_scalars, *numbers, window.clock, window.path),
    )


def decode(data: bytes) -> Window:
    """The window that a MessagePack message holds.

    Args:
        data: anything at all; nothing is made of it before its size is right.

    Raises:
        WireError: it is not the encoding of a window; `Reason.of` says why.

    >>> decode(b"")
    Traceback (most recent call last):
    ...
    samehands.errors.WireError: message size: got 0 bytes, due 95 bytes
    """
    require_version(data)
    if len(data) != MESSAGE_BYTES:
        raise Reason.SIZE.error("message", got=f"{len(data)} bytes", due=f"{MESSAGE_BYTES} bytes")
    parts = _LAYOUT.unpack(data)
    if parts[0:8:2] != _HEADS:
        raise Reason.FORM.error("message", got="heads that differ", due="the heads of its fields")
    projection, sequence, embedding = parts[1:6:2]
    numbers, (clock, path) = parts[7:-2], parts[-2:]
    _check_ranges(numbers, clock, path)
    return Window(
        projection, sequence, embedding, Scalars(*numbers), ClockClass(clock), PathFlag(path)
    )


JSON_MESSAGE_BYTES: Final = _JSON.size
"""Bytes of every JSON message as `encode_json` writes it: 262."""


def encode_json(window: Window) -> bytes:
    """A window as a JSON message of `JSON_MESSAGE_BYTES` bytes.

    Raises:
        WireError: a scalar, the clock or the path is out of its range.
    """
    return _JSON.write(encode(window))


def decode_json(data: bytes) -> Window:
    """The window that a JSON message holds.

    White space and the order of the fields are free. A field that comes twice, an unknown field,
    an escape inside a string, upper-case hex and a byte-order mark are refused.

    Raises:
        WireError: it is not the encoding of a window; `Reason.of` says why.
    """
    return decode(_JSON.read(data))


def _check_ranges(numbers: tuple[int, ...], clock: int, path: int) -> None:
    """Raise where a number is outside its row of the schema; `Window` checks the other fields."""
    for number, (name, low, high) in zip(numbers, _SCALAR_RANGES, strict=True):
        if not low <= number <= high:
            raise WireError(
                f"field scalars.{name}", got="a number out of range", due=f"{low} to {high}"
            )
    if not 0 <= clock <= _LAST_CLOCK:
        raise WireError("field clock", got="an unknown clock", due=f"0 to {_LAST_CLOCK}")
    if not 0 <= path <= _ALL_FLAGS:
        raise WireError("field path", got="an unknown flag", due=f"0 to {_ALL_FLAGS}")
