"""The comparison of a session with its owner: the five strongest differences, and no letters."""

from typing import Annotated, Any

import msgspec
from litestar import Request, get
from litestar.concurrency import sync_to_thread
from litestar.params import QueryParameter

from samehands.identity import NotReady
from samehands.identity.comparison import Comparison, Difference, compare
from samehands.identity.readings import shipped_readings
from samehands.quantities import Micros
from samehands.server.asking import row_of
from samehands.server.auth import Principal, Role, allow
from samehands.server.auth.looks import Action, record_look
from samehands.server.comparable import Comparable, comparable
from samehands.server.ingest import Told
from samehands.server.parts import GivenParts
from samehands.server.problems import ProblemKind, problems
from samehands.server.routes.sessions import SessionId

_Asked = Request[Any, Principal, Any]


class SpreadView(msgspec.Struct, frozen=True):
    """How values lie, in the reading's unit.

    Args:
        mean: of the windows.
        sd: standard deviation of single windows.
        windows: how many are behind it.
    """

    mean: float
    sd: float
    windows: int


class SessionSpreadView(SpreadView, frozen=True):
    """How the session's values lie.

    Args:
        values: of each window, in time order.
    """

    values: tuple[float, ...]


class ReadingView(msgspec.Struct, frozen=True):
    """One reading of a session beside the owner's usual one.

    Args:
        name: one word, for machines.
        title: what it is.
        sentence: the difference in words.
        unit: of the values; never a speed.
        usual: the owner's windows.
        session: the session's.
        difference_sd: from usual, in the owner's own standard deviations; positive for more.
        standard_error: how far it would lie off by chance in a session of the owner's.
        r_squared: how well the reading is known to read, in people whom it was not fitted on.
    """

    name: str
    title: str
    sentence: str
    unit: str
    usual: SpreadView
    session: SessionSpreadView
    difference_sd: float
    standard_error: float
    r_squared: float


class Lack(msgspec.Struct, frozen=True):
    """Something of which there is too little to compare: how much there is, how much is due."""

    need: str
    have: int
    due: int


class SessionComparison(msgspec.Struct, frozen=True):
    """The strongest differences of a session from how its owner usually types.

    Args:
        session: its id.
        since: only windows after this were compared, as the change came after it, µs; null for
            all of the session.
        until: only windows up to this, as a case was opened then, µs; null for all since.
        windows: how many were compared.
        substitute: whether the template of the nearest device class stood in for its own.
        readings: the strongest first; none where something is missing.
        missing: of what there is too little to compare.
    """

    session: str
    since: Micros | None
    until: Micros | None
    windows: int
    substitute: bool
    readings: list[ReadingView]
    missing: list[Lack]


@get(
    "/v1/sessions/{session:str}/comparison",
    opt=allow(Role.ANALYST),
    tags=["console"],
    responses=problems(
        ProblemKind.MALFORMED,
        ProblemKind.UNAUTHENTICATED,
        ProblemKind.FORBIDDEN,
        ProblemKind.INVALID,
        ProblemKind.SESSION_UNKNOWN,
        ProblemKind.BUSY,
        ProblemKind.UNAVAILABLE,
    ),
)
async def compare_session(
    session: SessionId,
    request: _Asked,
    parts: GivenParts,
    whole: Annotated[  # noqa: FBT002  # Litestar passes it by name
        bool,
        QueryParameter(
            description="Compare all of the session, not only what was typed since the change."
        ),
    ] = False,
) -> SessionComparison:
    """In what way a session was typed unlike its owner: the five strongest differences.

    Where there is evidence that somebody else took over, only what was typed since counts, up to
    the moment at which a case was opened.
    """
    row = await row_of(parts, session)
    await record_look(parts, request.auth, Action.COMPARISON, row.subject, row.id)
    typed = await sync_to_thread(
        comparable, parts.store, row, parts.setups.projection.ref, whole=whole
    )
    outcome = await parts.ingest.take(Told(row.subject))
    compared = compare(
        parts.setups.of(row.group).scorer,
        outcome.state.template,
        typed.windows,
        shipped_readings(parts.setups.name),
        typed.usual,
    )
    return _answer(row.id, typed, compared)


def _answer(session: str, typed: Comparable, compared: Comparison | NotReady) -> SessionComparison:
    if isinstance(compared, NotReady):
        lacks = [Lack(lack.need, lack.have, lack.due) for lack in compared.missing]
        return SessionComparison(
            session,
            typed.since,
            typed.until,
            len(typed.windows),
            substitute=False,
            readings=[],
            missing=lacks,
        )
    return SessionComparison(
        session,
        typed.since,
        typed.until,
        compared.windows,
        substitute=compared.substitute,
        readings=[_view(difference) for difference in compared.differences],
        missing=[],
    )


def _view(difference: Difference) -> ReadingView:
    usual, session = difference.usual, difference.session
    return ReadingView(
        difference.name,
        difference.title,
        difference.sentence,
        difference.unit,
        SpreadView(usual.mean, usual.sd, usual.windows),
        SessionSpreadView(session.mean, session.sd, session.windows, difference.values),
        difference.difference_sd,
        difference.standard_error,
        difference.r_squared,
    )
