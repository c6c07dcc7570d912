"""The own detector: how near the owner has been before, the more recently the better.

One median cannot tell apart the several ways in which somebody types a password (with a pause
before the figure, without; a roll-over, none). The owner's own repetitions can: a probe is
compared with each, and those that are long ago are made to look a little farther away.
"""

from dataclasses import dataclass, field

import msgspec
import numpy as np
from numpy.typing import NDArray

from samehands.lab.datasets.cmu import Times
from samehands.lab.fixed_text.enrolment import check_enrolment
from samehands.lab.fixed_text.scaling import CHANNELS, Weights, feature_weights, rhythm, spread_of
from samehands.lab.metrics import Scores


@dataclass(frozen=True, slots=True, eq=False)
class ChannelDistances:
    """Capped distances of probes to repetitions, by channel: candidates share them.

    Args:
        total: shape (channels, probes, repetitions), summed over the channel's features.
        features: of all channels together.
    """

    total: NDArray[np.float32] = field(repr=False)
    features: int


def channel_distances(
    repetitions: Times, probes: Times, spread: Times, cap: float
) -> ChannelDistances:
    """How far each probe is from each repetition.

    Args:
        repetitions: shape (n, features), seconds.
        probes: shape (m, features), seconds.
        spread: shape (features,), the owner's, of logarithmic times.
        cap: scaled distance at which one feature says no more.
    """
    own = (rhythm(repetitions) / spread).astype(np.float32)
    others = (rhythm(probes) / spread).astype(np.float32)
    total = np.zeros((CHANNELS, len(others), len(own)), np.float32)
    for feature in range(own.shape[1]):
        apart = np.abs(others[:, feature, None] - own[None, :, feature])
        total[feature % CHANNELS] += np.minimum(apart, np.float32(cap))
    return ChannelDistances(total, own.shape[1])


class RecencyNeighbours(msgspec.Struct, frozen=True, tag="neighbours"):
    """Minus the mean distance to the nearest of the owner's repetitions, age counted as distance.

    Args:
        half_life: repetitions until one counts half in the spread of a feature.
        cap: scaled distance at which one feature says no more: one slip is no other person.
        weights: of hold, dd and ud.
        ageing: distance added per repetition since.
        nearest: neighbours averaged; all, where there are fewer.
    """

    half_life: float
    cap: float
    weights: Weights
    ageing: float
    nearest: int

    def scores(self, repetitions: Times, probes: Times) -> Scores:
        """Scores the probes against one person's repetitions.

        Args:
            repetitions: shape (n, features), seconds, in time order.
            probes: shape (m, features), seconds.

        Returns:
            Shape (m,), at most 0, higher for the owner.

        Raises:
            ScoreError: the repetitions and probes cannot be compared, or no channel has a weight.

        >>> rng = np.random.default_rng(3)
        >>> owner = 0.1 + 0.01 * rng.random((20, 4))
        >>> detector = RecencyNeighbours(40.0, 3.0, (1.0, 1.0, 1.0), 0.004, 3)
        >>> same, other = detector.scores(owner, np.array([owner[-1], owner[-1] * 2]))
        >>> bool(same > other)
        True
        """
        check_enrolment(repetitions, probes)
        spread = spread_of(repetitions, self.half_life)
        distances = channel_distances(repetitions, probes, spread, self.cap)
        return self.nearest_of(self.joined(distances))

    def joined(self, distances: ChannelDistances) -> NDArray[np.float32]:
        """Mean distance per feature, shape (probes, repetitions), in [0, cap].

        Raises:
            ScoreError: no channel has a weight.
        """
        share = feature_weights(self.weights, distances.features)[:CHANNELS].astype(np.float32)
        mean: NDArray[np.float32] = np.tensordot(share, distances.total, axes=1)
        return mean

    def nearest_of(self, distance: NDArray[np.float32]) -> Scores:
        """Scores from distances to the owner's repetitions in time order.

        Args:
            distance: shape (..., repetitions).

        Returns:
            Shape (...).
        """
        repetitions = distance.shape[-1]
        age = np.arange(repetitions - 1, -1, -1, dtype=np.float32)
        aged = distance + np.float32(self.ageing) * age
        nearest = min(self.nearest, repetitions)
        closest = np.partition(aged, nearest - 1, axis=-1)[..., :nearest]
        score: Scores = -np.sort(closest, axis=-1).astype(np.float64).mean(axis=-1)
        return score
