"""Tells the service which records were read, from an event loop: by a task."""

import asyncio
from contextlib import suppress
from types import TracebackType
from typing import Self

import httpx
import msgspec

from samehands.host import asking
from samehands.host.asking import PATIENCE
from samehands.host.errors import AnswerError, AwayError, RefusedError
from samehands.host.outbox import BATCH, WAITING, Outbox, wait_after
from samehands.host.read_maker import ActionName, ReadMaker
from samehands.host.reads import ReadBatch, ReadCounts, ReadsAnswer
from samehands.host.record_hash import RecordHash
from samehands.host.records import ASK, AT_THE_END, HEADERS, LINGER
from samehands.quantities import Micros


class AsyncRecords:
    """Tells of reads: `read` returns at once, whatever the service does. One for each event loop.

    ```python
    records = AsyncRecords(server, api_key, hashes, source="crm")
    records.read("4711", "customer", session=session)      # no await: it never waits
    ```

    The same as `Records`; what is told is sent by a task of the loop that `read` is first called in.

    Args:
        server: the service's address.
        api_key: with the scope `access`.
        hashes: give records their names.
        source: what this application is called, the same for all its processes.
        patience: seconds to wait for an answer.
        limit: reads that may wait.
        batch: reads that are sent at once.

    Raises:
        SettingsError: an address, a key, a name or a number that is none.
    """

    def __init__(  # noqa: PLR0913  # each is one thing that an application decides
        self,
        server: str,
        api_key: str,
        hashes: RecordHash,
        *,
        source: str,
        patience: float = PATIENCE,
        limit: int = WAITING,
        batch: int = BATCH,
    ) -> None:
        headers = {**asking.shown(api_key), **HEADERS}
        self._http = httpx.AsyncClient(
            base_url=asking.address(server), headers=headers, timeout=patience
        )
        self._maker = ReadMaker(hashes)
        self._outbox = Outbox(source, limit=limit, batch=batch)
        self._some = asyncio.Event()
        self._closing = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    @property
    def counts(self) -> ReadCounts:
        """What became of the reads so far."""
        return self._outbox.counts

    def read(  # noqa: PLR0913  # what there is to say of a read
        self,
        record: str | int,
        resource: str,
        *,
        session: str | None = None,
        subject: str | None = None,
        action: ActionName = "view",
        count: int = 1,
        at: Micros | None = None,
    ) -> bool:
        """Tell that a record was read. Never waits, never raises; call it in the event loop.

        Args:
            record: its id in your application; only its keyed hash leaves.
            resource: its class: `customer`, `order`.
            session: the Samehands session in which it was read; or
            subject: by whom, where there is none.
            action: view, search (it was in a list) or export.
            count: records that were given out.
            at: when, µs; now, if not said.

        Returns:
            False where it was only counted: there is no room, or it is no read.
        """
        read = self._maker.made(
            record, resource, session=session, subject=subject, action=action, count=count, at=at
        )
        kept = self._outbox.put(read)
        if kept:
            self._some.set()
            if self._task is None and not self._closing.is_set():
                self._task = asyncio.get_running_loop().create_task(self._run())
        return kept

    async def close(self, patience: float = AT_THE_END) -> None:
        """Send what waits, for so many seconds at most; count the rest as dropped.

        Args:
            patience: seconds.
        """
        self._closing.set()
        self._some.set()
        if self._task is not None:
            await asyncio.wait([self._task], timeout=patience)
            self._task.cancel()
            await asyncio.wait([self._task])
        self._outbox.give_up()
        await self._http.aclose()

    async def _run(self) -> None:
        while True:
            await self._some.wait()
            self._some.clear()
            if not self._outbox.full:
                with suppress(TimeoutError):
                    async with asyncio.timeout(LINGER):
                        await self._closing.wait()
            await self._send_all()
            if self._closing.is_set():
                return

    async def _send_all(self) -> None:
        """Send what waits, one batch after the other, each until it is answered."""
        failures = 0
        while (batch := self._outbox.batch()) is not None:
            wait = await self._sent(batch, failures + 1)
            failures = failures + 1 if wait else 0
            await asyncio.sleep(wait)

    async def _sent(self, batch: ReadBatch, attempt: int) -> float:
        """Send a batch; seconds after which to send it again, 0 where that is not needed."""
        try:
            reply = await self._http.post(ASK.path, content=msgspec.json.encode(batch))
            self._outbox.answered(asking.read(ASK, reply, ReadsAnswer))
        except RefusedError:
            self._outbox.refused()
        except (httpx.HTTPError, AnswerError):
            return wait_after(attempt, None)
        except AwayError as error:
            return wait_after(attempt, error.retry_after)
        return 0.0
