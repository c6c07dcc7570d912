import os
import re

import psycopg
import pytest
from psycopg import sql

from adapters.sql.examples import beginning, rows
from fixtures.postgres import PostgresServer
from samehands.adapters.sql import KeyRing, SqlStore, open_store
from samehands.errors import StorageError

pytestmark = pytest.mark.services


@pytest.fixture
def url(postgres_url: str) -> str:
    """A database that is there."""
    return postgres_url


def test_a_commit_waits_for_the_disk_whatever_the_server_does_by_itself(
    url: str, keys: KeyRing
) -> None:
    with psycopg.connect(url) as connection:
        assert connection.execute("SHOW synchronous_commit").fetchone() == ("off",)
    with open_store(url, keys=keys) as store:
        assert rows(store, "SHOW synchronous_commit") == [("on",)]
        assert rows(store, "SHOW lock_timeout") == [("10s",)]


def test_a_reader_sees_one_moment_and_cannot_write(url: str, keys: KeyRing) -> None:
    with open_store(url, keys=keys) as store:
        with store._database.reading() as connection:
            read = "SELECT count(*) FROM subjects"
            assert connection.exec_driver_sql(read).scalar() == 0
            store.journal.append([beginning("s")])
            assert connection.exec_driver_sql(read).scalar() == 0
        with (
            pytest.raises(StorageError, match="SQLSTATE 25006"),
            store._database.reading() as connection,
        ):
            connection.exec_driver_sql("DELETE FROM subjects")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param((r":\w+@", ":hunter2@"), id="password"),
        pytest.param((r"/\w+$", "/nowhere"), id="database"),
        pytest.param((r":\d+/", ":1/"), id="port"),
    ],
)
def test_what_does_not_let_us_in_is_a_storage_error_without_the_password(
    url: str, keys: KeyRing, change: tuple[str, str]
) -> None:
    wrong = re.sub(*change, url)
    assert wrong != url
    with pytest.raises(StorageError) as caught:
        open_store(wrong, keys=keys)
    assert str(caught.value) == (
        "database: PostgreSQL cannot be reached, or does not let this name into this database"
    )


def test_a_database_in_another_encoding_is_refused(
    postgres_server: PostgresServer, keys: KeyRing
) -> None:
    name = f"test_{os.urandom(4).hex()}"
    postgres_server.run(
        sql.SQL(
            "CREATE DATABASE {} TEMPLATE template0 ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C'"
        ).format(sql.Identifier(name))
    )
    try:
        with pytest.raises(StorageError, match="got encoding LATIN1, due UTF8"):
            open_store(postgres_server.url(name), keys=keys)
    finally:
        postgres_server.drop(name)


def test_a_connection_that_was_cut_is_made_again(url: str, keys: KeyRing) -> None:
    with open_store(url, keys=keys) as store:
        store.journal.append([beginning("a")])
        _cut(url)
        assert store.journal.append([beginning("b")]) == frozenset()
        assert store.journal.load("a").ordinal == store.journal.load("b").ordinal == 2


def test_a_connection_that_is_cut_in_the_middle_keeps_nothing(url: str, keys: KeyRing) -> None:
    def half(store: SqlStore) -> None:
        with store._database.writing() as connection:
            connection.exec_driver_sql("DELETE FROM inputs")
            _cut(url)
            connection.exec_driver_sql("DELETE FROM subjects")

    with open_store(url, keys=keys) as store:
        store.journal.append([beginning("a")])
        with pytest.raises(StorageError, match=r"^database: "):
            half(store)
        assert store.journal.load("a").ordinal == 2


def test_a_lock_that_somebody_holds_is_waited_for_and_then_refused(
    url: str, keys: KeyRing
) -> None:
    with open_store(url, keys=keys) as store:
        store.journal.append([beginning("a")])
        with store._database.writers.connect() as connection:
            connection.exec_driver_sql("SET lock_timeout = 20")
            connection.commit()
        with psycopg.connect(url) as other:
            other.execute("SELECT * FROM subjects FOR UPDATE")
            with pytest.raises(StorageError, match="another process holds it for too long"):
                store.subjects.erase("a", beginning("a").taken[0].at, "account-1")
        assert store.journal.load("a").ordinal == 2


def test_two_stores_lock_in_the_same_order_so_neither_waits_for_the_other(
    url: str, keys: KeyRing
) -> None:
    """The order of the additions is not the order of the locks."""
    with open_store(url, keys=keys) as store, psycopg.connect(url) as other:
        names = ["a", "b", "c"]
        store.journal.append([beginning(name, 1) for name in names])
        seen: list[str] = []
        other.execute("SELECT subject FROM subjects WHERE subject = 'a' FOR UPDATE")
        with store._database.writers.connect() as connection:
            connection.exec_driver_sql("SET lock_timeout = 20")
            connection.commit()
        with pytest.raises(StorageError, match="for too long"):
            store.journal.append([beginning(name) for name in reversed(names)])
        with psycopg.connect(url) as third:
            third.execute("SET lock_timeout = 20")
            for name in names[1:]:  # nobody holds what comes after the one that is waited for
                row = third.execute(
                    "SELECT subject FROM subjects WHERE subject = %s FOR UPDATE", [name]
                ).fetchone()
                seen += [row[0]] if row else []
        assert seen == names[1:]


def _cut(url: str) -> None:
    """Cut every connection to a database but this one."""
    with psycopg.connect(url) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
