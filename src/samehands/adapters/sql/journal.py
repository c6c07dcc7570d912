"""The journal: inputs and snapshots of every subject, sealed with the subject's key."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Connection

from samehands.adapters.sql.admission import Admission, Present, present
from samehands.adapters.sql.database import Database
from samehands.adapters.sql.records import session_record
from samehands.adapters.sql.rows import CaseRow, Row, SessionRow
from samehands.adapters.sql.sealed_records import input_records, sealed_case, snapshot_records
from samehands.adapters.sql.sealing import DataKey, DataKeys, Place
from samehands.adapters.sql.tables import CASES, INPUTS, SESSIONS, SNAPSHOTS, SUBJECTS
from samehands.adapters.sql.taken_codec import decode_taken
from samehands.errors import InputError, StorageError, TemplateError
from samehands.monitor.journal import Addition, Kept, Taken
from samehands.monitor.state import MonitorState
from samehands.monitor.state_codec import decode_state

POINTS: Final = 10_000
"""Most inputs that one call of `taken` gives: a week of one person's typing, some 5 MB."""

_SESSION: Final = ("subject", "started_at", "expires_at")
"""Columns of a session that never change; a row that differs there is another's."""

_MOVING: Final = ("last_at", "state", "verdict", "share", "revision")
"""Columns that change with every input. None has an index, so one page is written for it."""

_CASE: Final = ("subject", "session", "opened_at")
_DECISION: Final = ("status", "decided_at", "decided_by", "note")


class SqlJournal:
    """A `monitor.Journal` in a database. It can be used from several threads.

    Args:
        database: where it is kept.
        keys: of the subjects.
    """

    def __init__(self, database: Database, keys: DataKeys) -> None:
        self._database = database
        self._keys = keys
        self._admission = Admission(database, keys)

    def load(self, subject: str) -> Kept:
        """What there is of a subject; nothing, as a fresh state, for one never heard of.

        After an erasure the ordinals go on, so that nobody who still has the erased state can
        append to it unnoticed.

        Raises:
            StorageError: the database refuses, or what it has was changed by somebody else.
        """
        with self._database.reading() as connection:
            there = present(connection, [subject]).get(subject)
            if there is None:
                return Kept(MonitorState(subject))
            if there.wrapped is None:
                return Kept(MonitorState(subject), there.last_ordinal)
            key = self._keys.of(subject, there.wrapped)
            snapshot, snapshot_at = _snapshot(connection, subject, key, there)
            since = sa.select(INPUTS.c.ordinal, INPUTS.c.session, INPUTS.c.sealed).where(
                INPUTS.c.subject == subject, INPUTS.c.ordinal > snapshot_at
            )
            taken = _opened(connection, since.order_by(INPUTS.c.ordinal), key)
        due = range(snapshot_at + 1, there.last_ordinal + 1)
        if [point.ordinal for point in taken] != list(due):
            raise StorageError(
                f"inputs of a subject: got {len(taken)} since the last snapshot, due "
                f"{len(due)}; some are missing"
            )
        return Kept(snapshot, snapshot_at, tuple(point.event for point in taken))

    def append(self, additions: Sequence[Addition], also: Sequence[Row] = ()) -> frozenset[str]:
        """Keep additions of different subjects, and rows that belong to them, in one transaction.

        Args:
            additions: what was taken in.
            also: sessions and cases that are to be as durable; they take the place of those with
                the same id.

        Returns:
            Subjects for whom somebody else appended since `after`: nothing of theirs was kept, no
            row either. All others are durable.

        Raises:
            InputError: additions that do not follow their `after`, or a name that is no text;
                nothing was kept.
            StorageError: the database refuses. Nothing was kept, unless the connection was lost
                while it was told to keep it: load again to know.
        """
        for addition in additions:
            _check(addition)
        if len({addition.subject for addition in additions}) != len(additions):
            raise InputError("additions", got="a subject twice", due="each subject once")
        if not additions and not also:
            return frozenset()
        groups = {row.subject: row.group for row in also if isinstance(row, SessionRow)}
        with self._database.writing() as connection:
            there = self._admission.admit(connection, additions, groups)
            kept = [one for one in additions if _follows(one, there.get(one.subject))]
            conflicts = {one.subject for one in additions} - {one.subject for one in kept}
            rows = [row for row in also if row.subject not in conflicts]
            keys = self._unwrapped(connection, there, kept, rows)
            if kept:
                _advance(connection, kept)
            if records := input_records(kept, keys):
                connection.execute(INPUTS.insert(), records)
            self._put(connection, kept, rows, keys)
        return frozenset(conflicts)

    def taken(
        self, subject: str, session: str, *, after: int = 0, limit: int
    ) -> tuple[Taken, ...]:
        """The points of a session, oldest first; not the reads that led to nothing.

        Args:
            subject: whose session it is.
            session: which one.
            after: only those with a greater ordinal.
            limit: how many at most; never more than `POINTS`.

        Raises:
            StorageError: the database refuses, or what it has was changed by somebody else.
        """
        wanted = (
            sa.select(INPUTS.c.ordinal, INPUTS.c.session, INPUTS.c.sealed)
            .where(
                INPUTS.c.subject == subject,
                INPUTS.c.session == session,
                INPUTS.c.ordinal > after,
                INPUTS.c.quiet.is_(None),
            )
            .order_by(INPUTS.c.ordinal)
            .limit(max(0, min(limit, POINTS)))
        )
        with self._database.reading() as connection:
            there = present(connection, [subject]).get(subject)
            if there is None or there.wrapped is None:
                return ()
            return _opened(connection, wanted, self._keys.of(subject, there.wrapped))

    def behind(self, *, after: str = "", limit: int) -> tuple[str, ...]:
        """Subjects with inputs since their last snapshot, in the order of their names.

        Args:
            after: only those behind this name.
            limit: how many at most; never more than `POINTS`.

        Raises:
            StorageError: the database refuses.
        """
        subjects, kept = SUBJECTS.c, SNAPSHOTS.c
        joined = SUBJECTS.outerjoin(SNAPSHOTS, subjects.subject == kept.subject)
        wanted = (
            sa.select(subjects.subject)
            .select_from(joined)
            .where(
                subjects.subject > after,
                subjects.wrapped_key.is_not(None),
                subjects.last_ordinal > sa.func.coalesce(kept.ordinal, subjects.begins_after),
            )
            .order_by(subjects.subject)
            .limit(max(0, min(limit, POINTS)))
        )
        with self._database.reading() as connection:
            return tuple(connection.execute(wanted).scalars())

    def _unwrapped(
        self,
        connection: Connection,
        there: Mapping[str, Present],
        kept: Sequence[Addition],
        rows: Sequence[Row],
    ) -> dict[str, DataKey]:
        """The keys of everybody for whom something is sealed."""
        noted = {row.subject for row in rows if isinstance(row, CaseRow) and row.note is not None}
        others = present(connection, noted - there.keys()) if noted - there.keys() else {}
        keys = {}
        for subject in {one.subject for one in kept} | noted:
            known = there.get(subject) or others.get(subject)
            if known is None or known.wrapped is None:
                raise StorageError("cases: got a note on a subject that there is not")
            keys[subject] = self._keys.of(subject, known.wrapped)
        return keys

    def _put(
        self,
        connection: Connection,
        kept: Sequence[Addition],
        rows: Sequence[Row],
        keys: Mapping[str, DataKey],
    ) -> None:
        """Keep what stands beside the inputs: snapshots, sessions, cases."""
        put = self._database.put
        snapshots = snapshot_records(kept, keys)
        put(connection, SNAPSHOTS, snapshots, changing=("ordinal", "sealed"))
        sessions = [row for row in rows if isinstance(row, SessionRow)]
        going = [session_record(row) for row in sessions if row.ended_at is None]
        put(connection, SESSIONS, going, fixed=_SESSION, changing=_MOVING)
        ended = [session_record(row) for row in sessions if row.ended_at is not None]
        put(connection, SESSIONS, ended, fixed=_SESSION, changing=(*_MOVING, "ended_at"))
        cases = [sealed_case(row, keys) for row in rows if isinstance(row, CaseRow)]
        put(connection, CASES, cases, fixed=_CASE, changing=_DECISION)


def _check(addition: Addition) -> None:
    for name in {addition.subject, *(taken.session for taken in addition.taken)}:
        if name is not None and not _storable(name):
            raise InputError(
                "addition",
                got="a name with a NUL or half a character",
                due="text that both databases hold",
            )
    due = list(range(addition.after + 1, addition.ordinal + 1))
    if addition.after < 0 or [taken.ordinal for taken in addition.taken] != due:
        raise InputError(
            "addition", got="ordinals with a gap", due="those that follow its `after`"
        )
    if addition.snapshot is not None and addition.snapshot.subject != addition.subject:
        raise InputError("addition", got="another's snapshot", due="its subject's")


def _storable(name: str) -> bool:
    return "\0" not in name and not any("\ud800" <= letter <= "\udfff" for letter in name)


def _follows(addition: Addition, there: Present | None) -> bool:
    if there is None or there.wrapped is None:
        return False  # nobody to keep a snapshot of
    return there.last_ordinal == addition.after


def _advance(connection: Connection, kept: Sequence[Addition]) -> None:
    """Move the subjects' last ordinals on, each from where its addition was stepped from."""
    columns = SUBJECTS.c
    moved = connection.execute(
        sa.update(SUBJECTS)
        .where(columns.subject == sa.bindparam("of"), columns.last_ordinal == sa.bindparam("was"))
        .values(last_ordinal=sa.bindparam("becomes")),
        [{"of": one.subject, "was": one.after, "becomes": one.ordinal} for one in kept],
    )
    if moved.rowcount != len(kept):
        raise StorageError(f"subjects: got {moved.rowcount} moved on, due {len(kept)}")


def _snapshot(
    connection: Connection, subject: str, key: DataKey, there: Present
) -> tuple[MonitorState, int]:
    columns = SNAPSHOTS.c
    wanted = sa.select(columns.ordinal, columns.sealed).where(columns.subject == subject)
    found = connection.execute(wanted).one_or_none()
    if found is None:
        return MonitorState(subject), there.begins_after
    data = key.open(found.sealed, Place.SNAPSHOT, found.ordinal)
    try:
        return decode_state(data), found.ordinal
    except TemplateError as error:
        raise StorageError(f"snapshots: {error}") from None


def _opened(connection: Connection, wanted: sa.Select[Any], key: DataKey) -> tuple[Taken, ...]:
    points = []
    for ordinal, session, sealed in connection.execute(wanted).all():
        taken = decode_taken(key.open(sealed, Place.INPUT, ordinal))
        if (taken.ordinal, taken.session) != (ordinal, session):
            raise StorageError(f"inputs, {ordinal}: its row says another session than its content")
        points.append(taken)
    return tuple(points)
