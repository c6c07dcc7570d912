"""Cases over HTTP: who reads what, and what deciding one does."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx import ASGITransport, AsyncClient

from samehands.adapters.sql import CaseStatus
from samehands.monitor import CaseDecision, StepUpAnswered
from samehands.monitor.holding import windows_in
from samehands.server.auth import Role
from samehands.server.routes.cases import (
    NOTE_CHARACTERS,
    STATUS_OF,
    decide_case,
    list_cases,
    read_case,
)
from samehands.trust import Hypothesis, TrustState
from server.auth.house import PUBLIC_URL, Browser
from server.routes.team import MINUTE, OWNER, Typing, office


@pytest.fixture
def seat(tmp_path: Path) -> Iterator[Typing]:
    """A seat whose owner is enrolled."""
    with office(tmp_path, list_cases, read_case, decide_case) as opened:
        opened.enrol()
        yield opened


def test_a_take_over_is_a_case_with_its_change_and_no_effects_yet(seat: Typing) -> None:
    case = seat.take_over()
    analyst = seat.house.logged_in("ann", Role.ANALYST)
    [listed] = analyst.ask("GET", "/v1/cases").json()["cases"]
    read = analyst.ask("GET", f"/v1/cases/{case}").json()

    assert (listed["id"], listed["status"], listed["subject"]) == (case, "open", OWNER)
    assert listed["level"] >= listed["threshold"]
    assert {name: read[name] for name in listed} == listed
    assert read["changed_by"] == read["changed_after"] + MINUTE
    assert read["changed_by"] < read["opened_at"]
    assert read["effects"] == []


@pytest.mark.parametrize("decision", list(CaseDecision))
def test_a_decision_is_kept_with_what_it_did(seat: Typing, decision: CaseDecision) -> None:
    case = seat.take_over()
    analyst = seat.house.logged_in("ann", Role.ANALYST)
    body = {"decision": decision, "note": "called her at her desk"}
    answer = analyst.ask("POST", f"/v1/cases/{case}/decision", body)
    decided = answer.json()
    row = seat.house.store.cases.get(case)
    standing = seat.house.parts.feed.standing("work")

    assert answer.status_code == 200
    assert decided["status"] == STATUS_OF[decision]
    assert decided["effects"]
    assert decided["note"] == "called her at her desk"
    assert analyst.ask("GET", f"/v1/cases/{case}").json() == decided
    assert row is not None
    assert (row.status, row.decided_at) == (STATUS_OF[decision], seat.house.clock.now)
    assert standing is not None
    assert standing.trust is not None
    assert standing.case is None
    if decision is CaseDecision.CONFIRM_COMPROMISED:
        assert standing.trust.state is TrustState.LOCKED
    else:
        assert standing.trust.state is TrustState.VERIFIED
        assert not standing.trust.level(Hypothesis.OTHER_PERSON)
        assert windows_in(seat.tell().state.held) == 9


def test_the_same_decision_again_does_nothing_twice_and_another_is_refused(seat: Typing) -> None:
    case = seat.take_over()
    analyst = seat.house.logged_in("ann", Role.ANALYST)
    path = f"/v1/cases/{case}/decision"
    first = analyst.ask("POST", path, {"decision": "false_alarm", "note": "first"})
    state = seat.tell().state
    seat.house.clock.pass_seconds(60)
    again = analyst.ask("POST", path, {"decision": "false_alarm", "note": "second"})
    other = analyst.ask("POST", path, {"decision": "confirm_compromised"})

    assert again.json() == first.json()
    assert other.status_code == 409
    assert other.json()["type"] == "urn:samehands:problem:case_decided"
    assert seat.tell().state == state


def test_of_two_who_decide_at_the_same_moment_one_comes_second(seat: Typing) -> None:
    case = seat.take_over()
    for name in ("ann", "bob"):
        seat.house.account(name, Role.ANALYST)
    browsers = [seat.house.browser(), seat.house.browser()]
    for browser, name in zip(browsers, ("ann", "bob"), strict=True):
        browser.log_in(name)
    decisions = ("confirm_safe", "confirm_compromised")

    async def decide(client: AsyncClient, browser: Browser, decision: str) -> int:
        cookies = (f"{name}={value}" for name, value in browser.cookies.items())
        headers = {
            "Sec-Fetch-Site": "same-origin",
            "Origin": PUBLIC_URL,
            "X-Samehands-CSRF": browser.csrf or "",
            "Cookie": "; ".join(cookies),
        }
        path = f"/v1/cases/{case}/decision"
        answer = await client.post(path, json={"decision": decision}, headers=headers)
        return answer.status_code

    async def both() -> list[int]:
        transport = ASGITransport(seat.house.app)  # type: ignore[arg-type]  # two notations of ASGI
        async with AsyncClient(transport=transport, base_url=PUBLIC_URL) as client:
            pairs = zip(browsers, decisions, strict=True)
            return await asyncio.gather(*(decide(client, *pair) for pair in pairs))

    with seat.house.client.portal() as portal:
        statuses = portal.call(both)

    assert sorted(statuses) == [200, 409]


def test_a_case_can_be_decided_after_its_session_has_ended(seat: Typing) -> None:
    case = seat.take_over()
    seat.log_out("work")
    analyst = seat.house.logged_in("ann", Role.ANALYST)
    body = {"decision": "confirm_compromised"}
    decided = analyst.ask("POST", f"/v1/cases/{case}/decision", body).json()
    seat.log_in("next")
    standing = seat.house.parts.feed.standing("next")

    assert decided["effects"]
    assert standing is not None
    assert standing.row.state is TrustState.LOCKED
    strong = StepUpAnswered("next", passed=True, at=seat.house.clock.now, strong=True)
    outcome = seat.tell(strong)
    assert outcome.standing is not None
    assert outcome.standing.row.state is TrustState.VERIFIED


def test_an_ended_session_that_was_a_false_alarm_leaves_no_doubt_and_says_so(
    seat: Typing,
) -> None:
    case = seat.take_over()
    seat.log_out("work")
    analyst = seat.house.logged_in("ann", Role.ANALYST)
    body = {"decision": "false_alarm"}
    decided = analyst.ask("POST", f"/v1/cases/{case}/decision", body).json()
    seat.log_in("next")
    standing = seat.house.parts.feed.standing("next")

    assert "false alarm" in decided["effects"][0]
    assert standing is not None
    assert standing.row.state is TrustState.LEARNING


def test_what_was_decided_survives_a_restart(seat: Typing, tmp_path: Path) -> None:
    case = seat.take_over()
    analyst = seat.house.logged_in("ann", Role.ANALYST)
    analyst.ask("POST", f"/v1/cases/{case}/decision", {"decision": "confirm_safe"})
    before = seat.tell().state
    with office(tmp_path, list_cases, read_case, decide_case) as restarted:
        assert restarted.tell().state == before
        row = restarted.house.store.cases.get(case)

    assert row is not None
    assert row.status is CaseStatus.CONFIRMED_SAFE


def test_cases_are_listed_by_status_and_in_pages(seat: Typing) -> None:
    first = seat.take_over("one")
    seat.log_out("one")
    analyst = seat.house.logged_in("ann", Role.ANALYST)
    analyst.ask("POST", f"/v1/cases/{first}/decision", {"decision": "false_alarm"})
    second = seat.take_over("two")

    def listed(**query: str | int) -> list[str]:
        text = "&".join(f"{name}={value}" for name, value in query.items())
        answer = analyst.ask("GET", f"/v1/cases?{text}")
        return [case["id"] for case in answer.json()["cases"]]

    assert listed() == [second, first]
    assert listed(status="open") == [second]
    assert listed(status="false_alarm") == [first]
    assert listed(limit=1) == [second]
    assert listed(before=second) == [first]
    assert listed(before="nobody") == []


def test_an_auditor_lists_cases_without_notes_and_reads_none(seat: Typing) -> None:
    case = seat.take_over()
    analyst = seat.house.logged_in("ann", Role.ANALYST)
    body = {"decision": "false_alarm", "note": "a new keyboard"}
    analyst.ask("POST", f"/v1/cases/{case}/decision", body)
    auditor = seat.house.logged_in("aud", Role.AUDITOR)
    officer = seat.house.logged_in("pat", Role.PRIVACY_OFFICER)

    assert auditor.ask("GET", "/v1/cases").json()["cases"][0]["note"] is None
    assert auditor.ask("GET", f"/v1/cases/{case}").status_code == 403
    assert officer.ask("GET", f"/v1/cases/{case}").json()["note"] == "a new keyboard"
    assert officer.ask("POST", f"/v1/cases/{case}/decision", body).status_code == 403


@pytest.mark.parametrize("role", [Role.ADMIN, Role.SELF])
def test_nobody_else_sees_cases(seat: Typing, role: Role) -> None:
    browser = seat.house.logged_in("bob", role)

    assert browser.ask("GET", "/v1/cases").status_code == 403
    assert seat.house.browser().ask("GET", "/v1/cases").status_code == 401


def test_every_look_at_a_case_is_in_the_access_log(seat: Typing) -> None:
    case = seat.take_over()
    analyst = seat.house.logged_in("ann", Role.ANALYST)
    analyst.ask("GET", "/v1/cases")
    analyst.ask("GET", f"/v1/cases/{case}")
    analyst.ask("POST", f"/v1/cases/{case}/decision", {"decision": "false_alarm"})
    looks = seat.house.log()[-3:]

    assert [look.action for look in looks] == [
        "looked at the cases",
        "looked at a case",
        "decided a case",
    ]
    assert [(look.subject, look.session) for look in looks[1:]] == [(OWNER, "work")] * 2
    assert looks[-1].reason == "false_alarm"


def test_a_case_that_is_none_and_a_decision_that_is_none_are_refused(seat: Typing) -> None:
    case = seat.take_over()
    analyst = seat.house.logged_in("ann", Role.ANALYST)
    unknown = analyst.ask("GET", "/v1/cases/none")
    path = f"/v1/cases/{case}/decision"

    assert unknown.status_code == 404
    assert unknown.json()["type"].endswith("case_unknown")
    wrong: list[dict[str, str]] = [
        {"decision": "fire her"},
        {},
        {"decision": "false_alarm", "note": "x" * 3000},
    ]
    for body in wrong:
        assert 400 <= analyst.ask("POST", path, body).status_code < 500
    assert NOTE_CHARACTERS < 3000
    row = seat.house.store.cases.get(case)
    assert row is not None
    assert row.status is CaseStatus.OPEN
