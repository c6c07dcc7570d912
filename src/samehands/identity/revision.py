"""Revisions of a template: a session comes, an old one retires, a change is rolled back."""

from dataclasses import replace
from typing import Final

from samehands.errors import TemplateError
from samehands.identity.session_windows import DeviceClass, SessionWindows, require_projection
from samehands.identity.template import (
    HISTORY_LIMIT,
    MAX_SESSIONS,
    STORED_SESSIONS,
    Change,
    ChangeKind,
    SessionSum,
    Template,
)
from samehands.quantities import Micros

UNCONFIRMED_SESSIONS: Final = 2
"""Most sessions of a sub-template that no step-up confirmed; and at most half as many as confirmed.

So two thirds of what a template stands on was the owner's for certain, however long a patient
intruder works. More: follows drift further without a step-up, and a poisoner too."""


def with_session(
    template: Template, session: SessionWindows, *, confirmed: bool, at: Micros
) -> Template:
    """The template with one more session; what must leave for it retires, and can come back.

    An unconfirmed session takes the place of the oldest unconfirmed one once there are as many
    as allowed. Should all stored sessions be in use by other device classes, the sub-template
    that has gone longest without a new session is forgotten.

    Raises:
        TemplateError: no windows, or an unconfirmed session of a device class without two
            confirmed ones.
        ProjectionMismatchError: the session is of another projection.
    """
    require_projection(session.projection, template.projection, where="session")
    version = template.version + 1
    leaves = _leaving(template, session, confirmed=confirmed)
    sessions = [
        replace(entry, retired=version) if entry is leaves else entry
        for entry in template.sessions
    ]
    sessions.append(SessionSum.of(session, confirmed=confirmed, added=version))
    sessions, restorable_from = _forgotten(sessions, template.restorable_from, version)
    kind = ChangeKind.CONFIRMED if confirmed else ChangeKind.ADMITTED
    change = Change(kind, version, at, len(session))
    return Template(
        template.projection,
        version,
        tuple(sessions),
        (*template.history, change)[-HISTORY_LIMIT:],
        restorable_from,
    )


def unconfirmed_places(template: Template, device: DeviceClass) -> int:
    """How many unconfirmed sessions a sub-template may hold; 0 until two are confirmed."""
    confirmed = sum(entry.confirmed for entry in template.active(device))
    return min(UNCONFIRMED_SESSIONS, confirmed // 2)


def restorable(template: Template) -> tuple[int, ...]:
    """The versions that can be gone back to, oldest first; the last is the present one."""
    versions = [template.version - len(template.history)]
    for change in template.history:
        if change.kind is ChangeKind.ROLLED_BACK:
            versions = [version for version in versions if version <= change.amount]
        versions.append(change.version)
    return tuple(version for version in versions if version >= template.restorable_from)


def roll_back(template: Template, to: int, *, at: Micros) -> Template:
    """The template as it was at version `to`, as a new version: what came since is gone.

    Raises:
        TemplateError: that version cannot be gone back to.
    """
    possible = restorable(template)
    if to not in possible:
        raise TemplateError(
            "version to roll back to",
            got=f"{to}",
            due=f"one of {', '.join(str(version) for version in possible)}",
        )
    version = template.version + 1
    return Template(
        template.projection,
        version,
        tuple(
            replace(entry, retired=0) if entry.retired > to else entry
            for entry in template.sessions
            if entry.added <= to
        ),
        (*template.history, Change(ChangeKind.ROLLED_BACK, version, at, to))[-HISTORY_LIMIT:],
        template.restorable_from,
    )


def _leaving(template: Template, session: SessionWindows, *, confirmed: bool) -> SessionSum | None:
    """Which session of the sub-template makes room, if one must."""
    active = template.active(session.device)
    if not confirmed:
        places = unconfirmed_places(template, session.device)
        if not places:
            raise TemplateError(
                "session", got="an unconfirmed one", due="two confirmed of its device class first"
            )
        unconfirmed = [entry for entry in active if not entry.confirmed]
        if len(unconfirmed) >= places:
            return unconfirmed[0]
    return active[0] if len(active) >= MAX_SESSIONS else None


def _forgotten(
    sessions: list[SessionSum], restorable_from: int, version: int
) -> tuple[list[SessionSum], int]:
    """Keeps what is stored within its limit, and says which versions that puts out of reach."""
    while len(sessions) > STORED_SESSIONS:
        retired = [entry for entry in sessions if entry.retired]
        if retired:
            oldest = min(retired, key=lambda entry: entry.retired)
            sessions = [entry for entry in sessions if entry is not oldest]
            restorable_from = max(restorable_from, oldest.retired)
        else:
            newest = {entry.device: entry.added for entry in sessions}
            stale = min(newest, key=lambda device: newest[device])
            sessions = [entry for entry in sessions if entry.device != stale]
            restorable_from = version
    return sessions, restorable_from
