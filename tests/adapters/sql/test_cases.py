from dataclasses import replace

import pytest

from adapters.sql.examples import CASE, HOUR, SESSION, change, later, put_in, rows
from samehands.adapters.sql import CaseRow, CaseStatus, SqlStore
from samehands.adapters.sql.cases import LISTED
from samehands.errors import StorageError


def cases_of(subject: str, number: int) -> list[CaseRow]:
    """Cases, one an hour; every second one decided, and noted."""
    return [
        replace(
            CASE,
            id=f"case-{subject}-{place}",
            subject=subject,
            opened_at=later(place * HOUR),
            status=CaseStatus.FALSE_ALARM if place % 2 else CaseStatus.OPEN,
            note=f"note {subject} {place}" if place % 2 else None,
        )
        for place in range(number)
    ]


def test_an_empty_store_has_no_cases(store: SqlStore) -> None:
    assert store.cases.get("case-1") is None
    assert store.cases.listed(limit=9) == store.cases.of_session("session-1") == ()
    assert set(store.cases.tally(later(0)).values()) == {0}


def test_cases_are_listed_newest_first_page_by_page(store: SqlStore) -> None:
    cases = cases_of("a", 5)
    same_moment = [replace(case, id=f"{case.id}b") for case in cases]
    put_in(store, *cases, *same_moment)
    due = sorted([*cases, *same_moment], key=lambda case: (case.opened_at, case.id), reverse=True)
    listed: list[CaseRow] = []
    while page := store.cases.listed(limit=3, before=listed[-1].id if listed else None):
        listed += page
    assert listed == due
    assert store.cases.listed(limit=LISTED + 5) == tuple(due)
    assert store.cases.listed(limit=-1) == ()
    assert store.cases.listed(limit=9, before="no such case") == ()


def test_cases_are_listed_by_what_was_decided(store: SqlStore) -> None:
    cases = cases_of("a", 5)
    put_in(store, *cases)
    still_open = store.cases.listed(status=CaseStatus.OPEN, limit=9)
    assert still_open == (cases[4], cases[2], cases[0])
    assert store.cases.listed(status=CaseStatus.OPEN, limit=9, before=cases[2].id) == (cases[0],)
    assert store.cases.listed(status=CaseStatus.CONFIRMED_SAFE, limit=9) == ()


def test_a_session_s_cases_come_oldest_first(store: SqlStore) -> None:
    cases = cases_of("a", 3)
    put_in(store, *reversed(cases), replace(CASE, id="other", session="session-2", subject="a"))
    assert store.cases.of_session("session-1") == tuple(cases)


def test_a_tally_has_every_status(store: SqlStore) -> None:
    put_in(store, *cases_of("a", 5))
    assert store.cases.tally(later(0)) == {
        CaseStatus.OPEN: 3,
        CaseStatus.CONFIRMED_COMPROMISED: 0,
        CaseStatus.CONFIRMED_SAFE: 0,
        CaseStatus.FALSE_ALARM: 2,
    }
    assert store.cases.tally(later(3 * HOUR))[CaseStatus.FALSE_ALARM] == 1


def test_a_note_is_sealed_and_bound_to_its_case(store: SqlStore) -> None:
    noted = [replace(case, note=f"plaster {case.id}") for case in cases_of("a", 2)]
    put_in(store, *noted)
    stored = [bytes(row[0]) for row in rows(store, "SELECT note FROM cases ORDER BY id")]
    assert not any(b"plaster" in note for note in stored)
    change(store, "UPDATE cases SET note = :other WHERE id = 'case-a-0'", other=stored[1])
    with pytest.raises(StorageError, match="cases, case-a-0: does not open"):
        store.cases.get("case-a-0")
    assert store.cases.get("case-a-1") == noted[1]


def test_a_note_does_not_show_in_a_printed_row() -> None:
    assert "plaster" not in repr(replace(CASE, note="plaster"))


def test_a_note_is_added_to_a_case_of_somebody_who_types_nothing_now(store: SqlStore) -> None:
    put_in(store, SESSION, CASE)
    decided = replace(CASE, status=CaseStatus.CONFIRMED_SAFE, note="asked")
    assert store.journal.append([], also=[decided]) == frozenset()
    assert store.cases.get("case-1") == decided


def test_a_status_that_this_version_does_not_know_is_a_storage_error(store: SqlStore) -> None:
    put_in(store, CASE)
    change(store, "UPDATE cases SET status = 'perhaps'")
    with pytest.raises(StorageError, match="got a status that cannot be read"):
        store.cases.get("case-1")
