"""Windows over a WebSocket: the same batches and answers, and verdicts without being asked."""

import asyncio
from typing import Any, Final

import msgspec
from litestar import WebSocket, websocket
from litestar.exceptions import WebSocketDisconnect

from samehands.errors import SamehandsError
from samehands.server.answers import SessionVerdict, session_verdict
from samehands.server.asking import standing_of
from samehands.server.auth import COLLECTOR, Principal, allow
from samehands.server.bodies import MESSAGE_PACK, read_batch, unpacked
from samehands.server.collecting import BatchAnswer, collect
from samehands.server.events import HEARTBEAT
from samehands.server.failures import problem_of
from samehands.server.feed import Listener
from samehands.server.parts import GivenParts, Parts
from samehands.server.problems import Problem, ProblemError, ProblemKind
from samehands.server.refusals import CLOSE_CODES, refuse_handshake

PROTOCOL: Final = "samehands.v1"
"""Subprotocol that a collector offers, beside the one with its token, `bearer.<token>`."""

GOING_AWAY: Final = 1001
"""Code with which a WebSocket is closed because the server stops."""

_FATAL: Final = frozenset(
    {ProblemKind.UNAUTHENTICATED, ProblemKind.FORBIDDEN, ProblemKind.SESSION_ENDED}
)
_MESSAGE_PACK: Final = min(MESSAGE_PACK)


class VerdictFrame(msgspec.Struct, frozen=True):
    """A verdict that nobody asked for: it has changed."""

    verdict: SessionVerdict


class ProblemFrame(msgspec.Struct, frozen=True):
    """Why a batch came to nothing.

    Args:
        problem: the same document as over HTTP.
        retry_after: seconds after which it may go well; null where it will not.
    """

    problem: Problem
    retry_after: int | None


_Socket = WebSocket[Any, Principal, Any]


@websocket("/v1/windows/live", opt=allow(COLLECTOR))
async def take_windows_live(socket: _Socket, parts: GivenParts) -> None:
    """Send batches in MessagePack as binary frames; each is answered by a text frame."""
    try:
        if PROTOCOL not in socket.scope["subprotocols"]:
            raise ProblemError(ProblemKind.MALFORMED, f"Due the subprotocol {PROTOCOL}.")
        parts.feed.require_room()
        standing = await standing_of(parts, socket.auth.session or "")
    except SamehandsError as error:
        await refuse_handshake(socket.scope, socket.send, problem_of(error), parts.metrics)
        return
    with parts.feed.listen(standing.row.id) as listener:
        await socket.accept(subprotocols=PROTOCOL)
        connection = _Connection(socket, parts, standing.row.revision)
        pushing = asyncio.create_task(connection.push(listener))
        try:
            await connection.serve()
        except WebSocketDisconnect:
            pass
        finally:
            pushing.cancel()
            await asyncio.gather(pushing, return_exceptions=True)


class _Connection:
    """A collector's connection: one batch at a time, and verdicts in between."""

    def __init__(self, socket: _Socket, parts: Parts, revision: int) -> None:
        self._socket = socket
        self._parts = parts
        self._told = revision
        self._turn = asyncio.Lock()

    async def serve(self) -> None:
        """Answer batches until either side closes."""
        while True:
            body = await self._received()
            try:
                answer = await self._taken(body)
            except SamehandsError as error:
                problem = problem_of(error)
                self._parts.metrics.problem(problem.kind)
                await self._send(ProblemFrame(problem.body(), problem.retry_after))
                if problem.kind in _FATAL:
                    await self._close(problem.kind)
                    return
            else:
                await self._send(answer)

    async def _received(self) -> bytes | None:
        """The next frame; None for one that is not binary."""
        message = await self._socket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(detail="gone")
        body = message.get("bytes")
        return body if isinstance(body, bytes) else None

    async def _taken(self, body: bytes | None) -> BatchAnswer:
        if body is None:
            raise ProblemError(ProblemKind.MEDIA_TYPE, "Due a binary frame.")
        settings = self._parts.settings
        plain = unpacked(body, None, most=settings.body_bytes)
        batch = read_batch(plain, _MESSAGE_PACK, most=settings.windows_per_batch)
        answer = await collect(self._parts, self._socket.auth, batch)
        self._told = max(self._told, answer.verdict.revision)
        return answer

    async def push(self, listener: Listener) -> None:
        """Say what has changed, until the session ends or the server stops."""
        while True:
            for changed in await listener.changes(HEARTBEAT):
                if not changed.open:
                    problem = ProblemError(ProblemKind.SESSION_ENDED)
                    await self._send(ProblemFrame(problem.body(), None))
                    await self._close(ProblemKind.SESSION_ENDED)
                    return
                if changed.row.revision > self._told:
                    self._told = changed.row.revision
                    now = self._parts.clock()
                    await self._send(
                        VerdictFrame(session_verdict(changed, self._parts.setups, now))
                    )
            if listener.closed:
                await self._socket.close(code=GOING_AWAY)
                return

    async def _send(self, frame: msgspec.Struct) -> None:
        async with self._turn:
            await self._socket.send_text(msgspec.json.encode(frame).decode())

    async def _close(self, kind: ProblemKind) -> None:
        code = CLOSE_CODES + ProblemError(kind).status
        await self._socket.close(code=code, reason=str(kind))
