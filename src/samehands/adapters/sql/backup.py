"""A backup of a SQLite database, made while it is in use."""

import os
import sqlite3
from pathlib import Path

from samehands.adapters.sql.database import Database, Kind
from samehands.adapters.sql.failures import storage_errors
from samehands.adapters.sql.sqlite import FILE_MODE
from samehands.errors import StorageError


def back_up(database: Database, path: Path) -> None:
    """Copy a database into one file, whole or not at all; only its owner can read it.

    The file is the database as it was at one moment; everybody goes on reading and writing
    meanwhile. It is worth nothing without the master keys, which are not in it, and it has the
    keys of those who are erased later: keep it no longer than you may keep the data.

    Args:
        database: what to copy.
        path: of the backup; a file of that name is replaced.

    Raises:
        StorageError: it is PostgreSQL, whose own tools do this; or the disk refuses, and what was
            at `path` is as it was.
    """
    if database.kind is not Kind.SQLITE:
        raise StorageError("backup: got PostgreSQL, due SQLite; pg_dump copies PostgreSQL")
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        handle = os.open(unfinished, flags, FILE_MODE)
        try:
            with storage_errors():
                _copy(database, unfinished)
            os.fsync(handle)
        finally:
            os.close(handle)
        unfinished.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise StorageError(f"backup {path}: {error.strerror or type(error).__name__}") from None
    finally:
        unfinished.unlink(missing_ok=True)


def _copy(database: Database, path: Path) -> None:
    source = database.readers.raw_connection()
    try:
        target = sqlite3.connect(path)
        try:
            if not isinstance(source.driver_connection, sqlite3.Connection):
                raise StorageError("backup: got another driver, due SQLite's")
            source.driver_connection.backup(target)
            # One file, with nothing beside it, that has been read once as a whole.
            target.execute("PRAGMA journal_mode = DELETE")
            (sound,) = target.execute("PRAGMA quick_check(1)").fetchone()
        finally:
            target.close()
    finally:
        source.close()
    if sound != "ok":
        raise StorageError("backup: the copy is damaged, so the database may be")


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
