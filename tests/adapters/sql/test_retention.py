from dataclasses import replace

import pytest

from adapters.sql.examples import CASE, DAY, HOUR, SESSION, later, put_in, rows
from adapters.sql.test_access_log import written
from adapters.sql.test_accounts import ADA, LOGIN
from laws.journal_laws import some_taken
from samehands.adapters.sql import Ages, CaseStatus, SqlStore, Swept
from samehands.monitor.inputs import SessionStarted
from samehands.monitor.journal import Addition, Taken
from samehands.monitor.state import MonitorState
from samehands.quantities import Micros, Nats

ALL = Ages(*[Micros(30 * DAY)] * 5)
"""Thirty days for everything."""


def daily(number: int, *, after: int = 0, back: int = 0) -> tuple[Taken, ...]:
    """Inputs, one a day from `NOW` on; the last `back` of them long before."""
    days = [*range(number - back), *[-999] * back]
    return tuple(
        Taken(
            after + place + 1,
            SessionStarted("a", later((after + day if day >= 0 else day) * DAY)),
            None,
            Nats(0),
            Nats(1),
        )
        for place, day in enumerate(days)
    )


def ordinals(store: SqlStore, subject: str) -> list[int]:
    """Of the inputs that are left."""
    wanted = "SELECT ordinal FROM inputs WHERE subject = :s ORDER BY 1"
    return [row[0] for row in rows(store, wanted, s=subject)]


def test_nothing_goes_where_everything_is_kept_for_ever(store: SqlStore) -> None:
    put_in(store, replace(SESSION, ended_at=later(1)))
    written(store, 2)
    assert store.retention.sweep(later(10_000 * DAY), Ages()) == Swept()
    assert store.retention.sweep(later(10_000 * DAY), Ages(sessions=Micros(DAY))).sessions == 1


def test_an_empty_store_is_swept(store: SqlStore) -> None:
    assert store.retention.sweep(later(0), ALL) == Swept()


@pytest.mark.parametrize("at_once", [2, 2_000])
def test_old_inputs_go_from_the_beginning(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr("samehands.adapters.sql.retention.AT_ONCE", at_once)
    store.journal.append([Addition("s", 0, daily(10), MonitorState("s"))])
    kept = store.journal.load("s")
    assert store.retention.sweep(later(35 * DAY), ALL) == Swept(inputs=5)
    assert ordinals(store, "s") == [6, 7, 8, 9, 10]
    assert store.retention.sweep(later(35 * DAY), ALL) == Swept()
    assert store.retention.sweep(later(99 * DAY), ALL) == Swept(inputs=5)
    assert store.journal.load("s") == kept


@pytest.mark.parametrize("at_once", [2, 2_000])
def test_inputs_after_the_last_snapshot_stay_however_old(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr("samehands.adapters.sql.retention.AT_ONCE", at_once)
    taken = daily(6)
    store.journal.append([Addition("never", 0, taken)])
    store.journal.append([Addition("once", 0, taken[:4], MonitorState("once"))])
    store.journal.append([Addition("once", 4, taken[4:])])
    before = store.journal.load("never"), store.journal.load("once")
    assert store.retention.sweep(later(999 * DAY), ALL) == Swept(inputs=4)
    assert ordinals(store, "once") == [5, 6]
    assert (store.journal.load("never"), store.journal.load("once")) == before


def test_only_a_beginning_goes_so_a_clock_that_went_back_leaves_no_gap(store: SqlStore) -> None:
    store.journal.append([Addition("s", 0, daily(6, back=2), MonitorState("s"))])
    assert store.retention.sweep(later(31 * DAY), ALL) == Swept(inputs=1)
    assert ordinals(store, "s") == [2, 3, 4, 5, 6]


def test_ended_sessions_go_and_open_ones_stay(store: SqlStore) -> None:
    put_in(
        store,
        replace(SESSION, id="open"),
        replace(SESSION, id="old", ended_at=later(0)),
        replace(SESSION, id="young", ended_at=later(HOUR)),
    )
    assert store.retention.sweep(later(30 * DAY + 1), ALL) == Swept(sessions=1)
    left = [row[0] for row in rows(store, "SELECT id FROM sessions ORDER BY id")]
    assert left == ["open", "young"]


def test_a_session_stays_as_long_as_its_case(store: SqlStore) -> None:
    put_in(store, replace(SESSION, ended_at=later(0)), CASE)
    assert store.retention.sweep(later(99 * DAY), ALL) == Swept()
    put_in(store, replace(CASE, status=CaseStatus.CONFIRMED_SAFE, decided_at=later(99 * DAY)))
    assert store.retention.sweep(later(129 * DAY), ALL) == Swept()
    assert store.retention.sweep(later(129 * DAY + 1), ALL) == Swept(sessions=1, cases=1)


def test_a_case_that_nobody_decided_stays(store: SqlStore) -> None:
    put_in(store, CASE, replace(CASE, id="odd", decided_at=later(1)))
    assert store.retention.sweep(later(9999 * DAY), ALL) == Swept()


def test_expired_logins_go(store: SqlStore) -> None:
    store.accounts.add(ADA)
    for place in range(3):
        token = bytes([place]) * 32
        store.logins.add(replace(LOGIN, token_hash=token, expires_at=later(place * DAY)))
    assert store.retention.sweep(later(32 * DAY), ALL) == Swept(logins=2)
    assert store.logins.get(bytes([2]) * 32) is not None


def test_old_looks_go_and_the_rest_still_verifies(store: SqlStore) -> None:
    written(store, 5, every=DAY)
    assert store.retention.sweep(later(32 * DAY), ALL) == Swept(access_log=2)
    assert store.access_log.verify() is None


def test_more_rows_than_go_at_once_all_go(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("samehands.adapters.sql.retention.AT_ONCE", 2)
    put_in(store, *(replace(SESSION, id=f"s{place}", ended_at=later(0)) for place in range(5)))
    assert store.retention.sweep(later(99 * DAY), ALL) == Swept(sessions=5)


def test_somebody_who_types_meanwhile_loses_nothing(store: SqlStore) -> None:
    store.journal.append([Addition("s", 0, daily(3), MonitorState("s"))])
    store.retention.sweep(later(99 * DAY), ALL)
    assert store.journal.append([Addition("s", 3, some_taken(1, after=3))]) == frozenset()
    assert store.journal.load("s").ordinal == 4
