"""What leaves a device, on the wire: schema, codec, batches, recordings.

A message is a window (`encode`, `decode`: MessagePack, 95 bytes for any) or an early sign
(`encode_sign`, `decode_sign`: 19); `encode_message` and `decode_message` take either, names in
`_json` are the same in JSON. `encode_batch` and `decode_batch` take many at once, where a bad one
doesn't lose the good. Hostile bytes raise `WireError` and nothing else. `schema` and `sign_schema`
say what each field is and why it leaves the device, `limits` how much is read, `recording` how a
recorded team is kept in a file.
"""

from samehands.wire.batch import Batch, Rejected, decode_batch, encode_batch
from samehands.wire.codec import (
    JSON_MESSAGE_BYTES,
    decode,
    decode_json,
    encode,
    encode_json,
)
from samehands.wire.message import (
    Message,
    decode_message,
    decode_message_json,
    encode_message,
    encode_message_json,
)
from samehands.wire.reasons import Reason
from samehands.wire.schema import MESSAGE_BYTES, VERSION
from samehands.wire.sign_codec import decode_sign, encode_sign
from samehands.wire.sign_schema import SIGN_BYTES

__all__ = [
    "JSON_MESSAGE_BYTES",
    "MESSAGE_BYTES",
    "SIGN_BYTES",
    "VERSION",
    "Batch",
    "Message",
    "Reason",
    "Rejected",
    "decode",
    "decode_batch",
    "decode_json",
    "decode_message",
    "decode_message_json",
    "decode_sign",
    "encode",
    "encode_batch",
    "encode_json",
    "encode_message",
    "encode_message_json",
    "encode_sign",
]
