"""Several windows in one go: a bad one is refused with its reason, the others are kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import msgspec

from samehands.errors import WireError
from samehands.rhythm.window import Window
from samehands.wire.codec import decode, encode
from samehands.wire.limits import BATCH_BYTES, BATCH_WINDOWS
from samehands.wire.reasons import Reason
from samehands.wire.schema import MESSAGE_BYTES

_MESSAGE_HEAD: Final = bytes([0xC4, MESSAGE_BYTES])
_FIXARRAY: Final = 0x90
_FIXARRAY_LIMIT: Final = 15
_ARRAY_16: Final = 0xDC
_READ_ITEMS: Final = msgspec.msgpack.Decoder(list[msgspec.Raw])
_READ_MESSAGE: Final = msgspec.msgpack.Decoder(bytes)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A message of a batch that was refused.

    Args:
        index: its place in the batch, from 0.
        reason: why, from the closed set.
        detail: where, what came, what was due.
    """

    index: int
    reason: Reason
    detail: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of a batch: every message of it is in one of the two.

    Args:
        accepted: the windows, in the order of the batch.
        rejected: the others, in the order of the batch.
    """

    accepted: tuple[Window, ...]
    rejected: tuple[Rejected, ...]

    @property
    def received(self) -> int:
        """How many messages the batch held."""
        return len(self.accepted) + len(self.rejected)


def encode_batch(windows: Iterable[Window]) -> bytes:
    """Windows as one MessagePack array of byte strings, each of them a message.

    No windows make an empty batch, which a device may send to say that nothing was typed.

    Raises:
        WireError: there are more than `BATCH_WINDOWS`, or a window cannot be encoded.
    """
    messages = [encode(window) for window in windows]
    if len(messages) > BATCH_WINDOWS.value:
        raise _too_many(len(messages))
    return b"".join((_array_head(len(messages)), *(_MESSAGE_HEAD + item for item in messages)))


def decode_batch(data: bytes) -> Batch:
    """The windows of a batch, and what was refused of it.

    Args:
        data: anything at all; nothing is made of it before its size is right.

    Raises:
        WireError: it is no batch as a whole (too large, cut off, no array), so that nothing of it
            can be told apart and nothing was accepted.

    >>> decode_batch(bytes.fromhex("91 c4 01 00")).rejected[0].reason
    <Reason.SIZE: 'size'>
    """
    if len(data) > BATCH_BYTES.value:
        raise Reason.SIZE.error(
            "batch", got=f"{len(data)} bytes", due=f"at most {BATCH_BYTES.value} bytes"
        )
    count = _count(data)
    if count > BATCH_WINDOWS.value:
        raise _too_many(count)
    try:
        items = _READ_ITEMS.decode(data)
    except (ValueError, RecursionError):
        raise Reason.FORM.error(
            "batch", got="broken MessagePack", due=f"the {count} messages of its head"
        ) from None
    accepted = []
    rejected = []
    for index, item in enumerate(items):
        try:
            accepted.append(decode(_message(item)))
        except WireError as error:
            rejected.append(Rejected(index, Reason.of(error), str(error)))
    return Batch(tuple(accepted), tuple(rejected))


def _array_head(count: int) -> bytes:
    if count <= _FIXARRAY_LIMIT:
        return bytes([_FIXARRAY | count])
    return bytes([_ARRAY_16, *count.to_bytes(2, "big")])


def _count(data: bytes) -> int:
    """How many items the head of a batch announces, in the shortest head that can."""
    if data and data[0] & 0xF0 == _FIXARRAY:
        return data[0] & 0x0F
    count = int.from_bytes(data[1:3], "big")
    if _array_head(count) != data[:3]:
        raise Reason.FORM.error("batch", got="another head", due="the shortest head of an array")
    return count


def _message(item: msgspec.Raw) -> bytes:
    """The message in an item of a batch."""
    try:
        message = _READ_MESSAGE.decode(item)
    except ValueError:
        raise Reason.FORM.error("message", got="another type", due="a byte string") from None
    if len(message) == MESSAGE_BYTES and bytes(item)[:2] != _MESSAGE_HEAD:
        raise Reason.FORM.error("message", got="a longer head", due="bin 8")
    return message


def _too_many(count: int) -> WireError:
    return Reason.SIZE.error(
        "batch", got=f"{count} windows", due=f"at most {BATCH_WINDOWS.value} windows"
    )
