"""The Window message on the wire: schema, codec, batches, recordings.

`encode` and `decode` are MessagePack, 92 bytes for any window; `encode_json` and `decode_json` the
same in JSON; `encode_batch` and `decode_batch` many at once, where a bad one doesn't lose the good.
Hostile bytes raise `WireError` and nothing else. `schema` says what each field is and why it leaves
the device, `limits` how much is read, `recording` how a recorded team is kept in a file.
"""

from samehands.wire.batch import Batch, Rejected, decode_batch, encode_batch
from samehands.wire.codec import (
    JSON_MESSAGE_BYTES,
    decode,
    decode_json,
    encode,
    encode_json,
)
from samehands.wire.reasons import Reason
from samehands.wire.schema import MESSAGE_BYTES, VERSION

__all__ = [
    "JSON_MESSAGE_BYTES",
    "MESSAGE_BYTES",
    "VERSION",
    "Batch",
    "Reason",
    "Rejected",
    "decode",
    "decode_batch",
    "decode_json",
    "encode",
    "encode_batch",
    "encode_json",
]
