"""Whether a person's repetitions can be compared with probes at all."""

import numpy as np

from samehands.errors import ScoreError
from samehands.lab.datasets.cmu import Times


def check_enrolment(repetitions: Times, probes: Times, *, least: int = 1) -> None:
    """Refuses what no score can be had from; times themselves are never repeated.

    Args:
        repetitions: shape (n, features), seconds.
        probes: shape (m, features), seconds.
        least: repetitions that the detector needs.

    Raises:
        ScoreError: there are too few repetitions, or shapes differ, or a time is no number.
    """
    fits = repetitions.ndim == probes.ndim == 2 and repetitions.shape[1] == probes.shape[1] > 0
    if not fits or len(repetitions) < least:
        raise ScoreError(
            "enrolment",
            got=f"shapes {repetitions.shape} and {probes.shape}",
            due=f"{least} or more repetitions, and probes, of the same features",
        )
    for which, times in (("repetitions", repetitions), ("probes", probes)):
        if not np.isfinite(times).all():
            raise ScoreError(which, got="a time that is no number", due="seconds")
