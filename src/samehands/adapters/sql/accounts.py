"""Accounts of the console. A name and an identity at the provider belong to one account each."""

from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Connection

from samehands.adapters.sql.database import Database, Turn
from samehands.adapters.sql.records import account_record, account_row
from samehands.adapters.sql.rows import AccountRow
from samehands.adapters.sql.tables import ACCOUNTS, LOGINS

LISTED: Final = 10_000
"""Most accounts that one call lists: an organisation with its own people as role self."""


class Accounts:
    """Keeps accounts.

    Args:
        database: where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, row: AccountRow) -> bool:
        """Keep a new account; False where its name, id or identity is taken.

        Raises:
            StorageError: the database refuses.
        """
        with self._database.writing() as connection:
            self._database.take_turn(connection, Turn.ACCOUNTS)
            return self._added(connection, row)

    def add_first(self, row: AccountRow) -> bool:
        """Keep the very first account; False where there is any. Of two at once, one succeeds.

        Raises:
            StorageError: the database refuses.
        """
        with self._database.writing() as connection:
            self._database.take_turn(connection, Turn.ACCOUNTS)
            if connection.scalar(sa.select(ACCOUNTS.c.id).limit(1)) is not None:
                return False
            return self._added(connection, row)

    def get(self, account: str) -> AccountRow | None:
        """The account of an id.

        Raises:
            StorageError: the database refuses.
        """
        return self._one(ACCOUNTS.c.id == account)

    def named(self, name: str) -> AccountRow | None:
        """The account of a name; upper and lower case are different names.

        Raises:
            StorageError: the database refuses.
        """
        return self._one(ACCOUNTS.c.name == name)

    def of_oidc(self, oidc_subject: str) -> AccountRow | None:
        """The account of an identity at the provider.

        Raises:
            StorageError: the database refuses.
        """
        return self._one(ACCOUNTS.c.oidc_subject == oidc_subject)

    def listed(self) -> tuple[AccountRow, ...]:
        """All, in the order of their names; at most `LISTED`.

        Raises:
            StorageError: the database refuses.
        """
        wanted = ACCOUNTS.select().order_by(ACCOUNTS.c.name).limit(LISTED)
        with self._database.reading() as connection:
            return tuple(account_row(row) for row in connection.execute(wanted).mappings())

    def change(self, row: AccountRow) -> bool:
        """Keep an account as it is now; a disabled one is logged out everywhere.

        Returns:
            False where there is no account of this id, or another has the name or identity.

        Raises:
            StorageError: the database refuses.
        """
        own = ACCOUNTS.c.id == row.id
        with self._database.writing() as connection:
            self._database.take_turn(connection, Turn.ACCOUNTS)
            if connection.scalar(sa.select(ACCOUNTS.c.id).where(~own, _same(row)).limit(1)):
                return False
            if row.disabled:
                connection.execute(sa.delete(LOGINS).where(LOGINS.c.account_id == row.id))
            changed = sa.update(ACCOUNTS).where(own).values(account_record(row))
            return connection.execute(changed).rowcount > 0

    def _added(self, connection: Connection, row: AccountRow) -> bool:
        taken = (ACCOUNTS.c.id == row.id) | _same(row)
        if connection.scalar(sa.select(ACCOUNTS.c.id).where(taken).limit(1)) is not None:
            return False
        connection.execute(ACCOUNTS.insert(), account_record(row))
        return True

    def _one(self, condition: sa.ColumnElement[bool]) -> AccountRow | None:
        with self._database.reading() as connection:
            record: Any = (
                connection.execute(ACCOUNTS.select().where(condition)).mappings().one_or_none()
            )
        return None if record is None else account_row(record)


def _same(row: AccountRow) -> sa.ColumnElement[bool]:
    """Accounts with a name or an identity of this one's; no identity is nobody's."""
    same = ACCOUNTS.c.name == row.name
    if row.oidc_subject is None:
        return same
    return same | (ACCOUNTS.c.oidc_subject == row.oidc_subject)
