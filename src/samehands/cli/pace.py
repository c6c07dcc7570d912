"""The pace of a replay: how long to wait before what comes next, so that people can watch."""

import time  # noqa: TID251  # the edge of the program: here a person watches a real clock
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from samehands.errors import SettingsError
from samehands.quantities import MICROS_PER_SECOND, Micros

LONGEST_PAUSE: Final = Micros(5 * 60 * MICROS_PER_SECOND)
"""A longer pause in a recording, a night for one, is shown as this one: five minutes."""

WATCHING_SECONDS: Final = 25.0
"""How long a replay takes in a terminal unless told otherwise: long enough to see the evidence
rise, short enough to watch it to the end."""


class Pace:
    """Waits as long as the recording did, so many times faster.

    Args:
        times: of everything that will come, µs, in order.
        speed: times faster than recorded; 0 is at once; None so that it takes 25 seconds.

    Raises:
        SettingsError: a negative speed.
    """

    def __init__(self, times: Sequence[Micros], speed: float | None) -> None:
        if speed is not None and not 0 <= speed < float("inf"):
            raise SettingsError("--speed", got=f"{speed:g}", due="0 or more")
        if speed is None:
            waits = sum(min(after - before, LONGEST_PAUSE) for before, after in pairwise(times))
            speed = waits / MICROS_PER_SECOND / WATCHING_SECONDS
        self._speed = speed
        self._before: Micros | None = None
        self._due = time.monotonic()

    def wait_for(self, at: Micros) -> None:
        """Wait until a moment of the recording is due; a replay that lags catches up."""
        for seconds in self.waits(at):
            self._due += seconds
            time.sleep(max(0.0, self._due - time.monotonic()))

    def waits(self, at: Micros) -> Sequence[float]:
        """The seconds between the moment before and this one: one number or, at first, none."""
        before, self._before = self._before, at
        if before is None or not self._speed:
            return ()
        return (min(max(0, at - before), LONGEST_PAUSE) / MICROS_PER_SECOND / self._speed,)
