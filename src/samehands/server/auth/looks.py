"""What goes into the access log, before anything leaves: nobody is looked at unseen.

```python
await record_look(parts, request.auth, Action.SESSION, subject=row.subject, session=row.id)
```
"""

from enum import StrEnum
from typing import Final

from litestar.concurrency import sync_to_thread

from samehands.adapters.sql import Look, SqlStore
from samehands.errors import StorageError
from samehands.quantities import Micros
from samehands.server.auth.principal import Principal, PrincipalKind
from samehands.server.parts import Parts
from samehands.server.problems import ProblemError, ProblemKind

LONGEST_REASON: Final = 500
"""Characters of a reason that are kept: a few sentences."""

RETRY_AFTER: Final = 5
"""Seconds after which a look that could not be written may be tried again."""


class Action(StrEnum):
    """Everything that the access log can say somebody did."""

    NOW = "looked at all sessions"
    SESSION = "looked at a session"
    SESSION_LIVE = "watched a session"
    COMPARISON = "looked at a comparison"
    CASES = "looked at the cases"
    CASE = "looked at a case"
    SUBJECT = "looked at a subject"
    OWN_DATA = "looked at the own data"
    ACCESS_LOG = "looked at the access log"
    CASE_DECIDED = "decided a case"
    ROLLED_BACK = "rolled a template back"
    EXPORTED = "exported a subject"
    ERASED = "erased a subject"
    SETTINGS_CHANGED = "changed the settings"
    HONEY_CHANGED = "changed the honey records"
    LOGIN = "logged in"
    LOGIN_FAILED = "failed to log in"
    LOGOUT = "logged out"
    PASSWORD_CHANGED = "changed the own password"  # noqa: S105  # the name of an action
    SET_UP = "used a one-time link"
    LINK_MADE = "made a one-time link"
    ACCOUNT_ADDED = "added an account"
    ACCOUNT_CHANGED = "changed an account"
    KEY_ADDED = "added an API key"
    KEY_REVOKED = "revoked an API key"


async def record_look(
    parts: Parts,
    principal: Principal,
    action: Action,
    subject: str | None = None,
    session: str | None = None,
    reason: str | None = None,
) -> None:
    """Write down that somebody looks at somebody; await it before anything of the answer is sent.

    Args:
        parts: of the server.
        principal: who looks.
        action: what they do.
        subject: at whom; None where it is nobody in particular.
        session: at which session.
        reason: why, in their words; or what exactly was changed.

    Raises:
        ProblemError: `unavailable`, it cannot be written, so the look is refused.
    """
    look = look_of(parts.clock(), principal, action, subject, session, reason)
    await sync_to_thread(write_look, parts.store, look)


def look_of(
    at: Micros,
    principal: Principal,
    action: Action,
    subject: str | None = None,
    session: str | None = None,
    reason: str | None = None,
) -> Look:
    """What is written of a look.

    Args:
        at: µs on the server's clock.
        principal: who looks.
        action: what they do.
        subject: at whom.
        session: at which session.
        reason: why; cut after `LONGEST_REASON` characters.
    """
    rights = principal.roles if principal.kind is PrincipalKind.ACCOUNT else principal.scopes
    return Look(
        at,
        principal.actor,
        ", ".join(sorted(rights)),
        action,
        subject,
        session,
        None if reason is None else reason[:LONGEST_REASON],
    )


def write_look(store: SqlStore, look: Look) -> None:
    """Write it. Blocks; for those who are in a worker thread already.

    Raises:
        ProblemError: `unavailable`, it cannot be written.
    """
    try:
        store.access_log.append(look)
    except StorageError:
        raise ProblemError(
            ProblemKind.UNAVAILABLE,
            "The access log cannot be written, so nobody may look.",
            retry_after=RETRY_AFTER,
        ) from None
