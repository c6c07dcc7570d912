"""Keys of the service itself, to sign with: random, wrapped by the master key, made when due."""

import os
from threading import Lock

import sqlalchemy as sa

from samehands.adapters.sql.database import Database
from samehands.adapters.sql.keys import KEY_BYTES, KeyRing, Wrapped
from samehands.adapters.sql.tables import SERVICE_KEYS
from samehands.errors import StorageError


class ServiceKeys:
    """The service's own keys, by what they are for. They outlive the rotation of master keys.

    Args:
        database: where they are kept.
        ring: what they are wrapped with.
    """

    def __init__(self, database: Database, ring: KeyRing) -> None:
        self._database = database
        self._ring = ring
        self._known: dict[str, bytes] = {}
        self._lock = Lock()

    def get(self, name: str) -> bytes:
        """The key for a purpose, 32 bytes: the same in every process; made where there is none.

        Raises:
            StorageError: the database refuses, or no master key opens it.
        """
        with self._lock:
            if name not in self._known:
                self._known[name] = self._load(name) or self._make(name)
            return self._known[name]

    def rewrap(self) -> int:
        """Wrap all of them with the newest master key; how many were not.

        Raises:
            StorageError: the database refuses, or no master key opens one.
        """
        columns = SERVICE_KEYS.c
        stale = sa.select(columns.name, columns.key_id, columns.wrapped_key).where(
            columns.key_id != self._ring.newest
        )
        with self._database.writing() as connection:
            rows = connection.execute(stale.with_for_update()).all()
            for row in rows:
                key = self._ring.unwrap(
                    Wrapped(row.key_id, row.wrapped_key), name=_place(row.name)
                )
                wrapped = self._ring.wrap(key, name=_place(row.name))
                connection.execute(
                    sa.update(SERVICE_KEYS)
                    .where(columns.name == row.name)
                    .values(key_id=wrapped.key_id, wrapped_key=wrapped.sealed)
                )
        return len(rows)

    def _load(self, name: str) -> bytes | None:
        columns = SERVICE_KEYS.c
        wanted = sa.select(columns.key_id, columns.wrapped_key).where(columns.name == name)
        with self._database.reading() as connection:
            row = connection.execute(wanted).one_or_none()
        if row is None:
            return None
        return self._ring.unwrap(Wrapped(row.key_id, row.wrapped_key), name=_place(name))

    def _make(self, name: str) -> bytes:
        wrapped = self._ring.wrap(os.urandom(KEY_BYTES), name=_place(name))
        values = {"name": name, "key_id": wrapped.key_id, "wrapped_key": wrapped.sealed}
        with self._database.writing() as connection:
            connection.execute(
                self._database.insert(SERVICE_KEYS).values(values).on_conflict_do_nothing()
            )
        key = self._load(name)  # another process may have been first
        if key is None:
            raise StorageError("service keys: got none, due the one just made")
        return key


def _place(name: str) -> bytes:
    return f"service key {name}".encode()
