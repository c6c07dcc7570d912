"""How far a figure would move with other people: percentile intervals, people being the unit.

Scores of one person hang together, so drawing scores would pretend to far more evidence than
there is. Drawn are the owners of the templates; that the same people are also impostors of others
is left as it is.
"""

from collections.abc import Callable

import msgspec
import numpy as np
from numpy.typing import NDArray

from samehands.errors import EmptyScoresError, ScoreError
from samehands.lab.metrics.curve import DetCurve, Scores, checked_scores
from samehands.lab.metrics.people import PersonScores


class Interval(msgspec.Struct, frozen=True):
    """A figure, and where it would lie with other people drawn from the same population.

    Args:
        estimate: of the people as they are.
        low: lower end.
        high: upper end.
        level: share of the resamples between the ends.
    """

    estimate: float
    low: float
    high: float
    level: float = 0.95


def bootstrap_over_people(
    statistic: Callable[[DetCurve], float],
    scores: PersonScores,
    rng: np.random.Generator,
    repeats: int = 1000,
    level: float = 0.95,
) -> Interval:
    """A percentile interval of a pooled statistic, drawing people with all their scores.

    A resample without any genuine or any impostor score says nothing and is drawn again.

    Args:
        statistic: a reading of the pooled curve, such as `DetCurve.equal_error_rate` or
            `lambda curve: curve.detection_at(0.01)`.
        scores: of everybody.
        rng: where the draws come from.
        repeats: number of resamples.
        level: share of the resamples between the ends.

    Raises:
        ScoreError: `repeats` or `level` makes no sense.

    >>> scores = PersonScores(
    ...     np.array([5.0, 6.0]), np.array([0, 1]), np.array([1.0, 2.0]), np.array([0, 1])
    ... )
    >>> bootstrap_over_people(
    ...     DetCurve.equal_error_rate, scores, np.random.default_rng(7), repeats=20
    ... )
    Interval(estimate=0.0, low=0.0, high=0.0, level=0.95)
    """
    _check(repeats, level)
    pooled = _Pooled(scores)
    estimate = statistic(scores.curve())
    draws = np.array([statistic(pooled.resampled(rng)) for _ in range(repeats)])
    return _interval(estimate, draws, level)


def bootstrap_mean(
    values: Scores, rng: np.random.Generator, repeats: int = 1000, level: float = 0.95
) -> Interval:
    """A percentile interval of the mean of one value per person.

    Args:
        values: shape (people,), such as each person's equal error rate.
        rng: where the draws come from.
        repeats: number of resamples.
        level: share of the resamples between the ends.

    Raises:
        EmptyScoresError: there is nobody, or a value is NaN.
        ScoreError: `repeats` or `level` makes no sense.

    >>> bootstrap_mean(np.array([0.25, 0.25]), np.random.default_rng(7), repeats=20)
    Interval(estimate=0.25, low=0.25, high=0.25, level=0.95)
    """
    _check(repeats, level)
    values = checked_scores("per-person", values)
    drawn = rng.integers(len(values), size=(repeats, len(values)))
    return _interval(float(values.mean()), values[drawn].mean(axis=1), level)


class _Pooled:
    """All scores sorted once; a resample only gives each person another weight."""

    def __init__(self, scores: PersonScores) -> None:
        people = scores.people
        self._people = len(people)
        self._threshold = np.unique(np.concatenate([scores.genuine, scores.impostor]))
        self._genuine = _Ranked(
            scores.genuine, np.searchsorted(people, scores.genuine_person), self._threshold
        )
        self._impostor = _Ranked(
            scores.impostor, np.searchsorted(people, scores.impostor_person), self._threshold
        )

    def resampled(self, rng: np.random.Generator) -> DetCurve:
        while True:
            drawn = rng.integers(self._people, size=self._people)
            times = np.bincount(drawn, minlength=self._people)
            genuine, impostor = self._genuine.below(times), self._impostor.below(times)
            if genuine[-1] and impostor[-1]:
                return DetCurve(
                    np.append(self._threshold, np.inf),
                    (impostor[-1] - impostor) / impostor[-1],
                    genuine / genuine[-1],
                )


class _Ranked:
    """One kind of scores in rising order, and how many weigh in below each threshold."""

    def __init__(self, scores: Scores, person: NDArray[np.intp], threshold: Scores) -> None:
        order = np.argsort(scores)
        self._person = person[order]
        self._rows = np.append(np.searchsorted(scores[order], threshold), len(scores))

    def below(self, times: NDArray[np.intp]) -> NDArray[np.intp]:
        """Weight below each threshold, and last the weight of all."""
        counted = np.zeros(len(self._person) + 1, np.intp)
        np.cumsum(times[self._person], out=counted[1:])
        weight: NDArray[np.intp] = counted[self._rows]
        return weight


def _interval(estimate: float, draws: Scores, level: float) -> Interval:
    if np.isnan(draws).any() or np.isnan(estimate):
        raise EmptyScoresError("bootstrap", got="a statistic that is NaN", due="numbers")
    low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2])
    return Interval(estimate, float(low), float(high), level)


def _check(repeats: int, level: float) -> None:
    if repeats < 1:
        raise ScoreError("bootstrap repeats", got=str(repeats), due="at least 1")
    if not 0 < level < 1:
        raise ScoreError("bootstrap level", got=str(level), due="between 0 and 1")
