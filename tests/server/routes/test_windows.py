"""Windows over HTTP: nothing disappears, nothing is counted twice, and nobody speaks for another."""

import gzip
from dataclasses import replace
from threading import Event
from typing import Any

import pytest

from samehands.monitor import EarlySignArrived
from samehands.rhythm import EarlySign, SignFlag
from samehands.server.ingest import Told
from samehands.server.tokens import SessionClaims, SessionTokens
from samehands.wire import MESSAGE_BYTES, Message, encode_batch, encode_json, encode_message_json
from server.service import (
    NOON,
    ORIGIN,
    Host,
    numbered,
    open_service,
    seconds,
    wait_until,
    windows_of,
)

WINDOWS = numbered(windows_of("seat-1", "day-1") + windows_of("seat-1", "day-2"))[:8]


def kind_of(answer: Any) -> tuple[int, str]:
    """Status and kind of a problem."""
    return answer.status_code, answer.json()["type"].rpartition(":")[2]


def test_every_window_is_accepted_repeated_or_rejected_with_a_reason(host: Host) -> None:
    token = host.start()["token"]
    foreign = replace(WINDOWS[1], projection=b"\0" * 8, sequence=50)
    first = host.send(token, WINDOWS[:3])
    body = bytearray(encode_batch([*WINDOWS, foreign]))
    body[1 + (2 + MESSAGE_BYTES) * 4 + 3] = 0x7F  # the version of the fifth message

    answer = host.post(token, bytes(body)).json()

    assert (first["received"], first["accepted"], first["repeated"]) == (3, 3, 0)
    assert answer["received"] == len(WINDOWS) + 1
    assert answer["repeated"] == 3
    reasons = [(one["index"], one["reason"]) for one in answer["rejected"]]
    assert reasons == [(4, "version"), (len(WINDOWS), "projection")]
    assert answer["received"] == (
        answer["accepted"] + answer["repeated"] + len(answer["rejected"])
    )
    assert answer["verdict"]["state"] == "learning"


@pytest.mark.parametrize("form", ["msgpack", "json"])
def test_an_early_sign_is_taken_in_among_the_windows_and_told_as_a_finding(
    host: Host, form: str
) -> None:
    session = host.start()
    sign = EarlySign(WINDOWS[0].projection, 1, SignFlag.SHORT_HOLDS)
    sent: tuple[Message, ...] = (WINDOWS[0], sign, replace(WINDOWS[1], sequence=2))
    if form == "msgpack":
        answers = [host.post(session["token"], encode_batch(sent)).json() for _ in range(2)]
    else:
        body = b"[" + b",".join(map(encode_message_json, sent)) + b"]"
        headers = {"Content_Type": "application/json"}
        answers = [host.post(session["token"], body, **headers).json() for _ in range(2)]

    assert [(each["accepted"], each["repeated"]) for each in answers] == [(3, 0), (0, 3)]
    assert answers[0]["next_sequence"] == 3
    kept = host.parts.store.journal.load("seat-1")
    assert sign in [event.sign for event in kept.since if isinstance(event, EarlySignArrived)]


def test_a_batch_that_comes_again_is_answered_200_and_changes_nothing(host: Host) -> None:
    session = host.start()
    host.send(session["token"], WINDOWS)
    before = host.parts.store.journal.load("seat-1").ordinal
    revision = host.verdict(session["session"])["revision"]

    again = host.send(session["token"], WINDOWS)

    assert (again["accepted"], again["repeated"]) == (0, len(WINDOWS))
    assert host.parts.store.journal.load("seat-1").ordinal == before
    assert again["verdict"]["revision"] == revision


def test_a_gap_is_counted_and_what_fills_it_is_taken(host: Host) -> None:
    token = host.start()["token"]

    gap = host.send(token, numbered(WINDOWS[:1], 3))
    assert (gap["missing"], gap["next_sequence"]) == (3, 4)
    filled = host.send(token, numbered(WINDOWS[1:3], 1))
    assert (filled["accepted"], filled["missing"], filled["next_sequence"]) == (2, 0, 4)


def test_what_comes_too_late_to_tell_it_from_a_repeat_is_rejected_as_such(host: Host) -> None:
    token = host.start()["token"]
    host.send(token, numbered(WINDOWS[:1], 100))

    answer = host.send(token, numbered(WINDOWS[:2], 36))

    assert [(one["index"], one["reason"]) for one in answer["rejected"]] == [(0, "too_late")]
    assert (answer["received"], answer["accepted"]) == (2, 1)


def test_an_empty_batch_asks_how_things_stand_and_which_number_is_next(host: Host) -> None:
    session = host.start()
    host.send(session["token"], WINDOWS)

    for again in range(2):
        answer = host.send(session["token"], [])
        assert (answer["received"], answer["next_sequence"]) == (0, len(WINDOWS))
        assert answer["verdict"] == host.verdict(session["session"])
        if not again:  # as after a restart
            host.parts.ingest._writer._held.clear()


def test_json_and_gzip_are_read_as_well(host: Host) -> None:
    token = host.start()["token"]
    spelled = b"[" + b",".join(map(encode_json, WINDOWS)) + b"]"

    answer = host.post(token, spelled, Content_Type="application/json")
    again = host.post(token, gzip.compress(encode_batch(WINDOWS)), Content_Encoding="gzip")

    assert answer.json()["accepted"] == len(WINDOWS)
    assert again.json()["repeated"] == len(WINDOWS)


@pytest.mark.parametrize(
    ("body", "headers", "kind"),
    [
        pytest.param(b"", {}, (400, "malformed"), id="nothing"),
        pytest.param(b"\x91", {}, (400, "malformed"), id="cut off"),
        pytest.param(b"x" * 262_145, {}, (413, "too_large"), id="too large"),
        pytest.param(
            gzip.compress(b"\0" * 10_000_000),
            {"Content_Encoding": "gzip"},
            (413, "too_large"),
            id="a bomb",
        ),
        pytest.param(b"x", {"Content_Encoding": "gzip"}, (400, "malformed"), id="no gzip"),
        pytest.param(b"x", {"Content_Encoding": "br"}, (415, "media_type"), id="brotli"),
        pytest.param(b"x", {"Content_Type": "text/plain"}, (415, "media_type"), id="plain text"),
        pytest.param(b"{}", {"Content_Type": "application/json"}, (400, "malformed"), id="object"),
        pytest.param(
            encode_batch(numbered([WINDOWS[0]] * 512))[:-1] + b"\xc0" * 100,
            {},
            (413, "too_large"),
            id="513 windows",
        ),
    ],
)
def test_a_body_that_is_no_batch_is_refused_as_a_whole(
    host: Host, body: bytes, headers: dict[str, str], kind: tuple[int, str]
) -> None:
    session = host.start()

    assert kind_of(host.post(session["token"], body, **headers)) == kind
    assert host.verdict(session["session"])["revision"] == 1


def test_a_token_that_has_run_out_was_forged_or_is_none_is_refused(host: Host) -> None:
    session = host.start()
    body = encode_batch(WINDOWS)
    claims = SessionClaims(
        session["session"], "seat-1", "browser", ORIGIN, "default", session["expires_at"]
    )
    forged = SessionTokens(lambda _: b"k" * 32, audience="https://samehands.example")

    for token in (
        "x",
        session["token"][:-1],
        session["token"][:-8] + "AAAAAAAA",
        forged.issue(claims, NOON),
        host.key,
    ):
        answer = host.post(token, body)
        assert answer.status_code in {401, 403}, answer.text
    host.pass_seconds(36_000)
    assert kind_of(host.post(session["token"], body)) == (401, "token_expired")


def test_a_token_is_good_for_its_own_session_and_origin_only(host: Host) -> None:
    one, two = host.start("seat-1"), host.start("seat-2")
    host.send(one["token"], WINDOWS)

    assert host.parts.store.journal.load("seat-2").ordinal == 1
    elsewhere = host.post(two["token"], encode_batch(WINDOWS), Origin="https://evil.example")
    assert kind_of(elsewhere) == (403, "origin_refused")
    assert host.ask("GET", f"/v1/sessions/{one['session']}/verdict").status_code == 200
    page = {"Authorization": f"Bearer {two['token']}"}
    asked = host.house.client.get(f"/v1/sessions/{one['session']}/verdict", headers=page)
    assert asked.status_code == 403


def test_a_session_that_has_ended_or_was_erased_is_gone_for_its_collector(host: Host) -> None:
    ended, erased = host.start("seat-1"), host.start("seat-2")
    host.end(ended["session"])
    assert host.ask("DELETE", "/v1/subjects/seat-2").status_code == 200

    for session in (ended, erased):
        answer = host.post(session["token"], encode_batch(WINDOWS))
        assert kind_of(answer) == (410, "session_ended")


def test_a_subject_s_collectors_send_only_so_much_a_minute_and_nothing_more_is_kept(
    host: Host,
) -> None:
    session = host.start()
    host.parts.rates.subject_windows._per_minute = 8
    host.send(session["token"], WINDOWS[:6])

    answer = host.post(session["token"], encode_batch(WINDOWS[:7]))
    assert kind_of(answer) == (429, "too_many_requests")
    assert answer.headers["Retry-After"] == "38"
    assert host.parts.store.journal.load("seat-1").ordinal == 7
    host.pass_seconds(38)
    host.send(session["token"], WINDOWS[:7])


def test_a_full_queue_is_answered_429_and_nothing_is_kept(host: Host) -> None:
    session = host.start()
    ingest, portal = host.parts.ingest, host.house.client.blocking_portal
    busy, free = Event(), Event()

    def work_long() -> None:
        busy.set()
        free.wait()

    blocked = portal.start_task_soon(ingest.alone, None, work_long)
    busy.wait()
    waiting = portal.start_task_soon(ingest.take, Told("seat-2"))
    wait_until(lambda: ingest.waiting > 0)
    ingest._jobs._limit = 1

    answer = host.post(session["token"], encode_batch(WINDOWS))

    assert kind_of(answer) == (429, "busy")
    assert int(answer.headers["Retry-After"]) > 0
    ingest._jobs._limit = 1_000
    free.set()
    blocked.result()
    waiting.result()
    assert host.parts.store.journal.load("seat-1").ordinal == 1
    assert host.send(session["token"], WINDOWS)["accepted"] == len(WINDOWS)


def test_a_store_that_refuses_is_answered_503_and_nothing_is_kept(
    host: Host, tmp_path: Any
) -> None:
    session = host.start()
    database = tmp_path / "samehands.db"
    away = database.rename(tmp_path / "away.db")
    answer = host.post(session["token"], encode_batch(WINDOWS))
    away.rename(database)

    assert kind_of(answer) == (503, "unavailable")
    assert answer.headers["Retry-After"]
    assert host.send(session["token"], WINDOWS)["accepted"] == len(WINDOWS)


def test_a_page_of_a_listed_origin_may_ask_and_of_another_may_not(tmp_path: Any) -> None:
    with open_service(tmp_path, allowed_origins=(ORIGIN,)) as house:
        asks = {"Access-Control-Request-Method": "POST"}
        allowed = house.client.options("/v1/windows", headers={**asks, "Origin": ORIGIN})
        refused = house.client.options(
            "/v1/windows", headers={**asks, "Origin": "https://b.example"}
        )
        console = house.client.options("/v1/cases", headers={**asks, "Origin": ORIGIN})

        assert allowed.status_code == 204
        assert allowed.headers["Access-Control-Allow-Origin"] == ORIGIN
        assert "Authorization" in allowed.headers["Access-Control-Allow-Headers"]
        assert "Access-Control-Allow-Credentials" not in allowed.headers
        for answer in (refused, console):
            assert answer.status_code == 403
            assert "Access-Control-Allow-Origin" not in answer.headers
        sent = Host(house).post(Host(house).start()["token"], encode_batch(WINDOWS))
        assert sent.headers["Access-Control-Allow-Origin"] == ORIGIN
        assert "Origin" in sent.headers["Vary"]


def test_windows_are_counted_by_what_became_of_them(host: Host) -> None:
    token = host.start()["token"]
    host.send(token, WINDOWS)
    host.send(token, WINDOWS)

    text = host.parts.metrics.text().decode()

    assert f'samehands_windows_total{{fate="accepted"}} {len(WINDOWS)}.0' in text
    assert f'samehands_windows_total{{fate="repeated"}} {len(WINDOWS)}.0' in text
    assert "seat-1" not in text
    assert seconds(1) == 1_000_000
