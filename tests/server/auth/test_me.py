"""The own data: everything that is held about whoever asks, and nothing about anybody else."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from samehands.monitor import SessionStarted
from samehands.quantities import Micros
from samehands.server.auth import Principal, PrincipalKind, Role, Scope
from samehands.server.auth.key_text import KeyText
from samehands.server.auth.looks import Action, record_look
from server.auth.house import House
from server.routes.team import OWNER, Typing, office


@pytest.fixture
def typing(tmp_path: Path) -> Iterator[Typing]:
    """A server at which the owner has a session open."""
    with office(tmp_path) as opened:
        opened.log_in("work")
        yield opened


def _look(house: House, principal: Principal, action: Action, subject: str, reason: str) -> None:
    asyncio.run(record_look(house.parts, principal, action, subject, "work", reason))


def test_people_see_their_template_and_sessions(typing: Typing) -> None:
    browser = typing.house.logged_in("tom", Role.SELF, subject=OWNER)
    shown = browser.ask("GET", "/v1/me").json()

    assert shown["subject"] == OWNER
    assert shown["template"]["state"] == "none"
    assert [one["session"] for one in shown["sessions"]] == ["work"]
    assert shown["sessions"][0]["ended_at"] is None


def test_people_see_who_looked_at_them_by_name_and_why(typing: Typing) -> None:
    house = typing.house
    ada = house.account("Ada", Role.ANALYST)
    key = KeyText.read(house.key(Scope.SUBJECTS))
    assert key is not None
    analyst = Principal(PrincipalKind.ACCOUNT, ada.id, frozenset({Role.ANALYST}))
    application = Principal(PrincipalKind.API_KEY, key.id, scopes=frozenset({Scope.SUBJECTS}))
    _look(house, analyst, Action.SESSION, OWNER, "case 4")
    _look(house, application, Action.SUBJECT, OWNER, "support")
    _look(house, analyst, Action.SESSION, "somebody else", "case 5")
    _look(house, Principal(PrincipalKind.ACCOUNT, "gone"), Action.CASE, OWNER, "old")

    looks = house.logged_in("tom", Role.SELF, subject=OWNER).ask("GET", "/v1/me").json()["looks"]
    assert [(one["actor"], one["role"], one["reason"]) for one in looks] == [
        ("account:gone", "", "old"),
        ("crm", "subjects", "support"),
        ("Ada", "analyst", "case 4"),
    ]


def test_the_own_look_is_written_and_not_shown(typing: Typing) -> None:
    browser = typing.house.logged_in("tom", Role.SELF, subject=OWNER)
    browser.ask("GET", "/v1/me")

    assert browser.ask("GET", "/v1/me").json()["looks"] == []
    assert typing.house.actions().count("looked at the own data") == 2


def test_nobody_s_own_data_is_empty_and_not_made(typing: Typing) -> None:
    browser = typing.house.logged_in("tom", Role.SELF, subject="never heard of")
    shown = browser.ask("GET", "/v1/me").json()

    assert (shown["template"], shown["sessions"]) == (None, [])
    assert typing.house.store.subjects.get("never heard of") is None


def test_what_was_erased_is_not_shown_but_who_looked_is(typing: Typing) -> None:
    house = typing.house
    _look(house, Principal(PrincipalKind.ACCOUNT, "x"), Action.SESSION, OWNER, "case 4")
    typing.log_out("work")
    house.store.subjects.erase(OWNER, house.clock.now, "account:x")
    shown = house.logged_in("tom", Role.SELF, subject=OWNER).ask("GET", "/v1/me").json()

    assert (shown["template"], shown["sessions"]) == (None, [])
    assert len(shown["looks"]) == 1


def test_without_the_role_the_subject_counts_for_nothing(typing: Typing) -> None:
    browser = typing.house.logged_in("tom", Role.ANALYST, subject=OWNER)

    assert browser.ask("GET", "/v1/me").status_code == 403


def test_without_a_subject_the_role_counts_for_nothing(typing: Typing) -> None:
    browser = typing.house.logged_in("tom", Role.SELF)

    assert browser.ask("GET", "/v1/me").status_code == 403


def test_whoever_is_given_somebody_s_data_is_seen_by_them(typing: Typing) -> None:
    """An admin can make a second account with the role self; the person learns of it."""
    house = typing.house
    admin = house.logged_in("root", Role.ADMIN)
    admin.ask("POST", "/v1/accounts", {"name": "spy", "roles": ["self"], "subject": OWNER})
    looks = house.logged_in("tom", Role.SELF, subject=OWNER).ask("GET", "/v1/me").json()["looks"]

    assert {(one["actor"], one["action"]) for one in looks} >= {("root", "added an account")}


def test_the_newest_session_comes_first(typing: Typing) -> None:
    typing.log_out("work")
    typing.log_in("later")
    typing.tell(SessionStarted("later", Micros(typing.house.clock.now)))
    browser = typing.house.logged_in("tom", Role.SELF, subject=OWNER)
    sessions = browser.ask("GET", "/v1/me").json()["sessions"]

    assert [one["session"] for one in sessions] == ["later", "work"]
    assert sessions[1]["ended_at"] is not None
