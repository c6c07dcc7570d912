"""A store on each database, empty, for every test."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fixtures.postgres import PostgresServer, postgres_server, postgres_template, postgres_url
from samehands.adapters.sql import KeyRing, SqlStore, open_store

__all__ = ["postgres_server", "postgres_template", "postgres_url"]

DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.services)]


@pytest.fixture
def keys() -> KeyRing:
    """Master keys of one test."""
    return KeyRing([os.urandom(32)])


@pytest.fixture(params=DATABASES)
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of either kind in which there is nothing but the tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    template: Callable[[Callable[[str], None]], str] = request.getfixturevalue("postgres_template")
    name = server.create(template=template(_make_tables))
    yield server.url(name)
    server.drop(name)


@pytest.fixture
def store(store_url: str, keys: KeyRing) -> Iterator[SqlStore]:
    """A store with nothing in it."""
    with open_store(store_url, keys=keys) as opened:
        yield opened


@pytest.fixture(params=DATABASES)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of either kind in which there is nothing at all."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A SQLite database that is not there yet."""
    return f"sqlite:///{tmp_path / 'store.db'}"


@pytest.fixture
def sqlite_store(sqlite_url: str, keys: KeyRing) -> Iterator[SqlStore]:
    """A store in a SQLite file."""
    with open_store(sqlite_url, keys=keys) as opened:
        yield opened


def _make_tables(url: str) -> None:
    open_store(url, keys=KeyRing([os.urandom(32)])).close()
