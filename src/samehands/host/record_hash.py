"""What a record is called outside the host application: a keyed hash, never its id.

The key stays with the host application. Whoever has the service's data and not the key cannot tell
which customer a hash is, nor try customer numbers one after the other.
"""

import hmac
import os
import secrets
from collections import OrderedDict
from pathlib import Path
from threading import Lock
from typing import Final

from samehands.errors import SettingsError

HASH_BYTES: Final = 16
"""Bytes of a hash: two of a billion records have the same one once in 10^20 installations."""

SECRET_BYTES: Final = 32
"""Least bytes of a secret: as many as SHA-256 gives, so that guessing it is no way in."""

LONGEST_SECRET: Final = 4_096
"""Most bytes of a secret's file; more is another file."""

LONGEST_ID: Final = 1_024
"""Most characters of a record's id. Longer ones are no ids, and hashing them takes time."""

RESOURCE_CHARACTERS: Final = 32
"""Most characters of a class of records."""

REMEMBERED: Final = 10_000
"""Sessions whose last record is remembered, to see whether the next one follows it.

The longest unused leaves first. Fewer: an enumeration that pauses looks like two."""

_RESOURCE_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_.-")
_PUBLIC_MODES: Final = 0o077


class RecordHash:
    """Gives records their names.

    ```python
    hashes = RecordHash(secret)
    hashes.of("4711", "customer")      # the same 32 hex digits every time
    ```

    Args:
        secret: at least 32 random bytes that the service never sees. Another one gives every
            record another name, so habits begin anew and honey records have to be registered again.

    Raises:
        SettingsError: too few bytes.
    """

    __slots__ = ("_secret",)

    def __init__(self, secret: bytes) -> None:
        if len(secret) < SECRET_BYTES:
            raise SettingsError(
                "secret", got=f"{len(secret)} bytes", due=f"{SECRET_BYTES} or more"
            )
        self._secret = secret

    @classmethod
    def from_file(cls, file: Path) -> "RecordHash":
        """With the secret that a file holds, in hex; only its owner may be able to read it.

        Raises:
            SettingsError: it cannot be read, others can read it, or it holds no secret.
        """
        try:
            mode = file.stat().st_mode
            with file.open("rb") as opened:
                text = opened.read(LONGEST_SECRET)
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise SettingsError("secret's file", got=why, due="a file with hex digits") from None
        if mode & _PUBLIC_MODES:
            raise SettingsError("secret's file", got=f"mode {mode & 0o777:o}", due="600: chmod it")
        try:
            return cls(bytes.fromhex(text.decode("ascii").strip()))
        except ValueError:
            raise SettingsError("secret's file", got="no hex digits", due="64 or more") from None

    def of(self, record: str | int, resource: str) -> str:
        """The name of a record, 32 hex digits.

        The class is part of it: customer 7 and order 7 are two records.

        Args:
            record: its id in the host application.
            resource: its class, as `require_resource` wants it.

        Raises:
            SettingsError: no class, or an id that is empty or endless.

        >>> RecordHash(bytes(32)).of(7, "customer") == RecordHash(bytes(32)).of("7", "customer")
        True
        """
        text = str(record)
        if not 0 < len(text) <= LONGEST_ID:
            raise SettingsError("record", got=f"{len(text)} characters", due=f"1 to {LONGEST_ID}")
        said = f"{require_resource(resource)}\0{text}".encode("utf-8", "surrogatepass")
        return hmac.digest(self._secret, said, "sha256")[:HASH_BYTES].hex()


def new_secret(file: Path) -> None:
    """Make a file with a new secret, which only its owner can read.

    Raises:
        SettingsError: it is there already, or the disk refuses.
    """
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(secrets.token_hex(SECRET_BYTES).encode() + b"\n")
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise SettingsError("secret's file", got=why, due="a file that is not there yet") from None


def require_resource(resource: str) -> str:
    """A class of records, if it is one.

    Raises:
        SettingsError: it is none.
    """
    if not 0 < len(resource) <= RESOURCE_CHARACTERS or not set(resource) <= _RESOURCE_LETTERS:
        raise SettingsError(
            "resource",
            got=f"{len(resource)} characters, or others than these",
            due=f"1 to {RESOURCE_CHARACTERS} of a-z, 0-9, _ . -",
        )
    return resource


class Steps:
    """Whether a record is the neighbour of the one that the same session read before.

    Records that are read in the order of their numbers are enumerated, not looked up. A hash does
    not show that, so it is seen here, before hashing. Threads may share one.
    """

    def __init__(self) -> None:
        self._last: OrderedDict[tuple[str, str], int] = OrderedDict()
        self._lock = Lock()

    def follows(self, who: str, resource: str, record: str | int) -> bool:
        """Whether its number is one more or one less than the last; ids without one never are.

        Args:
            who: the session or the subject.
            resource: class of the record.
            record: its id in the host application.

        >>> steps = Steps()
        >>> [steps.follows("s", "customer", number) for number in (6, 7, 9, 8)]
        [False, True, False, True]
        """
        number = _number(record)
        place = (who, resource)
        with self._lock:
            last = self._last.pop(place, None)
            if number is None:
                return False
            self._last[place] = number
            if len(self._last) > REMEMBERED:
                self._last.popitem(last=False)
        return last is not None and abs(number - last) == 1


def _number(record: str | int) -> int | None:
    if isinstance(record, int):
        return record
    plain = record.isascii() and record.isdigit() and len(record) <= len(str(2**64))
    return int(record) if plain else None
