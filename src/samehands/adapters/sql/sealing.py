"""What is sealed: AES-256-GCM with a key per subject, bound to the place where it is stored."""

import os
from collections import OrderedDict
from enum import StrEnum
from threading import Lock
from typing import Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from samehands.adapters.sql.keys import KEY_BYTES, NONCE_BYTES, KeyRing, Wrapped
from samehands.errors import StorageError

CACHED_KEYS: Final = 10_000
"""Keys of subjects that are kept unwrapped, about 1 KB each; the longest unused leave first.

More: memory. Fewer: more unwrapping, some 10 µs each, where more people than that type at once."""


class Place(StrEnum):
    """A column that is sealed; stored data depends on the words."""

    INPUT = "inputs"
    SNAPSHOT = "snapshots"
    NOTE = "cases"


_FORMAT: Final = b"\x01"
_START: Final = len(_FORMAT) + NONCE_BYTES


class DataKey:
    """The key of one subject.

    Args:
        subject: whose.
        key: 32 random bytes.
    """

    __slots__ = ("_cipher", "_subject")

    def __init__(self, subject: str, key: bytes) -> None:
        self._subject = subject
        self._cipher = AESGCM(key)

    def seal(self, content: bytes, place: Place, row: int | str) -> bytes:
        """Encrypt content for one row; in any other it does not open."""
        nonce = os.urandom(NONCE_BYTES)
        return _FORMAT + nonce + self._cipher.encrypt(nonce, content, self._bound(place, row))

    def open(self, sealed: bytes, place: Place, row: int | str) -> bytes:
        """The content that was sealed for this row.

        Raises:
            StorageError: the bytes were changed, or were sealed for another row, subject or key.
        """
        if sealed[: len(_FORMAT)] == _FORMAT:
            nonce = sealed[len(_FORMAT) : _START]
            try:
                return self._cipher.decrypt(nonce, sealed[_START:], self._bound(place, row))
            except (InvalidTag, ValueError):
                pass
        raise StorageError(
            f"{place}, {row}: does not open with its subject's key; it "
            "was changed since it was written, or belongs elsewhere"
        )

    def _bound(self, place: Place, row: int | str) -> bytes:
        return msgspec.msgpack.encode((place, self._subject, row))


class DataKeys:
    """The subjects' keys: makes them, unwraps them, and remembers those in use.

    Args:
        ring: the master keys.
    """

    def __init__(self, ring: KeyRing) -> None:
        self._ring = ring
        self._unwrapped: OrderedDict[tuple[str, bytes], DataKey] = OrderedDict()
        self._lock = Lock()

    @property
    def newest(self) -> str:
        """Id of the master key that wraps."""
        return self._ring.newest

    def new(self, subject: str) -> Wrapped:
        """A new key for a subject, wrapped by the newest master key."""
        return self._ring.wrap(os.urandom(KEY_BYTES), name=_name(subject))

    def of(self, subject: str, wrapped: Wrapped) -> DataKey:
        """The key that is stored with a subject.

        Raises:
            StorageError: no master key opens it.
        """
        # Looked up by the wrapped bytes: a key that was destroyed and made anew is another one.
        place = (subject, wrapped.sealed)
        with self._lock:
            if place in self._unwrapped:
                self._unwrapped.move_to_end(place)
                return self._unwrapped[place]
        key = DataKey(subject, self._ring.unwrap(wrapped, name=_name(subject)))
        with self._lock:
            self._unwrapped[place] = key
            if len(self._unwrapped) > CACHED_KEYS:
                self._unwrapped.popitem(last=False)
        return key

    def rewrapped(self, subject: str, wrapped: Wrapped) -> Wrapped:
        """The same key, wrapped by the newest master key.

        Raises:
            StorageError: no master key opens it.
        """
        name = _name(subject)
        return self._ring.wrap(self._ring.unwrap(wrapped, name=name), name=name)

    def forget(self, subject: str) -> None:
        """Drop what is remembered of a subject's keys."""
        with self._lock:
            for place in [place for place in self._unwrapped if place[0] == subject]:
                del self._unwrapped[place]


def _name(subject: str) -> bytes:
    return msgspec.msgpack.encode(("subjects", subject))
