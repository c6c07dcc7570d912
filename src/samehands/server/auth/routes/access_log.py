"""The access log: who looked at whom, who changed what, chained so that nothing can be taken out."""

from typing import Annotated, Any, Final

import msgspec
from litestar import Request, get
from litestar.concurrency import sync_to_thread
from litestar.params import QueryParameter

from samehands.adapters.sql import AccessEntry, SqlStore
from samehands.quantities import Micros
from samehands.server.auth.allow import allow
from samehands.server.auth.called import called
from samehands.server.auth.logins import Known
from samehands.server.auth.looks import Action, record_look
from samehands.server.auth.principal import Role
from samehands.server.auth.routes.documented import ALWAYS
from samehands.server.parts import GivenParts
from samehands.server.problems import ProblemKind, problems

MOST_ENTRIES: Final = 500
"""Entries in one answer: a screen's worth many times over, and about 200 KB."""

PAGE: Final = 100
"""Entries in one answer where no number is asked for."""


class EntryView(msgspec.Struct, frozen=True):
    """An entry of the access log.

    Args:
        number: from 1, without gaps.
        at: when, µs.
        actor: who: the kind and the id of an account, an API key or a collector.
        name: what people call the actor today.
        role: what they were allowed at that moment.
        action: what they did.
        subject: at whom they looked.
        session: at which session.
        reason: why, or what exactly was changed.
        previous: hash of the entry before it, hexadecimal.
        hash: of this one with `previous`, hexadecimal.
    """

    number: int
    at: Micros
    actor: str
    name: str
    role: str
    action: str
    subject: str | None
    session: str | None
    reason: str | None
    previous: str
    hash: str

    @classmethod
    def of(cls, entry: AccessEntry, name: str) -> "EntryView":
        """As it is sent."""
        return cls(
            entry.number,
            entry.at,
            entry.actor,
            name,
            entry.role,
            entry.action,
            entry.subject,
            entry.session,
            entry.reason,
            entry.previous.hex(),
            entry.hash.hex(),
        )


class Entries(msgspec.Struct, frozen=True):
    """Entries of the access log, the newest first."""

    entries: list[EntryView]


@get(
    "/v1/access-log",
    opt=allow(Role.PRIVACY_OFFICER, Role.AUDITOR),
    tags=["console"],
    responses=problems(*ALWAYS, ProblemKind.INVALID),
)
async def read_access_log(
    request: Request[Known, Any, Any],
    parts: GivenParts,
    before: Annotated[
        int | None, QueryParameter(ge=1, description="Only entries with a lower number.")
    ] = None,
    limit: Annotated[
        int, QueryParameter(ge=1, le=MOST_ENTRIES, description="Entries at most.")
    ] = PAGE,
) -> Entries:
    """The access log, the newest first. Reading it is written in it, too."""
    await record_look(parts, request.auth, Action.ACCESS_LOG)
    return await sync_to_thread(_entries, parts.store, limit, before)


def _entries(store: SqlStore, limit: int, before: int | None) -> Entries:
    listed = store.access_log.listed(limit=limit, before=before)
    names = called(store, (entry.actor for entry in listed))
    return Entries([EntryView.of(entry, names[entry.actor] or entry.actor) for entry in listed])
