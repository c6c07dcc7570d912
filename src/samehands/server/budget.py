"""The budget of false alarms against what analysts have called false."""

import msgspec
from litestar.concurrency import sync_to_thread

from samehands.adapters.sql import CaseStatus, Coverage, SqlStore
from samehands.quantities import MICROS_PER_SECOND, Micros
from samehands.server.parts import Parts
from samehands.server.poisson import poisson_interval

DAY = 24 * 3600 * MICROS_PER_SECOND
"""In µs."""

MONTH = 30 * DAY
"""What is looked back on, and what a rate is of, µs."""

LEAST = DAY
"""Before a service has run for so long, µs, nothing is said about its rate."""

FIRST_START = "first_start"
"""Setting in the store: when the service was first started."""


class BudgetState(msgspec.Struct, frozen=True):
    """The budget, and what came of it in the last 30 days.

    Args:
        allowed_per_month: false alarms, per person.
        actual: cases that analysts called false alarms, per person and month; null before there
            was a day of it, or anybody was judged. Cases that nobody has decided are not in it.
        persons: whose typing was judged.
        interval: where the true rate lies, 95 times of 100; null as above.
    """

    allowed_per_month: float
    actual: float | None
    persons: int
    interval: tuple[float, float] | None


async def budget_state(parts: Parts, coverage: Coverage | None = None) -> BudgetState:
    """The budget and what came of it."""
    now = parts.clock()
    coverage = coverage or await coverage_of(parts, now)
    since = Micros(now - MONTH)
    tally = await sync_to_thread(parts.store.cases.tally, since)
    started = await sync_to_thread(first_start, parts.store, now)
    alarms = tally.get(CaseStatus.FALSE_ALARM, 0)
    lasted = min(MONTH, now - started)
    allowed = parts.setups.judging.false_alarms
    if lasted < LEAST or not coverage.judged:
        return BudgetState(allowed, None, coverage.subjects, None)
    exposure = coverage.subjects * lasted / MONTH
    low, high = poisson_interval(alarms)
    return BudgetState(
        allowed, alarms / exposure, coverage.subjects, (low / exposure, high / exposure)
    )


async def coverage_of(parts: Parts, now: Micros) -> Coverage:
    """What the sessions of the last 30 days add up to."""
    return await sync_to_thread(parts.store.sessions.coverage, Micros(now - MONTH))


def first_start(store: SqlStore, now: Micros) -> Micros:
    """When the service was first started; written down at the first call. Blocks."""
    row = store.settings.get(FIRST_START)
    if row is None:
        store.settings.put(FIRST_START, msgspec.json.encode(now), after=0, by="samehands", at=now)
        return now
    return Micros(msgspec.json.decode(row.value, type=int))
