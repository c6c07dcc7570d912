"""Messages of another version are told apart from broken ones: device and server differ in age."""

from typing import Final

from samehands.errors import WireError
from samehands.wire.reasons import Reason
from samehands.wire.schema import VERSION

_FIXARRAY: Final = range(0x90, 0xA0)
_FIXINT: Final = range(0x80)


def array_head(fields: int) -> bytes:
    """The first two bytes of a message of so many fields: the array with the version, the version."""
    return bytes([_FIXARRAY.start + 1 + fields, VERSION])


def require_version(data: bytes) -> None:
    """Refuse MessagePack that begins as a message of another version does.

    Raises:
        WireError: it does.
    """
    if len(data) > 1 and data[0] in _FIXARRAY and data[1] in _FIXINT and data[1] != VERSION:
        raise of_version(data[1])


def of_version(version: int) -> WireError:
    """The error for a message of another version."""
    got = str(version) if version in _FIXINT else "a number out of range"
    return Reason.VERSION.error("message", got=got, due=str(VERSION))
