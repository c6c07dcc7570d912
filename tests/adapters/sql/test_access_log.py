import hashlib
import threading
from dataclasses import replace

import msgspec
import pytest

from adapters.sql.examples import DAY, change, later, rows
from samehands.adapters.sql import KeyRing, Look, SqlStore, open_store
from samehands.errors import StorageError

LOOK = Look(later(0), "account-1", "analyst", "session", "subject-1", "session-1", "case-1")


def written(store: SqlStore, number: int, *, every: int = 1) -> list[Look]:
    """Looks, one after the other."""
    looks = [
        replace(LOOK, at=later(place * every), subject=f"subject-{place % 2}")
        for place in range(number)
    ]
    for look in looks:
        store.access_log.append(look)
    return looks


def test_an_empty_log_is_whole(store: SqlStore) -> None:
    assert store.access_log.verify() is None
    assert store.access_log.listed(limit=9) == ()


def test_every_entry_is_chained_to_the_one_before(store: SqlStore) -> None:
    """The hash can be computed by anybody who has the entries."""
    bare = Look(later(1), "key-1", "host", "erase")
    entries = [store.access_log.append(look) for look in (LOOK, bare, LOOK)]
    assert [entry.number for entry in entries] == [1, 2, 3]
    assert entries[0].previous == bytes(32)
    assert [entry.previous for entry in entries[1:]] == [entry.hash for entry in entries[:-1]]
    said = [2, later(1), "key-1", "host", "erase", None, None, None]
    due = hashlib.sha256(entries[0].hash + msgspec.msgpack.encode(said)).digest()
    assert entries[1].hash == due
    assert store.access_log.listed(limit=9) == tuple(reversed(entries))
    assert store.access_log.verify() is None


def test_entries_are_listed_newest_first_page_by_page(store: SqlStore) -> None:
    written(store, 7)
    log = store.access_log
    assert [entry.number for entry in log.listed(limit=3)] == [7, 6, 5]
    assert [entry.number for entry in log.listed(limit=3, before=5)] == [4, 3, 2]
    assert [entry.number for entry in log.listed(limit=9, subject="subject-1")] == [6, 4, 2]
    assert [entry.number for entry in log.listed(limit=1, before=6, subject="subject-1")] == [4]
    assert log.listed(limit=9, before=1) == log.listed(limit=-1) == ()
    assert log.listed(limit=9, subject="nobody") == ()


@pytest.mark.parametrize(
    ("done", "number"),
    [
        pytest.param("UPDATE access_log SET actor = 'nobody' WHERE number = 3", 3, id="an actor"),
        pytest.param("UPDATE access_log SET subject = NULL WHERE number = 1", 1, id="a subject"),
        pytest.param("UPDATE access_log SET at = at + 1 WHERE number = 5", 5, id="the last time"),
        pytest.param("UPDATE access_log SET hash = previous WHERE number = 2", 2, id="a hash"),
        pytest.param("DELETE FROM access_log WHERE number = 1", 1, id="the first gone"),
        pytest.param("DELETE FROM access_log WHERE number = 3", 3, id="one gone"),
        pytest.param("DELETE FROM access_log WHERE number >= 4", 4, id="the end gone"),
        pytest.param("DELETE FROM access_log", 1, id="all gone"),
        pytest.param(
            "UPDATE access_log SET number = number + 10 WHERE number = 5", 5, id="another number"
        ),
        pytest.param("UPDATE access_chain SET head_number = 4", 1, id="another end"),
        pytest.param("UPDATE access_chain SET anchor_number = 2", 3, id="another beginning"),
        pytest.param("DELETE FROM access_chain", 1, id="no ends"),
    ],
)
def test_whatever_is_changed_is_noticed_and_where(store: SqlStore, done: str, number: int) -> None:
    written(store, 5)
    assert store.access_log.verify() is None
    assert change(store, done) > 0
    assert store.access_log.verify() == number


def test_an_entry_put_in_at_the_end_is_one_too_many(store: SqlStore) -> None:
    written(store, 3)
    copied = "at, actor, role, action, subject, session, reason, previous, hash"
    change(
        store,
        f"INSERT INTO access_log SELECT 4, {copied} FROM access_log WHERE number = 3",  # noqa: S608
    )
    assert store.access_log.verify() == 4


def test_a_chain_written_anew_by_somebody_without_the_key_is_noticed(store: SqlStore) -> None:
    """All hashes fit; what does not is what only the master key can sign."""
    written(store, 2)
    entry = store.access_log.listed(limit=1)[0]
    said = [2, entry.at, "nobody", entry.role, entry.action, entry.subject]
    forged = hashlib.sha256(
        entry.previous + msgspec.msgpack.encode([*said, entry.session, entry.reason])
    ).digest()
    change(store, "UPDATE access_log SET actor = 'nobody', hash = :h WHERE number = 2", h=forged)
    assert store.access_log.verify() == 2
    change(store, "UPDATE access_chain SET head_hash = :h", h=forged)
    assert store.access_log.verify() == 1


def test_nobody_looks_while_the_ends_are_broken(store: SqlStore) -> None:
    written(store, 2)
    change(store, "UPDATE access_chain SET signature = head_hash")
    with pytest.raises(StorageError, match="ends of the chain that were changed"):
        store.access_log.append(LOOK)
    with pytest.raises(StorageError, match="ends of the chain that were changed"):
        store.access_log.forget_before(later(DAY))
    assert len(store.access_log.listed(limit=9)) == 2


def test_the_beginning_is_cut_off_and_the_rest_still_verifies(store: SqlStore) -> None:
    written(store, 6, every=DAY)
    log = store.access_log
    assert log.forget_before(later(0)) == 0
    assert log.forget_before(later(2 * DAY)) == 2
    assert [entry.number for entry in log.listed(limit=9)] == [6, 5, 4, 3]
    assert log.verify() is None
    assert log.forget_before(later(2 * DAY)) == 0
    assert log.append(replace(LOOK, at=later(9 * DAY))).number == 7
    assert log.verify() is None
    change(store, "DELETE FROM access_log WHERE number = 3")
    assert log.verify() == 3


def test_all_may_be_cut_off_and_numbers_go_on(store: SqlStore) -> None:
    written(store, 3)
    log = store.access_log
    assert log.forget_before(later(DAY)) == 3
    assert log.verify() is None
    assert log.listed(limit=9) == ()
    assert log.append(LOOK).number == 4
    assert log.verify() is None


def test_an_old_entry_behind_a_young_one_stays(store: SqlStore) -> None:
    """Only a beginning is cut off, so a clock that went back costs nothing but patience."""
    for moment in (0, DAY, 1):
        store.access_log.append(replace(LOOK, at=later(moment)))
    assert store.access_log.forget_before(later(5)) == 1
    assert store.access_log.verify() is None


def test_what_is_broken_is_not_cut_off(store: SqlStore) -> None:
    written(store, 3, every=DAY)
    change(store, "DELETE FROM access_log WHERE number = 2")
    with pytest.raises(StorageError, match="access_log, 2: is missing"):
        store.access_log.forget_before(later(2 * DAY))
    assert store.access_log.verify() == 2
    assert [row[0] for row in rows(store, "SELECT number FROM access_log ORDER BY 1")] == [1, 3]


def test_a_log_longer_than_is_read_at_once_is_verified_whole(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("samehands.adapters.sql.access_log.READ_AT_ONCE", 2)
    written(store, 5)
    assert store.access_log.verify() is None
    change(store, "UPDATE access_log SET reason = 'other' WHERE number = 5")
    assert store.access_log.verify() == 5


def test_those_who_look_at_once_are_all_in_one_chain(store_url: str, keys: KeyRing) -> None:
    with open_store(store_url, keys=keys) as one, open_store(store_url, keys=keys) as other:
        together = threading.Barrier(4)

        def look(store: SqlStore, actor: str) -> None:
            together.wait()
            for _ in range(5):
                store.access_log.append(replace(LOOK, actor=actor))

        threads = [
            threading.Thread(target=look, args=(store, f"account-{place}"))
            for place, store in enumerate((one, other, one, other))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        entries = one.access_log.listed(limit=99)
        assert sorted(entry.number for entry in entries) == list(range(1, 21))
        assert {entry.actor for entry in entries} == {f"account-{place}" for place in range(4)}
        assert other.access_log.verify() is None
