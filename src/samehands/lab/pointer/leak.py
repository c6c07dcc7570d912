"""The leak baseline: how far sampling interval and screen geometry alone tell people apart.

What it reaches is no biometrics. A figure that does not clear it may come from the machine.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.capture.strokes import Strokes
from samehands.lab.pointer.stroked import Stroked, cut
from samehands.quantities import MICROS_PER_MILLI

LEAST_SPREAD: Final = (0.05, 0.05, 40.0, 40.0, 40.0, 40.0)
"""Least standard deviations believed: of two logarithms of intervals, and of four edges, pixels.

Smaller: one short stretch that misses an edge of the screen passes for another machine."""


@dataclass(frozen=True, slots=True, eq=False)
class LeakTemplate:
    """What a person's machine looks like: means and spreads of the readings of `machine_of`."""

    mean: NDArray[np.float64] = field(repr=False)
    spread: NDArray[np.float64] = field(repr=False)

    @classmethod
    def of(cls, part: Stroked, rows: NDArray[np.int64], n: int) -> "LeakTemplate":
        """From strokes to enrol, n at a time."""
        windows = rows[cut(np.zeros(len(rows), np.int64), n)]
        readings = np.array([machine_of(part, one) for one in windows])
        spread = np.maximum(readings.std(axis=0), LEAST_SPREAD)
        return cls(np.median(readings, axis=0), spread)

    def score(self, machine: NDArray[np.float64]) -> float:
        """How alike another stretch's machine is; higher is more alike."""
        return -float((((machine - self.mean) / self.spread) ** 2).sum())


def machine_of(part: Stroked, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Sampling and geometry of some strokes: two logarithms of intervals, four edges of the screen.

    Returns:
        Shape (6,).
    """
    return machine_of_strokes(part.strokes, part.found.stroke[rows])


def machine_of_strokes(strokes: Strokes, which: NDArray[np.int64]) -> NDArray[np.float64]:
    """The same of strokes by number, shape (6,)."""
    points = np.concatenate(
        [
            np.arange(begin, end)
            for begin, end in zip(
                strokes.bounds[:-1][which].tolist(),
                strokes.bounds[1:][which].tolist(),
                strict=True,
            )
        ]
    )
    interval = np.diff(strokes.at[points])
    interval = interval[np.diff(points) == 1]
    inside = interval[(interval > 0) & (interval < 200 * MICROS_PER_MILLI)] / MICROS_PER_MILLI
    middle, upper = np.quantile(np.log(inside), [0.5, 0.9]) if len(inside) else (0.0, 0.0)
    x, y = strokes.x[points], strokes.y[points]
    return np.array([middle, upper, x.min(), x.max(), y.min(), y.max()], np.float64)
