"""Housekeeping: what the server does by itself, while nobody asks."""

import asyncio
from collections.abc import Iterable
from typing import Final

import structlog
from litestar.concurrency import sync_to_thread

from samehands.adapters.sql import Ages, SessionRow
from samehands.errors import SamehandsError
from samehands.monitor import SessionEnded
from samehands.quantities import MICROS_PER_SECOND, Micros
from samehands.server.ingest import Told
from samehands.server.parts import Parts
from samehands.server.settings import Settings

EXPIRY_EVERY: Final = 15.0
"""Seconds between two looks for sessions that have run out.

Longer: a session teaches, and frees its place, later. Shorter: more reading for nothing."""

SWEEP_EVERY: Final = 3_600.0
"""Seconds between two sweeps of what is no longer kept. Retention is counted in days."""

ENDED_AT_ONCE: Final = 200
"""Sessions that are ended side by side: fewer than fill the queue, and one transaction of them."""

LOGINS_KEPT: Final = Micros(24 * 3600 * MICROS_PER_SECOND)
"""How long a log-in that has run out is kept, µs: nothing needs it."""

_DAY: Final = 24 * 3600 * MICROS_PER_SECOND

log = structlog.get_logger("samehands.server")


async def keep_house(parts: Parts) -> None:
    """End sessions that have run out, and sweep what is no longer kept, until cancelled.

    The first sweep is soon, or a service that is restarted every hour would never have one. What
    fails is written to the log and tried again the next time.
    """
    loop = asyncio.get_running_loop()
    due = loop.time()
    while True:
        await asyncio.sleep(EXPIRY_EVERY)
        try:
            await end_expired(parts)
            if loop.time() >= due:
                due = loop.time() + SWEEP_EVERY
                await sweep(parts)
        except SamehandsError as error:
            log.warning("housekeeping failed", error=f"{error}")
        except Exception as error:  # noqa: BLE001  # the house is kept, whatever broke this time
            log.error("housekeeping broke", error=type(error).__name__)  # noqa: TRY400  # no text


async def end_expired(parts: Parts) -> int:
    """End sessions that have run out; how many.

    Raises:
        StorageError: the store refuses.
        BusyError: the queue is full.
    """
    rows = await sync_to_thread(parts.store.sessions.expired, parts.clock())
    for start in range(0, len(rows), ENDED_AT_ONCE):
        await asyncio.gather(*_endings(parts, rows[start : start + ENDED_AT_ONCE]))
    return len(rows)


def _endings(parts: Parts, rows: Iterable[SessionRow]) -> list[asyncio.Future[object]]:
    now = parts.clock()
    return [
        asyncio.ensure_future(parts.ingest.take(Told(row.subject, (SessionEnded(row.id, now),))))
        for row in rows
    ]


async def sweep(parts: Parts) -> None:
    """Delete what is no longer kept.

    Raises:
        StorageError: the store refuses.
    """
    ages = ages_of(parts.settings)
    swept = await sync_to_thread(parts.store.retention.sweep, parts.clock(), ages)
    log.info("retention", **{name: getattr(swept, name) for name in swept.__slots__})


def ages_of(settings: Settings) -> Ages:
    """How long each class of data is kept."""
    return Ages(
        inputs=Micros(settings.keep_inputs * _DAY),
        reads=Micros(settings.keep_reads * _DAY),
        sessions=Micros(settings.keep_sessions * _DAY),
        cases=Micros(settings.keep_cases * _DAY),
        logins=LOGINS_KEPT,
        access_log=Micros(settings.keep_access_log * _DAY),
    )
