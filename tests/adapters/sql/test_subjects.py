from dataclasses import replace
from pathlib import Path

import pytest

from adapters.sql.examples import CASE, SESSION, beginning, change, file_of, later, put_in, rows
from laws.journal_laws import enrolled, some_taken
from samehands.adapters.sql import KeyRing, SqlStore, SubjectRow, open_store
from samehands.errors import StorageError
from samehands.monitor.journal import Addition, Kept
from samehands.monitor.state import MonitorState


def known(store: SqlStore, subject: str = "subject-1") -> None:
    """A subject of whom there is something in every table."""
    store.journal.append(
        [Addition(subject, 0, some_taken(3), enrolled(subject))],
        also=[replace(SESSION, subject=subject), replace(CASE, subject=subject, note="n")],
    )


def test_nobody_is_known_at_first(store: SqlStore) -> None:
    assert store.subjects.get("subject-1") is None
    assert store.subjects.listed(9) == ()
    assert store.subjects.receipts() == ()
    assert store.subjects.set_group("subject-1", "desk") is False
    assert store.subjects.erase("subject-1", later(1), "account-1") is None
    assert store.subjects.get("subject-1") is None


def test_subjects_are_listed_in_the_order_of_their_names_page_by_page(store: SqlStore) -> None:
    names = ["B", "a", "ab", "b", "ä"]
    store.journal.append([beginning(name) for name in reversed(names)])
    at = some_taken(1)[0].at
    due = [SubjectRow(name, "default", at, erased=False) for name in names]
    assert store.subjects.listed(99) == tuple(due)
    assert store.subjects.listed(2) == tuple(due[:2])
    assert store.subjects.listed(2, after="ab") == tuple(due[3:])
    assert store.subjects.listed(-1) == ()


def test_a_subject_s_group_is_that_of_its_first_session_until_it_is_changed(
    store: SqlStore,
) -> None:
    put_in(store, SESSION)
    assert store.subjects.set_group("subject-1", "back office") is True
    put_in(store, replace(SESSION, id="session-2", group="desk"))
    subject = store.subjects.get("subject-1")
    assert subject is not None
    assert subject.group == "back office"


def test_who_is_erased_leaves_a_name_and_a_receipt(store: SqlStore) -> None:
    known(store)
    known_other = "subject-2"
    put_in(store, *(replace(row, id="other", subject=known_other) for row in (SESSION, CASE)))
    receipt = store.subjects.erase("subject-1", later(5), "account-1")
    assert receipt is not None
    assert (receipt.subject, receipt.at, receipt.by) == ("subject-1", later(5), "account-1")
    assert (receipt.inputs, receipt.sessions, receipt.cases) == (3, 1, 1)
    for table in ("inputs", "snapshots", "sessions", "cases"):
        left = rows(store, f"SELECT subject FROM {table}")  # noqa: S608  # one of four words
        assert {subject for (subject,) in left} <= {known_other}
    subject = store.subjects.get("subject-1")
    assert subject is not None
    assert subject.erased is True
    assert rows(store, "SELECT wrapped_key, key_id FROM subjects WHERE subject = 'subject-1'") == [
        (None, None)
    ]
    assert store.journal.load("subject-2").ordinal == 1
    assert store.sessions.get("other") is not None


def test_a_receipt_is_genuine_and_any_other_is_not(store: SqlStore) -> None:
    known(store)
    receipt = store.subjects.erase("subject-1", later(5), "account-1")
    assert receipt is not None
    assert store.subjects.is_genuine(receipt)
    forged = [
        replace(receipt, subject="subject-2"),
        replace(receipt, at=later(6)),
        replace(receipt, by="account-2"),
        replace(receipt, inputs=4),
        replace(receipt, id="0" * 32),
        replace(receipt, signature=bytes(32)),
        replace(receipt, signature=b""),
    ]
    assert not any(store.subjects.is_genuine(one) for one in forged)


def test_a_receipt_is_kept_and_given_again(store: SqlStore) -> None:
    for name in ("subject-1", "subject-2"):
        store.journal.append([beginning(name)])
    receipt = store.subjects.erase("subject-1", later(5), "account-1")
    other = store.subjects.erase("subject-2", later(6), "account-1")
    assert store.subjects.erase("subject-1", later(9), "account-9") == receipt
    assert store.subjects.receipts() == (other, receipt)
    assert store.subjects.receipts("subject-1") == (receipt,)
    assert store.subjects.receipts("nobody") == ()


def test_receipts_are_genuine_also_after_the_master_key_was_rotated(
    sqlite_url: str, tmp_path: Path
) -> None:
    path = tmp_path / "keys"
    with open_store(sqlite_url, keys=KeyRing.generate(path)) as store:
        store.journal.append([beginning("subject-1")])
        receipt = store.subjects.erase("subject-1", later(5), "account-1")
    newest = KeyRing.rotate(path)
    with open_store(sqlite_url, keys=newest) as store:
        store.rewrap()
    path.write_text(path.read_text().splitlines()[2], encoding="ascii")
    with open_store(sqlite_url, keys=KeyRing.from_file(path)) as store:
        assert receipt is not None
        assert store.subjects.is_genuine(receipt)


def test_who_was_erased_may_begin_anew_with_another_key(store: SqlStore) -> None:
    known(store)
    [(before,)] = rows(store, "SELECT wrapped_key FROM subjects")
    store.subjects.erase("subject-1", later(5), "account-1")
    fresh = store.journal.load("subject-1")
    assert fresh.snapshot == MonitorState("subject-1")
    assert fresh.since == ()
    again = some_taken(2, after=fresh.ordinal, session="b")
    assert store.journal.append([Addition("subject-1", fresh.ordinal, again)]) == frozenset()
    events = tuple(one.event for one in again)
    assert store.journal.load("subject-1") == Kept(
        MonitorState("subject-1"), fresh.ordinal, events
    )
    subject = store.subjects.get("subject-1")
    assert subject is not None
    assert subject.erased is False
    assert rows(store, "SELECT wrapped_key FROM subjects") != [(before,)]
    assert store.subjects.erase("subject-1", later(9), "account-1") is not None
    assert len(store.subjects.receipts("subject-1")) == 2


def test_who_still_has_the_erased_state_cannot_bring_it_back(store: SqlStore) -> None:
    """Its ordinals are never used again, so whatever was stepped from it is a conflict."""
    known(store)
    store.subjects.erase("subject-1", later(5), "account-1")
    for after in range(4):
        stale = Addition("subject-1", after, some_taken(1, after=after), enrolled("subject-1"))
        assert store.journal.append([stale], also=[SESSION]) == {"subject-1"}
    subject = store.subjects.get("subject-1")
    assert subject is not None
    assert subject.erased is True
    assert store.sessions.get("session-1") is None


def test_rows_of_a_backup_are_worth_nothing_after_the_erasure(store: SqlStore) -> None:
    """The key that sealed them is gone: put back, alone or under a new key, they do not open.

    A whole backup, restored as a whole, has the wrapped key again. That is why receipts say whom
    to erase again, and backups must not be kept for longer than the data may be.
    """
    known(store)
    wanted = "SELECT subject, ordinal, session, at, sealed FROM inputs"
    kept = [row._asdict() for row in rows(store, wanted)]
    store.subjects.erase("subject-1", later(5), "account-1")
    put = (
        "INSERT INTO inputs (subject, ordinal, session, at, sealed) "
        "VALUES (:subject, :ordinal, :session, :at, :sealed)"
    )
    for row in kept:
        change(store, put, **row)
    assert store.journal.taken("subject-1", "a", limit=9) == ()
    assert store.journal.load("subject-1").since == ()
    after = store.journal.load("subject-1").ordinal
    store.journal.append([Addition("subject-1", after, some_taken(1, after=after))])
    with pytest.raises(StorageError, match="does not open with its subject's key"):
        store.journal.taken("subject-1", "a", limit=9)


def test_a_destroyed_key_is_nowhere_in_the_files_any_more(sqlite_url: str, keys: KeyRing) -> None:
    folder = file_of(sqlite_url).parent
    with open_store(sqlite_url, keys=keys) as store:
        known(store)
        put_in(store, replace(SESSION, id="other", subject="subject-2"))
        wanted = "SELECT wrapped_key FROM subjects ORDER BY subject"
        gone, stays = (bytes(row[0]) for row in rows(store, wanted))
        assert any(gone in path.read_bytes() for path in folder.iterdir())
        store.subjects.erase("subject-1", later(5), "account-1")
        files = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert not [name for name, content in files.items() if gone in content]
    assert [name for name, content in files.items() if stays in content] == ["store.db"]
