"""Retention: each class of data goes when its time is over."""

from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from samehands.adapters.sql.access_log import AccessLog
from samehands.adapters.sql.database import Database
from samehands.adapters.sql.rows import CaseStatus
from samehands.adapters.sql.tables import CASES, INPUTS, LOGINS, SESSIONS, SNAPSHOTS
from samehands.quantities import Micros

AT_ONCE: Final = 2_000
"""Rows that go in one transaction. More: those who write wait longer for it."""


@dataclass(frozen=True, slots=True)
class Ages:
    """How long each class of data is kept, µs; None for ever.

    Args:
        inputs: windows and events; never those after a subject's last snapshot.
        sessions: after their end; those with a case are kept as long as the case.
        cases: after the decision; open ones are kept.
        logins: after they expired.
        access_log: from its beginning on; the chain goes on from an anchor.
        reads: record reads that led to nothing; never those after a subject's last snapshot.
    """

    inputs: Micros | None = None
    sessions: Micros | None = None
    cases: Micros | None = None
    logins: Micros | None = None
    access_log: Micros | None = None
    reads: Micros | None = None


@dataclass(frozen=True, slots=True)
class Swept:
    """How many rows of each class a sweep deleted."""

    inputs: int = 0
    sessions: int = 0
    cases: int = 0
    logins: int = 0
    access_log: int = 0
    reads: int = 0


class Retention:
    """Deletes what is too old.

    Args:
        database: where it is.
        access_log: cuts its own beginning off.
    """

    def __init__(self, database: Database, access_log: AccessLog) -> None:
        self._database = database
        self._access_log = access_log

    def sweep(self, now: Micros, ages: Ages) -> Swept:
        """Delete everything that is older than its class may become.

        Many short transactions, so that inputs are taken in meanwhile. What a sweep that fails
        in the middle has not deleted, the next one does.

        Args:
            now: µs.
            ages: how old each class may become.

        Returns:
            How many rows went, by class.

        Raises:
            StorageError: the database refuses.
        """
        cases, sessions, logins = CASES.c, SESSIONS.c, LOGINS.c
        has_case = sa.exists().where(cases.session == sessions.id)
        swept = Swept(
            inputs=0 if ages.inputs is None else self._inputs(Micros(now - ages.inputs)),
            reads=0 if ages.reads is None else self._reads(Micros(now - ages.reads)),
            cases=self._old(
                cases.id,
                cases.decided_at,
                _before(now, ages.cases),
                cases.status != CaseStatus.OPEN.value,
            ),
            sessions=self._old(
                sessions.id, sessions.ended_at, _before(now, ages.sessions), ~has_case
            ),
            logins=self._old(logins.token_hash, logins.expires_at, _before(now, ages.logins)),
            access_log=(
                0
                if ages.access_log is None
                else self._access_log.forget_before(Micros(now - ages.access_log))
            ),
        )
        self._database.checkpoint()
        return swept

    def _inputs(self, before: Micros) -> int:
        """Delete old inputs, subject by subject, never one that the state cannot do without."""
        with self._database.reading() as connection:
            wanted = sa.select(SNAPSHOTS.c.subject, SNAPSHOTS.c.ordinal)
            snapshots = connection.execute(wanted).all()
        return sum(self._inputs_of(subject, ordinal, before) for subject, ordinal in snapshots)

    def _inputs_of(self, subject: str, snapshot_at: int, before: Micros) -> int:
        """Delete from the beginning on, up to the first that is young enough."""
        columns = INPUTS.c
        oldest = (
            sa.select(columns.ordinal, columns.at)
            .where(columns.subject == subject, columns.ordinal <= snapshot_at)
            .order_by(columns.ordinal)
            .limit(AT_ONCE)
        )
        gone = 0
        while True:
            with self._database.reading() as connection:
                rows = connection.execute(oldest).all()
            old = [row.ordinal for row in rows if row.at < before]
            young = [row.ordinal for row in rows if row.at >= before]
            last = max((one for one in old if one < min(young, default=one + 1)), default=None)
            if last is None:
                return gone
            first = sa.delete(INPUTS).where(columns.subject == subject, columns.ordinal <= last)
            with self._database.writing() as connection:
                gone += connection.execute(first).rowcount

    def _reads(self, before: Micros) -> int:
        """Delete old reads that led to nothing, but for those that the state cannot do without."""
        old = (
            sa.select(INPUTS.c.subject, INPUTS.c.ordinal)
            .join(SNAPSHOTS, SNAPSHOTS.c.subject == INPUTS.c.subject)
            .where(
                sa.literal_column("quiet"),  # in these words, or no index is used
                INPUTS.c.at < before,
                INPUTS.c.ordinal <= SNAPSHOTS.c.ordinal,
            )
            .order_by(INPUTS.c.at)
            .limit(AT_ONCE)
        )
        gone = 0
        while True:
            with self._database.reading() as connection:
                rows = [(subject, ordinal) for subject, ordinal in connection.execute(old)]
            if not rows:
                return gone
            place = sa.tuple_(INPUTS.c.subject, INPUTS.c.ordinal)
            with self._database.writing() as connection:
                gone += connection.execute(sa.delete(INPUTS).where(place.in_(rows))).rowcount

    def _old(
        self,
        key: sa.Column[Any],
        at: sa.Column[int],
        before: Micros | None,
        *conditions: sa.ColumnElement[bool],
    ) -> int:
        """Delete the rows of a table whose time is before a moment; none where there is none."""
        if before is None:
            return 0
        some = sa.select(key).where(at < before, *conditions).limit(AT_ONCE)
        gone = 0
        while True:
            with self._database.writing() as connection:
                deleted = connection.execute(sa.delete(key.table).where(key.in_(some))).rowcount
            gone += deleted
            if deleted < AT_ONCE:
                return gone


def _before(now: Micros, age: Micros | None) -> Micros | None:
    return None if age is None else Micros(now - age)
