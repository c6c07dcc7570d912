"""Rows of the tables to values and back, where the two differ."""

from typing import Any, TypeAlias

import msgspec
from sqlalchemy import RowMapping

from samehands.adapters.sql.consent import Consent
from samehands.adapters.sql.rows import (
    AccountRow,
    ApiKeyRow,
    CaseRow,
    CaseStatus,
    ErasureReceipt,
    SessionRow,
    SubjectRow,
)
from samehands.errors import StorageError
from samehands.trust import TrustState, VerdictKind

Record: TypeAlias = RowMapping
"""One row of a table, by column."""


def session_record(row: SessionRow) -> dict[str, Any]:
    """A session as a row of its table."""
    return {
        "id": row.id,
        "subject": row.subject,
        "origin": row.origin,
        "collector": row.collector,
        "policy_group": row.group,
        "api_key_id": row.api_key_id,
        "started_at": row.started_at,
        "expires_at": row.expires_at,
        "ended_at": row.ended_at,
        "last_at": row.last_at,
        "state": row.state.value,
        "verdict": None if row.verdict is None else row.verdict.value,
        "share": row.share,
        "revision": row.revision,
        **consent_record(row.consent),
    }


def session_row(record: Record) -> SessionRow:
    """The session that a row of its table is.

    Raises:
        StorageError: a state or a verdict that there is not.
    """
    try:
        state = TrustState(record["state"])
        verdict = None if record["verdict"] is None else VerdictKind(record["verdict"])
    except ValueError:
        raise _unknown("sessions", "state or verdict") from None
    return SessionRow(
        id=record["id"],
        subject=record["subject"],
        origin=record["origin"],
        collector=record["collector"],
        group=record["policy_group"],
        api_key_id=record["api_key_id"],
        started_at=record["started_at"],
        expires_at=record["expires_at"],
        ended_at=record["ended_at"],
        last_at=record["last_at"],
        state=state,
        verdict=verdict,
        share=record["share"],
        revision=record["revision"],
        consent=consent_of(record),
    )


def consent_record(consent: Consent | None) -> dict[str, Any]:
    """A consent as columns of its session."""
    if consent is None:
        return {"consent_version": None, "consent_language": None, "consent_at": None}
    return {
        "consent_version": consent.version,
        "consent_language": consent.language,
        "consent_at": consent.at,
    }


def consent_of(record: Record) -> Consent | None:
    """The consent that a session's columns hold; None for half a one, which is none."""
    said = (record["consent_version"], record["consent_language"], record["consent_at"])
    return None if None in said else Consent(*said)


def case_record(row: CaseRow, note: bytes | None) -> dict[str, Any]:
    """A case as a row of its table, with its note as it was sealed."""
    return {
        "id": row.id,
        "subject": row.subject,
        "session": row.session,
        "opened_at": row.opened_at,
        "changed_after": row.changed_after,
        "level": row.level,
        "threshold": row.threshold,
        "sentence": row.sentence,
        "status": row.status.value,
        "decided_at": row.decided_at,
        "decided_by": row.decided_by,
        "note": note,
    }


def case_row(record: Record, note: str | None) -> CaseRow:
    """The case that a row of its table is, with its note as it was opened.

    Raises:
        StorageError: a status that there is not.
    """
    try:
        status = CaseStatus(record["status"])
    except ValueError:
        raise _unknown("cases", "status") from None
    return CaseRow(
        id=record["id"],
        subject=record["subject"],
        session=record["session"],
        opened_at=record["opened_at"],
        changed_after=record["changed_after"],
        level=record["level"],
        threshold=record["threshold"],
        sentence=record["sentence"],
        status=status,
        decided_at=record["decided_at"],
        decided_by=record["decided_by"],
        note=note,
    )


def subject_row(record: Record) -> SubjectRow:
    """What may be said about a subject."""
    erased = record["wrapped_key"] is None
    return SubjectRow(record["subject"], record["policy_group"], record["created_at"], erased)


def receipt_record(receipt: ErasureReceipt) -> dict[str, Any]:
    """A receipt as a row of its table."""
    return {name: getattr(receipt, name) for name in ErasureReceipt.__slots__}


def receipt_row(record: Record) -> ErasureReceipt:
    """The receipt that a row of its table is."""
    return ErasureReceipt(**{name: record[name] for name in ErasureReceipt.__slots__})


def api_key_record(row: ApiKeyRow) -> dict[str, Any]:
    """An API key as a row of its table."""
    record = {name: getattr(row, name) for name in ApiKeyRow.__slots__}
    return {**record, "scopes": _words(row.scopes)}


def api_key_row(record: Record) -> ApiKeyRow:
    """The API key that a row of its table is.

    Raises:
        StorageError: scopes that cannot be read; the key is worth nothing then.
    """
    values = {name: record[name] for name in ApiKeyRow.__slots__}
    return ApiKeyRow(**{**values, "scopes": _set_of_words("api_keys", record["scopes"])})


def account_record(row: AccountRow) -> dict[str, Any]:
    """An account as a row of its table."""
    record = {name: getattr(row, name) for name in AccountRow.__slots__}
    return {**record, "roles": _words(row.roles)}


def account_row(record: Record) -> AccountRow:
    """The account that a row of its table is.

    Raises:
        StorageError: roles that cannot be read; nobody logs in with it then.
    """
    values = {name: record[name] for name in AccountRow.__slots__}
    return AccountRow(**{**values, "roles": _set_of_words("accounts", record["roles"])})


def _words(words: frozenset[str]) -> str:
    return msgspec.json.encode(sorted(words)).decode()


def _set_of_words(table: str, text: str) -> frozenset[str]:
    try:
        return frozenset(msgspec.json.decode(text, type=list[str]))
    except msgspec.MsgspecError:
        raise _unknown(table, "list of words") from None


def _unknown(table: str, what: str) -> StorageError:
    return StorageError(f"{table}: got a {what} that cannot be read, due one of this version")
