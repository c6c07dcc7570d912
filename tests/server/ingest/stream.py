"""An ingestion without a server around it: a real database, a loop, and inputs."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any, Final, TypeVar

from samehands.adapters.sql import SessionRow, SqlStore, open_store
from samehands.monitor import SessionEnded, SessionStarted, WindowArrived
from samehands.quantities import Micros
from samehands.rhythm.window import Window
from samehands.server.feed import Feed
from samehands.server.ingest import Ingest, Outcome, Told
from samehands.server.metrics import Metrics
from samehands.server.setups import Judging, Setups
from samehands.trust import TrustState
from server.auth.house import ring
from server.service import numbered, seconds, windows_of

START: Final = Micros(10**15)
T = TypeVar("T")


@dataclass
class Stream:
    """An ingestion that runs, and what a test tells it."""

    store: SqlStore
    ingest: Ingest
    feed: Feed
    metrics: Metrics
    setups: Setups

    async def start(self, session: str, subject: str = "p", at: Micros = START) -> Outcome:
        """Start a session."""
        row = session_row(session, subject, at)
        told = Told(subject, (SessionStarted(session, at),), starts=row)
        return await self.ingest.take(told)

    async def send(
        self, session: str, windows: Iterable[Window], subject: str = "p", at: Micros = START
    ) -> Outcome:
        """Send windows, a second apart."""
        inputs = tuple(
            WindowArrived(session, window, Micros(at + seconds(1 + place)))
            for place, window in enumerate(windows)
        )
        return await self.ingest.take(Told(subject, inputs))

    async def end(self, session: str, subject: str = "p", at: Micros = START) -> Outcome:
        """End a session."""
        return await self.ingest.take(Told(subject, (SessionEnded(session, at),)))

    async def enrol(self, subject: str = "p", seat: str = "seat-6") -> None:
        """Give a subject a template."""
        for day in range(1, 4):
            at = Micros(START - seconds(86_400 * (4 - day)))
            await self.start(f"{subject}-{day}", subject, at)
            await self.send(f"{subject}-{day}", windows_of(seat, f"day-{day}"), subject, at)
            await self.end(f"{subject}-{day}", subject, Micros(at + seconds(3600)))

    async def blocked(self, until: asyncio.Event) -> asyncio.Task[None]:
        """Keep the writer busy until an event is set; returns when it is."""
        loop = asyncio.get_running_loop()
        busy = asyncio.Event()

        def wait() -> None:
            loop.call_soon_threadsafe(busy.set)
            asyncio.run_coroutine_threadsafe(until.wait(), loop).result()

        task = asyncio.create_task(self.ingest.alone(None, wait))
        await busy.wait()
        return task


def session_row(session: str, subject: str, at: Micros = START) -> SessionRow:
    """A session that is to be started."""
    return SessionRow(
        id=session,
        subject=subject,
        origin="https://crm.example",
        collector="browser",
        group="default",
        api_key_id="key",
        started_at=at,
        expires_at=Micros(at + seconds(36_000)),
        ended_at=None,
        last_at=at,
        state=TrustState.LEARNING,
        verdict=None,
        share=0.0,
        revision=0,
    )


@asynccontextmanager
async def streaming(folder: Path, **limits: int) -> AsyncIterator[Stream]:
    """An ingestion on the database of a folder, until the context is left."""
    names = (f"case-{number}" for number in count())
    with open_store(f"sqlite:///{folder / 'samehands.db'}", keys=ring()) as store:
        setups, feed, metrics = Setups("open-1", Judging()), Feed(listeners=10), Metrics()
        ingest = Ingest(
            store,
            setups,
            feed,
            metrics,
            new_id=lambda: next(names),
            queue=limits.get("queue", 10_000),
            group_commit=limits.get("group_commit", 1_000),
            snapshot_every=limits.get("snapshot_every", 32),
            states=limits.get("states", 100),
        )
        ingest.start()
        try:
            yield Stream(store, ingest, feed, metrics, setups)
        finally:
            await ingest.stop()


def in_stream(folder: Path, test: Callable[[Stream], Coroutine[Any, Any, T]], **limits: int) -> T:
    """Run a test with an ingestion."""

    async def run() -> T:
        async with streaming(folder, **limits) as stream:
            return await test(stream)

    return asyncio.run(run())


__all__ = [
    "START",
    "Stream",
    "in_stream",
    "numbered",
    "replace",
    "seconds",
    "session_row",
    "streaming",
    "windows_of",
]
