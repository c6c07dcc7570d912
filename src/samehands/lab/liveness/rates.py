"""Rates of attacks and of people: thresholds, APCER, BPCER, areas, keystrokes to a decision.

A window is called machine input when its score is above the threshold; a score that is not a
number cannot tell and calls nobody.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from samehands.errors import EmptyScoresError
from samehands.lab.metrics import Interval


def threshold_at(bona_fide: NDArray[np.float64], bpcer: float) -> float:
    """The lowest threshold that calls no more than a share of people's windows machine input.

    Args:
        bona_fide: shape (w,), scores of people's windows.
        bpcer: the share allowed, in [0, 1).

    Raises:
        EmptyScoresError: there are no scores.

    >>> threshold_at(np.array([0.0, 1.0, 2.0, 9.0]), 0.25)
    2.0
    """
    if not len(bona_fide):
        raise EmptyScoresError("people's scores", got="none", due="at least one")
    ranked = np.sort(np.where(np.isnan(bona_fide), -np.inf, bona_fide))
    return float(ranked[len(ranked) - 1 - int(bpcer * len(ranked))])


def called(scores: NDArray[np.float64], threshold: float) -> NDArray[np.bool_]:
    """Which windows are called machine input, shape (w,)."""
    above: NDArray[np.bool_] = np.where(np.isnan(scores), -np.inf, scores) > threshold
    return above


def area(attacks: NDArray[np.float64], bona_fide: NDArray[np.float64]) -> float:
    """The chance that an attack scores above a person, ties half: the area under the ROC.

    Raises:
        EmptyScoresError: either has no scores.

    >>> area(np.array([2.0, 3.0]), np.array([1.0, 2.0]))
    0.875
    """
    if not len(attacks) or not len(bona_fide):
        raise EmptyScoresError(
            "scores", got=f"{len(attacks)} and {len(bona_fide)}", due="some of both"
        )
    both = np.concatenate([attacks, bona_fide])
    rank = rankdata(np.where(np.isnan(both), -np.inf, both))
    n, m = len(attacks), len(bona_fide)
    return float((rank[:n].sum() - n * (n + 1) / 2) / (n * m))


def share_over_people(
    event: NDArray[np.bool_],
    person: NDArray[np.int64],
    rng: np.random.Generator,
    repeats: int,
) -> Interval:
    """The share of rows where something happened, with an interval by drawing people.

    Args:
        event: shape (n,).
        person: shape (n,), whose row it is.
        rng: draws the people.
        repeats: how often.

    Raises:
        EmptyScoresError: there are no rows.

    >>> share_over_people(np.array([True, True]), np.array([0, 1]), np.random.default_rng(0), 9)
    Interval(estimate=1.0, low=1.0, high=1.0, level=0.95)
    """
    if not len(event):
        raise EmptyScoresError("windows", got="none", due="at least one")
    people, who = np.unique(person, return_inverse=True)
    happened = np.bincount(who, weights=event, minlength=len(people))
    rows = np.bincount(who, minlength=len(people))
    times = rng.multinomial(len(people), np.full(len(people), 1 / len(people)), size=repeats)
    drawn = (times @ happened) / (times @ rows)
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Interval(float(event.mean()), float(low), float(high))


def keystrokes_to_call(
    call: NDArray[np.bool_], session: NDArray[np.int64], number: NDArray[np.int64], n: int
) -> NDArray[np.float64]:
    """Keystrokes of each stream until its first window that is called machine input.

    Args:
        call: shape (w,).
        session: shape (w,), the stream of each window.
        number: shape (w,), windows of the stream before it.
        n: keystrokes in a window.

    Returns:
        Shape (streams that sent a window,); infinite where none of its windows is called.
    """
    streams, which = np.unique(session, return_inverse=True)
    first = np.full(len(streams), np.inf)
    np.minimum.at(first, which[call], n * (number[call] + 1.0))
    return first


def alarms(
    evidence: NDArray[np.float64], session: NDArray[np.int64], line: float
) -> NDArray[np.bool_]:
    """At which windows a CUSUM of each session reaches its line, beginning anew after each time.

    Args:
        evidence: shape (w,), nats for a machine; those of a session in order of time. What is
            not a number adds nothing.
        session: shape (w,), the stream of each window.
        line: nats.

    Returns:
        Shape (w,).

    >>> alarms(np.array([2.0, 2.0, -9.0, 3.0]), np.array([1, 1, 1, 1]), 3.0).tolist()
    [False, True, False, True]
    """
    reached = np.zeros(len(evidence), np.bool_)
    for each in np.unique(session):
        level = 0.0
        for row in np.flatnonzero(session == each):
            level = max(0.0, level + float(np.nan_to_num(evidence[row], nan=0.0)))
            if level >= line:
                reached[row], level = True, 0.0
    return reached
