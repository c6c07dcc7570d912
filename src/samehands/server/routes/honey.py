"""Honey records: records that nobody has any reason to read, registered by their hashes."""

from typing import Annotated, Any, Final

import msgspec
from litestar import Request, delete, get, post
from litestar.concurrency import sync_to_thread
from litestar.params import JSONBody, PathParameter
from litestar.status_codes import HTTP_200_OK
from msgspec import Meta

from samehands.adapters.sql.honey import AT_ONCE
from samehands.server.auth import Principal, Role, allow
from samehands.server.auth.looks import Action, record_look
from samehands.server.parts import GivenParts
from samehands.server.problems import ProblemKind, problems

HASH_PATTERN: Final = "^[0-9a-f]{32}(?![\\s\\S])"
"""A keyed hash in hex."""

_ALWAYS: Final = (
    ProblemKind.MALFORMED,
    ProblemKind.UNAUTHENTICATED,
    ProblemKind.FORBIDDEN,
    ProblemKind.UNAVAILABLE,
)
_CHANGE: Final = (*_ALWAYS, ProblemKind.CSRF, ProblemKind.INVALID, ProblemKind.TOO_LARGE)
_Asked = Request[Any, Principal, Any]
_Hash = Annotated[str, Meta(pattern=HASH_PATTERN)]


class NewHoney(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Records to be registered.

    Args:
        records: their keyed hashes, as the host application makes them; never their ids.
    """

    records: Annotated[list[_Hash], Meta(min_length=1, max_length=AT_ONCE)]


class HoneyCount(msgspec.Struct, frozen=True):
    """How many there are. Which they are is never said: whoever knows it can avoid them.

    Args:
        count: of registered records.
    """

    count: int


@get(
    "/v1/honey",
    opt=allow(Role.ADMIN),
    tags=["console"],
    responses=problems(*_ALWAYS),
)
async def count_honey(request: _Asked, parts: GivenParts) -> HoneyCount:
    """How many honey records are registered."""
    del request
    return HoneyCount(await sync_to_thread(parts.store.honey.count))


@post(
    "/v1/honey",
    opt=allow(Role.ADMIN),
    status_code=HTTP_200_OK,
    tags=["console"],
    responses=problems(*_CHANGE),
)
async def add_honey(data: JSONBody[NewHoney], request: _Asked, parts: GivenParts) -> HoneyCount:
    """Register honey records: whoever reads one from now on is noticed at once."""
    records = [bytes.fromhex(record) for record in data.records]
    await record_look(
        parts, request.auth, Action.HONEY_CHANGED, reason=f"added up to {len(records)}"
    )
    count = await sync_to_thread(parts.store.honey.add, records, request.auth.actor, parts.clock())
    parts.honey.changed()
    return HoneyCount(count)


@delete(
    "/v1/honey/{record:str}",
    opt=allow(Role.ADMIN),
    status_code=HTTP_200_OK,
    tags=["console"],
    responses=problems(*_CHANGE),
)
async def remove_honey(
    record: Annotated[str, PathParameter(pattern=HASH_PATTERN, description="A keyed hash.")],
    request: _Asked,
    parts: GivenParts,
) -> HoneyCount:
    """Forget a honey record. One that is none is not an error: the answer does not tell."""
    await record_look(parts, request.auth, Action.HONEY_CHANGED, reason="removed one")
    count = await sync_to_thread(parts.store.honey.remove, [bytes.fromhex(record)])
    parts.honey.changed()
    return HoneyCount(count)
