"""The body of a batch of windows: unpacked within a limit, and read in either of its two forms."""

import zlib
from typing import Final

import msgspec

from samehands.errors import WireError
from samehands.server.problems import ProblemError, ProblemKind
from samehands.wire import Batch, Reason, Rejected, decode_batch, decode_message_json

MESSAGE_PACK: Final = frozenset({"application/vnd.msgpack", "application/msgpack"})
"""Media types of a batch in MessagePack."""

JSON: Final = "application/json"
"""Media type of a batch in JSON: an array of windows."""

_GZIP: Final = 16 + zlib.MAX_WBITS
_READ_ITEMS: Final = msgspec.json.Decoder(list[msgspec.Raw])


def unpacked(body: bytes, encoding: str | None, *, most: int) -> bytes:
    """A body as it was before it was packed for the way.

    Args:
        body: as it came.
        encoding: Content-Encoding; None, "identity" or "gzip".
        most: bytes; past it nothing more is unpacked, however small it came.

    Raises:
        ProblemError: `too_large`; `media_type`, another encoding; `malformed`, broken gzip.
    """
    if encoding in {None, "", "identity"}:
        if len(body) > most:
            raise _too_large(most)
        return body
    if encoding != "gzip":
        raise ProblemError(ProblemKind.MEDIA_TYPE, "Content-Encoding: due gzip, or none.")
    reader = zlib.decompressobj(_GZIP)
    try:
        plain = reader.decompress(body, most + 1)
    except zlib.error:
        raise ProblemError(ProblemKind.MALFORMED, "The gzip is broken.") from None
    if len(plain) > most:
        raise _too_large(most)
    if not reader.eof or reader.unused_data:
        raise ProblemError(ProblemKind.MALFORMED, "The gzip is cut off, or more follows it.")
    return plain


def read_batch(body: bytes, media_type: str, *, most: int) -> Batch:
    """The windows of a batch, and what was refused of it.

    Args:
        body: unpacked.
        media_type: as the request says it, with or without parameters.
        most: windows.

    Raises:
        ProblemError: `media_type`, another one; `malformed`, no batch as a whole; `too_large`.
    """
    kind = media_type.partition(";")[0].strip().lower()
    if kind in MESSAGE_PACK:
        batch = _message_pack(body)
    elif kind == JSON:
        batch = _json(body, most)
    else:
        raise ProblemError(ProblemKind.MEDIA_TYPE)
    if batch.received > most:
        raise _too_many(most)
    return batch


def _message_pack(body: bytes) -> Batch:
    try:
        return decode_batch(body)
    except WireError as error:
        if Reason.of(error) is Reason.SIZE:
            raise ProblemError(
                ProblemKind.TOO_LARGE, f"Got {error.got}, due {error.due}."
            ) from None
        raise ProblemError(ProblemKind.MALFORMED, f"Got {error.got}, due {error.due}.") from None


def _json(body: bytes, most: int) -> Batch:
    try:
        items = _READ_ITEMS.decode(body)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise ProblemError(
            ProblemKind.MALFORMED, "Got something else, due a JSON array of windows."
        ) from None
    if len(items) > most:
        raise _too_many(most)
    accepted = []
    rejected = []
    for index, item in enumerate(items):
        try:
            accepted.append(decode_message_json(bytes(item)))
        except WireError as error:
            rejected.append(Rejected(index, Reason.of(error), str(error)))
    return Batch(tuple(accepted), tuple(rejected))


def _too_large(most: int) -> ProblemError:
    return ProblemError(ProblemKind.TOO_LARGE, f"Due at most {most} bytes, unpacked.")


def _too_many(most: int) -> ProblemError:
    return ProblemError(ProblemKind.TOO_LARGE, f"Due at most {most} windows.")
