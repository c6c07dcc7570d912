"""Asks an application as a server does, and leaves as soon as it has begun to answer."""

import asyncio
from contextlib import suppress
from typing import Any, Final, cast

from litestar import Litestar
from litestar.types import Message, Scope

CLOSED_WITH: Final = 4000
"""Added to an HTTP status it is the code with which a WebSocket is closed."""

ACCEPTED: Final = 101
"""The HTTP status of a WebSocket that was opened."""

PATIENCE: Final = 30
"""Seconds until an answer must have begun; they take milliseconds."""


async def status_of(
    app: Litestar,
    method: str,
    path: str,
    headers: list[tuple[str, str]],
    protocols: list[str] | None = None,
) -> int:
    """The status that an answer begins with; a stream is left right after that.

    Args:
        app: the application, whose lifespan has begun.
        method: of HTTP, or WEBSOCKET.
        path: where.
        headers: that are sent.
        protocols: of a WebSocket.
    """
    began: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    opening = [_opening(method)]

    async def receive() -> Any:
        if opening:
            return opening.pop()
        return await asyncio.Event().wait()  # nothing more comes from this client

    async def send(message: Message) -> None:
        status = _status(message)
        if status is not None and not began.done():
            began.set_result(status)

    scope = _scope(method, path, headers, protocols or [])
    serving = asyncio.create_task(app(scope, receive, send))
    either: set[asyncio.Future[Any]] = {serving, began}
    await asyncio.wait(either, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
    if serving.done() and not began.done():
        serving.result()  # what broke it
    serving.cancel()
    with suppress(asyncio.CancelledError):
        await serving
    return began.result()


def _opening(method: str) -> dict[str, Any]:
    if method == "WEBSOCKET":
        return {"type": "websocket.connect"}
    body = b"{}" if method in {"POST", "PUT", "PATCH"} else b""
    return {"type": "http.request", "body": body, "more_body": False}


def _status(message: Message) -> int | None:
    match message["type"]:
        case "http.response.start" | "websocket.http.response.start":
            return message["status"]
        case "websocket.accept":
            return ACCEPTED
        case "websocket.close":
            return message["code"] - CLOSED_WITH
        case _:
            return None


def _scope(method: str, path: str, headers: list[tuple[str, str]], protocols: list[str]) -> Scope:
    is_socket = method == "WEBSOCKET"
    sent = [("host", "samehands.example"), *headers]
    if method in {"POST", "PUT", "PATCH"}:
        sent += [("content-type", "application/json"), ("content-length", "2")]
    scope: dict[str, Any] = {
        "type": "websocket" if is_socket else "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "scheme": "wss" if is_socket else "https",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in sent],
        "client": ("192.0.2.7", 50_000),
        "server": ("samehands.example", 443),
        "extensions": {},
        "state": {},
    }
    scope |= {"subprotocols": protocols} if is_socket else {"method": method}
    return cast("Scope", scope)
