"""PostgreSQL: when several processes share the store."""

from typing import Final

import psycopg
import sqlalchemy as sa
from sqlalchemy import URL, create_engine, event

from samehands.adapters.sql.database import Database, Kind
from samehands.adapters.sql.failures import storage_errors
from samehands.errors import StorageError

CONNECT_SECONDS: Final = 10
"""How long to wait for a connection, s."""

LOCK_MILLIS: Final = 10_000
"""How long to wait for another transaction's lock, ms."""

CONNECTIONS: Final = 8
"""Connections of a process; more wait."""

POOL_SECONDS: Final = 30
"""How long to wait for one of them, s."""

_SETTINGS: Final = (
    "SET synchronous_commit = on",  # acknowledged means durable, whatever the server's default
    f"SET lock_timeout = {LOCK_MILLIS}",
)


def open_postgres(url: URL) -> Database:
    """Connect to a database.

    Raises:
        StorageError: it cannot be reached, does not let us in, or is not in UTF-8.
    """
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        hide_parameters=True,
        connect_args={"connect_timeout": CONNECT_SECONDS, "application_name": "samehands"},
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=POOL_SECONDS,
        pool_pre_ping=True,
    )

    def connected(connection: psycopg.Connection, _record: object) -> None:
        with connection.cursor() as cursor:
            for setting in _SETTINGS:
                cursor.execute(setting)
        connection.commit()

    event.listen(engine, "connect", connected)
    readers = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    database = Database(Kind.POSTGRESQL, readers=readers, writers=engine)
    with storage_errors(), engine.begin() as connection:
        encoding = connection.scalar(sa.text("SHOW server_encoding"))
    if encoding != "UTF8":
        database.close()
        raise StorageError(f"database: got encoding {encoding}, due UTF8")
    return database
