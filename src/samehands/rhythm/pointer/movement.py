"""Movement: what is measured of each stroke. No place, no direction, no screen, no sampling interval.

Nothing is measured in pixels: all is time, or one part of a stroke against another, so that the
resolution of a screen, the speed setting of a mouse and the size of what was aimed at hardly show.
Each measure is a quotient of two integers below 2**53, correctly rounded: another language gets
the same double. Logarithms and angles are not needed, as only the order of values counts later.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.capture.keystrokes import MISSING
from samehands.capture.strokes import Strokes
from samehands.quantities import MICROS_PER_MILLI, Micros
from samehands.rhythm.pointer.paths import Paths, duration, resampled

SLOW: Final = 5
"""A step below this part of the fastest step of its stroke is slow."""


class Measure(StrEnum):
    """What is measured of a stroke, in the order of the columns."""

    DURATION = "duration"
    PEAK = "peak"
    """The fastest step as a multiple of the mean one."""
    PEAK_TIME = "peak time"
    RISE = "rise"
    FALL = "fall"
    STRAIGHT = "straight"
    BOW = "bow"
    """The farthest from the straight line, either side."""
    SIDE = "side"
    """The mean distance from the straight line, one side against the other."""
    OVERSHOOT = "overshoot"
    UNEVEN = "uneven"
    """All changes of speed, against the fastest step."""
    UNEVEN_WAY = "uneven way"
    """All changes of speed, against the way."""
    PUSH_SHARE = "push share"
    BRAKE_SHARE = "brake share"
    SUBMOVEMENTS = "submovements"
    SUBMOVEMENT_RATE = "submovement rate"
    TURN = "turn"
    TURN_SIDE = "turn side"
    ONWARD = "onward"
    FIRST_THIRD = "first third"
    LAST_THIRD = "last third"
    FIRST_STEP = "first step"
    LAST_STEP = "last step"
    SLOW_SHARE = "slow share"
    MIDDLE = "middle"
    """When half of the way is behind, on average over the way."""
    PAUSE = "pause"
    SETTLING = "settling"
    HOLD = "hold"
    BETWEEN_CLICKS = "between clicks"
    NOTCHES = "notches"


MEASURES: Final = len(Measure)
"""How many measures there are."""

LONGEST: Final[dict[Measure, int]] = {
    Measure.PAUSE: 3_000 * MICROS_PER_MILLI,
    Measure.SETTLING: 2_000 * MICROS_PER_MILLI,
    Measure.HOLD: 1_500 * MICROS_PER_MILLI,
    Measure.BETWEEN_CLICKS: 600 * MICROS_PER_MILLI,
    Measure.NOTCHES: 600 * MICROS_PER_MILLI,
}
"""Durations beyond these, µs, are thought or absence, and count as missing."""


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """The strokes that can be measured.

    Args:
        values: shape (p, MEASURES), NaN where there was no such thing.
        stroke: shape (p,), which strokes, rising.
    """

    values: NDArray[np.float64] = field(repr=False)
    stroke: NDArray[np.int64] = field(repr=False)

    def __len__(self) -> int:
        return len(self.stroke)


def measured(strokes: Strokes, rate: Micros) -> Measured:
    """Measures strokes.

    Args:
        strokes: any.
        rate: time of one step of their paths.
    """
    paths = resampled(strokes, rate)
    if not len(paths):
        return Measured(np.empty((0, MEASURES)), paths.stroke)
    steps = _Steps(paths)
    columns = {Measure.DURATION: duration(strokes)[paths.stroke].astype(np.float64)}
    columns |= _of_speed(steps) | _of_shape(steps)
    for measure, spent in (
        (Measure.PAUSE, strokes.pause),
        (Measure.SETTLING, strokes.settling),
        (Measure.HOLD, strokes.hold),
        (Measure.BETWEEN_CLICKS, strokes.between_clicks),
        (Measure.NOTCHES, strokes.notches),
    ):
        known = spent[paths.stroke]
        there = (known != MISSING) & (known >= 0) & (known <= LONGEST[measure])
        columns[measure] = np.where(there, known, np.nan)
    values = np.stack([columns[measure] for measure in Measure], axis=1)
    return Measured(values, paths.stroke)


class _Steps:
    """Steps of paths with what several measures need; lengths are floored to integers."""

    def __init__(self, paths: Paths) -> None:
        self.bounds = paths.bounds[:-1]
        self.count = np.diff(paths.bounds)
        self.path = np.repeat(np.arange(len(paths)), self.count)
        self.number = np.arange(len(self.path)) - self.bounds[self.path]
        self.dx, self.dy = paths.dx, paths.dy
        self.length = _root(self.dx * self.dx + self.dy * self.dy)
        self.way = np.maximum(self.total(self.length), 1)
        self.top = np.maximum(self.most(self.length), 1)
        self.across, self.down = self.total(self.dx), self.total(self.dy)
        self.straight = _root(self.across * self.across + self.down * self.down)
        self.later = self.number > 0

    def total(self, values: NDArray[np.int64]) -> NDArray[np.int64]:
        added: NDArray[np.int64] = np.add.reduceat(values, self.bounds)
        return added

    def most(self, values: NDArray[np.int64]) -> NDArray[np.int64]:
        highest: NDArray[np.int64] = np.maximum.reduceat(values, self.bounds)
        return highest

    def from_start(self, values: NDArray[np.int64]) -> NDArray[np.int64]:
        """Running sums within each path."""
        summed = np.cumsum(values)
        before = summed[self.bounds] - values[self.bounds]
        inside: NDArray[np.int64] = summed - before[self.path]
        return inside

    def against_last(self, values: NDArray[np.int64]) -> NDArray[np.int64]:
        """A step's value less that of the step before; 0 at a path's first."""
        return np.where(self.later, values - np.roll(values, 1), 0)


def _of_speed(steps: _Steps) -> dict[Measure, NDArray[np.float64]]:
    length, count, way, top = steps.length, steps.count, steps.way, steps.top
    far = np.iinfo(np.int64).max
    highest = np.minimum.reduceat(
        np.where(length == top[steps.path], steps.number, far), steps.bounds
    )
    change = steps.against_last(length)
    changes = steps.total(np.abs(change))
    push, brake = steps.most(change), steps.most(-change)
    third = steps.number * 3 // count[steps.path]
    first, last = length[steps.bounds], length[steps.bounds + count - 1]
    falls_before = steps.later & (length < np.roll(length, 1))
    rises_after = np.roll(steps.later, -1) & (length <= np.roll(length, -1))
    valleys = steps.total((falls_before & rises_after).astype(np.int64))
    slow = steps.total((length * SLOW < top[steps.path]).astype(np.int64))
    middle = steps.total(length * (2 * steps.number + 1))
    return {
        Measure.PEAK: top * count / way,
        Measure.PEAK_TIME: (2 * highest + 1) / count,
        Measure.RISE: (highest + 1).astype(np.float64),
        Measure.FALL: (count - highest).astype(np.float64),
        Measure.UNEVEN: changes / top,
        Measure.UNEVEN_WAY: changes / way,
        Measure.PUSH_SHARE: push / top,
        Measure.BRAKE_SHARE: brake / top,
        Measure.SUBMOVEMENTS: valleys.astype(np.float64),
        Measure.SUBMOVEMENT_RATE: valleys / count,
        Measure.FIRST_THIRD: steps.total(np.where(third == 0, length, 0)) / way,
        Measure.LAST_THIRD: steps.total(np.where(third > 1, length, 0)) / way,
        Measure.FIRST_STEP: first / top,
        Measure.LAST_STEP: last / top,
        Measure.SLOW_SHARE: slow / count,
        Measure.MIDDLE: middle / (way * count),
    }


def _of_shape(steps: _Steps) -> dict[Measure, NDArray[np.float64]]:
    straight = np.maximum(steps.straight, 1)
    across, down = steps.across[steps.path], steps.down[steps.path]
    x, y = steps.from_start(steps.dx), steps.from_start(steps.dy)
    along = straight[steps.path]
    # Whole sixteenths of a pixel: sums of the products themselves would pass 2**53.
    aside = (x * down - y * across) // along
    ahead = (x * across + y * down) // along
    before_x, before_y = np.roll(steps.dx, 1), np.roll(steps.dy, 1)
    later = steps.later
    product = np.maximum(
        steps.total(np.where(later, steps.length * np.roll(steps.length, 1), 0)), 1
    )
    bend = np.where(later, before_x * steps.dy - before_y * steps.dx, 0)
    onward = np.where(later, before_x * steps.dx + before_y * steps.dy, 0)
    return {
        Measure.STRAIGHT: straight / steps.way,
        Measure.BOW: steps.most(np.abs(aside)) / straight,
        Measure.SIDE: steps.total(aside) / (steps.count * straight),
        Measure.OVERSHOOT: steps.most(ahead) / straight,
        Measure.TURN: steps.total(np.abs(bend)) / product,
        Measure.TURN_SIDE: steps.total(bend) / product,
        Measure.ONWARD: steps.total(onward) / product,
    }


def _root(squares: NDArray[np.int64]) -> NDArray[np.int64]:
    # Squares stay below 2**53, so the double's root, correctly rounded, has the right floor.
    return np.floor(np.sqrt(squares.astype(np.float64))).astype(np.int64)
