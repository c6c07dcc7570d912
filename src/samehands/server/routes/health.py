"""Health: the budget against what came of it, what is covered, what can be seen and what cannot."""

from typing import Any

import msgspec
from litestar import Request, get
from litestar.concurrency import sync_to_thread

from samehands.adapters.sql import StoreFacts
from samehands.server.auth import Role, allow
from samehands.server.budget import BudgetState, budget_state, coverage_of
from samehands.server.parts import GivenParts, Parts
from samehands.server.problems import ProblemKind, problems


class CoverageState(msgspec.Struct, frozen=True):
    """The sessions of the last 30 days.

    Args:
        sessions: how many there were.
        judged: of them, those in which typing was judged.
        learning: those in which it could not be yet.
    """

    sessions: int
    judged: int
    learning: int


class StoreState(msgspec.Struct, frozen=True):
    """The store, and what waits for it.

    Args:
        database: sqlite or postgresql.
        schema: the migration that it is at.
        bytes: on the disk.
        waiting: inputs that are not durable yet.
        writing: whether the writer runs.
    """

    database: str
    schema: str
    bytes: int
    waiting: int
    writing: bool


class Health(msgspec.Struct, frozen=True):
    """How the service does.

    Args:
        budget: of false alarms, and what came of it.
        coverage: of sessions.
        sees: what it can notice, one sentence each.
        cannot_see: what it cannot.
        store: the store.
    """

    budget: BudgetState
    coverage: CoverageState
    sees: tuple[str, ...]
    cannot_see: tuple[str, ...]
    store: StoreState


@get(
    "/v1/health",
    opt=allow(Role.ANALYST, Role.PRIVACY_OFFICER, Role.AUDITOR, Role.ADMIN),
    tags=["console"],
    responses=problems(
        ProblemKind.UNAUTHENTICATED, ProblemKind.FORBIDDEN, ProblemKind.UNAVAILABLE
    ),
)
async def read_health(request: Request[Any, Any, Any], parts: GivenParts) -> Health:
    """False alarms against the budget, coverage, and the limits of what can be seen."""
    del request
    coverage = await coverage_of(parts, parts.clock())
    facts = await sync_to_thread(parts.store.facts)
    return Health(
        await budget_state(parts, coverage),
        CoverageState(coverage.sessions, coverage.judged, coverage.learning),
        _sees(parts),
        _cannot_see(parts),
        _store(parts, facts),
    )


def _store(parts: Parts, facts: StoreFacts) -> StoreState:
    return StoreState(
        facts.database, facts.schema, facts.size, parts.ingest.waiting, parts.ingest.alive
    )


def _sees(parts: Parts) -> tuple[str, ...]:
    keystrokes = parts.setups.projection.keystrokes
    return (
        f"Somebody else typing in mid-session, from windows of {keystrokes} keystrokes.",
        "Somebody else typing from the start of a session, if the owner is enrolled.",
        "Windows that are missing, come twice or come too late.",
        "A keyboard or a way in that is not enrolled.",
        "Two people at one keyboard during enrolment.",
    )


def _cannot_see(parts: Parts) -> tuple[str, ...]:
    keystrokes = parts.setups.projection.keystrokes
    return (
        f"Who typed fewer than {keystrokes} keystrokes.",
        "Whoever only moves the pointer: movement is not compared yet.",
        "A program that types in the owner's rhythm: whether it is a person is not judged yet.",
        "Anybody in a session whose subject is not enrolled yet.",
        "What was typed, where, or in which application: it never leaves the device.",
    )
