"""Paths: strokes read off at a common rate, whatever rate the device gave them at.

Every number is an integer, so that another language reproduces it bit for bit.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.capture.strokes import Strokes
from samehands.quantities import Micros

SUBPIXELS: Final = 16
"""Parts of a pixel in which positions between samples are counted.

More says nothing about a hand; fewer would make slow movement jump."""

FEWEST_STEPS: Final = 2
"""Steps in the shortest stroke that is measured: with fewer there is no change of speed."""


@dataclass(frozen=True, slots=True, eq=False)
class Paths:
    """Strokes as steps of equal time; strokes too short for that are left out.

    Args:
        stroke: shape (p,), which strokes, rising.
        bounds: shape (p + 1,), ranges of the steps of each.
        dx: shape (steps,), sixteenths of a pixel.
        dy: shape (steps,), the same.
    """

    stroke: NDArray[np.int64] = field(repr=False)
    bounds: NDArray[np.int64] = field(repr=False)
    dx: NDArray[np.int64] = field(repr=False)
    dy: NDArray[np.int64] = field(repr=False)

    def __len__(self) -> int:
        return len(self.stroke)


def measurable(strokes: Strokes, rate: Micros) -> NDArray[np.bool_]:
    """Which strokes last long enough to be measured, shape (n,).

    Args:
        strokes: any.
        rate: time of one step.
    """
    long_enough: NDArray[np.bool_] = duration(strokes) >= FEWEST_STEPS * rate
    return long_enough


def duration(strokes: Strokes) -> NDArray[np.int64]:
    """From the first point to the last, shape (n,), µs."""
    if not len(strokes):
        return np.empty(0, np.int64)
    spent: NDArray[np.int64] = strokes.at[strokes.bounds[1:] - 1] - strokes.at[strokes.bounds[:-1]]
    return spent


def resampled(strokes: Strokes, rate: Micros) -> Paths:
    """Reads strokes off at steps of equal time from their first point on.

    Between two points the pointer is taken to go straight and evenly; positions are floored to
    sixteenths of a pixel. What is left after the last whole step is dropped.

    Args:
        strokes: any.
        rate: time of one step.
    """
    use = np.flatnonzero(measurable(strokes, rate))
    spent = duration(strokes)[use]
    first, last = strokes.bounds[:-1][use], strokes.bounds[1:][use]
    # Only the points of these strokes, on one clock on which each begins after the one before.
    lengths = last - first
    rows = np.arange(int(lengths.sum())) + np.repeat(first - _starts(lengths), lengths)
    begin = _starts(spent + 1)
    clock = strokes.at[rows] - np.repeat(strokes.at[first] - begin, lengths)
    knots = spent // rate + 1
    stroke = np.repeat(np.arange(len(use)), knots)
    number = np.arange(int(knots.sum())) - np.repeat(_starts(knots), knots)
    wanted = begin[stroke] + number * int(rate)
    after = np.searchsorted(clock, wanted)
    before = np.maximum(after - 1, _starts(lengths)[stroke])
    part, whole = wanted - clock[before], np.maximum(clock[after] - clock[before], 1)
    steps = []
    inside = np.ones(len(wanted), np.bool_)
    inside[:1] = False
    inside[1:] = stroke[1:] == stroke[:-1]
    for axis in (strokes.x, strokes.y):
        place = axis[rows].astype(np.int64) * SUBPIXELS
        at = place[before] + (place[after] - place[before]) * part // whole
        steps.append((at - np.roll(at, 1))[inside])
    return Paths(use, np.concatenate([[0], np.cumsum(knots - 1)]), steps[0], steps[1])


def _starts(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.cumsum(lengths) - lengths
