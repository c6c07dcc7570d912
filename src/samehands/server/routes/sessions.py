"""Sessions, for the host application: started, asked about, ended."""

import asyncio
from contextlib import suppress
from typing import Annotated, Any, Literal

import msgspec
import structlog
from litestar import Request, delete, get, post
from litestar.params import JSONBody, PathParameter, QueryParameter
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED, HTTP_204_NO_CONTENT
from msgspec import Meta

from samehands.adapters.sql import SessionRow
from samehands.monitor import SessionEnded, SessionStarted, StepUpAnswered
from samehands.monitor.state import SUBJECT_CHARACTERS
from samehands.quantities import MICROS_PER_SECOND, Micros
from samehands.server.answers import SessionVerdict, session_verdict
from samehands.server.asking import row_of, standing_of
from samehands.server.auth import Principal, Scope, allow
from samehands.server.auth.secret import new_id
from samehands.server.configuration import is_origin
from samehands.server.consent import ConsentRecord, told_consent
from samehands.server.ingest import Told
from samehands.server.parts import GivenParts, Parts
from samehands.server.problems import ProblemError, ProblemKind, problems
from samehands.server.routes.projections import ProjectionRef, projection_ref
from samehands.server.setups import DEFAULT_GROUP, GROUP_CHARACTERS
from samehands.server.standing import Standing
from samehands.server.tokens import SessionClaims
from samehands.trust import TrustState

ORIGIN_CHARACTERS = 256
"""Most characters of an origin or of an agent's name."""

SESSION_CHARACTERS = 64
"""Most characters of a session's id that are looked for; ours have 16."""

SUBJECT_PATTERN = r"^[^/\x00-\x1f\x7f]+(?![\s\S])"
"""A subject's name stands in paths and in logs: no slash, no control character."""

SessionId = Annotated[
    str, PathParameter(max_length=SESSION_CHARACTERS, description="Of a session.")
]
"""A session's id in a path."""

_log = structlog.get_logger("samehands.server")
_Asked = Request[Any, Principal, Any]

_ALWAYS = (
    ProblemKind.MALFORMED,
    ProblemKind.UNAUTHENTICATED,
    ProblemKind.FORBIDDEN,
    ProblemKind.INVALID,
    ProblemKind.TOO_MANY_REQUESTS,
    ProblemKind.UNAVAILABLE,
)
_OF_ONE = (*_ALWAYS, ProblemKind.SESSION_UNKNOWN, ProblemKind.SESSION_ENDED)


class NewSession(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A session to be started, for somebody who has just logged in to the host application.

    Args:
        subject: whose; a pseudonym, always the same for the same person.
        origin: of the page that collects, `https://crm.example`; or the agent's name.
        collector: what collects.
        group: whose policy applies.
        consent: what the person agreed to, where they have; it may also be told later.
    """

    subject: Annotated[
        str, Meta(min_length=1, max_length=SUBJECT_CHARACTERS, pattern=SUBJECT_PATTERN)
    ]
    origin: Annotated[str, Meta(min_length=1, max_length=ORIGIN_CHARACTERS)]
    collector: Literal["browser", "desktop_agent"] = "browser"
    group: Annotated[str, Meta(min_length=1, max_length=GROUP_CHARACTERS)] = DEFAULT_GROUP
    consent: ConsentRecord | None = None


class StartedSession(msgspec.Struct, frozen=True):
    """A session that was started.

    Args:
        session: its id.
        token: what its collector shows; worth nothing for another session, subject or origin.
        expires_at: when both run out, µs.
        projection: what the collector makes windows with.
    """

    session: str
    token: str
    expires_at: Micros
    projection: ProjectionRef


class StepUp(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The answer to a step-up, as the host application saw it.

    Args:
        passed: whether the proof was good.
        strong: whether it was one that cannot be phished or shared: a security key, a passkey.
    """

    passed: bool
    strong: bool = False


@post(
    "/v1/sessions",
    opt=allow(Scope.SESSIONS),
    status_code=HTTP_201_CREATED,
    tags=["sessions"],
    responses=problems(
        *_ALWAYS,
        ProblemKind.TOO_LARGE,
        ProblemKind.TOO_MANY_SESSIONS,
        ProblemKind.BUSY,
        ProblemKind.CONFLICT,
    ),
)
async def start_session(
    data: JSONBody[NewSession], request: _Asked, parts: GivenParts
) -> StartedSession:
    """Start a session. Hand its token to the page or the agent, never the API key."""
    now = parts.clock()
    key = request.auth.id
    parts.rates.key_requests.require(key, 1, now)
    if data.collector == "browser" and not is_origin(data.origin):
        raise ProblemError(
            ProblemKind.INVALID, "Got no origin, due https://HOST[:PORT].", where="origin"
        )
    if len(parts.feed) >= parts.settings.open_sessions:
        raise ProblemError(ProblemKind.TOO_MANY_SESSIONS, retry_after=60)
    row = _new_row(data, key, now, parts.settings.session_lifetime)
    claims = SessionClaims(
        row.id, row.subject, row.collector, row.origin, row.group, row.expires_at
    )
    token = parts.tokens.issue(claims, now)
    await parts.ingest.take(Told(row.subject, (SessionStarted(row.id, now),), starts=row))
    _log.info("session started", subject=parts.names.of(row.subject), group=row.group)
    return StartedSession(row.id, token, row.expires_at, projection_ref(parts))


def _new_row(data: NewSession, key: str, now: Micros, lifetime: int) -> SessionRow:
    return SessionRow(
        id=new_id(),
        subject=data.subject,
        origin=data.origin,
        collector=data.collector,
        group=data.group,
        api_key_id=key,
        started_at=now,
        expires_at=Micros(now + lifetime * MICROS_PER_SECOND),
        ended_at=None,
        last_at=now,
        state=TrustState.LEARNING,
        verdict=None,
        share=0.0,
        revision=0,
        consent=None
        if data.consent is None
        else told_consent(data.consent, now, within="consent."),
    )


@delete(
    "/v1/sessions/{session:str}",
    opt=allow(Scope.SESSIONS),
    status_code=HTTP_204_NO_CONTENT,
    tags=["sessions"],
    responses=problems(*_ALWAYS, ProblemKind.SESSION_UNKNOWN, ProblemKind.BUSY),
)
async def end_session(session: SessionId, request: _Asked, parts: GivenParts) -> None:
    """End a session, as when somebody logs out. Ending it twice is not an error."""
    now = parts.clock()
    parts.rates.key_requests.require(request.auth.id, 1, now)
    row = await row_of(parts, session)
    if row.ended_at is None:
        await parts.ingest.take(Told(row.subject, (SessionEnded(row.id, now),)))


@get(
    "/v1/sessions/{session:str}/verdict",
    opt=allow(Scope.SESSIONS),
    tags=["sessions"],
    responses=problems(*_OF_ONE, ProblemKind.BUSY),
)
async def read_verdict(
    session: SessionId,
    request: _Asked,
    parts: GivenParts,
    wait: Annotated[
        float, QueryParameter(ge=0, le=300, description="Seconds to wait for a newer revision.")
    ] = 0.0,
    after: Annotated[
        int,
        QueryParameter(ge=0, description="The revision that is known; any newer one is answered."),
    ] = 0,
) -> SessionVerdict:
    """The verdict on a session: now, or as soon as it has a newer revision than `after`.

    Without a newer one in time the present one is answered; its revision says so. A session that
    ends meanwhile is answered as one that has ended.
    """
    parts.rates.key_requests.require(request.auth.id, 1, parts.clock())
    standing = await standing_of(parts, session)
    if wait > 0 and standing.row.revision <= after:
        standing = await _changed(parts, standing, after, min(wait, parts.settings.long_poll))
    return session_verdict(standing, parts.setups, parts.clock())


async def _changed(parts: Parts, standing: Standing, after: int, seconds: float) -> Standing:
    """The session's standing when its revision has passed one, or the wait is over."""
    with parts.feed.listen(standing.row.id) as listener, suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            # Something may have happened between reading and listening.
            standing = await standing_of(parts, standing.row.id)
            while standing.row.revision <= after and not listener.closed:
                for standing in await listener.changes(seconds):
                    if not standing.open:
                        raise ProblemError(ProblemKind.SESSION_ENDED)
    return standing


@post(
    "/v1/sessions/{session:str}/step-up",
    opt=allow(Scope.SESSIONS),
    status_code=HTTP_200_OK,
    tags=["sessions"],
    responses=problems(*_OF_ONE, ProblemKind.TOO_LARGE, ProblemKind.BUSY),
)
async def answer_step_up(
    session: SessionId, data: JSONBody[StepUp], request: _Asked, parts: GivenParts
) -> SessionVerdict:
    """Say how a step-up went. A passed one sets the evidence to zero, a failed one locks."""
    now = parts.clock()
    parts.rates.key_requests.require(request.auth.id, 1, now)
    row = await row_of(parts, session)
    answered = StepUpAnswered(session, data.passed, now, data.strong)
    outcome = await parts.ingest.take(Told(row.subject, (answered,)))
    if outcome.standing is None:
        raise ProblemError(ProblemKind.SESSION_ENDED)
    return session_verdict(outcome.standing, parts.setups, parts.clock())
