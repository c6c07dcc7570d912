"""API keys of host applications. What is kept of a secret is its hash."""

from typing import Any, Final

import sqlalchemy as sa

from samehands.adapters.sql.database import Database
from samehands.adapters.sql.records import api_key_record, api_key_row
from samehands.adapters.sql.rows import ApiKeyRow
from samehands.adapters.sql.tables import API_KEYS
from samehands.quantities import MICROS_PER_SECOND, Micros

LISTED: Final = 1_000
"""Most API keys that one call lists."""

USE_STEP: Final = Micros(60 * MICROS_PER_SECOND)
"""How exactly the last use is kept: to a minute.

More exactly would be one write for every request."""


class ApiKeys:
    """Keeps API keys.

    Args:
        database: where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, row: ApiKeyRow) -> None:
        """Keep a new one.

        Raises:
            StorageError: there is one of that id, or the database refuses.
        """
        with self._database.writing() as connection:
            connection.execute(API_KEYS.insert(), api_key_record(row))

    def get(self, key: str) -> ApiKeyRow | None:
        """The one of an id, whether revoked or not.

        Raises:
            StorageError: the database refuses.
        """
        found = self._listed(API_KEYS.select().where(API_KEYS.c.id == key))
        return found[0] if found else None

    def listed(self) -> tuple[ApiKeyRow, ...]:
        """All, the newest first; at most `LISTED`.

        Raises:
            StorageError: the database refuses.
        """
        ordered = API_KEYS.select().order_by(API_KEYS.c.created_at.desc(), API_KEYS.c.id)
        return self._listed(ordered.limit(LISTED))

    def revoke(self, key: str, at: Micros) -> bool:
        """Make a key worthless; False where there is none or it was revoked before.

        Raises:
            StorageError: the database refuses.
        """
        good = sa.update(API_KEYS).where(API_KEYS.c.id == key, API_KEYS.c.revoked_at.is_(None))
        with self._database.writing() as connection:
            return connection.execute(good.values(revoked_at=at)).rowcount > 0

    def used(self, key: str, at: Micros) -> None:
        """Note that a key was used; kept to `USE_STEP`.

        Raises:
            StorageError: the database refuses.
        """
        columns = API_KEYS.c
        stale = columns.last_used_at.is_(None) | (columns.last_used_at <= at - USE_STEP)
        with self._database.reading() as connection:
            due = connection.scalar(sa.select(columns.id).where(columns.id == key, stale))
        if due is not None:
            noted = sa.update(API_KEYS).where(columns.id == key, stale).values(last_used_at=at)
            with self._database.writing() as connection:
                connection.execute(noted)

    def _listed(self, wanted: sa.Select[Any]) -> tuple[ApiKeyRow, ...]:
        with self._database.reading() as connection:
            return tuple(api_key_row(row) for row in connection.execute(wanted).mappings())
