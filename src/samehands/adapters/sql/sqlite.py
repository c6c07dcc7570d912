"""SQLite: one file, one writer, readers beside it."""

import os
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path
from threading import Event, RLock
from typing import Final

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool, StaticPool

from samehands.adapters.sql.database import Database, Kind
from samehands.adapters.sql.failures import storage_errors
from samehands.errors import StorageError

FILE_MODE: Final = 0o600
"""Who may read the file: its owner. SQLite gives its side files the same permissions."""

BUSY_MILLIS: Final = 10_000
"""How long to wait for another process that writes, ms. A backup tool may take some seconds."""

READERS: Final = 8
"""Connections that read at once; more wait. Each has a page cache of its own."""

READER_SECONDS: Final = 30
"""How long to wait for one of them, s."""

CHECKPOINT_PAGES: Final = 4_000
"""Pages of 4 KB in the write-ahead log before they are moved into the file: 16 MB.

More: fewer, longer pauses, and a longer start after a crash."""

CACHE_KIB: Final = 16_384
"""Page cache of a connection, KiB: the upper pages of the trees of a million inputs."""

CHECKPOINT_MILLIS: Final = 50
"""How long a checkpoint waits for those who read, ms; nobody can write meanwhile."""

_PRAGMAS: Final = (
    f"PRAGMA busy_timeout = {BUSY_MILLIS}",
    "PRAGMA synchronous = FULL",  # what was committed outlives a power cut
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = FAST",  # a destroyed key is written over, not only let go
    "PRAGMA trusted_schema = OFF",
    f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}",
    f"PRAGMA cache_size = -{CACHE_KIB}",
)

_RETRY_SECONDS: Final = 0.02


def open_sqlite(path: Path) -> Database:
    """Open a database file; where there is none, make an empty one that only its owner can read.

    Raises:
        StorageError: the disk refuses.
    """
    _create(path)
    with storage_errors():
        _use_write_ahead_log(path)
    opened = _stat(path)

    def same_file() -> None:
        # Written to a file that has no name any more, an input would be acknowledged and lost.
        present = _stat(path)
        if (present.st_dev, present.st_ino) != (opened.st_dev, opened.st_ino):
            raise StorageError("database: another file has taken its file's place")

    writers = _engine(path, "BEGIN IMMEDIATE", writes=True)
    return Database(
        Kind.SQLITE,
        readers=_engine(path, "BEGIN", writes=False),
        writers=writers,
        turn=RLock(),
        check=same_file,
        empty_log=partial(_empty_log, writers),
    )


def _use_write_ahead_log(path: Path) -> None:
    """Switch to the write-ahead log, for good: it is a property of the file.

    Of those who do so at the same moment SQLite refuses some at once, without waiting.
    """
    attempts = int(BUSY_MILLIS / 1000 / _RETRY_SECONDS)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for attempt in range(attempts):
            try:
                connection.execute("PRAGMA journal_mode = WAL").close()
            except sqlite3.OperationalError as error:
                busy = error.sqlite_errorname.startswith("SQLITE_BUSY")
                if not busy or attempt == attempts - 1:
                    raise
                Event().wait(_RETRY_SECONDS)
            else:
                return


def _empty_log(writers: Engine) -> None:
    with closing(writers.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {CHECKPOINT_MILLIS}")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {BUSY_MILLIS}")


def _engine(path: Path, begin: str, *, writes: bool) -> Engine:
    pool = (
        {"poolclass": StaticPool}
        if writes
        else {
            "poolclass": QueuePool,
            "pool_size": READERS,
            "max_overflow": 0,
            "pool_timeout": READER_SECONDS,
        }
    )
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        hide_parameters=True,
        connect_args={"check_same_thread": False, "isolation_level": None},
        **pool,
    )

    def connected(connection: sqlite3.Connection, _record: object) -> None:
        for pragma in _PRAGMAS:
            connection.execute(pragma).close()
        if not writes:
            connection.execute("PRAGMA query_only = ON").close()

    def begun(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begun)
    return engine


def _stat(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except OSError:
        raise StorageError("database: its file is gone") from None


def _create(path: Path) -> None:
    """Make an empty file; one that is there is not touched.

    Not even opened: closing it would let go of every lock that this process has on it.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        os.close(os.open(path, flags, FILE_MODE))
    except FileExistsError:
        if not path.is_file():
            raise StorageError(f"{path}: is no file") from None
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror or type(error).__name__}") from None
