"""The access log: who looked at whom and why, as a chain that cannot be mended unnoticed.

Every entry has the hash of the one before it, so nothing can be changed, left out or put in
without changing all that follows. Where the chain begins and ends is signed with a key that is not
in the database: cutting off the end, or writing the whole anew, needs the master key. What it
cannot show is that the whole database was put back to an earlier day: keep the last hash elsewhere.
"""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from samehands.adapters.sql.database import Database
from samehands.adapters.sql.rows import AccessEntry, Look
from samehands.adapters.sql.service_keys import ServiceKeys
from samehands.adapters.sql.tables import ACCESS_CHAIN, ACCESS_LOG
from samehands.errors import StorageError
from samehands.quantities import Micros

LISTED: Final = 1_000
"""Most entries that one call lists."""

READ_AT_ONCE: Final = 1_000
"""Entries in memory at once while the chain is verified."""

_BEFORE_THE_FIRST: Final = bytes(32)
_SIGNING: Final = "access log"
_ROW: Final = 1


@dataclass(frozen=True, slots=True)
class _Ends:
    """Where the chain begins, after the anchor, and where it ends, with the head."""

    anchor_number: int = 0
    anchor_hash: bytes = _BEFORE_THE_FIRST
    head_number: int = 0
    head_hash: bytes = _BEFORE_THE_FIRST

    def signature(self, key: bytes) -> bytes:
        said = [self.anchor_number, self.anchor_hash, self.head_number, self.head_hash]
        return hmac.digest(key, msgspec.msgpack.encode(said), "sha256")


class AccessLog:
    """Keeps the access log.

    Args:
        database: where it is kept.
        service_keys: what its ends are signed with.
    """

    def __init__(self, database: Database, service_keys: ServiceKeys) -> None:
        self._database = database
        self._service_keys = service_keys

    def append(self, look: Look) -> AccessEntry:
        """Keep a look; it is durable when this returns.

        Raises:
            StorageError: the database refuses; nobody may look then.
        """
        signing = self._service_keys.get(_SIGNING)
        with self._database.writing() as connection:
            ends = self._locked(connection, signing)
            entry = _entry(ends.head_number + 1, look, ends.head_hash)
            connection.execute(ACCESS_LOG.insert(), _record(entry))
            moved = replace(ends, head_number=entry.number, head_hash=entry.hash)
            _put_ends(connection, moved, signing)
        return entry

    def listed(
        self, *, limit: int, before: int | None = None, subject: str | None = None
    ) -> tuple[AccessEntry, ...]:
        """Entries, the newest first.

        Args:
            limit: how many at most; never more than `LISTED`.
            before: only those with a smaller number.
            subject: only looks at this one.

        Raises:
            StorageError: the database refuses.
        """
        wanted = ACCESS_LOG.select().order_by(ACCESS_LOG.c.number.desc())
        if before is not None:
            wanted = wanted.where(ACCESS_LOG.c.number < before)
        if subject is not None:
            wanted = wanted.where(ACCESS_LOG.c.subject == subject)
        with self._database.reading() as connection:
            records = connection.execute(wanted.limit(max(0, min(limit, LISTED)))).mappings()
            return tuple(AccessEntry(**record) for record in records)

    def verify(self) -> int | None:
        """Read the whole chain.

        Returns:
            None where all of it is as it was written; otherwise the first number at which an
            entry was changed, is missing, or is one too many. Where what is signed was changed,
            that is the first entry: nothing can be believed then.

        Raises:
            StorageError: the database refuses.
        """
        signing = self._service_keys.get(_SIGNING)
        with self._database.reading() as connection:
            ends, signed = _ends(connection)
            if not signed and ends == _Ends():
                signed = ends.signature(signing)  # nothing was ever written
            if not hmac.compare_digest(signed, ends.signature(signing)):
                return ends.anchor_number + 1
            number, previous = ends.anchor_number, ends.anchor_hash
            for entry in _read(connection):
                number += 1
                if number > ends.head_number or entry != _entry(number, _look(entry), previous):
                    return number
                previous = entry.hash
        if number < ends.head_number:
            return number + 1
        return None if previous == ends.head_hash else number

    def forget_before(self, at: Micros) -> int:
        """Cut off the entries at the beginning that are older, and anchor the rest.

        Returns:
            How many entries that were.

        Raises:
            StorageError: the database refuses, or the ends of the chain were changed: what is
                broken is not cut off.
        """
        signing = self._service_keys.get(_SIGNING)
        columns = ACCESS_LOG.c
        with self._database.writing() as connection:
            ends = self._locked(connection, signing)
            younger = sa.select(sa.func.min(columns.number)).where(columns.at >= at)
            last = (connection.scalar(younger) or ends.head_number + 1) - 1
            if last <= ends.anchor_number:
                return 0
            hashed = connection.scalar(sa.select(columns.hash).where(columns.number == last))
            if hashed is None:
                raise StorageError(f"access_log, {last}: is missing; the chain is broken")
            gone = connection.execute(sa.delete(ACCESS_LOG).where(columns.number <= last)).rowcount
            _put_ends(connection, replace(ends, anchor_number=last, anchor_hash=hashed), signing)
        return gone

    def _locked(self, connection: Connection, signing: bytes) -> _Ends:
        """The ends of the chain; nobody else appends until the transaction ends."""
        ends = _Ends()
        first = {"id": _ROW, **_of(ends), "signature": ends.signature(signing)}
        connection.execute(
            self._database.insert(ACCESS_CHAIN).values(first).on_conflict_do_nothing()
        )
        ends, signed = _ends(connection, lock=True)
        if not hmac.compare_digest(signed, ends.signature(signing)):
            raise StorageError(
                "access_log: got ends of the chain that were changed, due those that were "
                "signed; nobody can look until it is mended"
            )
        return ends


def _ends(connection: Connection, *, lock: bool = False) -> tuple[_Ends, bytes]:
    """The ends of the chain and their signature; empty ones where nothing was ever written."""
    wanted = ACCESS_CHAIN.select().where(ACCESS_CHAIN.c.id == _ROW)
    if lock:
        wanted = wanted.with_for_update()
    record = connection.execute(wanted).mappings().one_or_none()
    if record is None:
        return _Ends(), b""
    return _Ends(**{name: record[name] for name in _Ends.__slots__}), record["signature"]


def _put_ends(connection: Connection, ends: _Ends, signing: bytes) -> None:
    signed = {**_of(ends), "signature": ends.signature(signing)}
    connection.execute(sa.update(ACCESS_CHAIN).where(ACCESS_CHAIN.c.id == _ROW).values(signed))


def _of(ends: _Ends) -> dict[str, Any]:
    return {name: getattr(ends, name) for name in _Ends.__slots__}


def _read(connection: Connection) -> Iterator[AccessEntry]:
    last = 0
    ordered = ACCESS_LOG.select().order_by(ACCESS_LOG.c.number).limit(READ_AT_ONCE)
    while (
        records := connection.execute(ordered.where(ACCESS_LOG.c.number > last)).mappings().all()
    ):
        yield from (AccessEntry(**record) for record in records)
        last = records[-1]["number"]


def _entry(number: int, look: Look, previous: bytes) -> AccessEntry:
    said = [getattr(look, name) for name in Look.__slots__]
    hashed = hashlib.sha256(previous + msgspec.msgpack.encode([number, *said])).digest()
    values = dict(zip(Look.__slots__, said, strict=True))
    return AccessEntry(number=number, previous=previous, hash=hashed, **values)


def _look(entry: AccessEntry) -> Look:
    return Look(**{name: getattr(entry, name) for name in Look.__slots__})


def _record(entry: AccessEntry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in AccessEntry.__slots__}
