"""The clock of the demo's server: earlier days are told at once, the last one in time-lapse."""

import time  # noqa: TID251  # the edge of the program: the demo runs beside a real clock
from typing import Final

from samehands.quantities import Micros

_NANOS_PER_MICRO: Final = 1_000


class DemoClock:
    """A clock that can be set, that runs fast until it is the real time, and is real from then on.

    It never goes back, as long as it is not set back.
    """

    def __init__(self) -> None:
        self._set_to: Micros | None = None
        self._from = Micros(0)
        self._since = 0
        self._speed = 1.0

    def __call__(self) -> Micros:
        """The time in the demo, µs since 1970 UTC."""
        if self._set_to is not None:
            return self._set_to
        real = real_time()
        lapsed = Micros(self._from + round((real - self._since) * self._speed))
        return min(lapsed, real)

    def set(self, at: Micros) -> None:
        """Stand still at a moment."""
        self._set_to = at

    def run(self, *, start: Micros, speed: float) -> None:
        """Run from a moment of the past, so many times faster, until it is now.

        Args:
            start: where to begin.
            speed: 1 or more; at less it would never be now.
        """
        self._set_to = None
        self._from, self._since, self._speed = start, real_time(), max(1.0, speed)

    def wait_until(self, at: Micros) -> None:
        """Sleep until it is that time in the demo; a time of the past is not waited for."""
        while (left := at - self()) > 0:
            time.sleep(max(0.001, left / 1e6 / self._speed))


def real_time() -> Micros:
    """The time of day of this machine, µs since 1970 UTC."""
    return Micros(time.time_ns() // _NANOS_PER_MICRO)
