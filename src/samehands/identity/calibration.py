"""Calibration: raw scores to log-likelihood ratios that mean what they say, by a straight line."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.errors import EmptyScoresError, ScoreError, SettingsError
from samehands.identity.logistic import EVEN, fit_logistic
from samehands.quantities import Nats, Probability


@dataclass(frozen=True, slots=True)
class Line:
    """llr = slope × score + offset, for templates of at least so many windows.

    Raises:
        SettingsError: a slope that is not positive (order would turn round), or no number.
    """

    enrolled: int
    slope: float
    offset: float

    def __post_init__(self) -> None:
        if self.enrolled < 0:
            raise SettingsError("calibration enrolled", got="a negative count", due="0 or more")
        if not 0 < self.slope < math.inf:
            raise SettingsError("calibration slope", got=f"{self.slope}", due="a positive number")
        if not math.isfinite(self.offset):
            raise SettingsError("calibration offset", got=f"{self.offset}", due="a finite number")


@dataclass(frozen=True, slots=True)
class Calibration:
    """A small table of lines by size of template: evidence from a thin template is worth less.

    Args:
        lines: the first from 0 windows, then strictly rising.

    Raises:
        SettingsError: the table is empty, does not start at 0 or does not rise.

    >>> Calibration((Line(0, 0.5, 0.0), Line(20, 0.8, 0.1))).llr(2.0, enrolled=25)
    1.7000000000000002
    """

    lines: tuple[Line, ...]

    def __post_init__(self) -> None:
        starts = [line.enrolled for line in self.lines]
        if not starts or starts[0] != 0 or any(np.diff(starts) <= 0):
            raise SettingsError("calibration", got=f"lines from {starts}", due="from 0, rising")

    def line(self, enrolled: int) -> Line:
        """The line for a template of so many windows."""
        return next(line for line in reversed(self.lines) if line.enrolled <= max(enrolled, 0))

    def llr(self, score: float, *, enrolled: int) -> Nats:
        """One raw score as nats."""
        line = self.line(enrolled)
        return Nats(line.slope * score + line.offset)


UNCALIBRATED: Final = Calibration((Line(0, 1.0, 0.0),))
"""Leaves scores as they are."""


def fit_calibration(
    scores: NDArray[np.float64],
    is_genuine: NDArray[np.bool_],
    *,
    enrolled: NDArray[np.int64] | None = None,
    starts: Sequence[int] = (0,),
    prior: Probability = EVEN,
) -> Calibration:
    """The lines that make the log loss least; within a band, Cllr of these scores never rises.

    A band of template sizes without genuine or without impostor scores takes the line of all
    scores together.

    Args:
        scores: shape (n,), raw, higher is more like the owner.
        is_genuine: shape (n,).
        enrolled: shape (n,), windows behind each score's template; needed for several `starts`.
        starts: where each band of template sizes begins; the first is 0.
        prior: of genuine, where calibration is to be best; even odds make it minimise Cllr.

    Raises:
        EmptyScoresError: a class is empty, or a score is not finite.
        ScoreError: the scores speak against the owner (a falling line), or shapes differ.
        SettingsError: `starts` or `prior` make no table.
    """
    scores = np.asarray(scores, np.float64)
    if scores.ndim != 1:
        raise ScoreError("scores", got=f"shape {scores.shape}", due="shape (n,)")
    if enrolled is None:
        enrolled = np.zeros(len(scores), np.int64)
        if len(starts) > 1:
            raise SettingsError("starts", got="several, without `enrolled`", due="one, or both")
    if enrolled.shape != scores.shape:
        raise ScoreError("enrolled", got=f"shape {enrolled.shape}", due=f"shape {scores.shape}")
    pooled = _fit_line(scores, is_genuine, 0, prior)
    ends = [*list(starts)[1:], np.inf]
    lines = []
    for start, end in zip(starts, ends, strict=True):
        band = (enrolled >= start) & (enrolled < end)
        try:
            lines.append(_fit_line(scores[band], is_genuine[band], start, prior))
        except EmptyScoresError:
            lines.append(Line(start, pooled.slope, pooled.offset))
    return Calibration(tuple(lines))


def _fit_line(
    scores: NDArray[np.float64], is_genuine: NDArray[np.bool_], start: int, prior: Probability
) -> Line:
    slope, offset = fit_logistic(
        scores[:, np.newaxis], is_genuine, centre=np.array([1.0, 0.0]), prior=prior
    )
    if not slope > 0:
        raise ScoreError(
            "scores",
            got="impostors above the owner",
            due="scores that are higher for the owner",
        )
    return Line(start, float(slope), float(offset))
