"""What a database refuses, in our words: no SQL, no value, no name of a person."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import psycopg
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from samehands.errors import StorageError

_SQLITE: Final = {
    "SQLITE_BUSY": "another process holds it for too long",
    "SQLITE_LOCKED": "another connection holds it",
    "SQLITE_FULL": "the disk is full",
    "SQLITE_READONLY": "it can only be read",
    "SQLITE_CANTOPEN": "the file cannot be opened",
    "SQLITE_IOERR": "the disk failed",
    "SQLITE_CORRUPT": "the file is damaged",
    "SQLITE_NOTADB": "the file is no SQLite database",
    "SQLITE_NOMEM": "there is no memory left",
    "SQLITE_TOOBIG": "a value is too large",
}
"""The first two words of SQLite's name of an error → what it means."""

_POSTGRES: Final = {
    "08": "the connection was lost",
    "40": "another transaction was in the way",
    "42501": "the role may not do this",
    "53100": "the disk is full",
    "53200": "there is no memory left",
    "53300": "it has too many connections",
    "55P03": "another process holds it for too long",
    "57": "it is shutting down or starting up",
    "58": "the disk failed",
    "XX": "it is damaged",
}
"""SQLSTATE or its class, the longer first → what it means."""


@contextmanager
def storage_errors() -> Iterator[None]:
    """Turn whatever SQLAlchemy and the drivers raise into a `StorageError`.

    Their own texts quote statements and values, so nothing of them is passed on.
    """
    try:
        yield
    except SQLAlchemyError as error:
        raise StorageError(f"database: {_reason(error)}") from None
    except (sqlite3.Error, psycopg.Error) as error:
        raise StorageError(f"database: {_of_driver(error)}") from None
    except (UnicodeError, OverflowError):
        raise StorageError("database: a value that it cannot hold") from None


def _reason(error: SQLAlchemyError) -> str:
    if isinstance(error, PoolTimeoutError):
        return "all connections are in use for too long"
    if isinstance(error, IntegrityError):
        return "a row that breaks a rule of its table"
    if isinstance(error, DBAPIError) and error.orig is not None:
        return _of_driver(error.orig)
    return f"{type(error).__name__}"


def _of_driver(error: BaseException) -> str:
    if isinstance(error, sqlite3.Error):
        name = getattr(error, "sqlite_errorname", "")
        return _SQLITE.get("_".join(name.split("_")[:2]), name or "SQLite refused")
    if isinstance(error, psycopg.Error):
        state = error.sqlstate or ""
        for known in (state, state[:2]):
            if known in _POSTGRES:
                return _POSTGRES[known]
        if state:
            return f"PostgreSQL refused, SQLSTATE {state}"
        return "PostgreSQL cannot be reached, or does not let this name into this database"
    return f"{type(error).__name__}"
