"""The outbox: reads that wait to be sent, bounded, in numbered batches."""

import secrets
from collections import deque
from threading import Lock
from typing import Final

from samehands.errors import SettingsError
from samehands.host.reads import Read, ReadBatch, ReadCounts, ReadsAnswer

WAITING: Final = 20_000
"""Most reads that wait, some 8 MB. While the service is away, a busy application of 100 reads a
second fills it in three minutes.

More: memory of the application. Fewer: reads are lost after a shorter outage."""

BATCH: Final = 500
"""Most reads in a batch, some 70 KB.

More: fewer requests, and more to send again where one fails. Fewer: more requests."""

SOURCE_CHARACTERS: Final = 64
"""Most characters of a source's name."""

FIRST_WAIT: Final = 0.5
"""Seconds before a batch that failed is sent again; each further failure doubles them."""

LONGEST_WAIT: Final = 30.0
"""Longest wait between two attempts, seconds. Longer: what waits is sent later after an outage."""

_RUN_BYTES: Final = 4


class Outbox:
    """Reads in the order in which they came. Putting one in never blocks; threads may share one.

    Args:
        source: who tells of them; each outbox adds a word of its own, since its numbers start anew.
        limit: reads that may wait.
        batch: reads that are sent at once.

    Raises:
        SettingsError: a name or a number that makes no sense.
    """

    def __init__(self, source: str, *, limit: int = WAITING, batch: int = BATCH) -> None:
        run = secrets.token_hex(_RUN_BYTES)
        self.source = f"{source}-{run}"
        if not source or len(self.source) > SOURCE_CHARACTERS:
            due = f"1 to {SOURCE_CHARACTERS - len(run) - 1}"
            raise SettingsError("source", got=f"{len(source)} characters", due=due)
        if not 0 < batch <= limit:
            raise SettingsError(
                "outbox", got=f"batch {batch}, limit {limit}", due="0 < batch <= limit"
            )
        self._limit = limit
        self._size = batch
        self._reads: deque[Read] = deque()
        self._sent: ReadBatch | None = None
        self._sequence = 0
        self._lock = Lock()
        self._told = self._accepted = self._repeated = 0
        self._rejected = self._refused = self._unfit = self._dropped = 0

    def put(self, read: Read | None) -> bool:
        """Have a read sent; False where there is no room for it, or it is none: only counted."""
        with self._lock:
            self._told += 1
            if read is None:
                self._unfit += 1
                return False
            if len(self._reads) >= self._limit:
                self._dropped += 1
                return False
            self._reads.append(read)
            return True

    def batch(self) -> ReadBatch | None:
        """What is to be sent now: the same again until it is answered; None where nothing waits."""
        with self._lock:
            if self._sent is None and self._reads:
                count = min(self._size, len(self._reads))
                reads = tuple(self._reads.popleft() for _ in range(count))
                self._sequence += 1
                self._sent = ReadBatch(self.source, self._sequence, reads)
            return self._sent

    def answered(self, answer: ReadsAnswer) -> None:
        """The batch was taken in; nothing changes where it was given up meanwhile."""
        with self._lock:
            if self._sent is None:
                return
            self._accepted += answer.accepted
            self._repeated += answer.repeated
            self._rejected += len(answer.rejected)
            self._sent = None

    def refused(self) -> None:
        """The batch was refused as a whole, and would be again: it is let go."""
        with self._lock:
            self._refused += 0 if self._sent is None else len(self._sent.reads)
            self._sent = None

    def give_up(self) -> None:
        """Let go of everything that waits."""
        with self._lock:
            self._dropped += len(self._reads) + (
                0 if self._sent is None else len(self._sent.reads)
            )
            self._reads.clear()
            self._sent = None

    @property
    def full(self) -> bool:
        """Whether a whole batch waits."""
        return len(self._reads) >= self._size

    @property
    def counts(self) -> ReadCounts:
        """What became of the reads so far."""
        with self._lock:
            sent = 0 if self._sent is None else len(self._sent.reads)
            return ReadCounts(
                told=self._told,
                accepted=self._accepted,
                repeated=self._repeated,
                rejected=self._rejected,
                refused=self._refused,
                unfit=self._unfit,
                dropped=self._dropped,
                waiting=len(self._reads) + sent,
            )


def wait_after(failures: int, asked_for: float | None) -> float:
    """Seconds to wait after so many failures in a row.

    Args:
        failures: one or more.
        asked_for: what the service said; None where it did not.

    >>> wait_after(1, None), wait_after(3, None), wait_after(50, None), wait_after(1, 5.0)
    (0.5, 2.0, 30.0, 5.0)
    """
    doubled = FIRST_WAIT * 2.0 ** min(failures - 1, 16)
    return min(LONGEST_WAIT, max(doubled, asked_for or 0.0))
