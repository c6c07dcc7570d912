"""Windows over a WebSocket: the same as over HTTP, and verdicts without being asked."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection

from samehands.wire import encode_batch
from server.listening import Listening, listening
from server.service import numbered, wait_until, windows_of

WINDOWS = numbered(windows_of("seat-1", "day-1"))


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Listening]:
    with listening(tmp_path) as opened:
        yield opened


def told(socket: ClientConnection) -> dict[str, Any]:
    """The next frame."""
    return dict(json.loads(socket.recv(timeout=30)))


def sent(socket: ClientConnection, body: bytes) -> dict[str, Any]:
    """Send a frame and read on to its answer."""
    socket.send(body)
    answer = told(socket)
    while "received" not in answer and "problem" not in answer:
        answer = told(socket)
    return answer


def test_batches_are_answered_as_over_http_and_repeats_are_counted(service: Listening) -> None:
    session = service.start()
    with service.connect(session["token"]) as socket:
        assert socket.subprotocol == "samehands.v1"
        first = sent(socket, encode_batch(WINDOWS))
        again = sent(socket, encode_batch(WINDOWS))
        empty = sent(socket, encode_batch([]))

    assert (first["received"], first["accepted"]) == (len(WINDOWS), len(WINDOWS))
    assert (again["accepted"], again["repeated"]) == (0, len(WINDOWS))
    assert empty["next_sequence"] == len(WINDOWS)
    assert first["verdict"]["session"] == session["session"]


def test_a_verdict_that_changes_is_said_without_being_asked(service: Listening) -> None:
    session = service.start()
    with service.connect(session["token"]) as socket:
        service.step_up(session["session"], passed=False)

        assert told(socket)["verdict"]["state"] == "locked"


def test_a_frame_that_is_no_batch_is_answered_with_a_problem_and_the_next_is_read(
    service: Listening,
) -> None:
    with service.connect(service.start()["token"]) as socket:
        broken = sent(socket, b"\x91")
        assert broken["problem"]["status"] == 400
        assert broken["problem"]["type"] == "urn:samehands:problem:malformed"
        assert broken["retry_after"] is None
        socket.send("text")
        assert told(socket)["problem"]["status"] == 415
        assert sent(socket, encode_batch(WINDOWS))["accepted"] == len(WINDOWS)


def test_too_many_windows_a_minute_are_answered_with_the_time_to_wait(
    service: Listening,
) -> None:
    with service.connect(service.start()["token"]) as socket:
        service.parts.rates.subject_windows._per_minute = 1
        sent(socket, encode_batch(WINDOWS))
        refused = sent(socket, encode_batch(WINDOWS))

    assert refused["problem"]["status"] == 429
    assert refused["retry_after"] > 0


def test_a_session_that_ends_closes_its_connection_and_says_why(service: Listening) -> None:
    session = service.start()
    with service.connect(session["token"]) as socket:
        service.client.delete(f"/v1/sessions/{session['session']}").raise_for_status()

        assert told(socket)["problem"]["type"] == "urn:samehands:problem:session_ended"
        with pytest.raises(ConnectionClosed) as closed:
            told(socket)

    assert closed.value.rcvd is not None
    assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (4410, "session_ended")
    wait_until(lambda: service.parts.feed.listening == 0)


def test_a_frame_that_is_too_large_is_not_read(service: Listening) -> None:
    with service.connect(service.start()["token"]) as socket:
        socket.send(b"x" * 300_000)
        with pytest.raises(ConnectionClosed) as closed:
            told(socket)

    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1009


def refused_as(service: Listening, token: str, **more: Any) -> tuple[int, str]:
    """How a handshake is refused: status and kind."""
    with pytest.raises(InvalidStatus) as refused, service.connect(token, **more):
        pass
    answer = refused.value.response
    assert answer.headers["Content-Type"] == "application/problem+json"
    body = json.loads(answer.body or b"{}")
    return answer.status_code, body["type"].rpartition(":")[2]


def test_a_handshake_that_is_refused_says_why(service: Listening) -> None:
    session = service.start()
    token = session["token"]

    assert refused_as(service, "x") == (401, "unauthenticated")
    assert refused_as(service, token, subprotocols=["samehands.v1"]) == (401, "unauthenticated")
    assert refused_as(service, token, subprotocols=[f"bearer.{token}"]) == (400, "malformed")
    assert refused_as(service, token, origin="https://evil.example") == (403, "origin_refused")
    assert refused_as(service, service.key) == (403, "forbidden")
    service.client.delete(f"/v1/sessions/{session['session']}").raise_for_status()
    assert refused_as(service, token) == (410, "session_ended")
    service.clock.pass_seconds(36_000)
    assert refused_as(service, token) == (401, "token_expired")
    wait_until(lambda: service.parts.feed.listening == 0)


def test_an_agent_sends_no_origin_and_is_let_in(service: Listening) -> None:
    session = service.start(collector="desktop_agent", origin="agent")
    with service.connect(session["token"], origin=None) as socket:
        assert sent(socket, encode_batch(WINDOWS))["accepted"] == len(WINDOWS)


def test_a_service_that_stops_sends_collectors_home(service: Listening) -> None:
    with service.connect(service.start()["token"]) as socket:
        assert sent(socket, encode_batch(WINDOWS))["accepted"] == len(WINDOWS)
        service.parts.feed.close()
        with pytest.raises(ConnectionClosed) as closed:
            told(socket)

    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1001
