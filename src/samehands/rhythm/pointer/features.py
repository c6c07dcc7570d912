"""Features of a window of strokes: levels and spreads of scores, without order or counts.

Only additions, subtractions, multiplications and divisions of doubles that hold integers or
sixteenths, each correctly rounded: another language gets the same doubles.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.rhythm.contexts import NO_SCORE, SCORE_STEPS
from samehands.rhythm.pointer.movement import MEASURES

LEVEL_PRIOR: Final = 2
"""Strokes of score 0 that a level is smoothed with.

More: measures that few strokes have (a hold, the wheel) say less."""

SPREAD_PRIOR: Final = 4
"""Strokes of variance 1 that a spread is smoothed with."""

POINTER_FEATURES: Final = 2 * MEASURES
"""Features of a window: a level and a spread of each measure."""


def pointer_features(score: NDArray[np.int8], rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """A window's features: the smoothed mean of each measure, then each surplus of variance.

    Args:
        score: shape (p, MEASURES), sixteenths, of all strokes.
        rows: shape (w, S), the strokes of each window.

    Returns:
        Shape (w, POINTER_FEATURES), no NaN whatever came in.
    """
    taken = score[rows].astype(np.int64)
    there = taken != NO_SCORE
    taken[~there] = 0
    count = there.sum(axis=1)
    level = (taken.sum(axis=1) / SCORE_STEPS) / (count + LEVEL_PRIOR)
    square = (taken * taken).sum(axis=1) / SCORE_STEPS**2
    spread = (square - count) / (count + SPREAD_PRIOR)
    return np.concatenate([level, spread], axis=1)
