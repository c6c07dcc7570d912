"""Cases: alarms that a person looks into, and the three things that can be decided about one."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any, Final

import msgspec
import structlog
from litestar import Request, get, post
from litestar.concurrency import sync_to_thread
from litestar.params import JSONBody, Parameter, QueryParameter
from litestar.status_codes import HTTP_200_OK
from msgspec import Meta

from samehands.adapters.sql import CaseRow, CaseStatus
from samehands.monitor import CaseDecided, CaseDecision, Taken, change_on
from samehands.monitor.exposure import Exposure
from samehands.quantities import Micros, Nats
from samehands.server.auth import Principal, PrincipalKind, Role, allow
from samehands.server.auth.called import called
from samehands.server.auth.looks import Action, record_look
from samehands.server.exposures import exposure_of_case
from samehands.server.ingest import SettledError, Told
from samehands.server.parts import GivenParts, Parts
from samehands.server.problems import ProblemError, ProblemKind, problems
from samehands.server.setups import DEFAULT_GROUP

CASE_CHARACTERS: Final = 64
"""Most characters of a case's id that are looked for; ours have 16."""

NOTE_CHARACTERS: Final = 2_000
"""Most characters of a note: a screen of text. More belongs into the ticket system."""

PAGE: Final = 50
"""Cases in one answer where no number is asked for."""

MOST_CASES: Final = 200
"""Cases in one answer: a screen's worth many times over."""

MOST_POINTS: Final = 5_000
"""Points of a session that are read for a case: some days of typing."""

STATUS_OF: Final = {
    CaseDecision.CONFIRM_COMPROMISED: CaseStatus.CONFIRMED_COMPROMISED,
    CaseDecision.CONFIRM_SAFE: CaseStatus.CONFIRMED_SAFE,
    CaseDecision.FALSE_ALARM: CaseStatus.FALSE_ALARM,
}
"""Decision → what the case is called afterwards."""

CaseId = Annotated[str, Parameter(max_length=CASE_CHARACTERS, description="Of a case.")]
"""A case's id in a path."""

_READS_NOTES: Final = frozenset({Role.ANALYST, Role.PRIVACY_OFFICER})
_ALWAYS: Final = (
    ProblemKind.MALFORMED,
    ProblemKind.UNAUTHENTICATED,
    ProblemKind.FORBIDDEN,
    ProblemKind.INVALID,
    ProblemKind.UNAVAILABLE,
)

_log = structlog.get_logger("samehands.server")
_Asked = Request[Any, Principal, Any]


class CaseView(msgspec.Struct, frozen=True):
    """A case, as it is listed.

    Args:
        id: of the case.
        subject: whose session it was; a pseudonym.
        session: which one.
        opened_at: µs.
        changed_after: the change came after this, µs; null where that is not known.
        level: of the evidence when the case was opened, nats.
        threshold: that it had reached, nats.
        sentence: why it was opened.
        status: what was decided.
        decided_at: µs; null while it is open.
        decided_by: id of the account that decided.
        decided_by_name: what people call it today.
        note: what the analyst wrote; null for those who may not read notes.
    """

    id: str
    subject: str
    session: str
    opened_at: Micros
    changed_after: Micros | None
    level: Nats
    threshold: Nats
    sentence: str
    status: CaseStatus
    decided_at: Micros | None
    decided_by: str | None
    decided_by_name: str | None
    note: str | None


class CaseDetail(CaseView, frozen=True):
    """A case in full.

    Args:
        changed_by: the change had come by then, µs; null where the session's record is gone.
        exposure: records read since the estimated change, as it last stood before the decision.
        effects: what the decision did, a sentence for each effect; none while the case is open.
    """

    changed_by: Micros | None
    exposure: Exposure | None
    effects: list[str]


class Cases(msgspec.Struct, frozen=True):
    """Cases, the newest first."""

    cases: list[CaseView]


class Decision(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an analyst found a case to be.

    Args:
        decision: confirm_compromised: somebody else was there. confirm_safe: the owner was, though
            typing unlike themselves. false_alarm: the owner was, and there was no reason for an
            alarm.
        note: why, for those who come after; never what was typed.
    """

    decision: CaseDecision
    note: Annotated[str, Meta(max_length=NOTE_CHARACTERS)] | None = None


@get(
    "/v1/cases",
    opt=allow(Role.ANALYST, Role.PRIVACY_OFFICER, Role.AUDITOR),
    tags=["console"],
    responses=problems(*_ALWAYS),
)
async def list_cases(
    request: _Asked,
    parts: GivenParts,
    status: Annotated[
        CaseStatus | None, QueryParameter(description="Only cases of this status.")
    ] = None,
    before: Annotated[
        str | None,
        QueryParameter(
            max_length=CASE_CHARACTERS, description="Only cases opened before this one."
        ),
    ] = None,
    limit: Annotated[
        int, QueryParameter(ge=1, le=MOST_CASES, description="Cases at most.")
    ] = PAGE,
) -> Cases:
    """Cases, the newest first. An auditor sees them without notes."""
    principal = request.auth
    await record_look(parts, principal, Action.CASES)
    return await sync_to_thread(_cases, parts, principal, status, limit, before)


def _cases(
    parts: Parts, principal: Principal, status: CaseStatus | None, limit: int, before: str | None
) -> Cases:
    rows = parts.store.cases.listed(status=status, limit=limit, before=before)
    names = called(parts.store, (_decider(row) for row in rows))
    return Cases([_view(row, principal, names[_decider(row)]) for row in rows])


@get(
    "/v1/cases/{case:str}",
    opt=allow(Role.ANALYST, Role.PRIVACY_OFFICER),
    tags=["console"],
    responses=problems(*_ALWAYS, ProblemKind.CASE_UNKNOWN),
)
async def read_case(case: CaseId, request: _Asked, parts: GivenParts) -> CaseDetail:
    """A case: when the change came, what was decided, and what that did."""
    row = await _row_of(parts, case)
    await record_look(parts, request.auth, Action.CASE, row.subject, row.session)
    return await _detail(parts, row, request.auth)


@post(
    "/v1/cases/{case:str}/decision",
    opt=allow(Role.ANALYST),
    status_code=HTTP_200_OK,
    tags=["console"],
    responses=problems(
        *_ALWAYS,
        ProblemKind.CSRF,
        ProblemKind.CASE_UNKNOWN,
        ProblemKind.CASE_DECIDED,
        ProblemKind.TOO_LARGE,
        ProblemKind.BUSY,
    ),
)
async def decide_case(
    case: CaseId, data: JSONBody[Decision], request: _Asked, parts: GivenParts
) -> CaseDetail:
    """Decide a case. The answer says what that does; it is not taken back.

    The same decision again changes nothing and is answered with the first one's effects, another
    one is refused. No decision teaches a template: windows that were typed in doubt are held, and
    learnt from only if the subject passes a strong step-up and then types like them.
    """
    principal = request.auth
    status = STATUS_OF[data.decision]
    row = await _row_of(parts, case)
    await record_look(
        parts, principal, Action.CASE_DECIDED, row.subject, row.session, f"{data.decision}"
    )
    decided = replace(
        row,
        status=status,
        decided_at=parts.clock(),
        decided_by=principal.id,
        note=data.note or None,
    )
    try:
        await _take(parts, decided, data.decision)
    except SettledError as settled:
        decided = settled.case
        if decided.status is not status:
            raise ProblemError(
                ProblemKind.CASE_DECIDED, f"It was decided: {decided.status}."
            ) from None
    else:
        _log.info("case decided", subject=parts.names.of(row.subject), decision=data.decision)
    return await _detail(parts, decided, principal)


async def _take(parts: Parts, row: CaseRow, decision: CaseDecision) -> None:
    """Have a decision taken in together with the row that says so."""
    session = await sync_to_thread(parts.store.sessions.get, row.session)
    event = CaseDecided(row.session, decision, row.decided_at or parts.clock(), row.changed_after)
    group = DEFAULT_GROUP if session is None else session.group
    await parts.ingest.take(Told(row.subject, (event,), also=(row,), settles=row.id, group=group))


async def _row_of(parts: Parts, case: str) -> CaseRow:
    row = await sync_to_thread(parts.store.cases.get, case)
    if row is None:
        raise ProblemError(ProblemKind.CASE_UNKNOWN)
    return row


async def _detail(parts: Parts, row: CaseRow, principal: Principal) -> CaseDetail:
    curve = await sync_to_thread(
        parts.store.journal.taken, row.subject, row.session, limit=MOST_POINTS
    )
    change = change_on(curve, row.opened_at)
    decider = _decider(row)
    names = await sync_to_thread(called, parts.store, [decider])
    return CaseDetail(
        **msgspec.structs.asdict(_view(row, principal, names[decider])),
        changed_by=None if change is None else change.by,
        exposure=exposure_of_case(parts.feed.standing(row.session), curve, row),
        effects=_effects(curve, row),
    )


def _effects(curve: Sequence[Taken], row: CaseRow) -> list[str]:
    """What the decision was found to do, when it was taken in."""
    decided = (
        point
        for point in curve
        if isinstance(point.event, CaseDecided)
        and point.at == row.decided_at
        and STATUS_OF[point.event.decision] is row.status
    )
    point = next(decided, None)
    return [] if point is None else [finding.sentence for finding in point.findings]


def _decider(row: CaseRow) -> str | None:
    """Who decided, as the access log calls them."""
    return None if row.decided_by is None else f"{PrincipalKind.ACCOUNT}:{row.decided_by}"


def _view(row: CaseRow, principal: Principal, decider: str | None) -> CaseView:
    return CaseView(
        row.id,
        row.subject,
        row.session,
        row.opened_at,
        row.changed_after,
        row.level,
        row.threshold,
        row.sentence,
        row.status,
        row.decided_at,
        row.decided_by,
        decider,
        row.note if principal.roles & _READS_NOTES else None,
    )
