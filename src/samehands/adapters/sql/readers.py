"""Readers: whose reads are taken in, looked up for a whole batch at once."""

from collections.abc import Collection, Iterator, Mapping
from typing import Final, NamedTuple

import sqlalchemy as sa

from samehands.adapters.sql.database import Database
from samehands.adapters.sql.tables import SESSIONS, SUBJECTS

AT_ONCE: Final = 1_000
"""Names in one statement; SQLite takes 32,000 values, PostgreSQL 65,000."""


class Reader(NamedTuple):
    """Somebody of whom it may be told what they read.

    Args:
        subject: a pseudonym.
        group: whose policy applies where it is about no open session.
    """

    subject: str
    group: str


class Readers:
    """Looks up who reads. A subject that was erased, or never heard of, is nobody.

    Args:
        database: where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_sessions(self, sessions: Collection[str]) -> Mapping[str, Reader]:
        """Session, open or ended → its subject; unknown ones are left out.

        Raises:
            StorageError: the database refuses.
        """
        found: dict[str, Reader] = {}
        joined = SESSIONS.join(SUBJECTS, SESSIONS.c.subject == SUBJECTS.c.subject)
        columns = (SESSIONS.c.id, SESSIONS.c.subject, SUBJECTS.c.policy_group)
        with self._database.reading() as connection:
            for some in _parts(sessions):
                wanted = (
                    sa.select(*columns)
                    .select_from(joined)
                    .where(SESSIONS.c.id.in_(some), SUBJECTS.c.wrapped_key.is_not(None))
                )
                for session, subject, group in connection.execute(wanted):
                    found[session] = Reader(subject, group)
        return found

    def of_subjects(self, subjects: Collection[str]) -> Mapping[str, Reader]:
        """Subject → how it is judged; those that are nobody are left out.

        Raises:
            StorageError: the database refuses.
        """
        found: dict[str, Reader] = {}
        columns = SUBJECTS.c
        with self._database.reading() as connection:
            for some in _parts(subjects):
                wanted = sa.select(columns.subject, columns.policy_group).where(
                    columns.subject.in_(some), columns.wrapped_key.is_not(None)
                )
                for subject, group in connection.execute(wanted):
                    found[subject] = Reader(subject, group)
        return found


def _parts(names: Collection[str]) -> Iterator[list[str]]:
    # A name with a NUL or half a character is in neither database, and PostgreSQL would refuse it.
    listed = sorted(
        name
        for name in set(names)
        if "\0" not in name and not any("\ud800" <= letter <= "\udfff" for letter in name)
    )
    for start in range(0, len(listed), AT_ONCE):
        yield listed[start : start + AT_ONCE]
