import os
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from adapters.sql.examples import CASE, SESSION, beginning, change, later, put_in, rows
from laws.journal_laws import JOURNAL_LAWS, JournalLaw, enrolled, some_taken
from samehands.adapters.sql import CaseStatus, KeyRing, SqlStore, open_store
from samehands.adapters.sql.journal import POINTS
from samehands.errors import InputError, StorageError
from samehands.monitor.journal import Addition, Kept
from samehands.monitor.state import MonitorState
from samehands.trust import TrustState, VerdictKind


@pytest.mark.parametrize("law", JOURNAL_LAWS, ids=lambda law: law.__name__)
def test_the_journal_passes_the_law(store: SqlStore, law: JournalLaw) -> None:
    law(lambda: store.journal)


def test_what_was_appended_is_there_for_another_process(store_url: str, keys: KeyRing) -> None:
    with open_store(store_url, keys=keys) as store:
        store.journal.append([Addition("a", 0, some_taken(3), enrolled("a"))])
        store.journal.append([Addition("a", 3, some_taken(2, after=3))])
        kept = store.journal.load("a")
    with open_store(store_url, keys=keys) as again:
        assert again.journal.load("a") == kept
        assert kept.ordinal == 5


def test_sessions_and_cases_become_durable_with_the_inputs(store: SqlStore) -> None:
    noted = replace(CASE, note="Asked her; she had a plaster on her thumb.")
    assert store.journal.append([beginning("subject-1")], also=[SESSION, noted]) == frozenset()
    assert store.sessions.get("session-1") == SESSION
    assert store.cases.get("case-1") == noted
    subject = store.subjects.get("subject-1")
    assert subject is not None
    assert subject.group == "desk"


def test_a_row_takes_the_place_of_the_one_with_its_id(store: SqlStore) -> None:
    put_in(store, SESSION, CASE)
    moved = replace(
        SESSION,
        ended_at=later(9),
        last_at=later(9),
        state=TrustState.ALARM,
        verdict=VerdictKind.STEP_UP,
        share=1.25,
        revision=7,
    )
    decided = replace(
        CASE,
        status=CaseStatus.FALSE_ALARM,
        decided_at=later(5),
        decided_by="account-1",
        note="ß 猫",
    )
    store.journal.append([], also=[moved, decided])
    assert store.sessions.get("session-1") == moved
    assert store.cases.get("case-1") == decided
    assert store.cases.of_session("session-1") == (decided,)


def test_the_last_of_several_rows_of_one_session_is_the_one_there_is(store: SqlStore) -> None:
    store.journal.append(
        [beginning("subject-1")], also=[replace(SESSION, revision=number) for number in (1, 2, 3)]
    )
    found = store.sessions.get("session-1")
    assert found is not None
    assert found.revision == 3


def test_rows_of_a_subject_in_conflict_are_not_written(store: SqlStore) -> None:
    store.journal.append([beginning("subject-1", 1), beginning("subject-2", 1)])
    other = replace(SESSION, id="session-2", subject="subject-2")
    follows = Addition("subject-2", 1, some_taken(1, after=1))
    stale = [beginning("subject-1"), follows]
    assert store.journal.append(stale, also=[SESSION, other, CASE]) == {"subject-1"}
    assert store.sessions.get("session-1") is None
    assert store.cases.get("case-1") is None
    assert store.sessions.get("session-2") == other


def test_a_session_s_id_is_no_other_subject_s_to_write(store: SqlStore) -> None:
    put_in(store, SESSION, CASE)
    for stolen in (replace(SESSION, subject="subject-2"), replace(CASE, subject="subject-2")):
        with pytest.raises(StorageError, match="0 are ours"):
            store.journal.append([beginning("subject-2")], also=[stolen])
    assert store.journal.load("subject-2") == Kept(MonitorState("subject-2"))
    assert store.sessions.get("session-1") == SESSION
    assert store.cases.get("case-1") == CASE


def test_a_row_of_nobody_keeps_nothing_of_the_whole_append(store: SqlStore) -> None:
    stray = replace(SESSION, subject="nobody")
    with pytest.raises(StorageError, match="breaks a rule of its table"):
        store.journal.append([beginning("subject-1")], also=[stray])
    noted = replace(CASE, subject="nobody", note="n")
    with pytest.raises(StorageError, match="a subject that there is not"):
        store.journal.append([beginning("subject-1")], also=[noted])
    assert store.journal.load("subject-1") == Kept(MonitorState("subject-1"))
    assert store.subjects.listed(10) == ()


@pytest.mark.parametrize(
    "additions",
    [
        pytest.param([Addition("a", 0, some_taken(2)[1:])], id="a gap at the beginning"),
        pytest.param([Addition("a", 0, (*some_taken(2), *some_taken(1)))], id="out of order"),
        pytest.param([Addition("a", -1, some_taken(1, after=-1))], id="an ordinal of zero"),
        pytest.param([Addition("a", 0, some_taken(1), MonitorState("b"))], id="a wrong snapshot"),
        pytest.param([beginning("a"), beginning("a")], id="a subject twice"),
    ],
)
def test_additions_that_make_no_sense_are_refused(
    store: SqlStore, additions: list[Addition]
) -> None:
    with pytest.raises(InputError):
        store.journal.append([beginning("b"), *additions])
    assert store.subjects.listed(10) == ()


@pytest.mark.parametrize("name", ["a\0b", "a\ud800"])
def test_a_name_that_one_of_the_databases_cannot_hold_is_refused_by_both(
    store: SqlStore, name: str
) -> None:
    for addition in (beginning(name), beginning("a", session=name)):
        with pytest.raises(InputError, match="got a name with a NUL or half a character"):
            store.journal.append([beginning("good"), addition])
    odd = replace(SESSION, origin="a\ud800", subject="good")
    with pytest.raises(StorageError, match="a value that it cannot hold"):
        store.journal.append([beginning("good")], also=[odd])
    assert store.subjects.listed(10) == ()


def test_the_points_of_a_session_come_oldest_first_and_from_where_they_are_wanted(
    store: SqlStore,
) -> None:
    first, second = some_taken(4, session="a"), some_taken(3, after=4, session="b")
    third = some_taken(2, after=7, session="a")
    store.journal.append([Addition("s", 0, (*first, *second, *third)), beginning("other", 5)])
    journal = store.journal
    assert journal.taken("s", "a", limit=POINTS) == (*first, *third)
    assert journal.taken("s", "a", limit=10**9) == (*first, *third)
    assert journal.taken("s", "a", after=3, limit=2) == (first[3], third[0])
    assert journal.taken("s", "b", limit=2) == second[:2]
    assert journal.taken("s", "b", limit=0) == journal.taken("s", "b", limit=-1) == ()
    assert journal.taken("s", "c", limit=9) == journal.taken("nobody", "a", limit=9) == ()


def test_an_input_that_was_taken_out_is_missed(store: SqlStore) -> None:
    for gone in (1, 2, 3):
        name = f"subject-{gone}"
        store.journal.append([beginning(name, 3)])
        change(store, "DELETE FROM inputs WHERE subject = :s AND ordinal = :o", s=name, o=gone)
        with pytest.raises(StorageError, match="got 2 since the last snapshot, due 3"):
            store.journal.load(name)


def test_an_input_that_was_moved_to_another_place_does_not_open(store: SqlStore) -> None:
    store.journal.append([beginning("a", 3), beginning("b", 3)])
    swap = "UPDATE inputs SET ordinal = :to WHERE subject = 'a' AND ordinal = :of"
    for of, to in ((1, 9), (2, 1), (9, 2)):
        change(store, swap, of=of, to=to)
    with pytest.raises(StorageError, match="inputs, 1: does not open"):
        store.journal.load("a")
    change(store, "DELETE FROM inputs WHERE subject = 'b' AND ordinal = 3")
    change(store, "UPDATE inputs SET subject = 'b' WHERE subject = 'a' AND ordinal = 3")
    with pytest.raises(StorageError, match="inputs, 3: does not open"):
        store.journal.load("b")


def test_an_input_that_was_given_to_another_session_is_noticed(store: SqlStore) -> None:
    store.journal.append([beginning("s", 3, session="a")])
    change(store, "UPDATE inputs SET session = 'b' WHERE ordinal = 2")
    with pytest.raises(StorageError, match="another session"):
        store.journal.load("s")
    with pytest.raises(StorageError, match="another session"):
        store.journal.taken("s", "b", limit=9)


def test_a_snapshot_that_was_changed_or_put_back_does_not_open(store: SqlStore) -> None:
    taken = some_taken(4)
    store.journal.append([Addition("s", 0, taken[:2], enrolled("s"))])
    [(old,)] = rows(store, "SELECT sealed FROM snapshots")
    store.journal.append([Addition("s", 2, taken[2:], MonitorState("s"))])
    change(store, "UPDATE snapshots SET sealed = :old", old=bytes(old))
    with pytest.raises(StorageError, match="snapshots, 4: does not open"):
        store.journal.load("s")
    change(store, "UPDATE snapshots SET sealed = :nothing", nothing=b"")
    with pytest.raises(StorageError, match="does not open"):
        store.journal.load("s")


def test_nothing_of_a_window_or_a_state_is_there_to_read(store: SqlStore) -> None:
    window = some_taken(2)[1].event.window  # type: ignore[union-attr]
    store.journal.append([Addition("s", 0, some_taken(2), enrolled("s"))])
    sealed = [bytes(row[0]) for row in rows(store, "SELECT sealed FROM inputs")]
    sealed += [bytes(row[0]) for row in rows(store, "SELECT sealed FROM snapshots")]
    assert not any(window.embedding[:8] in one for one in sealed)
    assert not any(b"embedding" in one or b"windows" in one for one in sealed)
    assert len({one[:16] for one in sealed}) == len(sealed), "no nonce comes twice"


@pytest.mark.parametrize("writers", [4])
def test_of_those_who_append_at_the_same_time_each_sees_all_that_was_kept(
    store_url: str, keys: KeyRing, writers: int
) -> None:
    """Two stores on one database, two threads on each: every input is kept once."""
    with open_store(store_url, keys=keys) as one, open_store(store_url, keys=keys) as other:

        def append(store: SqlStore, session: str) -> None:
            for _ in range(5):
                conflicts = frozenset({"shared"})
                while conflicts:
                    after = store.journal.load("shared").ordinal
                    taken = some_taken(1, after=after, session=session)
                    own = store.journal.load(session).ordinal
                    mine = Addition(session, own, some_taken(1, after=own, session=session))
                    both = [Addition("shared", after, taken), mine]
                    conflicts = store.journal.append(both)
                    assert session not in conflicts

        _at_once(
            *(
                lambda store=store, name=f"writer-{place}": append(store, name)
                for place, store in enumerate([one, other] * (writers // 2))
            )
        )
        kept = one.journal.load("shared")
        assert kept.ordinal == writers * 5
        counts = [one.journal.load(f"writer-{place}").ordinal for place in range(writers)]
        assert min(counts) >= 5
        for place in range(writers):
            assert sum(event.session == f"writer-{place}" for event in kept.since) == 5


def test_of_those_who_begin_the_same_subject_at_once_one_does(
    store_url: str, keys: KeyRing
) -> None:
    with open_store(store_url, keys=keys) as one, open_store(store_url, keys=keys) as other:
        results: list[frozenset[str]] = []
        names = [f"subject-{place}" for place in range(20)]
        _at_once(
            lambda: results.append(one.journal.append([beginning(name) for name in names])),
            lambda: results.append(
                other.journal.append([beginning(name) for name in names[::-1]])
            ),
        )
        assert sorted(len(result) for result in results) == [0, 20]
        assert all(one.journal.load(name).ordinal == 2 for name in names)


def _at_once(*works: Callable[[], None]) -> None:
    """Do several things in threads of their own; what one of them raises is raised."""
    together, errors = threading.Barrier(len(works)), []

    def run(work: Callable[[], None]) -> None:
        together.wait()
        try:
            work()
        except BaseException as error:  # noqa: BLE001  # it is raised below
            errors.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def test_five_hundred_additions_are_one_transaction(store: SqlStore) -> None:
    additions = [beginning(f"subject-{place}", 1) for place in range(500)]
    sessions = [
        replace(SESSION, id=f"session-{place}", subject=f"subject-{place}") for place in range(500)
    ]
    # The last row breaks a rule, after everything else was written.
    with pytest.raises(StorageError):
        store.journal.append(additions, also=[*sessions, replace(SESSION, subject="nobody")])
    assert store.subjects.listed(10) == ()
    assert store.sessions.open() == ()
    assert store.journal.append(additions, also=sessions) == frozenset()
    assert len(store.sessions.open()) == 500
    assert store.journal.load("subject-499").ordinal == 1


def test_another_ring_with_the_same_database_reads_nothing(store: SqlStore) -> None:
    store.journal.append([beginning("s")])
    stranger = SqlStore(store._database, KeyRing([os.urandom(32)]))
    with pytest.raises(StorageError, match="which is not among the 1 given"):
        stranger.journal.load("s")
    with pytest.raises(StorageError, match="which is not among the 1 given"):
        stranger.journal.append([Addition("s", 2, some_taken(1, after=2))])
    assert store.journal.load("s").ordinal == 2
