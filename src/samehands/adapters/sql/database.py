"""A database that is open: transactions to read in and to write in, alike for both kinds."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert

from samehands.adapters.sql.failures import storage_errors
from samehands.errors import StorageError


class Kind(StrEnum):
    """Which database it is."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


class Turn(IntEnum):
    """What only one transaction at a time may do, on PostgreSQL; SQLite has one writer anyway.

    The numbers name advisory locks, so they mean the same in every version of this package.
    """

    MIGRATION = 0x53614801
    ACCOUNTS = 0x53614802


def _nothing() -> None:
    """What has nothing to check."""


@dataclass(frozen=True)
class Database:
    """An open database.

    Args:
        kind: which one.
        readers: connections for transactions that see one moment and change nothing.
        writers: connections for transactions that change something.
        turn: held while one of them is written in.
        check: raises a `StorageError` where what is open is no longer what is on the disk.
        empty_log: what a checkpoint does.
    """

    kind: Kind
    readers: Engine
    writers: Engine
    turn: AbstractContextManager[object] = field(default_factory=nullcontext)
    check: Callable[[], None] = _nothing
    empty_log: Callable[[], None] = _nothing

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees the database as it is at one moment.

        Raises:
            StorageError: the database refuses.
        """
        with storage_errors(), self.readers.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is durable when this returns, or leaves nothing behind.

        Raises:
            StorageError: the database refuses.
        """
        with self.turn, storage_errors():
            self.check()
            with self.writers.begin() as connection:
                yield connection

    def insert(self, table: Table) -> SqliteInsert | PostgresInsert:
        """An insert that may say what happens where the row is there already."""
        return sqlite.insert(table) if self.kind is Kind.SQLITE else postgresql.insert(table)

    def put(
        self,
        connection: Connection,
        table: Table,
        records: Sequence[Mapping[str, object]],
        *,
        fixed: Sequence[str] = (),
        changing: Sequence[str],
    ) -> None:
        """Insert rows; where one with the same key is there already, change it.

        Args:
            connection: in a transaction that writes.
            table: where to.
            records: all columns of each.
            fixed: a row that differs in one of these columns is not ours to change.
            changing: the columns that may change.

        Raises:
            StorageError: a row differs in a fixed column.
        """
        if not records:
            return
        insert = self.insert(table)
        same = [table.c[name] == insert.excluded[name] for name in fixed]
        put = insert.on_conflict_do_update(
            index_elements=[column.name for column in table.primary_key],
            set_={name: insert.excluded[name] for name in changing},
            where=sa.and_(*same) if same else None,
        )
        counted = {"preserve_rowcount": True}
        done = connection.execute(put, records, execution_options=counted).rowcount
        if done != len(records):
            raise StorageError(f"{table.name}: got {len(records)} rows, of which {done} are ours")

    def take_turn(self, connection: Connection, turn: Turn) -> None:
        """Wait until no other transaction has this turn; it ends with the transaction."""
        if self.kind is Kind.POSTGRESQL:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(int(turn))))

    def checkpoint(self) -> None:
        """Empty SQLite's write-ahead log, if nobody is reading from it just now.

        Where somebody is, the next one does it: a sweep, an erasure, the end of the process.

        Raises:
            StorageError: the disk refuses; what was committed stays committed.
        """
        with self.turn, storage_errors():
            self.empty_log()

    def close(self) -> None:
        """Close every connection."""
        self.readers.dispose()
        self.writers.dispose()
