import stat
import threading
from pathlib import Path

import pytest

from adapters.sql.examples import beginning, file_of, raw
from laws.journal_laws import some_taken
from samehands.adapters.sql import KeyRing, SqlStore, open_store
from samehands.errors import StorageError
from samehands.monitor.journal import Addition


def test_a_backup_is_a_store_of_its_own(
    sqlite_store: SqlStore, keys: KeyRing, tmp_path: Path
) -> None:
    sqlite_store.journal.append([beginning("before", 3)])
    backup = tmp_path / "backup.db"
    sqlite_store.back_up(backup)
    sqlite_store.journal.append([beginning("after")])
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    with open_store(f"sqlite:///{backup}", keys=keys) as restored:
        assert restored.journal.load("before") == sqlite_store.journal.load("before")
        assert restored.subjects.get("after") is None


def test_a_backup_is_one_file_with_nothing_beside_it(
    sqlite_store: SqlStore, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    sqlite_store.back_up(tmp_path / "folder" / "backup.db")
    assert [path.name for path in (tmp_path / "folder").iterdir()] == ["backup.db"]
    assert raw(tmp_path / "folder" / "backup.db").execute("PRAGMA journal_mode").fetchone() == (
        "delete",
    )


def test_an_older_backup_of_that_name_is_replaced(sqlite_store: SqlStore, tmp_path: Path) -> None:
    backup = tmp_path / "backup.db"
    backup.write_bytes(b"older")
    backup.chmod(0o644)
    sqlite_store.back_up(backup)
    assert backup.read_bytes().startswith(b"SQLite format 3")
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600


def test_a_backup_that_fails_leaves_what_was_there(sqlite_store: SqlStore, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(StorageError, match="Is a directory"):
        sqlite_store.back_up(tmp_path / "folder")
    with pytest.raises(StorageError, match="No such file"):
        sqlite_store.back_up(tmp_path / "nowhere" / "backup.db")
    assert sorted(path.name for path in tmp_path.iterdir() if "store" not in path.name) == [
        "folder"
    ]


def test_everybody_goes_on_writing_meanwhile_and_the_backup_is_of_one_moment(
    sqlite_store: SqlStore, keys: KeyRing, tmp_path: Path
) -> None:
    done = threading.Event()

    def write() -> None:
        after = 0
        while not done.is_set():
            sqlite_store.journal.append([Addition("s", after, some_taken(1, after=after))])
            after += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        ordinals = []
        for place in range(3):
            sqlite_store.back_up(tmp_path / f"backup-{place}.db")
            with open_store(f"sqlite:///{tmp_path}/backup-{place}.db", keys=keys) as restored:
                ordinals.append(restored.journal.load("s").ordinal)
    finally:
        done.set()
        writer.join()
    assert ordinals == sorted(ordinals)
    assert ordinals[-1] <= sqlite_store.journal.load("s").ordinal


def test_a_damaged_database_makes_no_backup(
    sqlite_url: str, keys: KeyRing, tmp_path: Path
) -> None:
    path = file_of(sqlite_url)
    with open_store(sqlite_url, keys=keys) as store:
        store.journal.append([beginning(f"subject-{place}", 9) for place in range(20)])
    content = bytearray(path.read_bytes())
    for page in range(4, len(content) // 4096):
        content[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    with open_store(sqlite_url, keys=keys) as store:
        path.write_bytes(bytes(content))
        with pytest.raises(StorageError, match="damaged"):
            store.back_up(tmp_path / "backup.db")
    assert not (tmp_path / "backup.db").exists()


@pytest.mark.services
def test_postgresql_has_tools_of_its_own(postgres_url: str, keys: KeyRing, tmp_path: Path) -> None:
    with (
        open_store(postgres_url, keys=keys) as store,
        pytest.raises(StorageError, match="pg_dump"),
    ):
        store.back_up(tmp_path / "backup.db")
