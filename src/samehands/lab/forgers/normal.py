"""The normal sampler: each time drawn from a normal distribution of its keys.

Source: what most typing simulators do. It lacks the long tail of real times, any coupling of hold
and flight, and memory.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from samehands.capture.keystrokes import Keystrokes
from samehands.lab.forgers.learnt import Contexts, Learnt, Marginals
from samehands.lab.forgers.script import played


@dataclass(frozen=True, slots=True)
class NormalSampler:
    """Plays normal draws, none shorter than what was seen for the same keys."""

    learnt: Learnt = field(repr=False)

    def forge(self, text: NDArray[np.int16], rng: np.random.Generator) -> Keystrokes:
        """Types a text."""
        hold, flight = self.learnt.contexts(text)
        return played(
            text, _drawn(self.learnt.flight, flight, rng), _drawn(self.learnt.hold, hold, rng)
        )


def _drawn(seen: Marginals, contexts: Contexts, rng: np.random.Generator) -> NDArray[np.float64]:
    mean, spread = seen.moments(contexts)
    lowest = seen.quantile(contexts, np.zeros(len(mean)))
    # Cut off below, not heaped up there: a heap at the edge would give the forger away.
    spread = np.maximum(spread, 1.0)
    below = ndtr((lowest - mean) / spread)
    level = below + (1 - below) * rng.random(len(mean))
    drawn: NDArray[np.float64] = mean + spread * ndtri(np.minimum(level, 1 - 1e-9))
    return drawn
