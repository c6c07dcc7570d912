"""Changes as they come: server-sent events."""

from typing import Any

from litestar import Request, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.response import Stream

from samehands.server.asking import standing_of
from samehands.server.auth import Principal, PrincipalKind, Role, Scope, allow
from samehands.server.auth.looks import Action, record_look
from samehands.server.events import MEDIA_TYPE, seat_events, streamed, verdict_events
from samehands.server.parts import GivenParts
from samehands.server.problems import ProblemKind, problems
from samehands.server.routes.sessions import SessionId

_NONE = -1
_EVENTS = ResponseSpec(
    str, description="Server-sent events.", media_type=MEDIA_TYPE, generate_examples=False
)


@get(
    "/v1/sessions/{session:str}/events",
    opt=allow(Scope.SESSIONS, Role.ANALYST),
    tags=["sessions"],
    responses={
        200: _EVENTS,
        **problems(
            ProblemKind.MALFORMED,
            ProblemKind.UNAUTHENTICATED,
            ProblemKind.FORBIDDEN,
            ProblemKind.SESSION_UNKNOWN,
            ProblemKind.SESSION_ENDED,
            ProblemKind.TOO_MANY_REQUESTS,
            ProblemKind.BUSY,
            ProblemKind.UNAVAILABLE,
        ),
    },
)
async def watch_session(
    session: SessionId, request: Request[Any, Principal, Any], parts: GivenParts
) -> Stream:
    """Every new verdict on a session: event `verdict`, its id the revision; `gone` at the end.

    Whoever comes back with `Last-Event-ID` is told only what is newer.
    """
    principal: Principal = request.auth
    if principal.kind is PrincipalKind.API_KEY:
        parts.rates.key_requests.require(principal.id, 1, parts.clock())
    parts.feed.require_room()
    standing = await standing_of(parts, session)
    if principal.kind is PrincipalKind.ACCOUNT:
        await record_look(
            parts, principal, Action.SESSION_LIVE, subject=standing.row.subject, session=session
        )
    last = request.headers.get("Last-Event-ID", "")
    known = int(last) if last.isascii() and last.isdigit() and len(last) < len("9" * 16) else _NONE
    return streamed(verdict_events(parts, standing, known))


@get(
    "/v1/now/events",
    opt=allow(Role.ANALYST),
    tags=["console"],
    responses={
        200: _EVENTS,
        **problems(
            ProblemKind.MALFORMED,
            ProblemKind.UNAUTHENTICATED,
            ProblemKind.FORBIDDEN,
            ProblemKind.TOO_MANY_REQUESTS,
            ProblemKind.UNAVAILABLE,
        ),
    },
)
async def watch_now(request: Request[Any, Principal, Any], parts: GivenParts) -> Stream:
    """Every seat that changes: event `seat`; `gone` when its session ends.

    Read GET /v1/now once the stream is open: what changed before is not told.
    """
    parts.feed.require_room()
    await record_look(parts, request.auth, Action.NOW)
    return streamed(seat_events(parts))
