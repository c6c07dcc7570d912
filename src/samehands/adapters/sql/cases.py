"""Cases as they stand. They are written by the journal, together with the inputs."""

from collections.abc import Mapping
from typing import Any, Final

import sqlalchemy as sa

from samehands.adapters.sql.admission import Present, present
from samehands.adapters.sql.database import Database
from samehands.adapters.sql.records import Record, case_row
from samehands.adapters.sql.rows import CaseRow, CaseStatus
from samehands.adapters.sql.sealing import DataKeys, Place
from samehands.adapters.sql.tables import CASES
from samehands.errors import StorageError
from samehands.quantities import Micros

LISTED: Final = 1_000
"""Most cases that one call lists."""


class Cases:
    """Reads cases.

    Args:
        database: where they are kept.
        keys: of the subjects, to open notes with.
    """

    def __init__(self, database: Database, keys: DataKeys) -> None:
        self._database = database
        self._keys = keys

    def get(self, case: str) -> CaseRow | None:
        """The case of an id.

        Raises:
            StorageError: the database refuses, or the note was changed by somebody else.
        """
        found = self._listed(CASES.select().where(CASES.c.id == case))
        return found[0] if found else None

    def listed(
        self, *, status: CaseStatus | None = None, limit: int, before: str | None = None
    ) -> tuple[CaseRow, ...]:
        """Cases, the newest first.

        Args:
            status: only those of this status.
            limit: how many at most; never more than `LISTED`.
            before: id of a case: only those opened before it. Nothing follows a case that there
                is not.

        Raises:
            StorageError: the database refuses, or a note was changed by somebody else.
        """
        columns = CASES.c
        wanted = CASES.select().order_by(columns.opened_at.desc(), columns.id.desc())
        if status is not None:
            wanted = wanted.where(columns.status == status.value)
        if before is not None:
            place = sa.tuple_(columns.opened_at, columns.id)
            last = sa.select(columns.opened_at, columns.id).where(columns.id == before)
            wanted = wanted.where(place < last.scalar_subquery())
        return self._listed(wanted.limit(max(0, min(limit, LISTED))))

    def of_session(self, session: str) -> tuple[CaseRow, ...]:
        """A session's cases, the oldest first; at most `LISTED`.

        Raises:
            StorageError: the database refuses, or a note was changed by somebody else.
        """
        columns = CASES.c
        wanted = CASES.select().where(columns.session == session)
        return self._listed(wanted.order_by(columns.opened_at, columns.id).limit(LISTED))

    def tally(self, since: Micros) -> Mapping[CaseStatus, int]:
        """How many cases were opened since, by what they are now; every status is there.

        Raises:
            StorageError: the database refuses.
        """
        columns = CASES.c
        wanted = sa.select(columns.status, sa.func.count()).where(columns.opened_at >= since)
        with self._database.reading() as connection:
            rows = connection.execute(wanted.group_by(columns.status)).all()
        counts = {row[0]: row[1] for row in rows}
        return {status: counts.get(status.value, 0) for status in CaseStatus}

    def _listed(self, wanted: sa.Select[Any]) -> tuple[CaseRow, ...]:
        with self._database.reading() as connection:
            records = connection.execute(wanted).mappings().all()
            noted = {record["subject"] for record in records if record["note"] is not None}
            there = present(connection, noted) if noted else {}
        return tuple(
            case_row(record, self._note(record, there.get(record["subject"])))
            for record in records
        )

    def _note(self, record: Record, there: Present | None) -> str | None:
        if record["note"] is None:
            return None
        if there is None or there.wrapped is None:
            raise StorageError(f"cases, {record['id']}: its note's key was destroyed")
        key = self._keys.of(record["subject"], there.wrapped)
        return key.open(record["note"], Place.NOTE, record["id"]).decode()
