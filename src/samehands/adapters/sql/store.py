"""The store: one database, what is kept in it, and how it is opened."""

from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import sqlalchemy as sa
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from samehands.adapters.sql.access_log import AccessLog
from samehands.adapters.sql.accounts import Accounts
from samehands.adapters.sql.api_keys import ApiKeys
from samehands.adapters.sql.backup import back_up
from samehands.adapters.sql.cases import Cases
from samehands.adapters.sql.database import Database, Kind
from samehands.adapters.sql.honey import Honey
from samehands.adapters.sql.journal import SqlJournal
from samehands.adapters.sql.keys import KeyRing
from samehands.adapters.sql.logins import Logins
from samehands.adapters.sql.postgres import open_postgres
from samehands.adapters.sql.readers import Readers
from samehands.adapters.sql.retention import Retention
from samehands.adapters.sql.schema import migrate, present
from samehands.adapters.sql.sealing import DataKeys
from samehands.adapters.sql.service_keys import ServiceKeys
from samehands.adapters.sql.sessions import Sessions
from samehands.adapters.sql.settings import Settings
from samehands.adapters.sql.sqlite import open_sqlite
from samehands.adapters.sql.subject_keys import require_master_keys, rewrap_subjects
from samehands.adapters.sql.subjects import Subjects
from samehands.errors import SettingsError

_POSTGRES: Final = {"postgres", "postgresql", "postgresql+psycopg"}
_URLS: Final = "sqlite:///path/to/file.db or postgresql://name@host/database"


@dataclass(frozen=True, slots=True)
class StoreFacts:
    """What can be said about a store without looking at anybody.

    Args:
        database: "sqlite" or "postgresql".
        schema: the migration that it is at.
        size: bytes on the disk.
    """

    database: str
    schema: str
    size: int


class SqlStore:
    """Everything durable. All of it can be used from several threads; `open_store` makes one.

    Args:
        database: with the present schema.
        ring: the master keys.
    """

    def __init__(self, database: Database, ring: KeyRing) -> None:
        keys = DataKeys(ring)
        self._database = database
        self._keys = keys
        self.service_keys = ServiceKeys(database, ring)
        self.journal = SqlJournal(database, keys)
        self.sessions = Sessions(database)
        self.cases = Cases(database, keys)
        self.readers = Readers(database)
        self.honey = Honey(database)
        self.subjects = Subjects(database, keys, self.service_keys)
        self.api_keys = ApiKeys(database)
        self.accounts = Accounts(database)
        self.logins = Logins(database)
        self.settings = Settings(database)
        self.access_log = AccessLog(database, self.service_keys)
        self.retention = Retention(database, self.access_log)

    def check(self) -> None:
        """Ask the database something.

        Raises:
            StorageError: it does not answer.
        """
        with self._database.reading() as connection:
            connection.execute(sa.select(1))

    def facts(self) -> StoreFacts:
        """What can be said about the store without looking at anybody.

        Raises:
            StorageError: the database refuses.
        """
        with self._database.reading() as connection:
            if self._database.kind is Kind.SQLITE:
                pages, size = (
                    connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
                    for name in ("page_count", "page_size")
                )
                used = pages * size
            else:
                name = sa.func.current_database()
                used = connection.execute(sa.select(sa.func.pg_database_size(name))).scalar_one()
            return StoreFacts(self._database.kind.value, present(connection) or "", int(used))

    def rewrap(self) -> int:
        """Wrap every key with the newest master key, so that the older ones can go.

        Returns:
            How many keys were wrapped with an older one.

        Raises:
            StorageError: the database refuses, or no master key opens a key. Those wrapped anew
                stay so; call it again.
        """
        return self.service_keys.rewrap() + rewrap_subjects(self._database, self._keys)

    def back_up(self, path: Path) -> None:
        """Copy a SQLite database into one file, while it is in use; see `backup`.

        Raises:
            StorageError: it is PostgreSQL, or the disk refuses.
        """
        back_up(self._database, path)

    def close(self) -> None:
        """Close all connections. The store cannot be used afterwards.

        Raises:
            StorageError: the disk refuses; what was acknowledged is durable all the same.
        """
        try:
            self._database.checkpoint()
        finally:
            self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_store(url: str, *, keys: KeyRing) -> SqlStore:
    """Open a store, and bring its schema up to date.

    Args:
        url: `sqlite:///relative/file.db`, `sqlite:////absolute/file.db`, or
            `postgresql://name:password@host:port/database`.
        keys: the master keys: all that anything in it was ever wrapped with.

    Raises:
        SettingsError: another kind of URL.
        StorageError: the database cannot be opened, is of a newer Samehands, or needs a master
            key that was not given.
    """
    database = _opened(url)
    try:
        migrate(database)
        require_master_keys(database, keys)
    except BaseException:
        database.close()
        raise
    return SqlStore(database, keys)


def _opened(text: str) -> Database:
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise _refused("no URL") from None
    if url.drivername in _POSTGRES:
        return open_postgres(url)
    if url.drivername == "sqlite":
        return open_sqlite(_path(url))
    raise _refused(f"a URL that begins with {url.drivername}")


def _path(url: URL) -> Path:
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        raise _refused("SQLite without a file")
    if url.host or url.query:
        raise _refused("a SQLite URL with a host or options")
    return Path(url.database)


def _refused(got: str) -> SettingsError:
    return SettingsError("database URL", got=got, due=_URLS)
