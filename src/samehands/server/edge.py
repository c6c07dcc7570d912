"""The edge: what surrounds every request, also those for which there is no route."""

import secrets
from itertools import count
from typing import Final

import msgspec
import structlog
from litestar.enums import ScopeType
from litestar.status_codes import HTTP_204_NO_CONTENT
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from samehands.quantities import MICROS_PER_MILLI
from samehands.server.clock import Clock
from samehands.server.failures import headers_of
from samehands.server.headers import SafeHeaders
from samehands.server.metrics import Metrics
from samehands.server.problems import MEDIA_TYPE, ProblemError, ProblemKind

_RUN_BYTES: Final = 4

log = structlog.get_logger("samehands.server")


class Edge:
    """Gives every request a number, answers preflights, counts answers, and writes one line each.

    The line names the route, not the path: in a path there may be a subject's name.

    Args:
        app: what it surrounds.
        headers: know who may ask from elsewhere.
        metrics: told of every answer.
        clock: the time.
    """

    def __init__(self, app: ASGIApp, headers: SafeHeaders, metrics: Metrics, clock: Clock) -> None:
        self._app = app
        self._headers = headers
        self._metrics = metrics
        self._clock = clock
        # Unlike those of the run before, without asking the system for each.
        self._run = secrets.token_hex(_RUN_BYTES)
        self._numbers = count()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        number = f"{self._run}{next(self._numbers):08x}"
        scope["state"]["request_id"] = number
        began = self._clock()
        with structlog.contextvars.bound_contextvars(request=number):
            if scope["type"] != ScopeType.HTTP:
                await self._app(scope, receive, send)
                return
            status = await self._http(scope, receive, send)
            took = (self._clock() - began) / MICROS_PER_MILLI
            self._metrics.answered(status)
            log.debug(
                "answered",
                method=str(scope.get("method", "")),
                route=str(scope.get("path_template", "none")),
                status=status,
                milliseconds=round(took, 1),
            )

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> int:
        status = 0

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = [*message["headers"], (b"x-request-id", number.encode())]
                message["headers"] = headers
            await send(message)

        number: str = scope["state"]["request_id"]
        if is_preflight(scope):
            await self._answer_preflight(scope, noted)
            return status
        try:
            await self._app(scope, receive, noted)
        except Exception as error:  # noqa: BLE001  # an answer had begun; its text may hold content
            log.error("broke off", error=type(error).__name__)  # noqa: TRY400  # no traceback
        return status

    async def _answer_preflight(self, scope: Scope, send: Send) -> None:
        headers = self._headers.preflight(scope)
        status, body = HTTP_204_NO_CONTENT, b""
        if headers is None:
            refused = ProblemError(ProblemKind.ORIGIN_REFUSED)
            self._metrics.problem(refused.kind)
            headers = {"Content-Type": MEDIA_TYPE, **headers_of(refused)}
            status, body = refused.status, msgspec.json.encode(refused.body())
        listed = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": listed})
        await send({"type": "http.response.body", "body": body, "more_body": False})


def is_preflight(scope: Scope) -> bool:
    """Whether a browser asks whether it may ask."""
    return scope.get("method") == "OPTIONS" and any(
        name == b"access-control-request-method" for name, _ in scope["headers"]
    )
