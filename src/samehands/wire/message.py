"""A message of either kind: a window or an early sign, told apart by how it begins."""

from typing import Final, TypeAlias

from samehands.rhythm.early import EarlySign
from samehands.rhythm.window import Window
from samehands.wire.codec import decode, decode_json, encode, encode_json
from samehands.wire.sign_codec import decode_sign, decode_sign_json, encode_sign, encode_sign_json
from samehands.wire.sign_schema import SIGN_FIELDS
from samehands.wire.version import array_head

Message: TypeAlias = Window | EarlySign
"""All that a device sends."""

_SIGN: Final = array_head(len(SIGN_FIELDS))
_SIGN_JSON: Final = f'"{SIGN_FIELDS[-1].name}"'.encode()


def encode_message(message: Message) -> bytes:
    """A message in MessagePack.

    Raises:
        WireError: a field is out of its range.
    """
    return encode_sign(message) if isinstance(message, EarlySign) else encode(message)


def decode_message(data: bytes) -> Message:
    """The window or the early sign that MessagePack holds.

    Args:
        data: anything at all; what does not begin as an early sign is read as a window.

    Raises:
        WireError: it is the encoding of neither; `Reason.of` says why.
    """
    return decode_sign(data) if data[:2] == _SIGN else decode(data)


def encode_message_json(message: Message) -> bytes:
    """A message in JSON.

    Raises:
        WireError: a field is out of its range.
    """
    return encode_sign_json(message) if isinstance(message, EarlySign) else encode_json(message)


def decode_message_json(data: bytes) -> Message:
    """The window or the early sign that JSON holds.

    Raises:
        WireError: it is the encoding of neither; `Reason.of` says why.
    """
    # No valid value and no other name holds this, and a name with an escape is refused.
    return decode_sign_json(data) if _SIGN_JSON in data else decode_json(data)
