"""The own data: what is held about the person who asks, and who looked at it."""

from typing import Any, Final

import msgspec
from litestar import Request, get
from litestar.concurrency import sync_to_thread

from samehands.access import AccessState, Scale
from samehands.access.scales import SCALES, bin_of
from samehands.adapters.sql import AccessEntry, SessionRow
from samehands.quantities import Micros
from samehands.server.auth.allow import allow
from samehands.server.auth.called import called
from samehands.server.auth.logins import Known
from samehands.server.auth.looks import Action, record_look
from samehands.server.auth.principal import Role
from samehands.server.auth.routes.documented import ALWAYS
from samehands.server.consent import ConsentRecord
from samehands.server.ingest import Told
from samehands.server.parts import GivenParts, Parts
from samehands.server.problems import ProblemError, ProblemKind, problems
from samehands.server.templates import TemplateState, template_state

MOST_SESSIONS: Final = 100
"""Own sessions in the answer, the newest: a quarter of a year of working days."""

MOST_LOOKS: Final = 500
"""Entries of the access log that are read for the answer, the newest."""


class OwnSession(msgspec.Struct, frozen=True):
    """One of the own sessions.

    Args:
        session: its id.
        origin: of the page that it was typed in.
        started_at: µs.
        ended_at: µs; null while it is open.
        state: what was believed at its end, or is now.
        verdict: the last one; null before the first.
        consent: what was agreed to; null where the service was told of no consent.
    """

    session: str
    origin: str
    started_at: Micros
    ended_at: Micros | None
    state: str
    verdict: str | None
    consent: ConsentRecord | None

    @classmethod
    def of(cls, row: SessionRow) -> "OwnSession":
        """As it is sent."""
        return cls(
            row.id,
            row.origin,
            row.started_at,
            row.ended_at,
            row.state,
            row.verdict,
            None if row.consent is None else ConsentRecord.of(row.consent),
        )


class OwnLook(msgspec.Struct, frozen=True):
    """Somebody looked at the own data, or did something with it.

    Args:
        number: of the entry in the access log.
        at: when, µs.
        actor: who: the account's or the API key's name.
        role: what they were allowed at that moment.
        action: what they did.
        subject: the own pseudonym.
        session: at which session.
        reason: why, in their words.
    """

    number: int
    at: Micros
    actor: str
    role: str
    action: str
    subject: str | None
    session: str | None
    reason: str | None


class OwnData(msgspec.Struct, frozen=True):
    """What is held about whoever asks.

    Args:
        subject: their pseudonym.
        group: whose policy applies; null where nothing is held.
        template: how far it is; null where nothing is held.
        records_today: different records that were read since midnight UTC; only their reader
            sees this.
        sessions: the newest first.
        looks: by others, the newest first.
    """

    subject: str
    group: str | None
    template: TemplateState | None
    records_today: int
    sessions: list[OwnSession]
    looks: list[OwnLook]


@get(
    "/v1/me",
    opt=allow(Role.SELF),
    tags=["console"],
    responses=problems(*ALWAYS, ProblemKind.BUSY),
)
async def read_own_data(request: Request[Known, Any, Any], parts: GivenParts) -> OwnData:
    """What is held about oneself: template, sessions with their verdicts, and who looked."""
    subject = request.auth.subject
    if subject is None:
        raise ProblemError(ProblemKind.FORBIDDEN, "No subject belongs to this account.")
    await record_look(parts, request.auth, Action.OWN_DATA, subject=subject)
    row = await sync_to_thread(parts.store.subjects.get, subject)
    if row is None or row.erased:
        looks = await sync_to_thread(_looks, parts, subject)
        return OwnData(subject, None, None, 0, [], looks)
    outcome = await parts.ingest.take(Told(subject))
    readiness = parts.setups.of(row.group).scorer.readiness
    return OwnData(
        subject,
        row.group,
        template_state(outcome.state, readiness),
        _read_today(outcome.state.access, parts.clock()),
        await sync_to_thread(_sessions, parts, subject),
        await sync_to_thread(_looks, parts, subject),
    )


def _read_today(access: AccessState, now: Micros) -> int:
    today = access.scales[SCALES.index(Scale.DAY)]
    return today.records if today.bin == bin_of(Scale.DAY, now) else 0


def _sessions(parts: Parts, subject: str) -> list[OwnSession]:
    rows = parts.store.sessions.of_subject(subject, MOST_SESSIONS)
    newest = sorted(rows, key=lambda row: (row.started_at, row.id), reverse=True)
    return [OwnSession.of(row) for row in newest]


def _looks(parts: Parts, subject: str) -> list[OwnLook]:
    """Looks at a subject by anybody but the person; each name is looked up once."""
    entries = parts.store.access_log.listed(limit=MOST_LOOKS, subject=subject)
    others = [entry for entry in entries if entry.action != Action.OWN_DATA]
    names = called(parts.store, (entry.actor for entry in others))
    return [_look(entry, names[entry.actor] or entry.actor) for entry in others]


def _look(entry: AccessEntry, name: str) -> OwnLook:
    return OwnLook(
        entry.number,
        entry.at,
        name,
        entry.role,
        entry.action,
        entry.subject,
        entry.session,
        entry.reason,
    )
