"""One session, for an analyst: how it stands, and its evidence point by point."""

from typing import Annotated, Any, Final

import msgspec
from litestar import Request, get
from litestar.concurrency import sync_to_thread
from litestar.params import QueryParameter

from samehands.monitor.exposure import Exposure
from samehands.quantities import Micros, Nats
from samehands.server.asking import row_of
from samehands.server.auth import Principal, Role, allow
from samehands.server.auth.looks import Action, record_look
from samehands.server.exposures import exposure_now
from samehands.server.parts import GivenParts
from samehands.server.points import Point, point_of, why
from samehands.server.problems import ProblemKind, problems
from samehands.server.routes.sessions import SessionId
from samehands.trust import Hypothesis, TrustState, VerdictKind

POINTS: Final = 5_000
"""Most points in one answer: more than a working day of typing without a pause."""


class SessionView(msgspec.Struct, frozen=True):
    """A session as an analyst sees it.

    Args:
        session: its id.
        subject: whose; a pseudonym.
        origin: the page or agent that it is for.
        collector: what collects.
        group: whose policy applies.
        started_at: µs.
        ended_at: µs; null while it is open.
        state: what is believed about who is in control.
        verdict: the last one; null before the first.
        share: of the alarm threshold that the evidence stands at; 1 is the alarm.
        threshold: nats at which the evidence of another person alarms now.
        case: id of the case that is open about it; or of the last one.
        why: in words, why it stands as it does.
        points: every input, oldest first.
        exposure: records read since the estimated change; null while there is no doubt.
        more: whether there are later points; ask for them with `after`.
    """

    session: str
    subject: str
    origin: str
    collector: str
    group: str
    started_at: Micros
    ended_at: Micros | None
    state: TrustState
    verdict: VerdictKind | None
    share: float
    threshold: Nats
    case: str | None
    why: str
    points: tuple[Point, ...]
    more: bool
    exposure: Exposure | None = None


@get(
    "/v1/sessions/{session:str}",
    opt=allow(Role.ANALYST),
    tags=["console"],
    responses=problems(
        ProblemKind.MALFORMED,
        ProblemKind.UNAUTHENTICATED,
        ProblemKind.FORBIDDEN,
        ProblemKind.SESSION_UNKNOWN,
        ProblemKind.INVALID,
        ProblemKind.UNAVAILABLE,
    ),
)
async def read_session(
    session: SessionId,
    request: Request[Any, Principal, Any],
    parts: GivenParts,
    after: Annotated[
        int, QueryParameter(ge=0, le=2**53, description="Only points with a greater ordinal.")
    ] = 0,
) -> SessionView:
    """A session and its evidence curve.

    That somebody looked is written down, once in ten minutes while they go on looking.
    """
    row = await row_of(parts, session)
    who, now = request.auth.actor, parts.clock()
    if not parts.watching.is_same(who, session, now):
        await record_look(
            parts, request.auth, Action.SESSION, subject=row.subject, session=session
        )
        parts.watching.note(who, session, now)
    standing = parts.feed.standing(session)
    row = row if standing is None else standing.row
    taken = await sync_to_thread(
        parts.store.journal.taken, row.subject, session, after=after, limit=POINTS
    )
    cases = await sync_to_thread(parts.store.cases.of_session, session)
    return SessionView(
        row.id,
        row.subject,
        row.origin,
        row.collector,
        row.group,
        row.started_at,
        row.ended_at,
        row.state,
        row.verdict,
        row.share,
        parts.setups.of(row.group).thresholds[Hypothesis.OTHER_PERSON],
        max(cases, key=lambda case: case.opened_at).id if cases else None,
        why(taken),
        tuple(point_of(one) for one in taken),
        len(taken) == POINTS,
        exposure_now(standing, taken),
    )
