import sqlite3
import traceback
from collections.abc import Callable
from dataclasses import replace

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from adapters.sql.examples import CASE, SESSION, beginning, later, put_in
from adapters.sql.test_accounts import LOGIN
from samehands.adapters.sql import SqlStore
from samehands.adapters.sql.failures import storage_errors
from samehands.errors import StorageError

SECRETS = ("hunter2", "marlowe", "INSERT", "UPDATE", "SELECT")
"""Values and SQL that no error may repeat."""


def said_by(error: BaseException) -> str:
    """All that a log would have of an error; our own lines of code are not in question."""
    lines = traceback.format_exception(error)
    assert not any("The above exception" in line or "During handling" in line for line in lines)
    return f"{error} {error!r} {error.args}"


def attempts(store: SqlStore) -> list[Callable[[], object]]:
    """What every database refuses, with values in it that nobody may read in a log."""
    secret = replace(SESSION, id="marlowe", subject="hunter2", origin="hunter2")
    large = replace(secret, subject="marlowe", revision=2**70)
    return [
        lambda: store.journal.append([], also=[secret]),
        lambda: store.journal.append([], also=[large]),
        lambda: store.journal.append([], also=[replace(CASE, subject="hunter2", note="marlowe")]),
        lambda: store.logins.add(replace(LOGIN, account_id="marlowe", csrf="hunter2")),
        lambda: store.settings.put("hunter2\ud800", b"marlowe", after=0, by="a", at=later(0)),
    ]


def test_no_error_repeats_a_value_or_a_statement(store: SqlStore) -> None:
    put_in(store, replace(SESSION, subject="marlowe"))
    for attempt in attempts(store):
        with pytest.raises(StorageError) as caught:
            attempt()
        assert not [secret for secret in SECRETS if secret in said_by(caught.value)]


@pytest.mark.parametrize("table", ["inputs", "subjects", "sessions"])
def test_a_table_that_is_gone_is_a_storage_error(store: SqlStore, table: str) -> None:
    with store._database.writers.begin() as connection:
        cascade = " CASCADE" if connection.dialect.name == "postgresql" else ""
        connection.exec_driver_sql(f"DROP TABLE {table}{cascade}")
    with pytest.raises(StorageError) as caught:
        store.journal.append([beginning("marlowe")], also=[replace(SESSION, subject="marlowe")])
    assert not [secret for secret in SECRETS if secret in said_by(caught.value)]


class _Reported(sqlite3.OperationalError):
    """What SQLite says, with the name that newer Pythons give it."""

    def __init__(self, name: str) -> None:
        super().__init__("near hunter2")
        self.sqlite_errorname = name


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("SQLITE_FULL", "the disk is full"),
        ("SQLITE_IOERR_WRITE", "the disk failed"),
        ("SQLITE_BUSY_SNAPSHOT", "another process holds it for too long"),
        ("SQLITE_CANTOPEN_ISDIR", "the file cannot be opened"),
        ("SQLITE_CORRUPT_INDEX", "the file is damaged"),
        ("SQLITE_READONLY_DBMOVED", "it can only be read"),
        ("SQLITE_ERROR", "SQLITE_ERROR"),
        ("", "SQLite refused"),
    ],
)
def test_what_sqlite_refuses_is_said_in_our_words(name: str, said: str) -> None:
    with pytest.raises(StorageError) as caught, storage_errors():
        raise _Reported(name)
    assert str(caught.value) == f"database: {said}"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (psycopg.errors.DiskFull("hunter2"), "the disk is full"),
        (psycopg.errors.DeadlockDetected("hunter2"), "another transaction was in the way"),
        (psycopg.errors.SerializationFailure("hunter2"), "another transaction was in the way"),
        (psycopg.errors.AdminShutdown("hunter2"), "it is shutting down or starting up"),
        (psycopg.errors.CannotConnectNow("hunter2"), "it is shutting down or starting up"),
        (psycopg.errors.TooManyConnections("hunter2"), "it has too many connections"),
        (psycopg.errors.InsufficientPrivilege("hunter2"), "the role may not do this"),
        (psycopg.errors.ConnectionFailure("hunter2"), "the connection was lost"),
        (psycopg.errors.IoError("hunter2"), "the disk failed"),
        (psycopg.errors.UndefinedTable("hunter2"), "PostgreSQL refused, SQLSTATE 42P01"),
    ],
)
def test_what_postgresql_refuses_is_said_in_our_words(error: psycopg.Error, said: str) -> None:
    with pytest.raises(StorageError) as caught, storage_errors():
        raise error
    assert str(caught.value) == f"database: {said}"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PoolTimeoutError("hunter2"), "all connections are in use for too long"),
        (InvalidRequestError("hunter2"), "InvalidRequestError"),
        (OverflowError("hunter2"), "a value that it cannot hold"),
        (UnicodeError("hunter2"), "a value that it cannot hold"),
    ],
)
def test_what_sqlalchemy_refuses_is_said_in_our_words(error: Exception, said: str) -> None:
    with pytest.raises(StorageError) as caught, storage_errors():
        raise error
    assert str(caught.value) == f"database: {said}"


def test_our_own_errors_and_mistakes_pass_unchanged() -> None:
    for error in (StorageError("ours"), KeyError("a mistake"), sa.exc.SAWarning("a warning")):
        with pytest.raises(type(error)) as caught, storage_errors():
            raise error
        assert caught.value is error
