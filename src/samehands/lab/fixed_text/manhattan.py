"""Scaled Manhattan on logarithms, capped, about what the owner does of late."""

import msgspec
import numpy as np

from samehands.lab.datasets.cmu import Times
from samehands.lab.fixed_text.enrolment import check_enrolment
from samehands.lab.fixed_text.scaling import (
    Weights,
    centre_and_spread,
    feature_weights,
    rhythm,
)
from samehands.lab.metrics import Scores


class RecencyManhattan(msgspec.Struct, frozen=True, tag="manhattan"):
    """Minus the mean capped distance to the recency-weighted median.

    Args:
        half_life: repetitions until one counts half.
        cap: scaled distance at which one feature says no more: one slip is no other person.
        weights: of hold, dd and ud.
    """

    half_life: float
    cap: float
    weights: Weights

    def scores(self, repetitions: Times, probes: Times) -> Scores:
        """Scores the probes against one person's repetitions.

        Args:
            repetitions: shape (n, features), seconds, in time order.
            probes: shape (m, features), seconds.

        Returns:
            Shape (m,), in [-cap, 0], higher for the owner.

        Raises:
            ScoreError: the repetitions and probes cannot be compared, or no channel has a weight.
        """
        check_enrolment(repetitions, probes)
        centre, spread = centre_and_spread(rhythm(repetitions), self.half_life)
        distance = np.minimum(np.abs(rhythm(probes) - centre) / spread, self.cap)
        return -(distance @ feature_weights(self.weights, distance.shape[1]))
