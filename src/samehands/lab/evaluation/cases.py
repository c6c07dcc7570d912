"""Cases: from decisions to figures with their intervals."""

from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.lab.evaluation.decisions import Decisions
from samehands.lab.evaluation.protocol import ThresholdOf, Verification
from samehands.lab.evaluation.result import (
    Case,
    CurvePoint,
    Measure,
    MeasureName,
    OperatingPoint,
)
from samehands.lab.metrics import (
    DetCurve,
    Interval,
    PersonScores,
    bootstrap_mean,
    bootstrap_over_people,
    rates_per_person,
)

REPEATS: Final = 1000
"""Resamples of people: the ends of a 95 % interval are then the 25th from either side."""

CURVE_POINTS: Final = 120
"""Points of a stored DET curve, evenly spaced in the logarithm of the FMR: what a plot can show."""


def case_of(
    protocol: Verification,
    name: str,
    windows: int,
    decisions: Decisions,
    tested: NDArray[np.bool_],
    rng: np.random.Generator,
) -> Case:
    """The figures of some decisions.

    Args:
        protocol: which figures.
        name: of the case.
        windows: to a decision.
        decisions: all of the case, of every group.
        tested: shape (n,), which of them are reported; the rest is for thresholds.
        rng: of the resamples.

    Raises:
        EmptyScoresError: no genuine or no impostor decision.
    """
    scores = decisions.chosen(tested).scores
    return Case(
        name=name,
        windows=windows,
        people=len(np.unique(scores.genuine_person)),
        genuine=len(scores.genuine),
        impostor=len(scores.impostor),
        measures=_measures(protocol, scores, rng),
        operating=tuple(
            operating_point(decisions, tested, rate, rng)
            for rate in protocol.false_alarm_rates
            if len(np.unique(decisions.group)) > 1
        ),
        curve=thinned(scores.curve()),
    )


def _measures(
    protocol: Verification, scores: PersonScores, rng: np.random.Generator
) -> tuple[Measure, ...]:
    if protocol.threshold is ThresholdOf.OWN:
        rates = rates_per_person(DetCurve.equal_error_rate, _with_both(scores))
        value = bootstrap_mean(rates.rate, rng, REPEATS)
        return (Measure(MeasureName.EQUAL_ERROR_RATE, None, value),)
    eer = bootstrap_over_people(DetCurve.equal_error_rate, scores, rng, REPEATS)
    measures = [Measure(MeasureName.EQUAL_ERROR_RATE, None, eer)]
    for rate in protocol.false_alarm_rates:
        value = bootstrap_over_people(
            partial(DetCurve.detection_at, false_alarm=rate), scores, rng, REPEATS
        )
        resolved = rate * len(scores.genuine) >= 1
        measures.append(Measure(MeasureName.DETECTION, rate, value, resolved))
    for rate in protocol.false_match_rates:
        value = bootstrap_over_people(partial(DetCurve.fnmr_at, fmr=rate), scores, rng, REPEATS)
        resolved = rate * len(scores.impostor) >= 1
        measures.append(Measure(MeasureName.FNMR, rate, value, resolved))
    return tuple(measures)


def operating_point(
    decisions: Decisions, tested: NDArray[np.bool_], asked: float, rng: np.random.Generator
) -> OperatingPoint:
    """Rates at the threshold that allows the people of the other groups so many false alarms.

    Args:
        decisions: of at least two groups of people.
        tested: shape (n,), which of them are reported.
        asked: the share of the other groups' genuine decisions below the threshold.
        rng: of the resamples.
    """
    genuine = decisions.is_genuine
    below = np.zeros(len(decisions), np.bool_)
    for group in np.unique(decisions.group):
        here = decisions.group == group
        below[here] = decisions.llr[here] < threshold_at(decisions.llr[genuine & ~here], asked)
    return OperatingPoint(
        asked,
        *(
            share_of(below[rows & tested], decisions.owner[rows & tested], rng)
            for rows in (genuine, ~genuine)
        ),
    )


def threshold_at(genuine: NDArray[np.float64], false_alarms: float) -> float:
    """The highest genuine score that refuses no more than so large a share of them.

    >>> threshold_at(np.arange(1.0, 101.0), 0.01)
    2.0
    """
    return float(np.sort(genuine)[int(np.floor(false_alarms * len(genuine)))])


def thinned(curve: DetCurve) -> tuple[CurvePoint, ...]:
    """A curve for plotting: its points nearest to evenly spaced logarithms of the FMR."""
    fmr, fnmr = curve.fmr[::-1], curve.fnmr[::-1]
    positive = np.flatnonzero(fmr > 0)
    if not len(positive):
        return (CurvePoint(0.0, float(fnmr.min())), CurvePoint(1.0, 0.0))
    wanted = np.geomspace(fmr[positive[0]], 1.0, CURVE_POINTS)
    # Of points of one FMR the last has the lowest FNMR.
    rows = np.unique(np.concatenate([[0], np.searchsorted(fmr, wanted, side="right") - 1]))
    return tuple(CurvePoint(float(fmr[row]), float(fnmr[row])) for row in rows)


def share_of(
    hit: NDArray[np.bool_], owner: NDArray[np.int64], rng: np.random.Generator
) -> Interval:
    """The share of hits with its interval over owners, drawn with all their decisions."""
    people = np.unique(owner, return_inverse=True)[1]
    hits, count = np.bincount(people, hit), np.bincount(people)
    drawn = rng.integers(len(count), size=(REPEATS, len(count)))
    low, high = np.quantile(hits[drawn].sum(axis=1) / count[drawn].sum(axis=1), [0.025, 0.975])
    return Interval(float(hit.mean()), float(low), float(high))


def _with_both(scores: PersonScores) -> PersonScores:
    """Only people with genuine and impostor scores: others have no threshold of their own."""
    both = np.intersect1d(scores.genuine_person, scores.impostor_person)
    own, other = (
        np.isin(scores.genuine_person, both),
        np.isin(scores.impostor_person, both),
    )
    return PersonScores(
        scores.genuine[own],
        scores.genuine_person[own],
        scores.impostor[other],
        scores.impostor_person[other],
    )
