"""One window to bytes and back: MessagePack, 92 bytes always, and JSON, 256 bytes always.

The size never depends on the content, and each window has exactly one MessagePack encoding: what
`decode` accepts, `encode` gives back byte for byte. So a message is read by comparing a handful of
fixed bytes and slicing, in any language, and nothing hostile reaches a general parser. The JSON
form spells the bytes of each field in lower-case hex; white space and the order of its fields are
free, everything else is not.
"""

from struct import Struct
from typing import Final

import msgspec

from samehands.errors import WireError
from samehands.rhythm.window import ClockClass, PathFlag, Scalars, Window
from samehands.wire.limits import JSON_BYTES
from samehands.wire.reasons import Reason
from samehands.wire.schema import FIELDS, MESSAGE_BYTES, SCALARS, SPANS, VERSION, Encoding

_FIXARRAY: Final = range(0x90, 0xA0)
_FIXINT: Final = range(0x80)

_HEADS: Final = (
    # The array and the version stand before the head of the first field.
    bytes([_FIXARRAY.start + 1 + len(FIELDS), VERSION, 0xC4, FIELDS[0].size]),
    *(bytes([0xC4, field.size]) for field in FIELDS[1:] if field.encoding is Encoding.BINARY),
)
_LAYOUT: Final = Struct(">4s8s 2sI 2s64s 2s4b BB")
"""Head and content of each field in turn; the last two have no head."""

_SCALAR_RANGES: Final = tuple((part.name, part.low, part.high) for part in SCALARS)
_LAST_CLOCK: Final = max(ClockClass)
_ALL_FLAGS: Final = sum(PathFlag)

_JSON_SPACE: Final = b" \t\r\n"


def encode(window: Window) -> bytes:
    """A window as a MessagePack message of `MESSAGE_BYTES` bytes.

    Raises:
        WireError: a scalar, the clock or the path is out of its range.

    >>> quiet = Window(bytes(8), 7, bytes(64), Scalars(0, 0, 0, 0), ClockClass(1), PathFlag(0))
    >>> len(encode(quiet)), decode(encode(quiet)) == quiet
    (92, True)
    """
    scalars = window.scalars
    numbers = (
        scalars.rhythm_memory,
        scalars.longest_equal_run,
        scalars.lattice,
        scalars.spread,
    )
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
    samehands.errors.WireError: message size: got 0 bytes, due 92 bytes
    """
    if len(data) > 1 and data[0] in _FIXARRAY and data[1] in _FIXINT and data[1] != VERSION:
        raise _of_version(data[1])
    if len(data) != MESSAGE_BYTES:
        raise Reason.SIZE.error("message", got=f"{len(data)} bytes", due=f"{MESSAGE_BYTES} bytes")
    parts = _LAYOUT.unpack(data)
    if parts[0:8:2] != _HEADS:
        raise Reason.FORM.error("message", got="heads that differ", due="the heads of its fields")
    projection, sequence, embedding = parts[1:6:2]
    numbers = parts[7:11]
    clock, path = parts[11:]
    _check_ranges(numbers, clock, path)
    return Window(
        projection, sequence, embedding, Scalars(*numbers), ClockClass(clock), PathFlag(path)
    )


class _Versioned(msgspec.Struct):
    """What the JSON of any version has."""

    version: int


class _JsonMessage(msgspec.Struct, forbid_unknown_fields=True):
    """The JSON form: the bytes of each field as hex, in the order of the schema."""

    version: int
    projection: str
    sequence: str
    embedding: str
    scalars: str
    clock: str
    path: str


_READ_JSON: Final = msgspec.json.Decoder(_JsonMessage)
_READ_VERSION: Final = msgspec.json.Decoder(_Versioned)


JSON_MESSAGE_BYTES: Final = len(
    msgspec.json.encode(_JsonMessage(VERSION, *("00" * field.size for field in FIELDS)))
)
"""Bytes of every JSON message as `encode_json` writes it: 256."""


def encode_json(window: Window) -> bytes:
    """A window as a JSON message of `JSON_MESSAGE_BYTES` bytes.

    Raises:
        WireError: a scalar, the clock or the path is out of its range.
    """
    message = encode(window)
    return msgspec.json.encode(
        _JsonMessage(VERSION, *(message[span].hex() for span in SPANS.values()))
    )


def decode_json(data: bytes) -> Window:
    """The window that a JSON message holds.

    White space and the order of the fields are free. A field that comes twice, an unknown field,
    an escape inside a string, upper-case hex and a byte-order mark are refused.

    Raises:
        WireError: it is not the encoding of a window; `Reason.of` says why.
    """
    if len(data) > JSON_BYTES.value:
        raise Reason.SIZE.error(
            "message", got=f"{len(data)} bytes", due=f"at most {JSON_BYTES.value} bytes"
        )
    try:
        message = _READ_JSON.decode(data)
    except (ValueError, RecursionError):
        # The parser's own words are not passed on: they quote names out of the message.
        raise _why_not_json(data) from None
    if message.version != VERSION:
        raise _of_version(message.version)
    # No valid value holds white space, so whatever is longer has a field twice or an escape.
    if len(data.translate(None, _JSON_SPACE)) != JSON_MESSAGE_BYTES:
        raise Reason.FORM.error("message", got="another spelling", due="each field once, in hex")
    return decode(_from_hex(message))


def _from_hex(message: _JsonMessage) -> bytes:
    """The MessagePack message that a JSON message spells."""
    contents = []
    for field in FIELDS:
        text = getattr(message, field.name)
        try:
            content = bytes.fromhex(text)
        except ValueError:
            content = b""
        if content.hex() != text or len(content) != field.size:
            raise Reason.FORM.error(
                "message",
                got=f"another spelling of field {field.name}",
                due=f"{2 * field.size} digits of lower-case hex",
            )
        contents.append(content)
    heads = [*_HEADS, *[b""] * (len(contents) - len(_HEADS))]
    return b"".join(head + content for head, content in zip(heads, contents, strict=True))


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


def _of_version(version: int) -> WireError:
    got = str(version) if version in _FIXINT else "a number out of range"
    return Reason.VERSION.error("message", got=got, due=str(VERSION))


def _why_not_json(data: bytes) -> WireError:
    """Another version may have other fields, so it is asked for by itself."""
    try:
        version = _READ_VERSION.decode(data).version
    except (ValueError, RecursionError):
        version = VERSION
    if version != VERSION:
        return _of_version(version)
    return Reason.FORM.error(
        "message", got="something else", due="one JSON object with the fields of the schema"
    )
