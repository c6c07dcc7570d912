"""Subjects: who there is, and the erasure of one."""

import hmac
import os
from dataclasses import replace
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection, Table

from samehands.adapters.sql.admission import present
from samehands.adapters.sql.database import Database
from samehands.adapters.sql.records import receipt_record, receipt_row, subject_row
from samehands.adapters.sql.rows import ErasureReceipt, SubjectRow
from samehands.adapters.sql.sealing import DataKeys
from samehands.adapters.sql.service_keys import ServiceKeys
from samehands.adapters.sql.tables import CASES, ERASURES, INPUTS, SESSIONS, SNAPSHOTS, SUBJECTS
from samehands.quantities import Micros

LISTED: Final = 1_000
"""Most subjects or receipts that one call lists."""

_RECEIPTS: Final = "erasure receipts"
_ID_BYTES: Final = 16


class Subjects:
    """Reads subjects, and erases them.

    Args:
        database: where they are kept.
        keys: of the subjects.
        service_keys: what receipts are signed with.
    """

    def __init__(self, database: Database, keys: DataKeys, service_keys: ServiceKeys) -> None:
        self._database = database
        self._keys = keys
        self._service_keys = service_keys

    def get(self, subject: str) -> SubjectRow | None:
        """What there is about a subject, or was before it was erased.

        Raises:
            StorageError: the database refuses.
        """
        wanted = SUBJECTS.select().where(SUBJECTS.c.subject == subject)
        with self._database.reading() as connection:
            record = connection.execute(wanted).mappings().one_or_none()
        return None if record is None else subject_row(record)

    def listed(self, limit: int, after: str | None = None) -> tuple[SubjectRow, ...]:
        """Subjects in the order of their names; never more than `LISTED`.

        Args:
            limit: how many at most.
            after: only those that come after this name.

        Raises:
            StorageError: the database refuses.
        """
        wanted = SUBJECTS.select().order_by(SUBJECTS.c.subject)
        if after is not None:
            wanted = wanted.where(SUBJECTS.c.subject > after)
        with self._database.reading() as connection:
            records = connection.execute(wanted.limit(max(0, min(limit, LISTED)))).mappings().all()
        return tuple(subject_row(record) for record in records)

    def set_group(self, subject: str, group: str) -> bool:
        """Judge a subject by another group's policy; whether there is such a subject.

        Raises:
            StorageError: the database refuses.
        """
        changed = sa.update(SUBJECTS).where(SUBJECTS.c.subject == subject)
        with self._database.writing() as connection:
            return connection.execute(changed.values(policy_group=group)).rowcount > 0

    def erase(self, subject: str, at: Micros, by: str) -> ErasureReceipt | None:
        """Destroy a subject's key, then delete everything about it.

        What is left says that there was such a subject and that it was erased; the access log
        keeps who looked at it. A backup that was made before has the wrapped key still, and so
        has PostgreSQL's own log: keep both no longer than you may keep the data, and erase again
        whoever has a receipt after restoring one.

        Args:
            subject: who.
            at: when, µs.
            by: on whose behalf.

        Returns:
            The receipt, the last one again where nothing came since it; None for a subject never
            heard of.

        Raises:
            StorageError: the database refuses; nothing was erased.
        """
        signing = self._service_keys.get(_RECEIPTS)
        with self._database.writing() as connection:
            there = present(connection, [subject], lock=True).get(subject)
            if there is None:
                return None
            if there.wrapped is None:
                return self._receipts(connection, subject)[0]
            begins_after = there.last_ordinal + 1
            connection.execute(
                sa.update(SUBJECTS)
                .where(SUBJECTS.c.subject == subject)
                .values(
                    key_id=None,
                    wrapped_key=None,
                    erased_at=at,
                    begins_after=begins_after,
                    last_ordinal=begins_after,
                )
            )
            _delete(connection, SNAPSHOTS, subject)
            inputs, cases, sessions = (
                _delete(connection, table, subject) for table in (INPUTS, CASES, SESSIONS)
            )
            unsigned = ErasureReceipt(
                os.urandom(_ID_BYTES).hex(), subject, at, by, inputs, sessions, cases, b""
            )
            receipt = replace(unsigned, signature=_signature(unsigned, signing))
            connection.execute(ERASURES.insert(), receipt_record(receipt))
        self._keys.forget(subject)
        self._database.checkpoint()  # out of the write-ahead log too
        return receipt

    def receipts(self, subject: str | None = None) -> tuple[ErasureReceipt, ...]:
        """Receipts, the newest first; at most `LISTED`.

        Args:
            subject: only of this one.

        Raises:
            StorageError: the database refuses.
        """
        with self._database.reading() as connection:
            return self._receipts(connection, subject)

    def is_genuine(self, receipt: ErasureReceipt) -> bool:
        """Whether this service signed the receipt as it is.

        Raises:
            StorageError: the database refuses.
        """
        due = _signature(receipt, self._service_keys.get(_RECEIPTS))
        return hmac.compare_digest(receipt.signature, due)

    def _receipts(self, connection: Connection, subject: str | None) -> tuple[ErasureReceipt, ...]:
        wanted = ERASURES.select().order_by(ERASURES.c.at.desc(), ERASURES.c.id.desc())
        if subject is not None:
            wanted = wanted.where(ERASURES.c.subject == subject)
        records = connection.execute(wanted.limit(LISTED)).mappings()
        return tuple(receipt_row(record) for record in records)


def _delete(connection: Connection, table: Table, subject: str) -> int:
    return connection.execute(sa.delete(table).where(table.c.subject == subject)).rowcount


def _signature(receipt: ErasureReceipt, key: bytes) -> bytes:
    said: list[Any] = [
        receipt.id,
        receipt.subject,
        receipt.at,
        receipt.by,
        receipt.inputs,
        receipt.sessions,
        receipt.cases,
    ]
    return hmac.digest(key, msgspec.msgpack.encode(said), "sha256")
