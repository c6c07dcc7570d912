"""The person's pause, told by the page: shown, and nothing more."""

from typing import Any

import msgspec
from litestar import Request, post
from litestar.params import JSONBody
from litestar.status_codes import HTTP_204_NO_CONTENT

from samehands.server.auth import COLLECTOR, Principal, allow
from samehands.server.collecting import own_standing
from samehands.server.parts import GivenParts
from samehands.server.problems import ProblemKind, problems


class Pause(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether the person has paused the collector.

    Args:
        paused: true, or false when they go on.
    """

    paused: bool


@post(
    "/v1/pause",
    opt=allow(COLLECTOR),
    status_code=HTTP_204_NO_CONTENT,
    tags=["collectors"],
    responses=problems(
        ProblemKind.MALFORMED,
        ProblemKind.UNAUTHENTICATED,
        ProblemKind.TOKEN_EXPIRED,
        ProblemKind.FORBIDDEN,
        ProblemKind.ORIGIN_REFUSED,
        ProblemKind.SESSION_ENDED,
        ProblemKind.TOO_LARGE,
        ProblemKind.INVALID,
        ProblemKind.TOO_MANY_REQUESTS,
        ProblemKind.BUSY,
        ProblemKind.UNAVAILABLE,
    ),
)
async def take_pause(
    data: JSONBody[Pause], request: Request[Any, Principal, Any], parts: GivenParts
) -> None:
    """Tell that the person has paused, or goes on. A window that comes ends the pause too.

    A pause is no input of the monitor and is written nowhere: the seat is shown as paused, and the
    verdict is what the policy has for nothing judged. It is forgotten when the server restarts.
    """
    standing = await own_standing(parts, request.auth)
    parts.rates.subject_requests.require(standing.row.subject, 1, parts.clock())
    parts.feed.pause(standing.row.id, paused=data.paused)
