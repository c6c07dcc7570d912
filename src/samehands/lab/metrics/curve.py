"""The DET curve: all that the rates of a verification can be computed from."""

import math
from dataclasses import dataclass, field
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression

from samehands.errors import EmptyScoresError, ScoreError

Scores: TypeAlias = NDArray[np.float64]
"""Shape (n,), higher is more like the owner; nats where a metric is about calibration."""

_ROUNDING: Final = 1e-12
"""Twice an area in the unit square under which a point counts as lying on the chord.

Larger: a hull that is cut a little too high; smaller: only more steps on collinear points."""


@dataclass(frozen=True, slots=True, eq=False)
class DetCurve:
    """Every threshold that makes a difference, and the two error rates there.

    Row i is the rule "accept from `threshold[i]` on"; the last row accepts nothing.

    Args:
        threshold: shape (k + 1,), rising; the distinct scores, then infinity.
        fmr: shape (k + 1,), share of impostor scores accepted, from 1 to 0.
        fnmr: shape (k + 1,), share of genuine scores refused, from 0 to 1.
    """

    threshold: Scores = field(repr=False)
    fmr: Scores = field(repr=False)
    fnmr: Scores = field(repr=False)

    def equal_error_rate(self) -> float:
        """Where FMR and FNMR cross on the convex hull of the ROC; a rate in [0, 0.5]."""
        # Only the hull's edge across the diagonal is needed: start from the two ends of the curve
        # and split the chord by the point farthest below it, keeping the half that crosses.
        low, high = 0, len(self.fmr) - 1
        while True:
            across = self.fmr[low] - self.fmr[high]
            down = self.fnmr[high] - self.fnmr[low]
            below = down * (self.fmr[low] - self.fmr) - across * (self.fnmr - self.fnmr[low])
            farthest = int(np.argmax(below))
            if below[farthest] <= _ROUNDING or farthest in (low, high):
                break
            if self.fnmr[farthest] <= self.fmr[farthest]:
                low = farthest
            else:
                high = farthest
        return _crossing(self, low, high)

    def killourhy_maxion_eer(self) -> float:
        """Where FMR and FNMR cross on the line between the two curve points that enclose it.

        Killourhy and Maxion's rule (DSN 2009): no hull, neighbouring points only.
        """
        low = int(np.flatnonzero(self.fmr >= self.fnmr)[-1])
        return _crossing(self, low, low + 1)

    def fnmr_at(self, fmr: float) -> float:
        """FNMR at the lowest threshold whose FMR is no more than `fmr`."""
        row = int(np.argmax(self.fmr <= _rate("fmr", fmr)))
        return float(self.fnmr[row])

    def detection_at(self, false_alarm: float) -> float:
        """Share of impostor scores below the highest threshold that `false_alarm` allows.

        That threshold refuses no more than `false_alarm` of the genuine scores. An impostor score
        on it is not detected.
        """
        allowed = self.fnmr <= _rate("false alarm rate", false_alarm)
        return float(1 - self.fmr[np.flatnonzero(allowed)[-1]])

    def cllr(self) -> float:
        """Cost of the scores as log-likelihood ratios, in bits; 1 for scores that are all 0 nats."""
        at = self.threshold[:-1]
        genuine, impostor = np.diff(self.fnmr), -np.diff(self.fmr)
        doubt = np.log1p(np.exp(-np.abs(at)))  # ln(1 + e^x) is this plus x where x > 0
        cost = _expected(genuine, np.maximum(-at, 0) + doubt)
        cost += _expected(impostor, np.maximum(at, 0) + doubt)
        return cost / (2 * math.log(2))

    def minimum_cllr(self) -> float:
        """`cllr` after the best rising calibration (pool adjacent violators), in [0, 1] bits."""
        genuine, impostor = np.diff(self.fnmr), -np.diff(self.fmr)
        mass = genuine + impostor
        held = mass > 0
        genuine, impostor, mass = genuine[held], impostor[held], mass[held]
        owner = np.clip(isotonic_regression(genuine / mass, weights=mass).x, 0, 1)
        with np.errstate(divide="ignore"):
            cost = _expected(genuine, -np.log2(owner)) + _expected(impostor, -np.log2(1 - owner))
        return min(cost / 2, 1.0)  # 1 is the calibration that says nothing; the rest is rounding


def det_curve(genuine: Scores, impostor: Scores) -> DetCurve:
    """The curve of two sets of scores.

    Args:
        genuine: shape (n,), higher is more like the owner.
        impostor: shape (m,), the same.

    Raises:
        EmptyScoresError: either array is empty or holds NaN.
        ScoreError: either is no list of numbers.

    >>> curve = det_curve(np.array([2.0, 3.0]), np.array([1.0, 2.0]))
    >>> [list(map(float, column)) for column in (curve.threshold, curve.fmr, curve.fnmr)]
    [[1.0, 2.0, 3.0, inf], [1.0, 0.5, 0.0, 0.0], [0.0, 0.0, 0.5, 1.0]]
    """
    genuine, impostor = checked_scores("genuine", genuine), checked_scores("impostor", impostor)
    threshold = np.unique(np.concatenate([genuine, impostor]))
    refused = np.searchsorted(np.sort(genuine), threshold, "left") / len(genuine)
    below = np.searchsorted(np.sort(impostor), threshold, "left")
    accepted = (len(impostor) - below) / len(impostor)  # a whole number divided: compares exactly
    return DetCurve(
        np.append(threshold, np.inf), np.append(accepted, 0.0), np.append(refused, 1.0)
    )


def checked_scores(which: str, scores: Scores) -> Scores:
    """The scores, if a rate can be had from them.

    Args:
        which: how an error names them.
        scores: shape (n,); infinite scores are scores.

    Raises:
        EmptyScoresError: there are none, or one is NaN.
        ScoreError: it is no list of numbers.
    """
    scores = np.asarray(scores)
    if scores.ndim != 1 or scores.dtype.kind not in "biuf":
        raise ScoreError(
            f"{which} scores",
            got=f"shape {scores.shape} of {scores.dtype}",
            due="one dimension of numbers",
        )
    scores = scores.astype(np.float64)
    if len(scores) == 0 or np.isnan(scores).any():
        missing = int(np.isnan(scores).sum())
        raise EmptyScoresError(
            f"{which} scores",
            got=f"{len(scores)} scores, {missing} of them NaN",
            due="at least one score, none NaN",
        )
    return scores


def _crossing(curve: DetCurve, low: int, high: int) -> float:
    """Where the line between two rows, one on each side, meets FMR = FNMR."""
    above = curve.fmr[low] - curve.fnmr[low]
    under = curve.fnmr[high] - curve.fmr[high]
    share = above / (above + under)
    return float(curve.fnmr[low] + share * (curve.fnmr[high] - curve.fnmr[low]))


def _expected(mass: Scores, cost: Scores) -> float:
    """Sum of mass × cost, where no mass costs nothing even if the cost is infinite."""
    held = mass > 0
    return float(np.sum(mass[held] * cost[held]))


def _rate(which: str, rate: float) -> float:
    if not 0 <= rate <= 1:
        raise ScoreError(which, got=str(rate), due="a rate in [0, 1]")
    return rate
