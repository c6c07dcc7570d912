"""Liveness scalars: the few numbers about order that leave the device, on a coarse grid.

All of them are computed in whole numbers up to the last division, so that another language gets
the same grid steps.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.capture.keystrokes import MISSING
from samehands.quantities import MICROS_PER_MILLI
from samehands.rhythm.contexts import NO_SCORE, SCORE_STEPS, Channel
from samehands.rhythm.statistics import Timed
from samehands.rhythm.window import SCALAR_CLIP, SCALAR_STEPS, Scalars

EQUAL_WITHIN: Final = 2 * MICROS_PER_MILLI
"""Two dd in a row are equal when they differ by no more than this, µs.

Wider: fast regular typists look like machines. Narrower: a jittering timer hides a machine."""

LATTICE_BIN: Final = 2 * MICROS_PER_MILLI
"""Width of the bins in which equal dd, and equal holds, are counted, µs."""

HOLD_SPREAD_GRID: Final = SCALAR_STEPS // 4
"""Steps between the spreads of holds that are sent: quarters of a unit, which leak no more than halves.

The spread of the flights and the memory of the holds are not sent: without them no forger passes
that did not before, and less is told (docs/decisions/liveness-scalars.md)."""

KEY_FIT_STEPS: Final = 16
"""Steps per unit of the fit to the keys. People: 0.40 ± 0.11; who does not know the keys: 0.0 ± 0.1."""

KEY_FIT_CAP: Final = 1
"""The highest fit that is told, in steps: 0.0625.

What is above it is hardly a machine's, and would be the text's: how far everybody's rhythm differs
from key to key depends on the keys. Uncapped it added some 0.03 bit of the text (see the decision)."""

KEY_FIT_PAIRS: Final = 20
"""Flights between keys of which something is usual that a fit needs.

With fewer, as from a keyboard that names no keys, the cap is told: nothing speaks against a person."""

HOLD_LEVELS: Final = (16 * MICROS_PER_MILLI, 40 * MICROS_PER_MILLI)
"""Median holds at which the level rises, µs: tools', what a light hand or a coarse clock may make of
one, people's (lowest session: 81 ms). More levels would tell people apart."""


def scalars_of(stream: Timed, values: NDArray[np.int64], rows: NDArray[np.int64]) -> Scalars:
    """The liveness scalars of one window.

    The flights into its first keystroke do not count: they belong to no window.

    Args:
        stream: of all keystrokes.
        values: shape (channels, n), `durations` of the same, µs.
        rows: shape (N,), the window's keystrokes, in order.
    """
    flights = rows[1:]
    hold, dd = values[Channel.HOLD, rows], values[Channel.DD, flights]
    hold_score, score = stream.score[Channel.HOLD, rows], stream.score[Channel.DD, flights]
    holds, known = hold[hold != MISSING], dd != MISSING
    return Scalars(
        rhythm_memory=_memory(score),
        longest_equal_run=_log2_steps(_longest_run(dd, known)),
        lattice=_log2_steps(_commonest(dd[known])),
        key_fit=_key_fit(
            stream.score[Channel.UD, flights], stream.plain[flights], stream.usual[flights]
        ),
        hold_level=sum(2 * int((holds < level).sum()) <= len(holds) for level in HOLD_LEVELS),
        hold_lattice=_log2_steps(_commonest(holds)),
        hold_spread=_spread(hold_score),
    )


def _key_fit(score: NDArray[np.int8], plain: NDArray[np.int8], usual: NDArray[np.int8]) -> int:
    kept = (score != NO_SCORE) & (usual != 0)
    if kept.sum() < KEY_FIT_PAIRS:
        return KEY_FIT_CAP
    return min(_correlation(plain[kept], usual[kept], KEY_FIT_STEPS), KEY_FIT_CAP)


def _memory(score: NDArray[np.int8]) -> int:
    pair = (score[1:] != NO_SCORE) & (score[:-1] != NO_SCORE)
    return _correlation(score[:-1][pair], score[1:][pair], SCALAR_STEPS)


def _correlation(one: NDArray[np.int8], other: NDArray[np.int8], steps: int) -> int:
    """A correlation, rounded to so many steps a unit; 0 where there is none."""
    first, second = one.astype(np.int64), other.astype(np.int64)
    n = len(first)
    # n² times covariance and variances: whole numbers.
    covariance = n * int((first * second).sum()) - int(first.sum()) * int(second.sum())
    variance = [n * int((part * part).sum()) - int(part.sum()) ** 2 for part in (first, second)]
    if min(variance) <= 0:
        return 0
    scale = float(np.sqrt(float(variance[0])) * np.sqrt(float(variance[1])))
    return _clipped(float(np.floor(covariance / scale * steps + 0.5)))


def _spread(score: NDArray[np.int8]) -> int:
    kept = score[score != NO_SCORE].astype(np.int64)
    n = len(kept)
    if n == 0:
        return 0
    variance = n * int((kept * kept).sum()) - int(kept.sum()) ** 2
    deviation = float(np.sqrt(float(variance))) / (n * SCORE_STEPS)
    places = float(np.floor(deviation * SCALAR_STEPS / HOLD_SPREAD_GRID + 0.5))
    return _clipped(places * HOLD_SPREAD_GRID)


def _longest_run(dd: NDArray[np.int64], known: NDArray[np.bool_]) -> int:
    if not known.any():
        return 0
    both = known[1:] & known[:-1]
    equal = both & (np.abs(np.where(both, dd[1:], 0) - np.where(both, dd[:-1], 0)) <= EQUAL_WITHIN)
    # A run of k equal neighbours is k + 1 equal flights.
    breaks = np.flatnonzero(~np.concatenate([[False], equal, [False]]))
    return int(np.diff(breaks).max())


def _commonest(values: NDArray[np.int64]) -> int:
    if not len(values):
        return 0
    return int(np.unique(values // LATTICE_BIN, return_counts=True)[1].max())


def _log2_steps(count: int) -> int:
    """Eight times log2 of a count, rounded down; exact, for count⁸ is a whole number."""
    return 0 if count < 1 else _clipped(float((count**SCALAR_STEPS).bit_length() - 1))


def _clipped(steps: float) -> int:
    return int(min(max(steps, -SCALAR_CLIP), SCALAR_CLIP))
