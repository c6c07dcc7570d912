"""The demo's people at work in a real service: one seat is taken over, and there is a case."""

import json
from base64 import b64decode
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
import msgspec

from fixtures.service import Service
from samehands import cli

RECORDING: Final = Path(cli.__file__).parent / "demo_data" / "team.jsonl"
ORIGIN: Final = "https://crm.example"
LAST_DAY: Final = "day-6"
TAKEN_OVER: Final = "seat-6"


@dataclass(frozen=True, slots=True)
class Team:
    """What the console has to show.

    Args:
        sessions: seat → its open session.
        case: of the seat that was taken over.
    """

    sessions: dict[str, str]
    case: str


def put_to_work(service: Service) -> Team:
    """Send everything in the recording; its last day's sessions stay open."""
    host = service.host_application()
    tokens: dict[str, str] = {}
    sessions: dict[str, str] = {}
    lines = RECORDING.read_text(encoding="utf-8").splitlines()[1:]
    for record in sorted(map(json.loads, lines), key=lambda record: int(record["at_us"])):
        seat = record["seat"]
        message = record.get("window") or record.get("sign")
        if message:
            _send(service, tokens[seat], b64decode(message))
        elif record["mark"] == "session-starts":
            started = _done(host.post("/v1/sessions", json={"subject": seat, "origin": ORIGIN}))
            sessions[seat], tokens[seat] = started["session"], started["token"]
        elif record["mark"] == "session-ends" and record["session"] != LAST_DAY:
            host.delete(f"/v1/sessions/{sessions[seat]}").raise_for_status()
    answer = {"passed": False, "strong": False}
    _done(host.post(f"/v1/sessions/{sessions[TAKEN_OVER]}/step-up", json=answer))
    analyst = service.person("ada-who-looks", ["analyst"])
    cases = _done(analyst.get("/v1/cases"))["cases"]
    (case,) = [one["id"] for one in cases if one["session"] == sessions[TAKEN_OVER]]
    return Team(sessions, case)


def _send(service: Service, token: str, message: bytes) -> None:
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/vnd.msgpack",
        "Origin": ORIGIN,
    }
    body = msgspec.msgpack.encode([message])
    _done(httpx.post(f"{service.url}/v1/windows", content=body, headers=headers, timeout=60.0))


def _done(answer: httpx.Response) -> dict[str, Any]:
    assert answer.is_success, answer.text
    found = answer.json()
    assert isinstance(found, dict)
    return found
