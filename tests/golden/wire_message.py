"""A second implementation of the message, from `docs/reference/message.md` and nothing of ours."""

import json
from hashlib import sha256
from typing import Any, Final

Fields = dict[str, Any]

PLAIN: Final[Fields] = {
    "projection": "0123456789abcdef",
    "sequence": 0,
    "embedding": [0] * 64,
    "scalars": [0] * 7,
    "clock": 1,
    "path": 0,
}

RANGES: Final = (
    (-8, 8),
    (0, 127),
    (0, 127),
    (-16, 1),
    (0, 2),
    (0, 127),
    (0, 127),
)
"""Smallest and largest of each scalar."""


def message(fields: Fields) -> bytes:
    """The MessagePack form."""
    return b"".join(
        (
            *(b"\x97\x02", b"\xc4\x08", bytes.fromhex(fields["projection"])),
            *(b"\xc4\x04", fields["sequence"].to_bytes(4, "big")),
            *(b"\xc4\x40", int8s(fields["embedding"])),
            *(b"\xc4\x07", int8s(fields["scalars"])),
            bytes([fields["clock"], fields["path"]]),
        )
    )


def sign(projection: str, sequence: int, signs: int) -> bytes:
    """The MessagePack form of an early sign."""
    return b"".join(
        (
            *(b"\x94\x02", b"\xc4\x08", bytes.fromhex(projection)),
            *(b"\xc4\x04", sequence.to_bytes(4, "big"), bytes([signs])),
        )
    )


def spelled_sign(projection: str, sequence: int, signs: int) -> Fields:
    """The JSON form of an early sign, before it is written."""
    return {
        "version": 2,
        "projection": projection,
        "sequence": f"{sequence:08x}",
        "signs": f"{signs:02x}",
    }


def int8s(numbers: list[int]) -> bytes:
    """Numbers of one byte each, two's complement."""
    return bytes(number & 0xFF for number in numbers)


def spelled(fields: Fields) -> Fields:
    """The JSON form, before it is written."""
    return {
        "version": 2,
        "projection": fields["projection"],
        "sequence": f"{fields['sequence']:08x}",
        "embedding": int8s(fields["embedding"]).hex(),
        "scalars": int8s(fields["scalars"]).hex(),
        "clock": f"{fields['clock']:02x}",
        "path": f"{fields['path']:02x}",
    }


def compact(value: object) -> str:
    """JSON without white space."""
    return json.dumps(value, separators=(",", ":"))


def batch(*items: bytes) -> bytes:
    """A batch of up to 15 byte strings of up to 255 bytes."""
    return bytes([0x90 | len(items)]) + b"".join(bytes([0xC4, len(item)]) + item for item in items)


def drawn(number: int) -> Fields:
    """A window whose bytes come from a hash, so that every language can draw it again."""
    seed = f"samehands wire vector {number}".encode()
    raw = b"".join(sha256(seed + bytes([block])).digest() for block in range(3))
    return {
        "projection": raw[:8].hex(),
        "sequence": int.from_bytes(raw[8:12], "big"),
        "embedding": [byte % 249 - 124 for byte in raw[12:76]],
        "scalars": [
            raw[76 + place] % (high - low + 1) + low for place, (low, high) in enumerate(RANGES)
        ],
        "clock": raw[85] % 4,
        "path": raw[86] % 16,
    }
