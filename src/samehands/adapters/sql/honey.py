"""Honey records: hashes of records that nobody has any reason to read."""

from collections.abc import Collection
from typing import Final

import sqlalchemy as sa

from samehands.adapters.sql.database import Database
from samehands.adapters.sql.tables import HONEY_RECORDS
from samehands.errors import InputError
from samehands.quantities import Micros

HASH_BYTES: Final = 16
"""Bytes of a record's hash."""

MOST: Final = 10_000
"""Most honey records. More than that are no exception any more, and are held in memory."""

AT_ONCE: Final = 1_000
"""Most hashes in one call."""


class Honey:
    """Keeps the hashes. Which records they are, only the host application can tell.

    Args:
        database: where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> frozenset[bytes]:
        """Every hash; for who watches, never for who looks.

        Raises:
            StorageError: the database refuses.
        """
        with self._database.reading() as connection:
            found = connection.execute(sa.select(HONEY_RECORDS.c.record)).scalars()
            return frozenset(bytes(record) for record in found)

    def count(self) -> int:
        """How many there are.

        Raises:
            StorageError: the database refuses.
        """
        wanted = sa.select(sa.func.count()).select_from(HONEY_RECORDS)
        with self._database.reading() as connection:
            return int(connection.execute(wanted).scalar_one())

    def add(self, records: Collection[bytes], by: str, at: Micros) -> int:
        """Register hashes; one that is there already stays as it is.

        Args:
            records: 16 bytes each.
            by: id of the account.
            at: when, µs.

        Returns:
            How many there are now.

        Raises:
            InputError: one that is no hash, too many at once, or too many in all; none was added.
            StorageError: the database refuses.
        """
        _require_hashes(records)
        rows = [{"record": one, "added_by": by, "at": at} for one in sorted(set(records))]
        counted = sa.select(sa.func.count()).select_from(HONEY_RECORDS)
        with self._database.writing() as connection:
            if rows:
                connection.execute(
                    self._database.insert(HONEY_RECORDS).on_conflict_do_nothing(), rows
                )
            there = int(connection.execute(counted).scalar_one())
            if there > MOST:
                raise InputError("honey records", got=f"{there} in all", due=f"at most {MOST}")
        return there

    def remove(self, records: Collection[bytes]) -> int:
        """Forget hashes; those that are not there are passed over.

        Args:
            records: 16 bytes each.

        Returns:
            How many there are now.

        Raises:
            InputError: one that is no hash, or too many at once; none was removed.
            StorageError: the database refuses.
        """
        _require_hashes(records)
        gone = sa.delete(HONEY_RECORDS).where(HONEY_RECORDS.c.record.in_(sorted(set(records))))
        counted = sa.select(sa.func.count()).select_from(HONEY_RECORDS)
        with self._database.writing() as connection:
            if records:
                connection.execute(gone)
            return int(connection.execute(counted).scalar_one())


def _require_hashes(records: Collection[bytes]) -> None:
    if len(records) > AT_ONCE:
        raise InputError("honey records", got=f"{len(records)} at once", due=f"at most {AT_ONCE}")
    if any(len(record) != HASH_BYTES for record in records):
        raise InputError("honey record", got="another size", due=f"{HASH_BYTES} bytes")
