"""Who is asking: nobody, a collector, a host application's back end, or a person at the console."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What a person with an account may do; a person can have several."""

    ANALYST = "analyst"
    """Looks at sessions and decides cases."""
    PRIVACY_OFFICER = "privacy_officer"
    """Sees who looked at whom, and erases."""
    AUDITOR = "auditor"
    """Reads the configuration and the access log; changes nothing, sees no session."""
    ADMIN = "admin"
    """Keeps settings, accounts and keys; sees no session and no case."""
    SELF = "self"
    """Sees what is held about the own subject, nothing else."""


class Scope(StrEnum):
    """What an API key may do."""

    SESSIONS = "sessions"
    """The host application: opens and ends sessions, reads verdicts, reports step-ups."""
    SUBJECTS = "subjects"
    """Reads the state of a template, rolls it back, erases a subject."""
    ACCESS = "access"
    """The host application: tells which records were read, asks how many may be."""
    METRICS = "metrics"
    """Reads what Prometheus scrapes."""


class PrincipalKind(StrEnum):
    """How somebody has shown who they are."""

    ANONYMOUS = "anonymous"
    COLLECTOR = "collector"
    API_KEY = "api_key"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody who asks, as far as they have shown who they are.

    Args:
        kind: how they have shown it.
        id: of the account, of the API key or of the collector's session; empty where anonymous.
        roles: of an account.
        scopes: of an API key.
        subject: whose typing a collector reports, or whom an account with the role `self` is.
        session: that a collector reports for.
    """

    kind: PrincipalKind
    id: str = ""
    roles: frozenset[Role] = frozenset()
    scopes: frozenset[Scope] = frozenset()
    subject: str | None = None
    session: str | None = None

    @property
    def actor(self) -> str:
        """What the access log calls them, as `account:9f…`."""
        return f"{self.kind}:{self.id}" if self.id else str(self.kind)


ANONYMOUS: Final = Principal(PrincipalKind.ANONYMOUS)
"""Somebody who has not shown who they are."""
