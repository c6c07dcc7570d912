"""The access log: every look is in it before anything leaves, and nothing can be taken out."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from samehands.errors import StorageError
from samehands.server.auth import ANONYMOUS, Principal, PrincipalKind, Role, Scope
from samehands.server.auth.looks import LONGEST_REASON, Action, look_of, record_look
from samehands.server.problems import ProblemError, ProblemKind
from server.auth.house import NOON, House, open_house

ANALYST = Principal(PrincipalKind.ACCOUNT, "a1", frozenset({Role.ANALYST, Role.AUDITOR}))


def test_a_look_says_who_in_which_role_at_whom_and_why(house: House) -> None:
    asyncio.run(
        record_look(house.parts, ANALYST, Action.SESSION, "s-17", "se-1", "case 4 is open")
    )
    [entry] = house.log()

    assert (entry.at, entry.actor, entry.role) == (NOON, "account:a1", "analyst, auditor")
    assert (entry.action, entry.subject, entry.session, entry.reason) == (
        "looked at a session",
        "s-17",
        "se-1",
        "case 4 is open",
    )


def test_a_key_is_written_with_its_scopes() -> None:
    key = Principal(PrincipalKind.API_KEY, "k1", scopes=frozenset({Scope.SUBJECTS}))
    look = look_of(NOON, key, Action.SUBJECT, "s-17")

    assert (look.actor, look.role) == ("api_key:k1", "subjects")
    assert look_of(NOON, ANONYMOUS, Action.LOGIN_FAILED).role == ""


def test_an_endless_reason_is_cut() -> None:
    look = look_of(NOON, ANALYST, Action.CASE, reason="x" * 10_000)

    assert look.reason == "x" * LONGEST_REASON


def test_a_look_that_cannot_be_written_is_refused(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StorageError("disk full")

    monkeypatch.setattr(house.store.access_log, "append", full)

    with pytest.raises(ProblemError) as refused:
        asyncio.run(record_look(house.parts, ANALYST, Action.SESSION, "s-17"))
    assert refused.value.kind is ProblemKind.UNAVAILABLE
    assert refused.value.retry_after


def test_nothing_of_the_access_log_is_shown_where_the_look_cannot_be_written(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = house.logged_in("eve", Role.AUDITOR)

    def full(*_: object) -> None:
        raise StorageError("disk full")

    monkeypatch.setattr(house.store.access_log, "append", full)
    answer = browser.ask("GET", "/v1/access-log")

    assert answer.status_code == 503
    assert "logged in" not in answer.text
    assert answer.headers["retry-after"]


def test_the_newest_entries_come_first_and_the_look_itself_is_one(house: House) -> None:
    browser = house.logged_in("eve", Role.AUDITOR)
    entries = browser.ask("GET", "/v1/access-log").json()["entries"]

    assert [entry["action"] for entry in entries] == ["looked at the access log", "logged in"]
    assert [entry["number"] for entry in entries] == [2, 1]
    assert entries[0]["previous"] == entries[1]["hash"]
    assert entries[1]["previous"] == "00" * 32


def test_the_log_is_read_in_pages(house: House) -> None:
    browser = house.logged_in("eve", Role.PRIVACY_OFFICER)
    for _ in range(5):
        browser.ask("GET", "/v1/access-log")
    page = browser.ask("GET", "/v1/access-log?limit=2").json()["entries"]
    older = browser.ask("GET", f"/v1/access-log?limit=2&before={page[-1]['number']}").json()

    assert [entry["number"] for entry in page] == [7, 6]
    assert [entry["number"] for entry in older["entries"]] == [5, 4]


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=501", "limit=-1", "limit=x", "before=0", "before=-3", "before=x"]
)
def test_what_is_no_page_is_refused(house: House, query: str) -> None:
    browser = house.logged_in("eve", Role.AUDITOR)

    assert browser.ask("GET", f"/v1/access-log?{query}").status_code in {400, 422}


def _tamper(folder: Path, statement: str) -> None:
    database = sqlite3.connect(folder / "samehands.db")
    with database:
        database.execute(statement)
    database.close()


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE access_log SET subject = 's-99' WHERE number = 2", 2),
        ("UPDATE access_log SET actor = 'account:x' WHERE number = 3", 3),
        ("UPDATE access_log SET at = at + 1 WHERE number = 1", 1),
        ("DELETE FROM access_log WHERE number = 2", 2),
        ("DELETE FROM access_log WHERE number = 4", 4),
        ("DELETE FROM access_log", 1),
    ],
    ids=["subject", "actor", "time", "one missing", "the last missing", "all missing"],
)
def test_what_was_changed_afterwards_is_found(tmp_path: Path, statement: str, broken: int) -> None:
    with open_house(tmp_path) as house:
        for subject in ("s-1", "s-2", "s-3", "s-4"):
            asyncio.run(record_look(house.parts, ANALYST, Action.SESSION, subject))
        assert house.store.access_log.verify() is None
        _tamper(tmp_path, statement)
        assert house.store.access_log.verify() == broken
