"""The allowance: how many records a session may read per minute, less as doubt grows."""

from typing import Any, Final

import msgspec
from litestar import Request, Response, get

from samehands.server.asking import standing_of
from samehands.server.auth import Principal, Scope, allow
from samehands.server.parts import GivenParts
from samehands.server.problems import ProblemKind, problems
from samehands.server.routes.sessions import SessionId
from samehands.server.setups import Setups
from samehands.server.standing import Standing
from samehands.trust.allowance import ActionAllowance, Allowance, allowance

HEADER: Final = "Samehands-Allowance"
"""Header with the same in one line, for a gateway that reads no bodies."""

NOTHING_KNOWN: Final = 0.0
"""What may be read of a session of which nothing is known yet: it has not begun."""


class SessionAllowance(msgspec.Struct, frozen=True):
    """How many records a session may read per minute, now.

    Args:
        session: its id.
        revision: of the session; a later one may allow more or less.
        records_per_minute: the most of any action; null where there is no limit.
        actions: action → how many, and what the host does while it cannot ask: `open` goes on,
            `closed` gives nothing out. An action that is not named has no limit.
    """

    session: str
    revision: int
    records_per_minute: float | None
    actions: dict[str, ActionAllowance]


@get(
    "/v1/sessions/{session:str}/allowance",
    opt=allow(Scope.SESSIONS, Scope.ACCESS),
    tags=["sessions"],
    responses=problems(
        ProblemKind.MALFORMED,
        ProblemKind.UNAUTHENTICATED,
        ProblemKind.FORBIDDEN,
        ProblemKind.SESSION_UNKNOWN,
        ProblemKind.SESSION_ENDED,
        ProblemKind.INVALID,
        ProblemKind.TOO_MANY_REQUESTS,
        ProblemKind.BUSY,
        ProblemKind.UNAVAILABLE,
    ),
)
async def read_allowance(
    session: SessionId, request: Request[Any, Principal, Any], parts: GivenParts
) -> Response[SessionAllowance]:
    """How many records the session may read per minute; it shrinks before any lock.

    The header `Samehands-Allowance` says the same in one line: `view=60, search=300, export=0`.
    """
    parts.rates.key_requests.require(request.auth.id, 1, parts.clock())
    standing = await standing_of(parts, session)
    allowed = allowance_of(standing, parts.setups)
    row = standing.row
    return Response(
        SessionAllowance(row.id, row.revision, allowed.records_per_minute, allowed.actions),
        headers={HEADER: in_one_line(allowed), "Cache-Control": "no-store"},
    )


def allowance_of(standing: Standing, setups: Setups) -> Allowance:
    """What a session may read; nothing where nothing is known of it."""
    setup = setups.of(standing.row.group)
    if standing.trust is None:
        closed = {
            action: ActionAllowance(NOTHING_KNOWN, limit.when_unreachable)
            for action, limit in setup.policy.allowances.items()
        }
        return Allowance(NOTHING_KNOWN, closed)
    return allowance(
        standing.trust.shares(setup.thresholds), setup.policy, state=standing.trust.state
    )


def in_one_line(allowed: Allowance) -> str:
    """An allowance as a header: whole records, rounded down.

    >>> from samehands.trust.limits import Unreachable
    >>> view = ActionAllowance(7.9, Unreachable.OPEN)
    >>> in_one_line(Allowance(7.9, {"view": view})), in_one_line(Allowance(None, {}))
    ('view=7', 'unlimited')
    """
    named = ", ".join(
        f"{action}={int(one.records_per_minute)}" for action, one in allowed.actions.items()
    )
    return named or "unlimited"
