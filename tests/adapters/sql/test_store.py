import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.sql.examples import SESSION, beginning, file_of, later, put_in, rows
from adapters.sql.test_access_log import LOOK
from laws.journal_laws import enrolled, some_taken
from samehands.adapters.sql import KeyRing, SqlStore, open_store
from samehands.adapters.sql.schema import newest
from samehands.adapters.sql.tables import METADATA
from samehands.errors import SettingsError, StorageError
from samehands.monitor.journal import Addition


def test_a_store_answers_and_says_what_it_is(store: SqlStore, store_url: str) -> None:
    store.check()
    facts = store.facts()
    assert facts.database == store_url.partition(":")[0]
    assert facts.schema == newest()
    assert facts.size > 100_000


def test_a_store_can_be_opened_again_and_again(store_url: str, keys: KeyRing) -> None:
    for place in range(3):
        with open_store(store_url, keys=keys) as store:
            assert len(store.subjects.listed(9)) == place
            store.journal.append([beginning(f"subject-{place}")])


@pytest.mark.parametrize(
    "url",
    [
        "",
        "store.db",
        "mysql://name:hunter2@host/database",
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite:///file:store.db?mode=memory&uri=true",
        "sqlite://host/store.db",
        "postgresql://name:hunter2@host:port/database",
        "postgresql+psycopg2://name:hunter2@host/database",
    ],
)
def test_another_kind_of_url_is_refused_and_not_repeated(url: str, keys: KeyRing) -> None:
    with pytest.raises(SettingsError, match=r"due sqlite:///path/to/file\.db or ") as caught:
        open_store(url, keys=keys)
    assert "hunter2" not in str(caught.value)


def test_a_relative_path_is_relative(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: KeyRing
) -> None:
    monkeypatch.chdir(tmp_path)
    open_store("sqlite:///below/here/store.db", keys=keys).close()
    assert (tmp_path / "below" / "here" / "store.db").is_file()


def test_another_master_key_opens_nothing(store_url: str, keys: KeyRing) -> None:
    stranger = KeyRing([os.urandom(32)])
    with open_store(store_url, keys=keys):
        pass
    open_store(store_url, keys=stranger).close()  # nothing is wrapped yet
    with open_store(store_url, keys=keys) as store:
        store.journal.append([beginning("s")])
    due = f"got master keys {stranger.newest}, due also {keys.newest}"
    with pytest.raises(StorageError, match=due):
        open_store(store_url, keys=stranger)


def test_a_database_without_subjects_needs_the_key_of_its_access_log(
    store_url: str, keys: KeyRing
) -> None:
    with open_store(store_url, keys=keys) as store:
        store.access_log.append(LOOK)
    with pytest.raises(StorageError, match=f"due also {keys.newest}"):
        open_store(store_url, keys=KeyRing([os.urandom(32)]))


def test_who_was_erased_needs_no_key(store_url: str, keys: KeyRing) -> None:
    with open_store(store_url, keys=keys) as store:
        store.journal.append([beginning("s")])
        store.subjects.erase("s", later(1), "account-1")
    with pytest.raises(StorageError, match=f"due also {keys.newest}"):
        open_store(store_url, keys=KeyRing([os.urandom(32)]))  # of the receipts


def test_a_rotated_key_wraps_everything_anew_and_the_old_one_can_go(store_url: str) -> None:
    old, new = os.urandom(32), os.urandom(32)
    with open_store(store_url, keys=KeyRing([old])) as store:
        for place in range(3):
            name = f"subject-{place}"
            store.journal.append([Addition(name, 0, some_taken(3), enrolled(name))])
        store.access_log.append(LOOK)
        before = [store.journal.load(f"subject-{place}") for place in range(3)]
        signing = store.service_keys.get("tokens")
    with open_store(store_url, keys=KeyRing([new, old])) as store:
        assert [store.journal.load(f"subject-{place}") for place in range(3)] == before
        assert store.rewrap() == 5
        assert store.rewrap() == 0
        assert [store.journal.load(f"subject-{place}") for place in range(3)] == before
    with pytest.raises(StorageError, match="due also"):
        open_store(store_url, keys=KeyRing([old]))
    with open_store(store_url, keys=KeyRing([new])) as store:
        assert [store.journal.load(f"subject-{place}") for place in range(3)] == before
        assert store.access_log.verify() is None
        assert store.service_keys.get("tokens") == signing
        assert store.journal.append([Addition("subject-0", 3, some_taken(1, after=3))]) == set()


def test_more_keys_than_are_wrapped_at_once_are_all_wrapped(
    store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("samehands.adapters.sql.subject_keys.AT_ONCE", 2)
    old, new = os.urandom(32), os.urandom(32)
    with open_store(store_url, keys=KeyRing([old])) as store:
        store.journal.append([beginning(f"subject-{place}") for place in range(5)])
        store.subjects.erase("subject-0", later(1), "account-1")
    with open_store(store_url, keys=KeyRing([new, old])) as store:
        assert store.rewrap() == 4 + 1  # one key signs receipts
        assert {row[0] for row in rows(store, "SELECT key_id FROM subjects")} == {
            None,
            KeyRing([new]).newest,
        }


def test_a_closed_sqlite_store_is_one_file(sqlite_url: str, keys: KeyRing) -> None:
    with open_store(sqlite_url, keys=keys) as store:
        store.journal.append([beginning("s")])
    assert [path.name for path in file_of(sqlite_url).parent.iterdir()] == ["store.db"]


def test_no_column_is_about_how_much_anybody_works() -> None:
    """The purpose lock: nothing that counts words, measures time at work, or ranks."""
    forbidden = re.compile(r"words|speed|wpm|active|idle|duration|rank|productiv|effort")
    columns = [str(column) for table in METADATA.tables.values() for column in table.columns]
    assert [name for name in columns if forbidden.search(name)] == []


def test_what_one_store_writes_another_reads_at_once(store_url: str, keys: KeyRing) -> None:
    with open_store(store_url, keys=keys) as one, open_store(store_url, keys=keys) as other:
        for revision in range(3):
            moved = replace(SESSION, revision=revision)
            put_in(one, moved)
            assert other.sessions.get("session-1") == moved
            assert other.journal.load("subject-1") == one.journal.load("subject-1")
