"""Refusals of a WebSocket before it is accepted: the same problem documents as over HTTP."""

from typing import Final

import msgspec
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from samehands.server.auth import ANONYMOUS, Principal
from samehands.server.failures import headers_of, problem_of
from samehands.server.metrics import Metrics
from samehands.server.problems import MEDIA_TYPE, ProblemError, ProblemKind

CLOSE_CODES: Final = 4000
"""Added to the HTTP status of a problem it is the code with which a WebSocket is closed."""


_LITESTARS: Final = 4500
"""Code with which Litestar closes a WebSocket when an error, as of a guard, leaves a handler."""


class Refusals(ASGIMiddleware):
    """Answers a handshake that is refused, where the server can; it closes it where it cannot.

    Args:
        metrics: told of every problem.
    """

    scopes = (ScopeType.WEBSOCKET,)

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Let a handshake through to whoever decides, and say so if it is refused."""
        answered = False

        async def watched(message: Message) -> None:
            nonlocal answered
            by_guard = message["type"] == "websocket.close" and message["code"] == _LITESTARS
            if by_guard and not answered:
                answered = True
                await refuse_handshake(scope, send, _of_guard(scope), self._metrics)
                return
            answered = True
            await send(message)

        try:
            await next_app(scope, receive, watched)
        except Exception as error:
            if answered:
                raise
            await refuse_handshake(scope, send, problem_of(error), self._metrics)


async def refuse_handshake(
    scope: Scope, send: Send, problem: ProblemError, metrics: Metrics
) -> None:
    """Answer a handshake with a problem, where the server can; close it where it cannot.

    Args:
        scope: of a WebSocket that is not accepted yet.
        send: its way out.
        problem: why it is refused.
        metrics: told of it.
    """
    metrics.problem(problem.kind)
    if "websocket.http.response" not in (scope.get("extensions") or {}):
        code = CLOSE_CODES + problem.status
        await send({"type": "websocket.close", "code": code, "reason": str(problem.kind)})
        return
    headers = {"Content-Type": MEDIA_TYPE, **headers_of(problem)}
    await send(
        {
            "type": "websocket.http.response.start",
            "status": problem.status,
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        }
    )
    body = msgspec.json.encode(problem.body())
    await send({"type": "websocket.http.response.body", "body": body, "more_body": False})


def _of_guard(scope: Scope) -> ProblemError:
    """What a guard meant: Litestar closes a WebSocket without saying why."""
    principal: Principal = scope.get("auth") or ANONYMOUS
    known = principal != ANONYMOUS
    return ProblemError(ProblemKind.FORBIDDEN if known else ProblemKind.UNAUTHENTICATED)
