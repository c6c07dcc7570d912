"""The consent to a session, told by the host application after the session began."""

from typing import Any

from litestar import Request, put
from litestar.params import JSONBody

from samehands.server.asking import row_of
from samehands.server.auth import Principal, Scope, allow
from samehands.server.consent import ConsentRecord, told_consent
from samehands.server.ingest import Told
from samehands.server.parts import GivenParts
from samehands.server.problems import ProblemError, ProblemKind, problems
from samehands.server.routes.sessions import SessionId


@put(
    "/v1/sessions/{session:str}/consent",
    opt=allow(Scope.SESSIONS),
    tags=["sessions"],
    responses=problems(
        ProblemKind.MALFORMED,
        ProblemKind.UNAUTHENTICATED,
        ProblemKind.FORBIDDEN,
        ProblemKind.SESSION_UNKNOWN,
        ProblemKind.SESSION_ENDED,
        ProblemKind.TOO_LARGE,
        ProblemKind.INVALID,
        ProblemKind.TOO_MANY_REQUESTS,
        ProblemKind.BUSY,
        ProblemKind.UNAVAILABLE,
    ),
)
async def keep_consent(
    session: SessionId,
    data: JSONBody[ConsentRecord],
    request: Request[Any, Principal, Any],
    parts: GivenParts,
) -> ConsentRecord:
    """Tell that the person agreed; the record that is kept is answered.

    Telling it twice is not an error: the first one stays. One of another version takes its place,
    if the person agreed to it later.
    """
    now = parts.clock()
    parts.rates.key_requests.require(request.auth.id, 1, now)
    told = told_consent(data, now)
    row = await row_of(parts, session)
    if row.ended_at is not None:
        raise ProblemError(ProblemKind.SESSION_ENDED)
    if row.consent is not None and not row.consent.gives_way_to(told):
        return ConsentRecord.of(row.consent)
    # By the writer, which lets go of what it holds: from here on, everybody reads the new row.
    kept = await parts.ingest.alone(row.subject, lambda: parts.store.sessions.agree(session, told))
    if kept is None:
        raise ProblemError(ProblemKind.SESSION_UNKNOWN)
    await parts.ingest.take(Told(row.subject, session=session))
    return ConsentRecord.of(kept)
