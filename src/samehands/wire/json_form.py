"""The JSON form of a message: the bytes of each field in lower-case hex, whatever the fields."""

from collections.abc import Iterable
from typing import Final

import msgspec

from samehands.errors import WireError
from samehands.wire.limits import JSON_BYTES
from samehands.wire.reasons import Reason
from samehands.wire.schema import VERSION, Encoding, Field, spans_of
from samehands.wire.version import array_head, of_version

_SPACE: Final = b" \t\r\n"


class _Versioned(msgspec.Struct):
    """What the JSON of any version has."""

    version: int


_READ_VERSION: Final = msgspec.json.Decoder(_Versioned)


class JsonForm:
    """Reads and writes the JSON of messages of certain fields.

    Args:
        fields: in the order of the message, after the version.
    """

    def __init__(self, fields: tuple[Field, ...]) -> None:
        self._fields = fields
        self._spans = tuple(spans_of(fields).values())
        self._object = msgspec.defstruct(
            "Message",
            [("version", int), *((field.name, str) for field in fields)],
            forbid_unknown_fields=True,
        )
        self._reader = msgspec.json.Decoder(self._object)
        self._head = array_head(len(fields))
        self.size: Final = len(self._written("00" * field.size for field in fields))
        """Bytes of every message as `write` writes it."""

    def write(self, message: bytes) -> bytes:
        """The JSON of a MessagePack message."""
        return self._written(message[span].hex() for span in self._spans)

    def read(self, data: bytes) -> bytes:
        """The MessagePack message that JSON spells; its fields may still be out of range.

        Raises:
            WireError: it spells none.
        """
        if len(data) > JSON_BYTES.value:
            raise Reason.SIZE.error(
                "message", got=f"{len(data)} bytes", due=f"at most {JSON_BYTES.value} bytes"
            )
        try:
            message = self._reader.decode(data)
        except (ValueError, RecursionError):
            # The parser's own words are not passed on: they quote names out of the message.
            raise _why_not(data) from None
        version: int = message.version  # type: ignore[attr-defined]  # defined above
        if version != VERSION:
            raise of_version(version)
        # No valid value holds white space, so whatever is longer has a field twice or an escape.
        if len(data.translate(None, _SPACE)) != self.size:
            raise Reason.FORM.error(
                "message", got="another spelling", due="each field once, in hex"
            )
        return self._head + b"".join(_packed(field, message) for field in self._fields)

    def _written(self, texts: Iterable[str]) -> bytes:
        return msgspec.json.encode(self._object(VERSION, *texts))


def _packed(field: Field, message: msgspec.Struct) -> bytes:
    """A field of the MessagePack message, with its head."""
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
    binary = field.encoding is Encoding.BINARY
    return (bytes([0xC4, field.size]) if binary else b"") + content


def _why_not(data: bytes) -> WireError:
    """Another version may have other fields, so it is asked for by itself."""
    try:
        version = _READ_VERSION.decode(data).version
    except (ValueError, RecursionError):
        version = VERSION
    if version != VERSION:
        return of_version(version)
    return Reason.FORM.error(
        "message", got="something else", due="one JSON object with the fields of the schema"
    )
