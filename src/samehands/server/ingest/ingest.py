"""The face of ingestion: handlers tell it something, and are answered when it is durable."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Thread
from typing import TypeVar, cast

import structlog

from samehands.adapters.sql import SqlStore
from samehands.errors import StorageError
from samehands.server.feed import Feed
from samehands.server.ingest.told import Alone, BusyError, Job, Outcome, Told
from samehands.server.ingest.waiting import WaitingJobs
from samehands.server.ingest.writer import Answer, Done, Writer
from samehands.server.metrics import MetricName, Metrics
from samehands.server.setups import Setups

T = TypeVar("T")

log = structlog.get_logger("samehands.server")


class Ingest:
    """Takes inputs in, one writer for all subjects.

    Args:
        store: where they become durable.
        setups: how they are judged.
        feed: told of every session that changed, before whoever waits is answered.
        metrics: told of every transaction.
        new_id: gives the id of a case.
        queue: most inputs that wait; past it nothing more is taken in.
        group_commit: most inputs of one transaction.
        snapshot_every: inputs after which a state is kept whole.
        states: monitors that are held ready.
    """

    def __init__(  # noqa: PLR0913  # each is one thing that it works with
        self,
        store: SqlStore,
        setups: Setups,
        feed: Feed,
        metrics: Metrics,
        *,
        new_id: Callable[[], str],
        queue: int,
        group_commit: int,
        snapshot_every: int,
        states: int,
    ) -> None:
        self._jobs = WaitingJobs(queue)
        self._most = group_commit
        self._feed = feed
        self._writer = Writer(
            store, setups, metrics, new_id=new_id, snapshot_every=snapshot_every, states=states
        )
        self._thread = Thread(target=self._run, name="samehands-writer", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        metrics.watch(MetricName.QUEUE, lambda: self._jobs.weight)
        metrics.watch(MetricName.STATES, lambda: self._writer.states)

    @property
    def alive(self) -> bool:
        """Whether the writer runs."""
        return self._thread.is_alive()

    @property
    def waiting(self) -> int:
        """Inputs that wait to be taken in."""
        return self._jobs.weight

    def start(self) -> None:
        """Start the writer; answers come on the event loop that is running."""
        self._loop = asyncio.get_running_loop()
        self._thread.start()

    async def stop(self) -> None:
        """Take in what waits, refuse what comes now, and stop the writer."""
        self._jobs.close()
        await asyncio.to_thread(self._thread.join)

    async def take(self, told: Told) -> Outcome:
        """Have inputs taken in; they are durable when this returns.

        Raises:
            BusyError: the queue is full; nothing was kept.
            SettledError: the case that they decide is open no more; nothing was kept.
            StorageError: nothing was kept.
            InputError: an input that cannot be taken in; nothing was kept.
        """
        return cast("Outcome", await self._asked(told))

    async def take_all(self, tolds: Sequence[Told]) -> list[Outcome]:
        """Have inputs of several subjects taken in; they are durable when this returns.

        Of each subject all inputs are kept or none, whatever becomes of the others.

        Returns:
            One outcome for each, in their order.

        Raises:
            BusyError: the queue is full; nothing was kept.
            StorageError: of some of them nothing was kept; so for InputError.
        """
        if self._loop is None:
            raise BusyError
        jobs = [Job(told, self._loop.create_future()) for told in tolds]
        if not self._jobs.put_all(jobs):
            raise BusyError
        # All of them are waited for, also when one fails: none may be left to fail unseen.
        found = await asyncio.gather(*(job.done for job in jobs), return_exceptions=True)
        outcomes = []
        for one in found:
            if isinstance(one, BaseException):
                raise one
            outcomes.append(cast("Outcome", one))
        return outcomes

    async def alone(
        self, subject: str | None, action: Callable[[], T], *, settled: bool = False
    ) -> T:
        """Have something done between two transactions, while nothing is taken in.

        Args:
            subject: whose monitor is loaded anew afterwards; None where it is about nobody.
            action: done by the writer; it may block, and everybody waits for it.
            settled: keep everybody's monitor whole first; for what changes how they are judged.

        Raises:
            BusyError: the queue is full; nothing was done.
        """
        return cast("T", await self._asked(Alone(subject, action, settled)))

    async def _asked(self, work: Told | Alone) -> object:
        if self._loop is None:
            raise BusyError
        done: asyncio.Future[object] = self._loop.create_future()
        if not self._jobs.put(Job(work, done)):
            raise BusyError
        return await done

    def _run(self) -> None:
        while jobs := self._jobs.take(self._most):
            try:
                for done in self._writer.work(jobs):
                    self._say(done)
            except Exception as error:  # noqa: BLE001  # a fault of ours: nobody may wait for ever
                log.error("writer broke", error=type(error).__name__)  # noqa: TRY400  # no text
                self._writer.forget()
                self._say(Done([Answer(job, None, error) for job in jobs]))
        try:
            self._writer.settle()
        except StorageError as error:  # no harm: the inputs are durable, the next start steps them
            log.warning("not settled", error=type(error).__name__)

    def _say(self, done: Done) -> None:
        if not (done.answers or done.standings) or self._loop is None:
            return
        with suppress(RuntimeError):  # the loop has been closed: nobody is left to be told
            self._loop.call_soon_threadsafe(self._resolve, done)

    def _resolve(self, done: Done) -> None:
        self._feed.publish(done.standings)
        for answer in done.answers:
            if answer.job.done.done():
                continue  # whoever asked has gone; what they told is durable all the same
            if answer.error is None:
                answer.job.done.set_result(answer.value)
            else:
                answer.job.done.set_exception(answer.error)
