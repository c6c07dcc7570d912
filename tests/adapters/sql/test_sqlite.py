import os
import stat
from pathlib import Path

import pytest

from adapters.sql.examples import beginning, file_of, raw
from samehands.adapters.sql import KeyRing, SqlStore, open_store
from samehands.errors import StorageError

_PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,  # full
    "foreign_keys": 1,
    "secure_delete": 2,  # fast
    "trusted_schema": 0,
}


def test_every_connection_is_durable_and_keeps_the_rules(sqlite_store: SqlStore) -> None:
    for engine in (sqlite_store._database.readers, sqlite_store._database.writers):
        with engine.connect() as connection:
            found = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in _PRAGMAS
            }
        assert found == _PRAGMAS


def test_a_reader_cannot_write(sqlite_store: SqlStore) -> None:
    with (
        pytest.raises(StorageError, match="it can only be read"),
        sqlite_store._database.reading() as connection,
    ):
        connection.exec_driver_sql("DELETE FROM subjects")


def test_the_files_are_their_owner_s_alone_whatever_the_system_lets_new_files_be(
    sqlite_url: str, keys: KeyRing
) -> None:
    before = os.umask(0)
    try:
        with open_store(sqlite_url, keys=keys) as store:
            store.journal.append([beginning("s")])
            files = list(file_of(sqlite_url).parent.iterdir())
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in files}
    finally:
        os.umask(before)
    assert modes == dict.fromkeys(["store.db", "store.db-wal", "store.db-shm"], 0o600)


def test_a_folder_that_has_to_be_made_is_its_owner_s_alone(tmp_path: Path, keys: KeyRing) -> None:
    open_store(f"sqlite:///{tmp_path}/new/store.db", keys=keys).close()
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


def test_a_file_that_went_away_takes_no_input_that_would_be_lost(
    sqlite_store: SqlStore, sqlite_url: str
) -> None:
    sqlite_store.journal.append([beginning("a")])
    file_of(sqlite_url).unlink()
    with pytest.raises(StorageError, match="its file is gone"):
        sqlite_store.journal.append([beginning("b")])


def test_a_file_that_was_replaced_takes_no_input_that_would_be_lost(
    sqlite_store: SqlStore, sqlite_url: str, tmp_path: Path
) -> None:
    sqlite_store.back_up(tmp_path / "backup.db")
    (tmp_path / "backup.db").replace(file_of(sqlite_url))
    with pytest.raises(StorageError, match="another file has taken its file's place"):
        sqlite_store.journal.append([beginning("b")])


def test_what_is_no_database_is_refused_and_left_alone(sqlite_url: str, keys: KeyRing) -> None:
    file_of(sqlite_url).write_bytes(b"a letter to my mother" * 100)
    with pytest.raises(StorageError, match="is no SQLite database"):
        open_store(sqlite_url, keys=keys)
    assert file_of(sqlite_url).read_bytes() == b"a letter to my mother" * 100


def test_a_folder_in_the_way_is_a_storage_error(tmp_path: Path, keys: KeyRing) -> None:
    with pytest.raises(StorageError, match="is no file"):
        open_store(f"sqlite:///{tmp_path}", keys=keys)
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match=r"Not a directory|is no file"):
        open_store(f"sqlite:///{tmp_path}/file/store.db", keys=keys)


def test_somebody_else_s_write_is_waited_for_and_then_refused(
    sqlite_store: SqlStore, sqlite_url: str
) -> None:
    with sqlite_store._database.writers.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 20")
    other = raw(file_of(sqlite_url))
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError, match="another process holds it for too long"):
        sqlite_store.journal.append([beginning("a")])
    assert sqlite_store.journal.load("a").ordinal == 0, "who reads does not wait"
    other.execute("ROLLBACK")
    other.close()
    assert sqlite_store.journal.append([beginning("a")]) == frozenset()


def test_a_full_disk_keeps_nothing_of_the_append_and_all_from_before(
    sqlite_store: SqlStore,
) -> None:
    journal = sqlite_store.journal
    journal.append([beginning("before")])
    with sqlite_store._database.writers.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    many = [beginning(f"subject-{place}", 9) for place in range(200)]
    with pytest.raises(StorageError, match=r"^database: the disk is full$"):
        journal.append(many)
    assert len(sqlite_store.subjects.listed(999)) == 1
    with sqlite_store._database.writers.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 100000")
    assert journal.append(many) == frozenset()
    assert journal.load("before").ordinal == 2
