"""A pause: shown, and answered as nothing judged; it lifts no doubt, and it is written nowhere."""

from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest

from laws.monitored import person, windows
from samehands.rhythm.window import Window
from samehands.server.answers import SeatState
from samehands.server.auth import Role
from samehands.server.auth.secret import new_id
from samehands.server.setups import Judging
from samehands.trust import Check, Policy, TrustState, VerdictKind
from server.service import ORIGIN, PUBLIC_URL, Host, open_service

OPEN: Final = Policy({"session": Check(without_data=VerdictKind.ALLOW)})
CLOSED: Final = Policy({"session": Check(without_data=VerdictKind.STEP_UP)})


def typed(host: Host, first: int = 0) -> list[Window]:
    """Three windows of somebody, as a page of this service would make them."""
    projection = host.parts.setups.of("default").projection
    made = windows(person(1), 3, first=first)
    return [replace(one, projection=projection) for one in made]


def pause(host: Host, token: str, *, paused: bool = True) -> Any:
    """Tell of a pause, as the page does."""
    headers = {"Authorization": f"Bearer {token}", "Origin": ORIGIN}
    return host.house.client.post("/v1/pause", json={"paused": paused}, headers=headers)


def seat_state(host: Host) -> str:
    """What the one seat is shown as."""
    analyst = host.house.logged_in(new_id(), Role.ANALYST)
    (seat,) = analyst.ask("GET", "/v1/now").json()["seats"]
    return str(seat["state"])


def judged(host: Host, session: str, state: TrustState = TrustState.VERIFIED) -> None:
    """Let a session stand as one whose typing was judged just now."""
    standing = host.parts.feed.standing(session)
    assert standing is not None
    assert standing.trust is not None
    row = replace(standing.row, state=state, revision=standing.row.revision + 1)
    known = msgspec.structs.replace(
        standing.trust, state=state, judged=3, last_judged=host.house.clock.now
    )
    host.parts.feed.publish([replace(standing, row=row, trust=known)])


def test_a_pause_shows_at_the_seat_and_ends_when_the_person_goes_on(host: Host) -> None:
    token = host.start()["token"]
    states = [seat_state(host)]
    for paused in (True, True, False):
        assert pause(host, token, paused=paused).status_code == 204
        states.append(seat_state(host))

    assert states == ["learning", "paused", "paused", "learning"]


def test_a_window_that_comes_ends_the_pause_and_a_read_or_a_repeat_does_not(host: Host) -> None:
    session = host.start()
    host.send(session["token"], typed(host))
    pause(host, session["token"])
    assert host.send(session["token"], typed(host))["repeated"] == 3
    host.send(session["token"], [])
    host.step_up(session["session"], passed=True)
    assert seat_state(host) == "paused"

    host.send(session["token"], typed(host, first=3))

    assert seat_state(host) != "paused"


@pytest.mark.parametrize(("policy", "due"), [(OPEN, "allow"), (CLOSED, "step_up")])
def test_while_it_lasts_the_verdict_is_the_policy_s_for_nothing_judged(
    host: Host, policy: Policy, due: str
) -> None:
    host.parts.setups.adopt(Judging(1.0, {"default": policy}), 1)
    session = host.start()
    host.step_up(session["session"], passed=True)
    host.pass_seconds(3600)
    judged(host, session["session"])
    before = host.verdict(session["session"])
    assert before["verdict"]["kind"] == "allow"

    pause(host, session["token"])
    paused = host.verdict(session["session"])
    pause(host, session["token"], paused=False)

    assert paused["verdict"]["kind"] == due
    assert [one["code"] for one in paused["verdict"]["reasons"]] == ["nothing_judged"]
    assert (paused["state"], paused["share"]) == (before["state"], before["share"])
    assert host.verdict(session["session"]) == before


def test_a_pause_lifts_no_lock_and_hides_none(host: Host) -> None:
    host.parts.setups.adopt(Judging(1.0, {"default": OPEN}), 1)
    session = host.start()
    host.step_up(session["session"], passed=False)
    pause(host, session["token"])

    assert host.verdict(session["session"])["verdict"]["kind"] == "lock"
    assert seat_state(host) == "locked"


@pytest.mark.parametrize("state", [TrustState.UNSURE, TrustState.ALARM])
def test_a_doubt_is_shown_rather_than_the_pause(host: Host, state: TrustState) -> None:
    session = host.start()
    judged(host, session["session"], state)
    pause(host, session["token"])

    assert seat_state(host) == state.value


def test_a_pause_is_written_nowhere(tmp_path: Path) -> None:
    with open_service(tmp_path) as house:
        host = Host(house)
        token = host.start()["token"]
        before = (host.parts.store.journal.load("seat-1"), host.parts.store.sessions.open())
        pause(host, token)
        after = (host.parts.store.journal.load("seat-1"), host.parts.store.sessions.open())
        assert after == before
        assert seat_state(host) == "paused"
    with open_service(tmp_path) as house:
        assert seat_state(Host(house)) == "learning"


@pytest.mark.parametrize(
    "body", [{}, {"paused": "yes"}, {"paused": None}, {"paused": True, "x": 1}]
)
def test_what_says_neither_is_refused(host: Host, body: dict[str, object]) -> None:
    headers = {"Authorization": f"Bearer {host.start()['token']}", "Origin": ORIGIN}
    answer = host.house.client.post("/v1/pause", json=body, headers=headers)

    assert answer.status_code == 422


def test_in_a_session_that_is_over_nobody_pauses(host: Host) -> None:
    session = host.start()
    host.end(session["session"])

    assert pause(host, session["token"]).status_code == 410


def test_a_collector_is_only_heard_so_often(host: Host) -> None:
    host.parts.rates.subject_requests._per_minute = 2
    token = host.start()["token"]

    assert [pause(host, token).status_code for _ in range(3)] == [204, 204, 429]


def test_a_page_of_a_listed_origin_may_ask_across_origins(tmp_path: Path) -> None:
    with open_service(tmp_path, allowed_origins=(ORIGIN,), public_url=PUBLIC_URL) as house:
        asked = {"Origin": ORIGIN, "Access-Control-Request-Method": "POST"}
        answer = house.client.options("/v1/pause", headers=asked)

        assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN


def test_a_seat_is_shown_as_what_is_believed_or_as_paused() -> None:
    assert {state.value for state in SeatState} == {*map(str, TrustState), "paused"}
