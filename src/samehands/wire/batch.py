"""Several messages in one go: a bad one is refused with its reason, the others are kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import msgspec

from samehands.errors import WireError
from samehands.wire.limits import BATCH_BYTES, BATCH_WINDOWS
from samehands.wire.message import Message, decode_message, encode_message
from samehands.wire.reasons import Reason
from samehands.wire.schema import MESSAGE_BYTES
from samehands.wire.sign_schema import SIGN_BYTES

_BIN_8: Final = 0xC4
_SIZES: Final = frozenset({MESSAGE_BYTES, SIGN_BYTES})
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
        accepted: the windows and early signs, in the order of the batch.
        rejected: the others, in the order of the batch.
    """

    accepted: tuple[Message, ...]
    rejected: tuple[Rejected, ...]

    @property
    def received(self) -> int:
        """How many messages the batch held."""
        return len(self.accepted) + len(self.rejected)


def encode_batch(content: Iterable[Message]) -> bytes:
    """Windows and early signs as one MessagePack array of byte strings, each of them a message.

    None make an empty batch, which a device may send to say that nothing was typed.

    Raises:
        WireError: there are more than `BATCH_WINDOWS`, or one cannot be encoded.
    """
    messages = [encode_message(each) for each in content]
    if len(messages) > BATCH_WINDOWS.value:
        raise _too_many(len(messages))
    return b"".join(
        (_array_head(len(messages)), *(bytes([_BIN_8, len(item)]) + item for item in messages))
    )


def decode_batch(data: bytes) -> Batch:
    """The messages of a batch, and what was refused of it.

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
            accepted.append(decode_message(_message(item)))
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
    if len(message) in _SIZES and bytes(item)[:2] != bytes([_BIN_8, len(message)]):
        raise Reason.FORM.error("message", got="a longer head", due="bin 8")
    return message


def _too_many(count: int) -> WireError:
    return Reason.SIZE.error(
        "batch", got=f"{count} messages", due=f"at most {BATCH_WINDOWS.value} messages"
    )
