"""Who is written for: the rows of the subjects, locked, with their keys; new ones are let in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Connection

from samehands.adapters.sql.database import Database, Kind
from samehands.adapters.sql.keys import Wrapped
from samehands.adapters.sql.sealing import DataKeys
from samehands.adapters.sql.tables import SUBJECTS
from samehands.monitor.journal import Addition

DEFAULT_GROUP: Final = "default"
"""Whose policy a subject is judged by until somebody says otherwise."""

SUBJECTS_AT_ONCE: Final = 1_000
"""Names in one statement; SQLite takes 32,000 values, PostgreSQL 65,000."""


@dataclass(frozen=True, slots=True)
class Present:
    """How a subject stands in the database.

    Args:
        begins_after: ordinal after which its inputs begin: zero, or that of its erasure.
        last_ordinal: of its last input, or of its erasure.
        wrapped: its key; None where it was destroyed.
    """

    begins_after: int
    last_ordinal: int
    wrapped: Wrapped | None


def present(
    connection: Connection, subjects: Iterable[str], *, lock: bool = False
) -> dict[str, Present]:
    """How subjects stand; those never heard of are left out.

    Args:
        connection: in a transaction.
        subjects: which.
        lock: keep others from changing them until the transaction ends.
    """
    columns = SUBJECTS.c
    found: dict[str, Present] = {}
    # SQLite has one writer, who holds the lock of everything already. On PostgreSQL everybody
    # locks in the order of the names, so nobody waits for one who waits for them.
    locks = lock and connection.dialect.name == Kind.POSTGRESQL
    names = iter(sorted(set(subjects)))
    while some := list(islice(names, SUBJECTS_AT_ONCE)):
        wanted = sa.select(
            columns.subject,
            columns.begins_after,
            columns.last_ordinal,
            columns.key_id,
            columns.wrapped_key,
        ).where(columns.subject.in_(some))
        if locks:
            wanted = wanted.order_by(columns.subject).with_for_update()
        for subject, begins_after, last_ordinal, key_id, wrapped in connection.execute(
            wanted
        ).all():
            key = None if wrapped is None else Wrapped(key_id, wrapped)
            found[subject] = Present(begins_after, last_ordinal, key)
    return found


class Admission:
    """Locks the subjects that inputs are added to, and gives a key to those who have none.

    Args:
        database: where they are.
        keys: what makes their keys.
    """

    def __init__(self, database: Database, keys: DataKeys) -> None:
        self._database = database
        self._keys = keys

    def admit(
        self, connection: Connection, additions: Sequence[Addition], groups: Mapping[str, str]
    ) -> dict[str, Present]:
        """The subjects of additions as they stand, locked until the transaction ends.

        Args:
            connection: in a transaction that writes.
            additions: what is to be added; the first input of a subject makes its row and its key.
            groups: subject → group, for those that are new.

        Returns:
            Who is there; who is not, and is no beginner, is left out.
        """
        found = present(connection, (addition.subject for addition in additions), lock=True)
        beginners = sorted(
            (
                one
                for one in additions
                if one.taken and one.after == 0 and one.subject not in found
            ),
            key=lambda one: one.subject,
        )
        if beginners:
            connection.execute(
                self._database.insert(SUBJECTS).on_conflict_do_nothing(),
                [self._record(one, groups) for one in beginners],
            )
            # Another process may have been first; then its key is the subject's.
            names = [one.subject for one in beginners]
            found |= present(connection, names, lock=True)
        for one in additions:
            there = found.get(one.subject)
            if there is None or there.wrapped is not None or not one.taken:
                continue
            if there.last_ordinal == one.after:
                found[one.subject] = self._begin_anew(connection, one, there)
        return found

    def _record(self, addition: Addition, groups: Mapping[str, str]) -> dict[str, Any]:
        wrapped = self._keys.new(addition.subject)
        return {
            "subject": addition.subject,
            "policy_group": groups.get(addition.subject, DEFAULT_GROUP),
            "key_id": wrapped.key_id,
            "wrapped_key": wrapped.sealed,
            "created_at": addition.taken[0].at,
            "erased_at": None,
            "begins_after": 0,
            "last_ordinal": 0,
        }

    def _begin_anew(self, connection: Connection, addition: Addition, there: Present) -> Present:
        wrapped = self._keys.new(addition.subject)
        connection.execute(
            sa.update(SUBJECTS)
            .where(SUBJECTS.c.subject == addition.subject)
            .values(
                key_id=wrapped.key_id,
                wrapped_key=wrapped.sealed,
                created_at=addition.taken[0].at,
                erased_at=None,
            )
        )
        return Present(there.begins_after, there.last_ordinal, wrapped)
