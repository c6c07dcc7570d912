"""The copula sampler: holds and flights drawn together, and after those before them.

A Gaussian copula of (hold, flight) with one step of memory: right marginals for every pair of
keys, the coupling of hold and flight, and the first autocorrelations. It lacks what lies further
back than one key (drift of tempo, tiring, pauses at words), and coupling in the tails.
"""

from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from samehands.capture.keystrokes import Keystrokes
from samehands.lab.forgers.learnt import Learnt

RIDGE: Final = 1e-3
"""Added to variances, so that a channel that never varies can be divided by."""


@dataclass(frozen=True, slots=True)
class CopulaSampler:
    """A Gaussian process of normal scores with one step of memory.

    Args:
        learnt: the durations.
        memory: shape (2, 2): what of the scores before is expected again.
        root: shape (2, 2), a root of the covariance of the rest.
    """

    learnt: Learnt = field(repr=False)
    memory: NDArray[np.float64] = field(repr=False)
    root: NDArray[np.float64] = field(repr=False)

    @classmethod
    def of(cls, learnt: Learnt) -> Self:
        """Learns how scores hang together."""
        joined = ~learnt.starts_run[1:] & ~learnt.starts_run[:-1]
        before, now = learnt.score[:-1][joined], learnt.score[1:][joined]
        gram = before.T @ before + RIDGE * max(len(before), 1) * np.eye(2)
        memory: NDArray[np.float64] = np.linalg.solve(gram, before.T @ now).T.astype(np.float64)
        rest = now - before @ memory.T
        covariance = rest.T @ rest / max(len(rest), 1) + RIDGE * np.eye(2)
        root: NDArray[np.float64] = np.linalg.cholesky(covariance).astype(np.float64)
        return cls(learnt, memory, root)

    def forge(self, text: NDArray[np.int16], rng: np.random.Generator) -> Keystrokes:
        """Types a text."""
        noise = rng.standard_normal((len(text), 2)) @ self.root.T
        score = np.zeros_like(noise)
        last = np.zeros(2)
        for row, fresh in enumerate(noise):
            last = self.memory @ last + fresh
            score[row] = last
        return self.learnt.played_scores(text, score)
