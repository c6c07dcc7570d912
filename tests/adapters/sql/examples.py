"""Rows to put into a store, and ways to look into its database from outside."""

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from laws.journal_laws import some_taken
from samehands.adapters.sql import CaseRow, SessionRow, SqlStore
from samehands.monitor.journal import Addition
from samehands.quantities import MICROS_PER_SECOND, Micros, Nats
from samehands.trust import TrustState

HOUR = 3600 * MICROS_PER_SECOND
DAY = 24 * HOUR
NOW = Micros(1_800_000_000 * MICROS_PER_SECOND)

SESSION = SessionRow(
    id="session-1",
    subject="subject-1",
    origin="https://desk.example",
    collector="browser",
    group="desk",
    api_key_id="key-1",
    started_at=NOW,
    expires_at=Micros(NOW + 8 * HOUR),
    ended_at=None,
    last_at=NOW,
    state=TrustState.LEARNING,
    verdict=None,
    share=0.0,
    revision=1,
)
CASE = CaseRow(
    id="case-1",
    subject="subject-1",
    session="session-1",
    opened_at=Micros(NOW + HOUR),
    changed_after=Micros(NOW + HOUR // 2),
    level=Nats(12.5),
    threshold=Nats(9.25),
    sentence="Typed unlike the owner.",
)


def later(moments: int) -> Micros:
    """Some microseconds after `NOW`."""
    return Micros(NOW + moments)


def beginning(subject: str, number: int = 2, *, session: str = "a") -> Addition:
    """The first inputs of a subject."""
    return Addition(subject, 0, some_taken(number, session=session))


def put_in(store: SqlStore, *rows: SessionRow | CaseRow) -> None:
    """Rows, with one input each for subjects that have none."""
    new = {row.subject for row in rows if store.subjects.get(row.subject) is None}
    conflicts = store.journal.append([beginning(name, 1) for name in sorted(new)], also=rows)
    assert conflicts == frozenset()


def sessions_of(subject: str, number: int) -> Sequence[SessionRow]:
    """Sessions of a subject, one an hour."""
    return [
        replace(
            SESSION,
            id=f"{subject}-{place}",
            subject=subject,
            started_at=later(place * HOUR),
            expires_at=later((place + 8) * HOUR),
        )
        for place in range(number)
    ]


def change(store: SqlStore, statement: str, **values: object) -> int:
    """Do to a database what only somebody else would; how many rows it was."""
    with store._database.writers.begin() as connection:
        return connection.execute(sa.text(statement), values).rowcount


def rows(store: SqlStore, statement: str, **values: object) -> Sequence[Any]:
    """What is in a database as it stands there."""
    with store._database.readers.begin() as connection:
        return connection.execute(sa.text(statement), values).all()


def file_of(url: str) -> Path:
    """The file of a SQLite URL."""
    return Path(re.sub("^sqlite:///", "", url))


def raw(path: Path) -> sqlite3.Connection:
    """A connection past everything of ours."""
    return sqlite3.connect(path, isolation_level=None)
