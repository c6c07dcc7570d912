"""The store: everything durable, in SQLite or PostgreSQL, with what was typed sealed per subject."""

from samehands.adapters.sql.consent import Consent
from samehands.adapters.sql.keys import KeyRing
from samehands.adapters.sql.retention import Ages, Swept
from samehands.adapters.sql.rows import (
    AccessEntry,
    AccountRow,
    ApiKeyRow,
    CaseRow,
    CaseStatus,
    ErasureReceipt,
    LoginRow,
    Look,
    Row,
    SessionRow,
    SettingRow,
    SubjectRow,
    VersionConflict,
)
from samehands.adapters.sql.sessions import Coverage
from samehands.adapters.sql.store import SqlStore, StoreFacts, open_store

__all__ = [
    "AccessEntry",
    "AccountRow",
    "Ages",
    "ApiKeyRow",
    "CaseRow",
    "CaseStatus",
    "Consent",
    "Coverage",
    "ErasureReceipt",
    "KeyRing",
    "LoginRow",
    "Look",
    "Row",
    "SessionRow",
    "SettingRow",
    "SqlStore",
    "StoreFacts",
    "SubjectRow",
    "Swept",
    "VersionConflict",
    "open_store",
]
