"""One early sign to bytes and back: MessagePack, 19 bytes always, and JSON, 80 bytes always.

As with windows, each has one encoding, and what is accepted is written again byte for byte.
"""

from struct import Struct
from typing import Final

from samehands.rhythm.early import EarlySign, SignFlag
from samehands.wire.json_form import JsonForm
from samehands.wire.reasons import Reason
from samehands.wire.sign_schema import SIGN_BYTES, SIGN_FIELDS
from samehands.wire.version import array_head, require_version

_HEADS: Final = (
    array_head(len(SIGN_FIELDS)) + bytes([0xC4, SIGN_FIELDS[0].size]),
    bytes([0xC4, SIGN_FIELDS[1].size]),
)
_LAYOUT: Final = Struct(">4s8s 2sI B")
_JSON: Final = JsonForm(SIGN_FIELDS)

JSON_SIGN_BYTES: Final = _JSON.size
"""Bytes of every early sign in JSON as `encode_sign_json` writes it: 80."""


def encode_sign(sign: EarlySign) -> bytes:
    """An early sign as a MessagePack message of `SIGN_BYTES` bytes.

    >>> sign = EarlySign(bytes(8), 7, SignFlag.SHORT_HOLDS)
    >>> len(encode_sign(sign)), decode_sign(encode_sign(sign)) == sign
    (19, True)
    """
    return _LAYOUT.pack(_HEADS[0], sign.projection, _HEADS[1], sign.sequence, sign.signs)


def decode_sign(data: bytes) -> EarlySign:
    """The early sign that a MessagePack message holds.

    Args:
        data: anything at all; nothing is made of it before its size is right.

    Raises:
        WireError: it is not the encoding of an early sign; `Reason.of` says why.
    """
    require_version(data)
    if len(data) != SIGN_BYTES:
        raise Reason.SIZE.error("message", got=f"{len(data)} bytes", due=f"{SIGN_BYTES} bytes")
    head, projection, before, sequence, signs = _LAYOUT.unpack(data)
    if (head, before) != _HEADS:
        raise Reason.FORM.error("message", got="heads that differ", due="the heads of its fields")
    # An IntFlag takes any number; the message has only those that are known.
    return EarlySign(projection, sequence, SignFlag(signs))


def encode_sign_json(sign: EarlySign) -> bytes:
    """An early sign as a JSON message of `JSON_SIGN_BYTES` bytes."""
    return _JSON.write(encode_sign(sign))


def decode_sign_json(data: bytes) -> EarlySign:
    """The early sign that a JSON message holds; white space and the order of fields are free.

    Raises:
        WireError: it is not the encoding of an early sign; `Reason.of` says why.
    """
    return decode_sign(_JSON.read(data))
