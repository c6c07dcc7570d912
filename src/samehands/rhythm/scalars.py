"""Liveness scalars: the few numbers about order that leave the device, on a coarse grid.

All of them are computed in whole numbers up to the last division, so that another language gets
the same grid steps.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.quantities import MICROS_PER_MILLI
from samehands.rhythm.contexts import NO_SCORE, SCORE_STEPS
from samehands.rhythm.window import SCALAR_CLIP, SCALAR_STEPS, Scalars

EQUAL_WITHIN: Final = 2 * MICROS_PER_MILLI
"""Two dd in a row are equal when they differ by no more than this, µs.

Wider: fast regular typists look like machines. Narrower: a jittering timer hides a machine."""

LATTICE_BIN: Final = 2 * MICROS_PER_MILLI
"""Width of the bins in which equal dd are counted, µs."""

SPREAD_GRID: Final = SCALAR_STEPS // 2
"""Steps between the spreads that are sent: halves of a unit.

In eighths it added 0.02 bit of the text to a window, the other three nothing that could be measured
(linear attacker, Aalto development people, `open-1`; exploratory, from a script that was not kept)."""


def scalars_of(dd: NDArray[np.int64], score: NDArray[np.int8], missing: int) -> Scalars:
    """The liveness scalars of one window.

    Args:
        dd: shape (N - 1,), the window's flights dd in order, µs, or `missing`.
        score: shape (N - 1,), their normal scores in context, sixteenths, or `NO_SCORE`.
        missing: the value of `dd` that stands for none.
    """
    known = dd != missing
    return Scalars(
        rhythm_memory=_memory(score),
        longest_equal_run=_log2_steps(_longest_run(dd, known)),
        lattice=_log2_steps(_commonest(dd[known])),
        spread=_spread(score),
    )


def _memory(score: NDArray[np.int8]) -> int:
    pair = (score[1:] != NO_SCORE) & (score[:-1] != NO_SCORE)
    first, second = score[:-1][pair].astype(np.int64), score[1:][pair].astype(np.int64)
    n = len(first)
    # n² times covariance and variances: whole numbers.
    covariance = n * int((first * second).sum()) - int(first.sum()) * int(second.sum())
    variance = [n * int((part * part).sum()) - int(part.sum()) ** 2 for part in (first, second)]
    if min(variance) <= 0:
        return 0
    scale = float(np.sqrt(float(variance[0])) * np.sqrt(float(variance[1])))
    return _clipped(float(np.floor(covariance / scale * SCALAR_STEPS + 0.5)))


def _spread(score: NDArray[np.int8]) -> int:
    kept = score[score != NO_SCORE].astype(np.int64)
    n = len(kept)
    if n == 0:
        return 0
    variance = n * int((kept * kept).sum()) - int(kept.sum()) ** 2
    deviation = float(np.sqrt(float(variance))) / (n * SCORE_STEPS)
    halves = float(np.floor(deviation * SCALAR_STEPS / SPREAD_GRID + 0.5))
    return _clipped(halves * SPREAD_GRID)


def _longest_run(dd: NDArray[np.int64], known: NDArray[np.bool_]) -> int:
    if not known.any():
        return 0
    both = known[1:] & known[:-1]
    equal = both & (np.abs(np.where(both, dd[1:], 0) - np.where(both, dd[:-1], 0)) <= EQUAL_WITHIN)
    # A run of k equal neighbours is k + 1 equal flights.
    breaks = np.flatnonzero(~np.concatenate([[False], equal, [False]]))
    return int(np.diff(breaks).max())


def _commonest(dd: NDArray[np.int64]) -> int:
    if not len(dd):
        return 0
    return int(np.unique(dd // LATTICE_BIN, return_counts=True)[1].max())


def _log2_steps(count: int) -> int:
    """Eight times log2 of a count, rounded down; exact, for count⁸ is a whole number."""
    return 0 if count < 1 else _clipped(float((count**SCALAR_STEPS).bit_length() - 1))


def _clipped(steps: float) -> int:
    return int(min(max(steps, -SCALAR_CLIP), SCALAR_CLIP))
