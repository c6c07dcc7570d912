"""What machines ask a service: alive, ready, how it does, what it can be asked."""

from typing import Final

import msgspec
from litestar import Response, get
from litestar.concurrency import sync_to_thread
from litestar.datastructures import State

from samehands.errors import StorageError
from samehands.quantities import MICROS_PER_SECOND
from samehands.server.auth import PUBLIC, Scope, allow
from samehands.server.metrics import CONTENT_TYPE
from samehands.server.parts import GivenParts, Parts
from samehands.server.problems import ProblemError, ProblemKind, problems
from samehands.server.setups import DEFAULT_GROUP

NOBODY: Final = ""
"""A subject that there cannot be."""

READY_FOR: Final = MICROS_PER_SECOND
"""How long the store counts as written to, µs: anybody may ask, and each time costs a transaction."""

_RETRY: Final = 5
_READY_UNTIL: Final = "ready_until"


class Alive(msgspec.Struct, frozen=True):
    """The process answers."""

    status: str = "alive"


class Ready(msgspec.Struct, frozen=True):
    """The service takes windows in and keeps them."""

    status: str = "ready"


@get("/healthz", opt=allow(PUBLIC), tags=["operation"])
async def is_alive() -> Alive:
    """Whether the process answers; nothing is asked of the store."""
    return Alive()


@get(
    "/readyz",
    opt=allow(PUBLIC),
    tags=["operation"],
    responses=problems(ProblemKind.UNAVAILABLE),
)
async def is_ready(parts: GivenParts, state: State) -> Ready:
    """Whether the store can be written and the writer runs; its schema was checked at the start."""
    if not parts.ingest.alive:
        raise ProblemError(ProblemKind.UNAVAILABLE, "The writer stopped.", retry_after=_RETRY)
    now = parts.clock()
    if now >= state.get(_READY_UNTIL, 0):
        try:
            await sync_to_thread(_write_nothing, parts)
        except StorageError:
            raise ProblemError(
                ProblemKind.UNAVAILABLE, "The store cannot be written.", retry_after=_RETRY
            ) from None
        state[_READY_UNTIL] = now + READY_FOR
    return Ready()


def _write_nothing(parts: Parts) -> None:
    """A transaction that writes, and has nothing to write."""
    parts.store.subjects.set_group(NOBODY, DEFAULT_GROUP)


@get(
    "/metrics",
    opt=allow(Scope.METRICS),
    media_type="text/plain",
    tags=["operation"],
    responses=problems(ProblemKind.UNAUTHENTICATED, ProblemKind.FORBIDDEN, ProblemKind.NOT_FOUND),
)
async def read_metrics(parts: GivenParts) -> Response[bytes]:
    """What Prometheus scrapes."""
    if not parts.settings.metrics:
        raise ProblemError(ProblemKind.NOT_FOUND, "`metrics` is switched off.")
    return Response(parts.metrics.text(), media_type=CONTENT_TYPE)
