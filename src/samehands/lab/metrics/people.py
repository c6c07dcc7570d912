"""Scores by person: one global threshold, or each person's own and then the average."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from samehands.errors import ScoreError
from samehands.lab.metrics.curve import DetCurve, Scores, checked_scores, det_curve

People: TypeAlias = NDArray[np.integer[Any]]
"""Shape (n,), one whole number per person."""


@dataclass(frozen=True, slots=True, eq=False)
class PersonScores:
    """Scores of many people, each with the person whose template was compared.

    Args:
        genuine: shape (n,), higher is more like the owner.
        genuine_person: shape (n,), whole numbers: whose template, and whose probe.
        impostor: shape (m,), the same.
        impostor_person: shape (m,): whose template.

    Raises:
        EmptyScoresError: there are no genuine or no impostor scores, or one is NaN.
        ScoreError: the columns do not fit each other.
    """

    genuine: Scores = field(repr=False)
    genuine_person: People = field(repr=False)
    impostor: Scores = field(repr=False)
    impostor_person: People = field(repr=False)

    def __post_init__(self) -> None:
        for which, scores, person in (
            ("genuine", self.genuine, self.genuine_person),
            ("impostor", self.impostor, self.impostor_person),
        ):
            checked_scores(which, scores)
            if np.shape(person) != np.shape(scores) or np.asarray(person).dtype.kind not in "iu":
                raise ScoreError(
                    f"people of the {which} scores",
                    got=f"shape {np.shape(person)} of {np.asarray(person).dtype}",
                    due=f"whole numbers, shape {np.shape(scores)}",
                )

    @property
    def people(self) -> People:
        """Everybody who has a score, rising, each once."""
        return np.union1d(self.genuine_person, self.impostor_person)

    def curve(self) -> DetCurve:
        """The curve of everybody's scores together: one global threshold."""
        return det_curve(self.genuine, self.impostor)


@dataclass(frozen=True, slots=True, eq=False)
class PersonRates:
    """One rate per person, each at that person's own threshold.

    Args:
        people: shape (p,), rising.
        rate: shape (p,).
    """

    people: People = field(repr=False)
    rate: Scores = field(repr=False)

    @property
    def mean(self) -> float:
        """The average over people."""
        return float(self.rate.mean())

    @property
    def deviation(self) -> float:
        """The sample standard deviation over people; NaN for one person."""
        return float(self.rate.std(ddof=1)) if len(self.rate) > 1 else float("nan")


def rates_per_person(statistic: Callable[[DetCurve], float], scores: PersonScores) -> PersonRates:
    """A rate for each person, at that person's own threshold.

    Kinder than a global threshold: no system knows each person's best threshold beforehand.

    Args:
        statistic: a reading of a curve, such as `DetCurve.equal_error_rate`.
        scores: of everybody.

    Raises:
        ScoreError: somebody has genuine scores only, or impostor scores only.

    >>> scores = PersonScores(
    ...     np.array([5.0, 1.0]), np.array([0, 1]), np.array([4.0, 0.0]), np.array([0, 1])
    ... )
    >>> rates_per_person(DetCurve.equal_error_rate, scores).mean
    0.0
    >>> scores.curve().equal_error_rate()
    0.25
    """
    people = scores.people
    genuine = _by_person(scores.genuine, scores.genuine_person, people)
    impostor = _by_person(scores.impostor, scores.impostor_person, people)
    lacking = sum(
        len(own) == 0 or len(other) == 0 for own, other in zip(genuine, impostor, strict=True)
    )
    if lacking:
        raise ScoreError(
            "scores by person",
            got=f"{lacking} people with one kind of score only",
            due="genuine and impostor scores of everybody",
        )
    rate = [statistic(det_curve(own, other)) for own, other in zip(genuine, impostor, strict=True)]
    return PersonRates(people, np.array(rate))


def _by_person(scores: Scores, person: People, people: People) -> list[Scores]:
    order = np.argsort(person, kind="stable")
    starts = np.searchsorted(person[order], people[1:])
    return np.split(scores[order], starts)
