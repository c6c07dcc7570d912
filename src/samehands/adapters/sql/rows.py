"""The rows of the store, as values: what is put in and what comes out."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from samehands.adapters.sql.consent import Consent
from samehands.quantities import Micros, Nats
from samehands.trust import TrustState, VerdictKind


class CaseStatus(StrEnum):
    """What has been decided about a case."""

    OPEN = "open"
    CONFIRMED_COMPROMISED = "confirmed_compromised"
    CONFIRMED_SAFE = "confirmed_safe"
    FALSE_ALARM = "false_alarm"


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session as it stands.

    Args:
        id: unique among all sessions.
        subject: whose; a pseudonym.
        origin: the web origin, or the agent's name, that the session is for.
        collector: "browser" or "desktop_agent".
        group: whose policy it is judged by.
        api_key_id: the key that it was asked for with.
        started_at: µs.
        expires_at: µs; its token is worth nothing from then on.
        ended_at: µs; None while it is open.
        last_at: when anything last happened in it, µs.
        state: what is believed about it.
        verdict: the last verdict; None before the first.
        share: of the alarm threshold, 1 is the alarm.
        revision: rises with every change of the verdict's row.
        consent: that the person agreed; None where nobody told of one.
    """

    id: str
    subject: str
    origin: str
    collector: str
    group: str
    api_key_id: str
    started_at: Micros
    expires_at: Micros
    ended_at: Micros | None
    last_at: Micros
    state: TrustState
    verdict: VerdictKind | None
    share: float
    revision: int
    consent: Consent | None = None


@dataclass(frozen=True, slots=True)
class CaseRow:
    """An alarm that a person looks into.

    Args:
        id: unique among all cases.
        subject: whose session it was.
        session: which one.
        opened_at: µs.
        changed_after: when the evidence was last zero, µs: the change came after it; None where
            it never was.
        level: S when the case was opened, nats.
        threshold: what it had reached, nats.
        sentence: why, in words.
        status: what was decided.
        decided_at: µs; None while it is open.
        decided_by: id of the account that decided.
        note: what the analyst wrote; sealed in the database.
    """

    id: str
    subject: str
    session: str
    opened_at: Micros
    changed_after: Micros | None
    level: Nats
    threshold: Nats
    sentence: str
    status: CaseStatus = CaseStatus.OPEN
    decided_at: Micros | None = None
    decided_by: str | None = None
    note: str | None = field(default=None, repr=False)


Row: TypeAlias = SessionRow | CaseRow
"""What can become durable together with inputs."""


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """A subject that the store has heard of.

    Args:
        subject: a pseudonym.
        group: whose policy is used unless a session says otherwise.
        created_at: when the first input came, µs.
        erased: whether everything about it was erased, and nothing has come since.
    """

    subject: str
    group: str
    created_at: Micros
    erased: bool


@dataclass(frozen=True, slots=True)
class ErasureReceipt:
    """The proof that a subject was erased.

    Args:
        id: of the erasure, unique.
        subject: who was.
        at: when, µs.
        by: on whose behalf: id of an account or an API key.
        inputs: rows of inputs that were deleted.
        sessions: rows of sessions.
        cases: rows of cases.
        signature: HMAC-SHA-256 over all of the above.
    """

    id: str
    subject: str
    at: Micros
    by: str
    inputs: int
    sessions: int
    cases: int
    signature: bytes


@dataclass(frozen=True, slots=True)
class ApiKeyRow:
    """A key of a host application; the secret itself is not kept.

    Args:
        id: the public half.
        name: what people call it.
        secret_hash: hash of the secret half.
        scopes: what it may do.
        created_at: µs.
        created_by: id of the account that made it.
        revoked_at: µs; None while it is good.
        last_used_at: µs; None before the first use.
    """

    id: str
    name: str
    secret_hash: bytes = field(repr=False)
    scopes: frozenset[str]
    created_at: Micros
    created_by: str
    revoked_at: Micros | None = None
    last_used_at: Micros | None = None


@dataclass(frozen=True, slots=True)
class AccountRow:
    """Somebody who may log in to the console.

    Args:
        id: unique; never used again.
        name: what they log in with; unique.
        password_hash: None for one who logs in elsewhere.
        oidc_subject: who they are at the identity provider; unique; None for a local account.
        roles: what they may see.
        subject: whose data the role self sees; None for the others.
        disabled: whether they may no longer log in.
        created_at: µs.
    """

    id: str
    name: str
    password_hash: str | None = field(repr=False)
    oidc_subject: str | None
    roles: frozenset[str]
    subject: str | None
    disabled: bool
    created_at: Micros


@dataclass(frozen=True, slots=True)
class LoginRow:
    """A browser that is logged in.

    Args:
        token_hash: SHA-256 of the cookie's value; unique.
        account_id: who.
        csrf: what a request that changes something has to repeat.
        created_at: µs.
        last_at: when it was last used, µs.
        expires_at: µs.
    """

    token_hash: bytes = field(repr=False)
    account_id: str
    csrf: str = field(repr=False)
    created_at: Micros
    last_at: Micros
    expires_at: Micros


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One version of a setting that is kept in the database.

    Args:
        name: which one.
        version: from 1, without gaps.
        value: JSON.
        changed_by: id of the account.
        at: when, µs.
    """

    name: str
    version: int
    value: bytes
    changed_by: str
    at: Micros


@dataclass(frozen=True, slots=True)
class VersionConflict:
    """Somebody else changed it since.

    Args:
        version: the present one; 0 where there is none.
    """

    version: int


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked at a person's data, or did something about it.

    Args:
        at: when, µs.
        actor: id of the account or the API key.
        role: in which they did.
        action: what they did, one word or two.
        subject: at whom; None where it was nobody in particular.
        session: at which session.
        reason: why, in their words.
    """

    at: Micros
    actor: str
    role: str
    action: str
    subject: str | None = None
    session: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class AccessEntry:
    """A look as it stands in the access log, chained to the one before it.

    Args:
        number: from 1, without gaps.
        at: when, µs.
        actor: id of the account or the API key.
        role: in which they looked.
        action: what they did.
        subject: at whom.
        session: at which session.
        reason: why.
        previous: hash of the entry before it; 32 zero bytes for the first.
        hash: SHA-256 of `previous` and the canonical MessagePack of everything above it.
    """

    number: int
    at: Micros
    actor: str
    role: str
    action: str
    subject: str | None
    session: str | None
    reason: str | None
    previous: bytes
    hash: bytes
