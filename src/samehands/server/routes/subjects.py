"""Subjects: how far their template is, back to an earlier version, and erased."""

from dataclasses import replace
from typing import Annotated, Any

import msgspec
import structlog
from litestar import Request, delete, get, post
from litestar.concurrency import sync_to_thread
from litestar.params import JSONBody, PathParameter
from litestar.status_codes import HTTP_200_OK
from msgspec import Meta

from samehands.errors import TemplateError
from samehands.monitor import TemplateRolledBack
from samehands.monitor.state import SUBJECT_CHARACTERS
from samehands.quantities import Micros
from samehands.server.auth import Principal, PrincipalKind, Role, Scope, allow
from samehands.server.auth.looks import Action, record_look
from samehands.server.ingest import Told
from samehands.server.parts import GivenParts, Parts
from samehands.server.problems import ProblemError, ProblemKind, problems
from samehands.server.templates import SubjectState, template_state

SubjectName = Annotated[
    str, PathParameter(min_length=1, max_length=SUBJECT_CHARACTERS, description="A pseudonym.")
]
"""A subject in a path."""

_log = structlog.get_logger("samehands.server")
_Asked = Request[Any, Principal, Any]
_ALWAYS = (
    ProblemKind.MALFORMED,
    ProblemKind.UNAUTHENTICATED,
    ProblemKind.FORBIDDEN,
    ProblemKind.SUBJECT_UNKNOWN,
    ProblemKind.SUBJECT_ERASED,
    ProblemKind.INVALID,
    ProblemKind.TOO_MANY_REQUESTS,
    ProblemKind.BUSY,
    ProblemKind.UNAVAILABLE,
)


class Rollback(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """To which version a template shall be taken back."""

    version: Annotated[int, Meta(ge=1, le=2**31 - 1)]


class Receipt(msgspec.Struct, frozen=True):
    """The proof that a subject was erased.

    Args:
        id: of the erasure.
        subject: who was.
        at: when, µs.
        by: on whose behalf.
        inputs: rows of inputs that were deleted.
        sessions: rows of sessions.
        cases: rows of cases.
        signature: HMAC-SHA-256 over all of the above, in hex.
    """

    id: str
    subject: str
    at: Micros
    by: str
    inputs: int
    sessions: int
    cases: int
    signature: str


@get(
    "/v1/subjects/{subject:str}",
    opt=allow(Scope.SUBJECTS, Role.PRIVACY_OFFICER, Role.ANALYST),
    tags=["subjects"],
    responses=problems(*_ALWAYS),
)
async def read_subject(subject: SubjectName, request: _Asked, parts: GivenParts) -> SubjectState:
    """How far a subject's template is: counts and versions, never what is in it."""
    await _admit(parts, request.auth, subject, Action.SUBJECT)
    return await subject_state(parts, subject)


@post(
    "/v1/subjects/{subject:str}/rollback",
    opt=allow(Scope.SUBJECTS),
    status_code=HTTP_200_OK,
    tags=["subjects"],
    responses=problems(*_ALWAYS, ProblemKind.TOO_LARGE, ProblemKind.VERSION_UNKNOWN),
)
async def roll_back_template(
    subject: SubjectName, data: JSONBody[Rollback], request: _Asked, parts: GivenParts
) -> SubjectState:
    """Take a template back to an earlier version, as a new one; what was learnt since is gone."""
    reason = f"to version {data.version}"
    await _admit(parts, request.auth, subject, Action.ROLLED_BACK, reason)
    await _require_known(parts, subject)
    try:
        await parts.ingest.take(Told(subject, (TemplateRolledBack(data.version, parts.clock()),)))
    except TemplateError as error:
        told = f"Got version {error.got}, due {error.due}."
        raise ProblemError(ProblemKind.VERSION_UNKNOWN, told, where="version") from None
    _log.info("template rolled back", subject=parts.names.of(subject))
    return await subject_state(parts, subject)


@delete(
    "/v1/subjects/{subject:str}",
    opt=allow(Scope.SUBJECTS, Role.PRIVACY_OFFICER),
    status_code=HTTP_200_OK,
    tags=["subjects"],
    responses=problems(*_ALWAYS),
)
async def erase_subject(subject: SubjectName, request: _Asked, parts: GivenParts) -> Receipt:
    """Erase a subject: the key is destroyed, then everything that it opened; sessions end.

    The receipt is signed and kept. What the access log says of who looked stays.
    """
    principal = request.auth
    await _admit(parts, principal, subject, Action.ERASED)
    now = parts.clock()
    receipt = await parts.ingest.alone(
        subject, lambda: parts.store.subjects.erase(subject, now, principal.actor)
    )
    if receipt is None:
        raise ProblemError(ProblemKind.SUBJECT_UNKNOWN)
    _forget(parts, subject, now)
    _log.info("subject erased", subject=parts.names.of(subject))
    return Receipt(
        receipt.id,
        receipt.subject,
        receipt.at,
        receipt.by,
        receipt.inputs,
        receipt.sessions,
        receipt.cases,
        receipt.signature.hex(),
    )


async def subject_state(parts: Parts, subject: str) -> SubjectState:
    """How far a subject's template is.

    Raises:
        ProblemError: `subject_unknown` or `subject_erased`.
    """
    group = await _require_known(parts, subject)
    outcome = await parts.ingest.take(Told(subject))
    readiness = parts.setups.of(group).scorer.readiness
    return SubjectState(subject, group, template_state(outcome.state, readiness))


async def _require_known(parts: Parts, subject: str) -> str:
    """The group of a subject that the store has something of."""
    row = await sync_to_thread(parts.store.subjects.get, subject)
    if row is None:
        raise ProblemError(ProblemKind.SUBJECT_UNKNOWN)
    if row.erased:
        raise ProblemError(ProblemKind.SUBJECT_ERASED)
    return row.group


async def _admit(
    parts: Parts, principal: Principal, subject: str, action: Action, reason: str | None = None
) -> None:
    """Count an application's request, and write down whose data somebody works with."""
    if principal.kind is PrincipalKind.API_KEY:
        parts.rates.key_requests.require(principal.id, 1, parts.clock())
    await record_look(parts, principal, action, subject=subject, reason=reason)


def _forget(parts: Parts, subject: str, now: Micros) -> None:
    """End in the feed what is gone from the store."""
    parts.feed.publish(
        replace(standing, row=replace(standing.row, ended_at=now))
        for standing in parts.feed.standings()
        if standing.row.subject == subject
    )
