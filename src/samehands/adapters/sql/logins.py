"""Browsers that are logged in. What is kept of a cookie is its hash."""

from typing import Final

import sqlalchemy as sa

from samehands.adapters.sql.database import Database
from samehands.adapters.sql.rows import LoginRow
from samehands.adapters.sql.tables import LOGINS
from samehands.quantities import MICROS_PER_SECOND, Micros

USE_STEP: Final = Micros(60 * MICROS_PER_SECOND)
"""How exactly the last use is kept: to a minute.

More exactly would be one write for every request."""


class Logins:
    """Keeps logins.

    Args:
        database: where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, row: LoginRow) -> None:
        """Keep a new one.

        Raises:
            StorageError: there is no such account, or the database refuses.
        """
        with self._database.writing() as connection:
            record = {name: getattr(row, name) for name in LoginRow.__slots__}
            connection.execute(LOGINS.insert(), record)

    def get(self, token_hash: bytes) -> LoginRow | None:
        """The login of a cookie, also one that has expired.

        Raises:
            StorageError: the database refuses.
        """
        wanted = LOGINS.select().where(LOGINS.c.token_hash == token_hash)
        with self._database.reading() as connection:
            record = connection.execute(wanted).mappings().one_or_none()
        return None if record is None else LoginRow(**record)

    def used(self, token_hash: bytes, at: Micros) -> None:
        """Note that a login was used; kept to `USE_STEP`.

        Raises:
            StorageError: the database refuses.
        """
        columns = LOGINS.c
        stale = (columns.token_hash == token_hash) & (columns.last_at <= at - USE_STEP)
        with self._database.reading() as connection:
            due = connection.scalar(sa.select(columns.account_id).where(stale))
        if due is not None:
            with self._database.writing() as connection:
                connection.execute(sa.update(LOGINS).where(stale).values(last_at=at))

    def remove(self, token_hash: bytes) -> bool:
        """Log a browser out; whether it was logged in.

        Raises:
            StorageError: the database refuses.
        """
        return self._removed(LOGINS.c.token_hash == token_hash) > 0

    def remove_of(self, account: str) -> int:
        """Log an account out everywhere; from how many browsers.

        Raises:
            StorageError: the database refuses.
        """
        return self._removed(LOGINS.c.account_id == account)

    def _removed(self, condition: sa.ColumnElement[bool]) -> int:
        with self._database.writing() as connection:
            return connection.execute(sa.delete(LOGINS).where(condition)).rowcount
