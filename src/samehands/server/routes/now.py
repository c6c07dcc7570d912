"""All seats now, one line each."""

from typing import Any, Final

import msgspec
from litestar import Request, get

from samehands.quantities import Micros
from samehands.server.answers import Seat, seat
from samehands.server.auth import Principal, Role, allow
from samehands.server.auth.looks import Action, record_look
from samehands.server.budget import BudgetState, budget_state
from samehands.server.parts import GivenParts
from samehands.server.problems import ProblemKind, problems
from samehands.server.standing import Standing
from samehands.trust import TrustState

SEATS: Final = 5_000
"""Most seats in one answer, those in doubt first; nobody reads a longer list.

More: a larger page, 250 bytes a seat. Fewer: somebody's session cannot be found on it."""

_DOUBT: Final = (TrustState.LOCKED, TrustState.ALARM, TrustState.UNSURE)


class Now(msgspec.Struct, frozen=True):
    """Every open session.

    Args:
        at: when this was true, µs.
        budget: of false alarms, and what came of it.
        seats: one line each. Where there are more than are sent, those in doubt are.
        left_off: how many are not in it.
    """

    at: Micros
    budget: BudgetState
    seats: tuple[Seat, ...]
    left_off: int


@get(
    "/v1/now",
    opt=allow(Role.ANALYST),
    tags=["console"],
    responses=problems(
        ProblemKind.UNAUTHENTICATED, ProblemKind.FORBIDDEN, ProblemKind.UNAVAILABLE
    ),
)
async def read_now(request: Request[Any, Principal, Any], parts: GivenParts) -> Now:
    """Every open session, one line each, in the order in which they started."""
    await record_look(parts, request.auth, Action.NOW)
    budget = await budget_state(parts)
    standings = tuple(parts.feed.standings())
    shown = standings if len(standings) <= SEATS else _in_doubt_first(standings)[:SEATS]
    return Now(parts.clock(), budget, tuple(map(seat, shown)), max(0, len(standings) - len(shown)))


def _in_doubt_first(standings: tuple[Standing, ...]) -> list[Standing]:
    return sorted(standings, key=lambda one: one.row.state not in _DOUBT)
