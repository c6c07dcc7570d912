"""Consent: told by the host application, kept with the session, and due where the settings say so."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from laws.monitored import person, windows
from samehands.rhythm import EarlySign, SignFlag
from samehands.rhythm.window import Window
from samehands.server.auth import Role
from samehands.server.consent import CLOCK_AHEAD
from samehands.wire import encode_batch
from server.listening import listening
from server.service import NOON, Host, open_service, seconds

AGREED: Final[dict[str, Any]] = {
    "version": "2026-11",
    "language": "de-AT",
    "at": NOON - seconds(60),
}


def typed(host: Host) -> list[Window]:
    """Three windows of somebody, as a page of this service would make them."""
    projection = host.parts.setups.of("default").projection
    return [replace(one, projection=projection) for one in windows(person(1), 3)]


def kind_of(answer: Any) -> tuple[int, str]:
    """Status and kind of a problem."""
    return answer.status_code, answer.json()["type"].rpartition(":")[2]


def told(host: Host, session: str, **changed: object) -> Any:
    """Tell a consent, as the back end does."""
    return host.ask("PUT", f"/v1/sessions/{session}/consent", json={**AGREED, **changed})


@pytest.fixture
def strict(tmp_path: Path) -> Iterator[Host]:
    """A host application of a service that wants a consent."""
    with open_service(tmp_path, require_consent=True) as house:
        yield Host(house)


def test_a_consent_comes_with_the_start_and_is_seen_by_the_person(host: Host) -> None:
    host.start(consent=AGREED)
    person = host.house.logged_in("tom", Role.SELF, subject="seat-1")

    (own,) = person.ask("GET", "/v1/me").json()["sessions"]
    assert own["consent"] == AGREED


def test_a_consent_comes_later_and_the_first_one_stays(host: Host) -> None:
    session = host.start()["session"]
    answers = [
        told(host, session),
        told(host, session),
        told(host, session, at=NOON),
        told(host, session, version="2025-01", at=AGREED["at"] - 1),
    ]

    assert [answer.status_code for answer in answers] == [200] * 4
    assert [answer.json() for answer in answers] == [AGREED] * 4


def test_a_later_consent_to_another_text_takes_the_place_of_the_first(host: Host) -> None:
    session = host.start(consent=AGREED)["session"]
    newer = {**AGREED, "version": "2026-12", "at": NOON}

    assert told(host, session, **newer).json() == newer
    person = host.house.logged_in("tom", Role.SELF, subject="seat-1")
    assert person.ask("GET", "/v1/me").json()["sessions"][0]["consent"] == newer


def test_without_a_consent_the_person_is_shown_that_there_is_none(host: Host) -> None:
    host.start()
    person = host.house.logged_in("tom", Role.SELF, subject="seat-1")

    assert person.ask("GET", "/v1/me").json()["sessions"][0]["consent"] is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"version": ""},
        {"version": "x" * 65},
        {"version": "one\ntwo"},
        {"version": "one\u202etwo"},
        {"version": 7},
        {"language": ""},
        {"language": "x" * 36},
        {"language": "de_AT"},
        {"language": "de-"},
        {"language": "de\n"},
        {"at": NOON // 1000},
        {"at": NOON + CLOCK_AHEAD + 1},
        {"at": 2**70},
        {"at": None},
        {"more": 1},
    ],
)
def test_what_is_no_record_of_a_consent_is_refused(host: Host, wrong: dict[str, object]) -> None:
    session = host.start()["session"]
    answers = [
        told(host, session, **wrong),
        host.ask(
            "POST",
            "/v1/sessions",
            json={"subject": "s", "origin": "https://x.example", "consent": {**AGREED, **wrong}},
        ),
    ]

    assert [kind_of(answer) for answer in answers] == [(422, "invalid")] * 2
    assert len(host.parts.feed) == 1
    row = host.parts.store.sessions.get(session)
    assert row is not None
    assert row.consent is None


def test_a_clock_may_be_a_little_fast(host: Host) -> None:
    assert told(host, host.start()["session"], at=NOON + CLOCK_AHEAD).status_code == 200


def test_to_a_session_that_is_over_or_never_was_nobody_agrees(host: Host) -> None:
    session = host.start()["session"]
    host.end(session)

    assert kind_of(told(host, session)) == (410, "session_ended")
    assert kind_of(told(host, "nobody")) == (404, "session_unknown")


def test_analysts_are_not_told_who_agreed_to_what(host: Host) -> None:
    session = host.start(consent=AGREED)
    host.send(session["token"], typed(host))
    host.step_up(session["session"], passed=False)
    analyst = host.house.logged_in("ada", Role.ANALYST)
    (case,) = analyst.ask("GET", "/v1/cases").json()["cases"]

    for path in (
        "/v1/now",
        f"/v1/sessions/{session['session']}",
        "/v1/cases",
        f"/v1/cases/{case['id']}",
    ):
        answer = analyst.ask("GET", path)
        assert answer.status_code == 200, path
        assert "consent" not in answer.text
        assert "2026-11" not in answer.text


def test_unless_it_is_due_windows_need_no_consent(host: Host) -> None:
    assert host.send(host.start()["token"], typed(host))["accepted"] == 3


def test_where_it_is_due_nothing_is_kept_without_it_and_all_of_it_with_it(strict: Host) -> None:
    session = strict.start()
    typing = typed(strict)
    sign = EarlySign(typing[0].projection, 9, SignFlag.SHORT_HOLDS)
    before = strict.parts.store.journal.load("seat-1").ordinal
    for batch in (typing, [sign]):
        answer = strict.post(session["token"], encode_batch(batch))
        assert kind_of(answer) == (409, "consent_missing")
    assert strict.parts.store.journal.load("seat-1").ordinal == before
    assert strict.verdict(session["session"])["revision"] == 1

    assert told(strict, session["session"]).status_code == 200

    assert strict.send(session["token"], typing)["accepted"] == 3
    standing = strict.parts.feed.standing(session["session"])
    assert standing is not None
    assert standing.row.consent is not None


def test_where_it_is_due_a_session_that_started_with_it_goes_on_after_a_restart(
    tmp_path: Path,
) -> None:
    with open_service(tmp_path, require_consent=True) as house:
        token = Host(house).start(consent=AGREED)["token"]
    with open_service(tmp_path, require_consent=True) as house:
        again = Host(house)
        assert again.send(token, typed(again))["accepted"] == 3


def test_a_consent_that_another_process_was_told_of_counts(strict: Host) -> None:
    session = strict.start()
    row = strict.parts.store.sessions.get(session["session"])
    assert row is not None
    told(strict, session["session"])
    # As in a process that heard nothing of it: what is in memory has no consent.
    standing = strict.parts.feed.standing(session["session"])
    assert standing is not None
    strict.parts.feed.publish([replace(standing, row=row)])

    assert strict.send(session["token"], typed(strict))["accepted"] == 3


def test_without_it_the_verdict_can_be_asked_for(strict: Host) -> None:
    """A page greets with an empty batch before anything was typed."""
    answer = strict.send(strict.start()["token"], [])

    assert (answer["received"], answer["next_sequence"]) == (0, 0)


def test_the_collector_of_a_session_that_was_erased_is_told_that_it_is_over(strict: Host) -> None:
    session = strict.start()
    strict.parts.store.subjects.erase("seat-1", NOON, "account:x")

    answer = strict.post(session["token"], encode_batch(typed(strict)))
    assert kind_of(answer) == (410, "session_ended")


def test_over_a_websocket_it_is_due_too_and_the_connection_stays(tmp_path: Path) -> None:
    with listening(tmp_path, require_consent=True) as service:
        session = service.start()
        sign = EarlySign(service.parts.setups.of("default").projection, 1, SignFlag.SHORT_HOLDS)
        with service.connect(session["token"]) as socket:
            socket.send(encode_batch([sign]))
            refused = json.loads(socket.recv(timeout=30))
            asked = service.client.put(f"/v1/sessions/{session['session']}/consent", json=AGREED)
            assert asked.status_code == 200, asked.text
            socket.send(encode_batch([sign]))
            # A verdict that changed may be said before the answer.
            frames = (json.loads(socket.recv(timeout=30)) for _ in range(2))
            taken = next(frame for frame in frames if "received" in frame)

    assert refused["problem"]["type"] == "urn:samehands:problem:consent_missing"
    assert refused["retry_after"] is None
    assert taken["accepted"] == 1
