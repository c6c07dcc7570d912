"""Changes as they come: long polls and server-sent events."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from samehands.adapters.sql import AccountRow
from samehands.server.auth import Role
from server.auth.house import PASSWORD, quick_passwords
from server.listening import Listening, listening, read_events
from server.service import wait_until


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Listening]:
    with listening(tmp_path) as opened:
        yield opened


def test_a_long_poll_returns_when_something_changes(service: Listening) -> None:
    session = service.start()["session"]
    with ThreadPoolExecutor(1) as pool:
        path = f"/v1/sessions/{session}/verdict?wait=30&after=1"
        asked = pool.submit(service.client.get, path)
        wait_until(lambda: service.parts.feed.listening > 0)
        service.step_up(session, passed=False)
        answer = asked.result().json()

    assert (answer["revision"], answer["state"]) == (2, "locked")
    assert service.parts.feed.listening == 0


def test_a_long_poll_on_a_session_that_ends_says_that_it_has(service: Listening) -> None:
    session = service.start()["session"]
    with ThreadPoolExecutor(1) as pool:
        path = f"/v1/sessions/{session}/verdict?wait=30&after=1"
        asked = pool.submit(service.client.get, path)
        wait_until(lambda: service.parts.feed.listening > 0)
        service.client.delete(f"/v1/sessions/{session}")

        assert asked.result().status_code == 410


def test_events_begin_with_the_present_verdict_and_go_on_with_each_new_one(
    service: Listening,
) -> None:
    session = service.start()["session"]
    with service.events(session) as events:
        first = next(events)
        service.step_up(session, passed=False)
        second = next(events)
        service.client.delete(f"/v1/sessions/{session}")
        rest = list(events)

    assert (first["event"], first["id"], first["data"]["state"]) == ("verdict", "1", "learning")
    assert (second["event"], second["id"], second["data"]["state"]) == ("verdict", "2", "locked")
    assert [(one["event"], one["data"]) for one in rest] == [("gone", {"session": session})]


def test_whoever_comes_back_is_told_only_what_is_newer(service: Listening) -> None:
    session = service.start()
    with service.events(session["session"]) as events:
        known = next(events)["id"]
    service.step_up(session["session"], passed=False)
    with service.events(session["session"], last=known) as events:
        missed = next(events)
    assert (missed["id"], missed["data"]["state"]) == ("2", "locked")

    with service.events(session["session"], last=missed["id"]) as events:
        service.step_up(session["session"], passed=True)
        newer = next(events)
    assert (newer["id"], newer["data"]["state"]) == ("3", "verified")


@pytest.mark.parametrize("last", ["x", "-1", "1.5", "9" * 400, "٣"])
def test_a_last_event_that_is_no_number_of_ours_is_none(service: Listening, last: str) -> None:
    session = service.start()["session"]
    headers = {b"Last-Event-ID": last.encode("utf-8")}
    path = f"/v1/sessions/{session}/events"
    with service.client.stream("GET", path, headers=headers) as answer:
        assert answer.status_code == 200
        lines = answer.iter_lines()
        assert "event: verdict" in [next(lines) for _ in range(3)]


def test_events_of_a_session_that_is_over_are_refused(service: Listening) -> None:
    session = service.start()["session"]
    service.client.delete(f"/v1/sessions/{session}")

    assert service.client.get(f"/v1/sessions/{session}/events").status_code == 410


def test_there_is_only_so_much_room_for_those_who_wait(tmp_path: Path) -> None:
    with listening(tmp_path, listeners=1) as service:
        session = service.start()["session"]
        with service.events(session) as events:
            next(events)
            refused = service.client.get(f"/v1/sessions/{session}/events")
        assert refused.status_code == 429
        assert refused.headers["Retry-After"]


def test_a_service_that_stops_ends_its_streams(tmp_path: Path) -> None:
    with listening(tmp_path) as service:
        session = service.start()["session"]
        stream = service.client.stream("GET", f"/v1/sessions/{session}/events")
        lines = stream.__enter__().iter_lines()
        assert next(lines) == "retry: 2000"
        service.parts.feed.close()
        assert not [line for line in lines if line.startswith("event: gone")]
        stream.__exit__(None, None, None)


def test_an_analyst_sees_every_seat_that_changes_and_goes_and_that_is_written_down(
    service: Listening,
) -> None:
    store = service.parts.store
    store.accounts.add(
        AccountRow(
            id="a-1",
            name="ada",
            password_hash=quick_passwords().hashed(PASSWORD),
            oidc_subject=None,
            roles=frozenset({Role.ANALYST}),
            subject=None,
            disabled=False,
            created_at=service.clock.now,
        )
    )
    with httpx.Client(base_url=service.address, timeout=30) as browser:
        headers = {"Origin": service.address, "Sec-Fetch-Site": "same-origin"}
        asked = {"name": "ada", "password": PASSWORD}
        browser.post("/v1/login", json=asked, headers=headers).raise_for_status()
        with browser.stream("GET", "/v1/now/events") as answer:
            assert answer.status_code == 200
            events = read_events(answer.iter_lines())
            wait_until(lambda: service.parts.feed.listening > 0)
            session = service.start("s-17")["session"]
            seat = next(events)
            service.client.delete(f"/v1/sessions/{session}")
            gone = next(events)
        with browser.stream("GET", f"/v1/sessions/{service.start()['session']}/events") as live:
            assert live.status_code == 200

    assert (seat["event"], seat["data"]["subject"]) == ("seat", "s-17")
    assert (gone["event"], gone["data"]) == ("gone", {"session": session})
    looks = [entry.action for entry in store.access_log.listed(limit=9)]
    assert looks[:2] == ["watched a session", "looked at all sessions"]
