"""A guard for ASGI applications: Starlette, FastAPI, Litestar, Django under ASGI.

```python
app = Guard(
    app,
    rulings=AsyncRulings(samehands, when_away="step_up"),
    session_of=lambda scope: scope["session"].get("samehands"),
    protects=("/records", "/export"),
    step_up=redirect("/step-up"),
)
```
"""

import json
import re
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any, Final, TypeAlias

from samehands.errors import SettingsError
from samehands.host.answers import VerdictKind
from samehands.host.rulings import AsyncRulings

Scope: TypeAlias = MutableMapping[str, Any]
"""What ASGI says of a request."""

Message: TypeAlias = MutableMapping[str, Any]
"""What is sent and received."""

Receive: TypeAlias = Callable[[], Awaitable[Message]]
"""Gives the next message."""

Send: TypeAlias = Callable[[Message], Awaitable[None]]
"""Takes a message."""

App: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]
"""An ASGI application, or anything that answers a request."""

RULING: Final = "samehands.ruling"
"""Where in the scope the ruling is found by whoever answers: its reasons can be shown."""

POLICY_VIOLATION: Final = 1008
"""What a WebSocket is closed with that may not be opened."""

_SLASHES: Final = re.compile("/{2,}")


def is_below(path: str, prefixes: Sequence[str]) -> bool:
    """Whether a path is one of some prefixes, or below one.

    >>> is_below("/records/7", ["/records"]), is_below("/records-old", ["/records"])
    (True, False)
    >>> is_below("//records", ["/records/"])
    True
    """
    asked = _SLASHES.sub("/", path).rstrip("/") + "/"
    return any(asked.startswith(prefix.rstrip("/") + "/") for prefix in prefixes)


def answer(status: int, verdict: VerdictKind, headers: Sequence[tuple[str, str]] = ()) -> App:
    """Answers `{"verdict": …, "reasons": […]}` with a status.

    Args:
        status: of the answer.
        verdict: what the answer says; its reasons come from the ruling.
        headers: further ones.
    """

    async def answering(scope: Scope, _: Receive, send: Send) -> None:
        known = scope[RULING].verdict
        reasons = [] if known is None else [reason.sentence for reason in known.verdict.reasons]
        body = json.dumps({"verdict": verdict, "reasons": reasons}).encode()
        await _send(send, status, [("content-type", "application/json"), *headers], body)

    return answering


def redirect(to: str) -> App:
    """Sends a browser that asks for a page to the application's own; everything else gets 401."""
    refuse = answer(401, VerdictKind.STEP_UP)

    async def redirecting(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] in {"GET", "HEAD"}:
            await _send(send, 303, [("location", to)], b"")
        else:
            await refuse(scope, receive, send)

    return redirecting


STEP_UP: Final = answer(401, VerdictKind.STEP_UP)
"""What a request gets that needs a step-up, unless the application says otherwise."""

LOCKED: Final = answer(403, VerdictKind.LOCK)
"""What a request gets of a session that is locked, unless the application says otherwise."""


class Guard:
    """Lets requests through whose session may go on; all others are answered instead.

    Args:
        app: what it guards.
        rulings: what to do, also while the service is away.
        session_of: the id of the Samehands session that a request belongs to; None for none.
        protects: what is guarded, with everything below it: ("/records",).
        step_up: answers where a step-up is due: an ASGI application.
        lock: answers where the session is locked.

    Raises:
        SettingsError: nothing is guarded, or something that is no path.
    """

    def __init__(
        self,
        app: App,
        *,
        rulings: AsyncRulings,
        session_of: Callable[[Scope], str | None],
        protects: Sequence[str],
        step_up: App = STEP_UP,
        lock: App = LOCKED,
    ) -> None:
        if isinstance(protects, str) or not protects or not all(p[:1] == "/" for p in protects):
            raise SettingsError("protects", got=f"{protects!r}", due="paths that begin with /")
        self._app = app
        self._rulings = rulings
        self._session_of = session_of
        self._protects = tuple(protects)
        self._instead = {VerdictKind.STEP_UP: step_up, VerdictKind.LOCK: lock}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request.

        Raises:
            HostError: the service refused the key or the question; nothing was let through.
        """
        if scope["type"] not in {"http", "websocket"} or not is_below(
            scope["path"], self._protects
        ):
            await self._app(scope, receive, send)
            return
        ruling = await self._rulings.of(self._session_of(scope))
        scope[RULING] = ruling
        if ruling.allowed:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()  # its connect
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
        else:
            await self._instead[ruling.kind](scope, receive, send)


async def _send(send: Send, status: int, headers: Sequence[tuple[str, str]], body: bytes) -> None:
    listed = [
        *((name.encode("latin-1"), value.encode("latin-1")) for name, value in headers),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": listed})
    await send({"type": "http.response.body", "body": body})
