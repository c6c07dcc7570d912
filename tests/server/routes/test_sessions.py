"""Sessions, as a host application sees them."""

from typing import Any

import pytest

from samehands.server.housekeeping import end_expired
from samehands.server.setups import Judging
from samehands.trust import Check, Policy, TrustState, VerdictKind
from server.service import NOON, ORIGIN, Host, seconds, windows_of


def kind_of(answer: Any) -> tuple[int, str]:
    """Status and kind of a problem."""
    return answer.status_code, answer.json()["type"].rpartition(":")[2]


def test_a_session_starts_with_a_token_a_projection_and_a_verdict(host: Host) -> None:
    session = host.start("s-17", group="agents")

    assert session["expires_at"] == NOON + seconds(36_000)
    projection = session["projection"]
    assert (projection["id"], projection["keystrokes"]) == ("open-1", 100)
    assert projection["url"].startswith("https://samehands.example/v1/projections/open-1/")
    verdict = host.verdict(session["session"])
    assert verdict["session"] == session["session"]
    assert (verdict["revision"], verdict["state"], verdict["share"]) == (1, "learning", 0)
    assert verdict["verdict"]["kind"] == "allow"
    assert verdict["verdict"]["reasons"][0]["code"] == "nothing_judged"
    assert verdict["at"] == NOON
    row = host.parts.store.sessions.get(session["session"])
    assert row is not None
    assert (row.group, row.origin, row.collector) == ("agents", ORIGIN, "browser")


def test_two_sessions_of_one_subject_have_nothing_to_do_with_each_other(host: Host) -> None:
    one, two = host.start(), host.start()
    assert one["session"] != two["session"]
    host.send(one["token"], windows_of("seat-1", "day-1"))

    assert host.verdict(two["session"])["revision"] == 1
    host.end(one["session"])
    assert host.verdict(two["session"])["state"] == "learning"


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": ""},
        {"subject": "x" * 129},
        {"subject": 7},
        {"subject": "a/b"},
        {"subject": "a\n"},
        {"origin": "crm.example"},
        {"origin": "https://crm.example/path"},
        {"origin": "x" * 257},
        {"collector": "phone"},
        {"group": ""},
        {"group": "x" * 65},
        {"more": 1},
    ],
)
def test_a_session_that_makes_no_sense_is_not_started(host: Host, wrong: dict[str, Any]) -> None:
    asked = {"subject": "s", "origin": ORIGIN, **wrong}

    assert kind_of(host.ask("POST", "/v1/sessions", json=asked)) == (422, "invalid")
    assert len(host.parts.feed) == 0


def test_an_agent_names_itself_instead_of_an_origin(host: Host) -> None:
    host.start(collector="desktop_agent", origin="samehands-agent/1 on seat 4")


def test_there_are_only_so_many_sessions_open(host: Host) -> None:
    object.__setattr__(
        host.parts, "settings", host.parts.settings.model_copy(update={"open_sessions": 1})
    )
    session = host.start()
    answer = host.ask("POST", "/v1/sessions", json={"subject": "s", "origin": ORIGIN})
    assert kind_of(answer) == (429, "too_many_sessions")
    assert answer.headers["Retry-After"]

    host.end(session["session"])
    host.start()


def test_a_session_that_nobody_started_is_unknown(host: Host) -> None:
    for method, path in (
        ("GET", "/v1/sessions/nobody/verdict"),
        ("GET", "/v1/sessions/nobody/events"),
        ("DELETE", "/v1/sessions/nobody"),
    ):
        assert kind_of(host.ask(method, path)) == (404, "session_unknown")
    answer = host.ask("POST", "/v1/sessions/nobody/step-up", json={"passed": True})
    assert kind_of(answer) == (404, "session_unknown")


def test_a_step_up_is_answered_with_the_verdict_that_it_leads_to(host: Host) -> None:
    session = host.start()["session"]

    assert host.step_up(session, passed=False)["state"] == "locked"
    passed = host.step_up(session, passed=True, strong=True)
    assert (passed["state"], passed["verdict"]["kind"]) == ("verified", "allow")
    assert passed["revision"] == 3
    host.end(session)
    answer = host.ask("POST", f"/v1/sessions/{session}/step-up", json={"passed": True})
    assert kind_of(answer) == (410, "session_ended")


def test_a_session_that_runs_out_is_ended_by_the_service(host: Host) -> None:
    session = host.start()["session"]
    host.pass_seconds(36_000)
    portal = host.house.client.blocking_portal
    assert portal.call(end_expired, host.parts) == 1
    assert portal.call(end_expired, host.parts) == 0

    assert kind_of(host.ask("GET", f"/v1/sessions/{session}/verdict"))[0] == 410
    row = host.parts.store.sessions.get(session)
    assert row is not None
    assert row.ended_at == host.house.clock.now


def test_a_verdict_that_time_has_made_stricter_is_answered_as_it_is_now(host: Host) -> None:
    strict = Policy(
        {"session": Check(without_data=VerdictKind.STEP_UP)}, step_up_lasts=seconds(60)
    )
    host.parts.setups.adopt(Judging(1.0, {"default": strict}), 1)
    session = host.start()["session"]
    assert host.verdict(session)["verdict"]["kind"] == "step_up"
    assert host.step_up(session, passed=True)["verdict"]["kind"] == "allow"

    host.pass_seconds(60)
    assert host.verdict(session)["verdict"]["kind"] == "allow"
    host.pass_seconds(1)
    assert host.verdict(session)["verdict"]["kind"] == "step_up"


def test_an_application_is_only_served_so_many_requests_a_minute(host: Host) -> None:
    host.parts.rates.key_requests._per_minute = 3
    session = host.start()["session"]
    host.verdict(session)
    host.verdict(session)

    answer = host.ask("GET", f"/v1/sessions/{session}/verdict")

    assert kind_of(answer) == (429, "too_many_requests")
    assert int(answer.headers["Retry-After"]) == 20
    host.pass_seconds(20)
    host.verdict(session)


def test_after_a_restart_the_verdict_has_its_reasons_again(host: Host) -> None:
    session = host.start()
    host.send(session["token"], windows_of("seat-1", "day-1"))
    before = host.verdict(session["session"])
    # As right after a restart: the rows are known, no monitor has been loaded.
    standing = host.parts.feed.standing(session["session"])
    assert standing is not None
    host.parts.feed.publish([type(standing)(standing.row, standing.since)])
    host.parts.ingest._writer._held.clear()

    assert host.verdict(session["session"]) == before
    assert standing.row.state is TrustState.LEARNING


@pytest.mark.parametrize("query", [{"wait": -1}, {"wait": "x"}, {"after": -1}, {"wait": 1e9}])
def test_a_wait_that_makes_no_sense_is_refused(host: Host, query: dict[str, Any]) -> None:
    session = host.start()["session"]

    answer = host.ask("GET", f"/v1/sessions/{session}/verdict", params=query)

    assert kind_of(answer) == (422, "invalid")


def test_a_wait_for_what_is_known_already_ends_with_it(host: Host) -> None:
    session = host.start()["session"]

    assert host.verdict(session, wait=0.05, after=1)["revision"] == 1
    assert host.verdict(session, wait=30, after=0)["revision"] == 1
