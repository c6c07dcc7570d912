"""Sessions as they stand. The journal writes them together with the inputs, all but the consent."""

from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from samehands.adapters.sql.consent import Consent
from samehands.adapters.sql.database import Database
from samehands.adapters.sql.records import consent_of, consent_record, session_row
from samehands.adapters.sql.rows import SessionRow
from samehands.adapters.sql.tables import SESSIONS
from samehands.quantities import Micros
from samehands.trust import TrustState

LISTED: Final = 1_000
"""Most sessions that one call lists, where it is not about those that are open."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the sessions of a period add up to; about the system, not about any person.

    Args:
        subjects: how many different ones had a session.
        sessions: how many sessions there were.
        judged: of them, those in which something was judged.
        learning: those in which nothing could be.
    """

    subjects: int
    sessions: int
    judged: int
    learning: int


class Sessions:
    """Reads sessions, and keeps the consent to them.

    Args:
        database: where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, session: str) -> SessionRow | None:
        """The session of an id.

        Raises:
            StorageError: the database refuses.
        """
        found = self._listed(SESSIONS.select().where(SESSIONS.c.id == session))
        return found[0] if found else None

    def open(self) -> tuple[SessionRow, ...]:
        """All that have not ended, in the order in which they started.

        Raises:
            StorageError: the database refuses.
        """
        columns = SESSIONS.c
        wanted = SESSIONS.select().where(columns.ended_at.is_(None))
        return self._listed(wanted.order_by(columns.started_at, columns.id))

    def of_subject(self, subject: str, limit: int) -> tuple[SessionRow, ...]:
        """A subject's sessions, the newest first; never more than `LISTED`.

        Raises:
            StorageError: the database refuses.
        """
        columns = SESSIONS.c
        wanted = SESSIONS.select().where(columns.subject == subject)
        ordered = wanted.order_by(columns.started_at.desc(), columns.id.desc())
        return self._listed(ordered.limit(max(0, min(limit, LISTED))))

    def expired(self, now: Micros) -> tuple[SessionRow, ...]:
        """Those that have not ended though their time is over; at most `LISTED`, oldest first.

        Raises:
            StorageError: the database refuses.
        """
        columns = SESSIONS.c
        wanted = SESSIONS.select().where(columns.ended_at.is_(None), columns.expires_at <= now)
        return self._listed(wanted.order_by(columns.expires_at, columns.id).limit(LISTED))

    def agree(self, session: str, consent: Consent) -> Consent | None:
        """Keep the record of a consent with its session, unless the one that is there stays.

        Returns:
            The one that is kept now; None where there is no such session.

        Raises:
            StorageError: the database refuses.
        """
        wanted = SESSIONS.select().where(SESSIONS.c.id == session).with_for_update()
        with self._database.writing() as connection:
            found = connection.execute(wanted).mappings().one_or_none()
            if found is None:
                return None
            kept = consent_of(found)
            if kept is not None and not kept.gives_way_to(consent):
                return kept
            changed = sa.update(SESSIONS).where(SESSIONS.c.id == session)
            connection.execute(changed.values(consent_record(consent)))
            return consent

    def coverage(self, since: Micros) -> Coverage:
        """What the sessions that started since add up to.

        Raises:
            StorageError: the database refuses.
        """
        columns = SESSIONS.c
        learning = sa.case((columns.state == TrustState.LEARNING.value, 1), else_=0)
        wanted = sa.select(
            sa.func.count(columns.subject.distinct()),
            sa.func.count(),
            sa.func.coalesce(sa.func.sum(learning), 0),
        ).where(columns.started_at >= since)
        with self._database.reading() as connection:
            subjects, sessions, unjudged = connection.execute(wanted).one()
        return Coverage(subjects, sessions, sessions - unjudged, unjudged)

    def _listed(self, wanted: sa.Select[Any]) -> tuple[SessionRow, ...]:
        with self._database.reading() as connection:
            return tuple(session_row(row) for row in connection.execute(wanted).mappings())
