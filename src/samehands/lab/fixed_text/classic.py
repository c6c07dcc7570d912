"""Five detectors of the benchmark's paper, on the times as they are.

Killourhy and Maxion, DSN 2009, table 2; they show that the protocol is run as published. Each takes
a person's repetitions, shape (n, features), seconds, and probes, shape (m, features), and returns
scores, shape (m,), higher for the owner; `ScoreError` leaves them where these cannot be compared.
"""

from typing import Final

import numpy as np

from samehands.lab.datasets.cmu import TENTH_MS, Times
from samehands.lab.fixed_text.enrolment import check_enrolment
from samehands.lab.fixed_text.trials import Detector
from samehands.lab.metrics import Scores

SINGULAR: Final = 1e-10
"""Share of the largest variance below which a direction has none: dd is hold + ud exactly."""


def euclidean(repetitions: Times, probes: Times) -> Scores:
    """Minus the squared distance to the mean."""
    check_enrolment(repetitions, probes)
    distance: Scores = np.square(probes - repetitions.mean(axis=0)).sum(axis=1)
    return -distance


def manhattan(repetitions: Times, probes: Times) -> Scores:
    """Minus the city-block distance to the mean."""
    check_enrolment(repetitions, probes)
    distance: Scores = np.abs(probes - repetitions.mean(axis=0)).sum(axis=1)
    return -distance


def scaled_manhattan(repetitions: Times, probes: Times) -> Scores:
    """Minus the city-block distance to the mean, each feature by its mean absolute deviation."""
    check_enrolment(repetitions, probes)
    centre = repetitions.mean(axis=0)
    spread = np.maximum(np.abs(repetitions - centre).mean(axis=0), TENTH_MS)
    distance: Scores = (np.abs(probes - centre) / spread).sum(axis=1)
    return -distance


def mahalanobis(repetitions: Times, probes: Times) -> Scores:
    """Minus the squared Mahalanobis distance to the mean."""
    check_enrolment(repetitions, probes, least=2)
    whitened = (probes - repetitions.mean(axis=0)) @ _whitening(repetitions)
    distance: Scores = np.square(whitened).sum(axis=1)
    return -distance


def nearest_mahalanobis(repetitions: Times, probes: Times) -> Scores:
    """Minus the squared Mahalanobis distance to the nearest repetition."""
    check_enrolment(repetitions, probes, least=2)
    whitening = _whitening(repetitions)
    own, others = repetitions @ whitening, probes @ whitening
    nearest = np.array([np.square(own - probe).sum(axis=1).min() for probe in others])
    return -nearest


CLASSIC: Final[dict[str, tuple[Detector, float]]] = {
    "scaled Manhattan": (scaled_manhattan, 0.0962),
    "nearest neighbour Mahalanobis": (nearest_mahalanobis, 0.0996),
    "Mahalanobis": (mahalanobis, 0.1101),
    "Manhattan": (manhattan, 0.1529),
    "Euclidean": (euclidean, 0.1706),
}
"""Name → detector and its mean equal error rate on CMU, to the four digits of METHODS §1."""


def _whitening(repetitions: Times) -> Times:
    """A matrix W with W Wᵀ the pseudo-inverse of the covariance."""
    variance, direction = np.linalg.eigh(np.atleast_2d(np.cov(repetitions, rowvar=False)))
    held = variance > SINGULAR * variance[-1]
    matrix: Times = direction[:, held] / np.sqrt(variance[held])
    return matrix
