"""Tells the service which records were read, from code that must not wait for it: by a thread."""

import os
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Final, Self

import httpx
import msgspec

from samehands.host import asking
from samehands.host.asking import PATIENCE, Ask
from samehands.host.errors import AnswerError, AwayError, RefusedError
from samehands.host.outbox import BATCH, WAITING, Outbox, wait_after
from samehands.host.read_maker import ActionName, ReadMaker
from samehands.host.reads import Read, ReadBatch, ReadCounts, ReadsAnswer
from samehands.host.record_hash import RecordHash
from samehands.quantities import Micros

LINGER: Final = 0.25
"""Seconds that a batch waits for more reads. Longer: fewer requests, and a theft is seen as much
later: an injector reads a record or two in that time."""

AT_THE_END: Final = 2.0
"""Seconds that closing waits for what is not sent yet."""

ASK: Final = Ask("POST", "/v1/access", repeatable=True)
"""How errors name what is asked."""

HEADERS: Final = {"Content-Type": "application/json"}
"""Of a batch."""


class Records:
    """Tells of reads: `read` returns at once, whatever the service does. Threads may share one.

    ```python
    records = Records(server, api_key, RecordHash.from_file(Path("records.secret")), source="crm")
    records.read("4711", "customer", session=session)
    ```

    What cannot be sent now is sent later, in order, and counts once. When too much waits, what
    comes last is dropped and counted: `counts` says so, and belongs into your monitoring.

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
        self._server = asking.address(server)
        self._headers = {**asking.shown(api_key), **HEADERS}
        self._maker = ReadMaker(hashes)
        self._patience = patience
        self._made = (source, limit, batch)
        self._lock = Lock()
        self._sender = _Sender(self._client(), self._outbox())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def counts(self) -> ReadCounts:
        """What became of the reads of this process so far."""
        return self._sender.outbox.counts

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
        """Tell that a record was read. Never waits, never raises.

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
        return self._own().tell(read)

    def close(self, patience: float = AT_THE_END) -> None:
        """Send what waits, for so many seconds at most; count the rest as dropped.

        Args:
            patience: seconds.
        """
        self._sender.close(patience)

    def _own(self) -> "_Sender":
        """The sender of this process: after a fork, threads and connections are the parent's."""
        if self._sender.pid != os.getpid():
            with self._lock:
                if self._sender.pid != os.getpid():
                    self._sender = _Sender(self._client(), self._outbox())
        return self._sender

    def _client(self) -> httpx.Client:
        return httpx.Client(base_url=self._server, headers=self._headers, timeout=self._patience)

    def _outbox(self) -> Outbox:
        source, limit, batch = self._made
        return Outbox(source, limit=limit, batch=batch)


class _Sender:
    """The thread that sends, and what it sends; one for each process."""

    def __init__(self, http: httpx.Client, outbox: Outbox) -> None:
        self.pid = os.getpid()
        self.outbox = outbox
        self._http = http
        self._some = Event()
        self._closing = Event()
        self._over = Event()
        self._thread: Thread | None = None
        self._starting = Lock()

    def tell(self, read: Read | None) -> bool:
        kept = self.outbox.put(read)
        if kept:
            self._some.set()
            if self._thread is None:
                self._start()
        return kept

    def close(self, patience: float) -> None:
        self._closing.set()
        self._some.set()
        if self._thread is not None and self.pid == os.getpid():
            self._thread.join(patience)
        self._over.set()
        self.outbox.give_up()
        self._http.close()

    def _start(self) -> None:
        with self._starting:
            if self._thread is None and not self._closing.is_set():
                self._thread = Thread(target=self._run, name="samehands-records", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while not self._over.is_set():
            self._some.wait()
            self._some.clear()
            if not self.outbox.full:
                self._closing.wait(LINGER)
            self._send_all()
            if self._closing.is_set():
                return

    def _send_all(self) -> None:
        """Send what waits, one batch after the other, each until it is answered."""
        failures = 0
        while (batch := self.outbox.batch()) is not None:
            wait = self._sent(batch, failures + 1)
            failures = failures + 1 if wait else 0
            if wait and self._over.wait(wait):
                return

    def _sent(self, batch: ReadBatch, attempt: int) -> float:
        """Send a batch; seconds after which to send it again, 0 where that is not needed."""
        try:
            reply = self._http.post(ASK.path, content=msgspec.json.encode(batch))
            self.outbox.answered(asking.read(ASK, reply, ReadsAnswer))
        except RefusedError:
            self.outbox.refused()
        except (httpx.HTTPError, AnswerError):
            return wait_after(attempt, None)
        except AwayError as error:
            return wait_after(attempt, error.retry_after)
        except RuntimeError:  # closed meanwhile: nobody waits for the answer
            return wait_after(attempt, None)
        return 0.0
