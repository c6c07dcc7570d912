"""Rates: how much may be asked in a minute, by token buckets that are kept in memory."""

from collections import OrderedDict
from dataclasses import dataclass
from math import ceil
from typing import Final

from samehands.quantities import MICROS_PER_SECOND, Micros
from samehands.server.problems import ProblemError, ProblemKind
from samehands.server.settings import Settings

BUCKETS: Final = 200_000
"""Buckets of one kind that are kept; the one that was not used for longest leaves first.

Whoever's leaves starts with a full one. More: memory, 200 bytes each. Fewer: with more subjects
than this, the limit is looser than it says."""

_MINUTE: Final = 60 * MICROS_PER_SECOND


@dataclass(slots=True)
class _Bucket:
    level: float
    at: Micros


class Rate:
    """So many a minute for each name; a minute's worth may come at once.

    Args:
        per_minute: of requests, or of windows.
        what: that is counted, for the error.

    >>> rate = Rate(2, "requests")
    >>> rate.spend("a", 2, Micros(0)); rate.wait("a", 1, Micros(0))
    30.0
    """

    def __init__(self, per_minute: int, what: str) -> None:
        self._per_minute = per_minute
        self._what = what
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def __len__(self) -> int:
        return len(self._buckets)

    def wait(self, name: str, count: int, now: Micros) -> float:
        """Seconds until so many are allowed; 0 where they are now. Nothing is taken.

        More than a minute's worth is allowed when the bucket is full, or it never would be.
        """
        short = min(count, self._per_minute) - self._level(name, now)
        return max(0.0, short * 60 / self._per_minute)

    def spend(self, name: str, count: int, now: Micros) -> None:
        """Take so many out of the bucket."""
        level = self._level(name, now) - count
        if name not in self._buckets and len(self._buckets) >= BUCKETS:
            self._buckets.popitem(last=False)
        self._buckets[name] = _Bucket(max(level, -float(self._per_minute)), now)
        self._buckets.move_to_end(name)

    def check(self, name: str, count: int, now: Micros) -> None:
        """Refuse what is more than is there; nothing is taken.

        Raises:
            ProblemError: `too_many_requests`, with the time after which it will be there.
        """
        wait = self.wait(name, count, now)
        if wait > 0:
            raise ProblemError(
                ProblemKind.TOO_MANY_REQUESTS,
                f"{self._what}: got {count} more, due at most {self._per_minute} a minute.",
                retry_after=ceil(wait),
            )

    def require(self, name: str, count: int, now: Micros) -> None:
        """Take so many out of the bucket, if they are there.

        Raises:
            ProblemError: `too_many_requests`, with the time after which they will be.
        """
        self.check(name, count, now)
        self.spend(name, count, now)

    def _level(self, name: str, now: Micros) -> float:
        bucket = self._buckets.get(name)
        if bucket is None:
            return float(self._per_minute)
        gained = max(0, now - bucket.at) * self._per_minute / _MINUTE
        return min(float(self._per_minute), bucket.level + gained)


class Rates:
    """The limits of this server.

    Args:
        settings: say how much.
    """

    def __init__(self, settings: Settings) -> None:
        self.key_requests = Rate(settings.requests_per_key, "requests of this API key")
        """Of host applications."""
        self.key_windows = Rate(settings.windows_per_key, "windows of this API key's sessions")
        """Of all collectors whose sessions a host application started."""
        self.key_reads = Rate(settings.reads_per_key, "record reads told with this API key")
        """Of host applications."""
        self.subject_requests = Rate(settings.requests_per_subject, "requests of this subject")
        """Of one subject's collectors."""
        self.subject_windows = Rate(settings.windows_per_subject, "windows of this subject")
        """Of one subject's collectors."""
