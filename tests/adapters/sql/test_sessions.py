from dataclasses import replace

import pytest

from adapters.sql.examples import DAY, HOUR, SESSION, change, later, put_in, sessions_of
from samehands.adapters.sql import Coverage, SqlStore
from samehands.adapters.sql.sessions import LISTED
from samehands.errors import StorageError
from samehands.trust import TrustState


def test_an_empty_store_has_no_sessions(store: SqlStore) -> None:
    assert store.sessions.get("session-1") is None
    assert store.sessions.open() == ()
    assert store.sessions.of_subject("subject-1", 10) == ()
    assert store.sessions.expired(later(10**15)) == ()
    assert store.sessions.coverage(later(0)) == Coverage(0, 0, 0, 0)


def test_open_sessions_come_in_the_order_in_which_they_started(store: SqlStore) -> None:
    sessions = [*sessions_of("b", 3), *sessions_of("a", 3)]
    ended = [replace(sessions[1], ended_at=later(HOUR)), *sessions[2:]]
    put_in(store, sessions[0], *ended)
    started = [row for row in (sessions[0], *ended) if row.ended_at is None]
    assert store.sessions.open() == tuple(
        sorted(started, key=lambda row: (row.started_at, row.id))
    )
    assert store.sessions.get("b-1") == ended[0]


def test_a_session_that_has_ended_stays_ended(store: SqlStore) -> None:
    put_in(store, SESSION)
    put_in(store, replace(SESSION, ended_at=later(5)))
    put_in(store, replace(SESSION, revision=9))
    found = store.sessions.get("session-1")
    assert found == replace(SESSION, ended_at=later(5), revision=9)


def test_a_subject_s_sessions_come_newest_first_up_to_a_limit(store: SqlStore) -> None:
    sessions = sessions_of("a", 5)
    put_in(store, *sessions, *sessions_of("b", 2))
    assert store.sessions.of_subject("a", 3) == tuple(reversed(sessions))[:3]
    assert store.sessions.of_subject("a", LISTED + 1) == tuple(reversed(sessions))
    assert store.sessions.of_subject("a", 0) == store.sessions.of_subject("a", -1) == ()


def test_a_session_has_expired_from_the_moment_on_at_which_it_does(store: SqlStore) -> None:
    sessions = sessions_of("a", 3)
    put_in(store, replace(sessions[0], ended_at=later(1)), *sessions[1:])
    assert store.sessions.expired(sessions[1].expires_at) == (sessions[1],)
    assert store.sessions.expired(later(9 * HOUR - 1)) == ()
    assert store.sessions.expired(later(DAY)) == tuple(sessions[1:])


def test_coverage_counts_sessions_and_nobody_s_work(store: SqlStore) -> None:
    judged = [replace(row, state=TrustState.VERIFIED) for row in sessions_of("a", 3)]
    put_in(store, *judged, *sessions_of("b", 2))
    assert store.sessions.coverage(later(0)) == Coverage(
        subjects=2, sessions=5, judged=3, learning=2
    )
    assert store.sessions.coverage(later(2 * HOUR)) == Coverage(
        subjects=1, sessions=1, judged=1, learning=0
    )


@pytest.mark.parametrize("column", ["state", "verdict"])
def test_a_word_that_this_version_does_not_know_is_a_storage_error(
    store: SqlStore, column: str
) -> None:
    put_in(store, SESSION)
    change(store, f"UPDATE sessions SET {column} = 'sleepy'")  # noqa: S608  # one of two words
    with pytest.raises(StorageError, match="got a state or verdict that cannot be read"):
        store.sessions.open()
