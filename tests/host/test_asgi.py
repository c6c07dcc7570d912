from typing import Any

import httpx
import pytest

from fixtures.service import Service
from host.loops import awaited
from samehands.errors import SettingsError
from samehands.host import AsyncRulings, AsyncSamehands, RefusedError, WhenAway
from samehands.host.asgi import RULING, Guard, Message, Receive, Scope, Send, redirect

ORIGIN = "https://crm.example"
NOWHERE = "http://127.0.0.1:9"  # the port "discard": nobody listens there
KEY = "sh_nobody_nothing"


async def application(scope: Scope, _: Receive, send: Send) -> None:
    """Answers every path with it."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": scope["path"].encode()})


def session_of(scope: Scope) -> str | None:
    """A request says by itself whose it is; an application reads its own session."""
    return next((value.decode() for name, value in scope["headers"] if name == b"x-session"), None)


def asked(
    path: str, *, when_away: WhenAway = "step_up", method: str = "GET", **more: Any
) -> httpx.Response:
    """What a guarded application answers while the service is away."""

    async def ask() -> httpx.Response:
        async with AsyncSamehands(NOWHERE, KEY) as samehands:
            guard = Guard(
                application,
                rulings=AsyncRulings(samehands, when_away=when_away),
                session_of=session_of,
                protects=("/records",),
                **more,
            )
            transport = httpx.ASGITransport(guard)
            async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as browser:
                return await browser.request(method, f"{ORIGIN}{path}", headers={"X-Session": "s"})

    return awaited(ask())


@pytest.mark.parametrize("path", ["/", "/records-of-the-weather", "/log/records"])
def test_what_is_not_protected_is_not_asked_about(path: str) -> None:
    assert asked(path).text == path


@pytest.mark.parametrize("path", ["/records", "/records/7", "//records/7", "/records//7/"])
def test_what_is_protected_needs_a_ruling(path: str) -> None:
    assert asked(path).status_code == 401
    assert asked(path, when_away="allow").status_code == 200


def test_a_browser_is_sent_to_the_step_up_and_a_script_is_told() -> None:
    page = asked("/records/7", step_up=redirect("/step-up"))
    script = asked("/records/7", method="POST", step_up=redirect("/step-up"))

    assert (page.status_code, page.headers["Location"]) == (303, "/step-up")
    assert (script.status_code, script.json()["verdict"]) == (401, "step_up")
    assert script.headers["Cache-Control"] == "no-store"


def test_a_websocket_that_may_not_be_opened_is_closed() -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def opened() -> None:
        async with AsyncSamehands(NOWHERE, KEY) as samehands:
            rulings = AsyncRulings(samehands, when_away="step_up")
            guard = Guard(application, rulings=rulings, session_of=session_of, protects=("/",))
            await guard({"type": "websocket", "path": "/live", "headers": []}, receive, send)

    awaited(opened())

    assert sent == [{"type": "websocket.close", "code": 1008}]


@pytest.mark.parametrize("protects", [(), ("records",), "/records", ("/", "")])
def test_a_guard_of_nothing_is_refused(protects: Any) -> None:
    with pytest.raises(SettingsError):
        Guard(application, rulings=None, session_of=session_of, protects=protects)  # type: ignore[arg-type]  # never asked


@pytest.mark.slow
def test_a_locked_session_gets_403_with_the_reasons_and_what_answers_sees_the_ruling(
    service: Service, api_key: str
) -> None:
    async def locked() -> tuple[int, httpx.Response]:
        async with AsyncSamehands(service.url, api_key, patience=30.0) as samehands:
            rulings = AsyncRulings(samehands, when_away="step_up")
            session = (await samehands.start("g-1", ORIGIN)).session
            seen: list[Any] = []

            async def noted(scope: Scope, receive: Receive, send: Send) -> None:
                seen.append(scope[RULING])
                await application(scope, receive, send)

            guard = Guard(noted, rulings=rulings, session_of=session_of, protects=("/",))
            transport, headers = httpx.ASGITransport(guard), {"X-Session": session}
            async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as browser:
                before = await browser.get("/", headers=headers)
                await rulings.step_up(session, passed=False)
                after = await browser.get("/", headers=headers)
            assert [ruling.verdict.session for ruling in seen] == [session]
            return before.status_code, after

    before, after = awaited(locked())

    assert before == 200
    assert after.status_code == 403
    assert after.json() == {
        "verdict": "lock",
        "reasons": [
            "The session is locked until a step-up is passed.",
            *after.json()["reasons"][1:],
        ],
    }


@pytest.mark.slow
def test_a_refused_key_lets_nothing_through(service: Service) -> None:
    async def stranger() -> None:
        async with AsyncSamehands(service.url, KEY, patience=30.0) as samehands:
            rulings = AsyncRulings(samehands, when_away="allow")
            guard = Guard(application, rulings=rulings, session_of=session_of, protects=("/",))
            transport = httpx.ASGITransport(guard)
            async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as browser:
                await browser.get("/", headers={"X-Session": "s"})

    with pytest.raises(RefusedError):
        awaited(stranger())
