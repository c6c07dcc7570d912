"""All keys of a database at once: whether they can be opened, and wrapping them anew."""

from typing import Final

import sqlalchemy as sa

from samehands.adapters.sql.database import Database
from samehands.adapters.sql.keys import KeyRing, Wrapped
from samehands.adapters.sql.sealing import DataKeys
from samehands.adapters.sql.tables import SERVICE_KEYS, SUBJECTS
from samehands.errors import StorageError

AT_ONCE: Final = 500
"""Keys that are wrapped anew in one transaction. More: those who write wait longer for it."""


def require_master_keys(database: Database, ring: KeyRing) -> None:
    """Refuse a ring that lacks a master key which something in the database needs.

    Raises:
        StorageError: which one; or the database refuses.
    """
    used = sa.union(
        sa.select(SUBJECTS.c.key_id).where(SUBJECTS.c.key_id.is_not(None)),
        sa.select(SERVICE_KEYS.c.key_id),
    )
    with database.reading() as connection:
        missing = set(connection.scalars(used)) - ring.ids
    if missing:
        raise StorageError(
            f"database: got master keys {', '.join(sorted(ring.ids))}, due also "
            f"{', '.join(sorted(missing))}, with which some of its keys are wrapped"
        )


def rewrap_subjects(database: Database, keys: DataKeys) -> int:
    """Wrap every subject's key with the newest master key; how many were not.

    Raises:
        StorageError: no master key opens one, or the database refuses. Those done stay done.
    """
    columns = SUBJECTS.c
    stale = (
        sa.select(columns.subject, columns.key_id, columns.wrapped_key)
        .where(columns.key_id != keys.newest)
        .order_by(columns.subject)
        .limit(AT_ONCE)
        .with_for_update()
    )
    anew = (
        sa.update(SUBJECTS)
        .where(columns.subject == sa.bindparam("of"))
        .values(key_id=sa.bindparam("by"), wrapped_key=sa.bindparam("becomes"))
    )
    done = 0
    while True:
        with database.writing() as connection:
            records = []
            for subject, key_id, sealed in connection.execute(stale):
                wrapped = keys.rewrapped(subject, Wrapped(key_id, sealed))
                records.append({"of": subject, "by": wrapped.key_id, "becomes": wrapped.sealed})
            if not records:
                return done
            connection.execute(anew, records)
        done += len(records)
