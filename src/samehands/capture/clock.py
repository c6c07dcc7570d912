"""The clock that timed the keys: how coarse its grid is, told from the times alone."""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from samehands.capture.keystrokes import MISSING, Keystrokes
from samehands.quantities import MICROS_PER_MILLI, Micros


class ClockClass(IntEnum):
    """How fine the clock ticks that timed the keys; scores across classes are not alike."""

    TENTH_MS = 0
    """Finer than 1 ms."""
    ONE_MS = 1
    """1 ms, and whatever coarser grid is none of the two below."""
    EIGHT_MS = 2
    """8 or 10 ms: an ordinary keyboard's USB polling, a system timer of 100 Hz."""
    SIXTEEN_MS = 3
    """15.6 or 16.7 ms or a multiple: an old system timer, or a display frame."""


class _Grid(NamedTuple):
    ticks: int
    """This many ticks of the grid ..."""
    last: int
    """... last this many µs: a tick of 16⅔ ms is no whole number of µs."""
    slack: Micros
    """How far from the grid an interval may lie: both its ends are rounded to 1 ms."""
    share: float
    """The share of intervals that has to lie there. By chance it is slack and rounding allow
    13 % (of 16 ms), 20-30 % (10 ms), 25-41 % (8 ms); real coarse clocks reach 65-100 %."""
    clock: ClockClass


_ROUNDING: Final = Micros(MICROS_PER_MILLI)

_GRIDS: Final = (
    _Grid(1, 15_625, _ROUNDING, 0.6, ClockClass.SIXTEEN_MS),
    _Grid(3, 50_000, _ROUNDING, 0.6, ClockClass.SIXTEEN_MS),
    _Grid(1, 10_000, _ROUNDING, 0.7, ClockClass.EIGHT_MS),
    _Grid(1, 8_000, _ROUNDING, 0.7, ClockClass.EIGHT_MS),
    _Grid(1, 1_000, Micros(0), 0.9, ClockClass.ONE_MS),
)
"""Coarse first: what lies on a coarse grid of whole milliseconds lies on the finer one too."""

LONGEST_INTERVAL: Final = Micros(300_000)
"""Intervals beyond say nothing: after twenty ticks the grids of 15.6 and 16.7 ms are mixed up,
and a clock that runs 0.3 % fast has left its own."""

ENOUGH_INTERVALS: Final = 30
"""Fewer cannot tell: by chance, 18 of 30 lie on a grid that 3 in 10 hit once in 1,000 times."""


@dataclass(frozen=True, slots=True)
class ClockEvidence:
    """Counts of intervals on each grid: grows with the keystrokes, however they are split.

    Start anew for each window: a keyboard can be changed in mid-session.

    Args:
        last_press: of the keystrokes so far, µs, or `MISSING`.
        intervals: how many were short enough to tell.
        on_grid: how many of them lay on each grid.
    """

    last_press: int = field(default=MISSING, repr=False)
    intervals: int = 0
    on_grid: tuple[int, ...] = (0,) * len(_GRIDS)

    def seen(self, keystrokes: Keystrokes) -> Self:
        """With more keystrokes: their holds, and the flights dd inside each run."""
        if not len(keystrokes):
            return self
        before = np.concatenate([[self.last_press], keystrokes.press[:-1]])
        joined = ~keystrokes.starts_run & (before != MISSING)
        held = keystrokes.release != MISSING
        intervals = np.concatenate(
            [
                keystrokes.release[held] - keystrokes.press[held],
                keystrokes.press[joined] - before[joined],
            ]
        )
        intervals = intervals[(intervals > 0) & (intervals <= LONGEST_INTERVAL)]
        return type(self)(
            int(keystrokes.press[-1]),
            self.intervals + len(intervals),
            tuple(
                count + _on_grid(intervals, grid)
                for count, grid in zip(self.on_grid, _GRIDS, strict=True)
            ),
        )

    def clock(self) -> ClockClass | None:
        """The coarsest grid that fits, or None while there are too few intervals to tell."""
        if self.intervals < ENOUGH_INTERVALS:
            return None
        for count, grid in zip(self.on_grid, _GRIDS, strict=True):
            if count >= grid.share * self.intervals:
                return grid.clock
        return ClockClass.TENTH_MS


def clock_class(keystrokes: Keystrokes) -> ClockClass | None:
    """How fine the clock was that timed these keystrokes, or None where they are too few to tell.

    >>> press = np.arange(40) * 93_750 // 1_000 * 1_000  # every sixth tick of 15.625 ms, in ms
    >>> zone, starts = np.zeros(40, np.int8), np.zeros(40, np.bool_)
    >>> clock_class(Keystrokes(press, press + 78_000, zone, starts)).name
    'SIXTEEN_MS'
    """
    return ClockEvidence().seen(keystrokes).clock()


def _on_grid(intervals: NDArray[np.int64], grid: _Grid) -> int:
    past = intervals * grid.ticks % grid.last
    off = np.minimum(past, grid.last - past)
    return int(np.count_nonzero(off <= grid.slack * grid.ticks))
