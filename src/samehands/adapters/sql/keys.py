"""Master keys: what the keys of the subjects are wrapped with."""

import binascii
import os
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from samehands.adapters.sql.key_file import create_key_file, read_key_file, replace_key_file
from samehands.errors import SettingsError, StorageError

KEY_BYTES: Final = 32
"""Bytes of every key here: AES-256."""

NONCE_BYTES: Final = 12
"""Bytes of a nonce: what AES-GCM is specified for. Random; 2**32 under one key are safe."""

MASTER_KEYS: Final = 16
"""Most master keys in a ring: years of rotation. One that wraps nothing any more can go."""

_ID_BYTES: Final = 4
_HEADING: Final = (
    "# Master keys of Samehands, the newest first. Whoever has them and the database can read\n"
    "# what is in it; without them nobody can, so keep a copy where the database's are not.\n"
)


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A key as it is stored.

    Args:
        key_id: of the master key that it was wrapped with.
        sealed: nonce, the encrypted key, tag.
    """

    key_id: str
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class _MasterKey:
    id: str
    secret: bytes = field(repr=False)
    wrapping: AESGCM = field(repr=False)


class KeyRing:
    """The master keys: the newest wraps, every one unwraps.

    Args:
        keys: 32 random bytes each, the newest first.

    Raises:
        SettingsError: none, too many, one twice, or one that is no random key.
    """

    def __init__(self, keys: Iterable[bytes]) -> None:
        ring = [_master_key(place, key) for place, key in enumerate(keys, start=1)]
        if not 0 < len(ring) <= MASTER_KEYS:
            raise SettingsError("master keys", got=f"{len(ring)}", due=f"1 to {MASTER_KEYS}")
        self._by_id = {key.id: key for key in ring}
        if len(self._by_id) != len(ring):
            raise SettingsError("master keys", got="one of them twice", due="each once")
        self._newest = ring[0]

    def __repr__(self) -> str:
        return f"KeyRing({', '.join(self._by_id)})"

    @classmethod
    def from_environment(cls, value: str) -> "KeyRing":
        """The keys that a variable holds.

        Args:
            value: of the variable: base64url, the newest key first, commas or spaces between.

        Raises:
            SettingsError: it holds something else.
        """
        return cls(_parsed(value))

    @classmethod
    def from_file(cls, path: Path) -> "KeyRing":
        """The keys of a key file: one a line, the newest first.

        Raises:
            SettingsError: the file holds something else, or others than its owner can read it.
        """
        return cls(_parsed(read_key_file(path)))

    @classmethod
    def generate(cls, path: Path) -> "KeyRing":
        """A new key, in a new key file that only its owner can read.

        Raises:
            SettingsError: there is a file of that name.
            StorageError: the disk refused.
        """
        ring = cls([os.urandom(KEY_BYTES)])
        create_key_file(path, ring._text())
        return ring

    @classmethod
    def rotate(cls, path: Path) -> "KeyRing":
        """A new key in front of those of a key file; `SqlStore.rewrap` then makes use of it.

        Raises:
            SettingsError: the file cannot be used, or is full.
            StorageError: the disk refused; the file is as it was.
        """
        ring = cls([os.urandom(KEY_BYTES), *_parsed(read_key_file(path))])
        replace_key_file(path, ring._text())
        return ring

    @property
    def newest(self) -> str:
        """Id of the key that wraps."""
        return self._newest.id

    @property
    def ids(self) -> frozenset[str]:
        """Of all keys in the ring."""
        return frozenset(self._by_id)

    def wrap(self, key: bytes, *, name: bytes) -> Wrapped:
        """A key, encrypted with the newest master key.

        Args:
            key: what is to be wrapped.
            name: what it is a key of; nothing else opens it.
        """
        nonce = os.urandom(NONCE_BYTES)
        return Wrapped(self._newest.id, nonce + self._newest.wrapping.encrypt(nonce, key, name))

    def unwrap(self, wrapped: Wrapped, *, name: bytes) -> bytes:
        """The key that was wrapped under this name.

        Raises:
            StorageError: the ring does not have the master key, or the bytes were changed.
        """
        master = self._by_id.get(wrapped.key_id)
        if master is None:
            raise StorageError(
                f"a stored key needs master key {wrapped.key_id}, which is not among the "
                f"{len(self._by_id)} given"
            )
        nonce, sealed = wrapped.sealed[:NONCE_BYTES], wrapped.sealed[NONCE_BYTES:]
        try:
            return master.wrapping.decrypt(nonce, sealed, name)
        except (InvalidTag, ValueError):
            raise StorageError(
                f"a stored key does not open with master key {wrapped.key_id}: it was changed, "
                "or is another's"
            ) from None

    def _text(self) -> str:
        lines = (urlsafe_b64encode(key.secret).decode("ascii") for key in self._by_id.values())
        return _HEADING + "".join(f"{line}\n" for line in lines)


def _master_key(place: int, key: bytes) -> _MasterKey:
    if len(key) != KEY_BYTES:
        raise SettingsError(
            f"master key {place}", got=f"{len(key)} bytes", due=f"{KEY_BYTES} bytes as base64url"
        )
    if len(set(key)) < KEY_BYTES // 2:  # of random bytes, one key in 10**20
        raise SettingsError(f"master key {place}", got="a pattern", due="random bytes")
    identity = _derived(key, b"samehands master key id 1")[:_ID_BYTES].hex()
    return _MasterKey(identity, key, AESGCM(_derived(key, b"samehands key wrapping 1")))


def _derived(key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(key)


def _parsed(text: str) -> list[bytes]:
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    words = re.split(r"[\s,]+", "\n".join(lines).strip())
    return [_decoded(place, word) for place, word in enumerate(filter(None, words), start=1)]


def _decoded(place: int, word: str) -> bytes:
    try:
        key = urlsafe_b64decode(word + "=" * (-len(word) % 4))
    except (binascii.Error, ValueError):
        key = b""
    # Python's decoder passes over what is not in the alphabet.
    if urlsafe_b64encode(key).decode("ascii").rstrip("=") != word.rstrip("="):
        raise SettingsError(
            f"master key {place}",
            got=f"{len(word)} characters that are no base64url",
            due=f"{KEY_BYTES} bytes as base64url",
        )
    return key
