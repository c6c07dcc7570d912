"""Random secrets, and the hash that is kept instead of them."""

import hashlib
import hmac
import re
import secrets
from typing import Final

SECRET_BYTES: Final = 32
"""Random bytes in every secret that we hand out: 256 bits, which nobody guesses.

It is why a plain SHA-256 is enough to keep: a slow hash is for what people choose themselves."""

_ID: Final = re.compile(r"[0-9a-f]{16}", re.ASCII)


def new_secret() -> str:
    """A secret of 256 random bits, as 64 hexadecimal digits."""
    return secrets.token_hex(SECRET_BYTES)


def new_id() -> str:
    """An opaque name of something new, as 16 hexadecimal digits; it need not stay secret."""
    return secrets.token_hex(8)


def is_id(text: str) -> bool:
    """Whether a text has the form of an id of ours, and so may be looked up.

    >>> is_id("0123456789abcdef"), is_id("x")
    (True, False)
    """
    return _ID.fullmatch(text) is not None


def digest(secret: str) -> bytes:
    """What is kept of a secret: its SHA-256, 32 bytes."""
    return hashlib.sha256(secret.encode()).digest()


def is_secret(secret: str, kept: bytes) -> bool:
    """Whether this is the secret that a digest was kept of, in a time that tells nothing."""
    return hmac.compare_digest(digest(secret), kept)
