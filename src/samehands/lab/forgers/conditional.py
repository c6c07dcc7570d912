"""The conditional sampler: each time drawn among those that followed a time like the one before.

Source: forgers that condition on the previous key's time (a Markov chain of the times). Holds
follow holds and flights follow flights; hold and flight still know nothing of each other, and what
lies two keys back is forgotten.
"""

from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from samehands.capture.keystrokes import Keystrokes
from samehands.lab.forgers.learnt import Learnt

LEVELS: Final = 6
"""Equally common levels of the time before.

More: closer to the typing learnt from, until it is repeated."""

_EDGES: Final = ndtri(np.arange(1, LEVELS) / LEVELS)


@dataclass(frozen=True, slots=True)
class ConditionalSampler:
    """A chain of normal scores for each channel.

    Args:
        learnt: the durations.
        after: per channel and level, the scores seen after a score of that level.
    """

    learnt: Learnt = field(repr=False)
    after: tuple[tuple[NDArray[np.float64], ...], ...] = field(repr=False)

    @classmethod
    def of(cls, learnt: Learnt) -> Self:
        """Learns what follows what."""
        joined = ~learnt.starts_run[1:]
        after = []
        for channel in range(2):
            before = learnt.score[:-1, channel][joined]
            now = learnt.score[1:, channel][joined]
            level = np.searchsorted(_EDGES, before)
            # A level that was never seen goes on as if anything had come before.
            after.append(
                tuple(
                    now[level == each] if np.any(level == each) else now for each in range(LEVELS)
                )
            )
        return cls(learnt, tuple(after))

    def forge(self, text: NDArray[np.int16], rng: np.random.Generator) -> Keystrokes:
        """Types a text."""
        n = len(text)
        score = np.empty((n, 2))
        draw = rng.random((n, 2))
        for channel in range(2):
            last = float(rng.standard_normal())
            for row in range(n):
                seen = self.after[channel][int(np.searchsorted(_EDGES, last))]
                last = float(seen[int(draw[row, channel] * len(seen))])
                score[row, channel] = last
        return self.learnt.played_scores(text, score)
