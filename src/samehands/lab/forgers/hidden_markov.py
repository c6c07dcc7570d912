"""The hidden-Markov sampler: a few ways of typing that alternate, each with its own times.

Source: partially observable hidden Markov models of keystroke dynamics. States carry a tempo over
several keys (a word, a hesitation) and couple hold and flight inside a state. It lacks what is
longer than its states last, and everything that depends on the word.
"""

from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from samehands.capture.keystrokes import Keystrokes
from samehands.errors import DataSetError
from samehands.lab.forgers.learnt import Learnt

STATES: Final = 5
"""Ways of typing. More: closer to the typing learnt from, more keystrokes needed."""

ROUNDS: Final = 15
"""Rounds of expectation and maximisation; the likelihood moves little after ten."""

PIECE: Final = 50
"""Keystrokes of a piece that is learnt from: pieces run side by side."""

MOST_PIECES: Final = 400
"""Pieces learnt from: 20,000 keystrokes say all that five states can."""

_FLOOR: Final = 0.02
"""Least variance of a score inside a state: a state is not one keystroke."""


@dataclass(frozen=True, slots=True)
class HiddenMarkovSampler:
    """A hidden Markov chain of normal scores.

    Args:
        learnt: the durations.
        moves: shape (STATES, STATES), chance of each state after each.
        mean: shape (STATES, 2), of hold and flight scores.
        root: shape (STATES, 2, 2), roots of their covariances.
    """

    learnt: Learnt = field(repr=False)
    moves: NDArray[np.float64] = field(repr=False)
    mean: NDArray[np.float64] = field(repr=False)
    root: NDArray[np.float64] = field(repr=False)

    @classmethod
    def of(cls, learnt: Learnt) -> Self:
        """Learns the states, starting from the tempo of the keys around each key.

        Raises:
            DataSetError: no piece of typing is long enough.
        """
        pieces = len(learnt.score) // PIECE
        if pieces < 2:
            raise DataSetError("typing to learn from", got=f"{pieces} pieces", due="at least 2")
        step = max(1, pieces // MOST_PIECES)
        seen = learnt.score[: pieces * PIECE].reshape(pieces, PIECE, 2)[::step]
        chance = _first_guess(seen)
        moves = np.full((STATES, STATES), 1 / STATES)
        mean, covariance = _moments(seen, chance)
        for _ in range(ROUNDS):
            chance, moves = _expected(seen, moves, mean, covariance)
            mean, covariance = _moments(seen, chance)
        root: NDArray[np.float64] = np.linalg.cholesky(covariance).astype(np.float64)
        return cls(learnt, moves, mean, root)

    def forge(self, text: NDArray[np.int16], rng: np.random.Generator) -> Keystrokes:
        """Types a text."""
        n = len(text)
        upto = np.cumsum(self.moves, axis=1)
        draw = rng.random(n)
        state = np.empty(n, np.int64)
        now = int(rng.integers(STATES))
        for row in range(n):
            now = min(int(np.searchsorted(upto[now], draw[row])), STATES - 1)
            state[row] = now
        noise = rng.standard_normal((n, 2, 1))
        score = self.mean[state] + (self.root[state] @ noise)[:, :, 0]
        return self.learnt.played_scores(text, score)


def _first_guess(seen: NDArray[np.float64]) -> NDArray[np.float64]:
    """States by the flight's own fifth, softly, shape (pieces, PIECE, STATES)."""
    order = np.argsort(np.argsort(seen[:, :, 1].ravel()))
    state = (order * STATES // len(order)).reshape(seen.shape[:2])
    return 0.8 * np.eye(STATES)[state] + 0.2 / STATES


def _moments(
    seen: NDArray[np.float64], chance: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    weight = chance.sum(axis=(0, 1)) + 1e-9
    mean = np.einsum("ptk,ptc->kc", chance, seen) / weight[:, None]
    apart = seen[:, :, None, :] - mean
    covariance = np.einsum("ptk,ptkc,ptkd->kcd", chance, apart, apart) / weight[:, None, None]
    return mean, covariance + _FLOOR * np.eye(2)


def _expected(
    seen: NDArray[np.float64],
    moves: NDArray[np.float64],
    mean: NDArray[np.float64],
    covariance: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """One pass forward and back: the chance of each state at each key, and of each move."""
    apart = seen[:, :, None, :] - mean
    inverse = np.linalg.inv(covariance)
    distance = np.einsum("ptkc,kcd,ptkd->ptk", apart, inverse, apart)
    log = -0.5 * (distance + np.log(np.linalg.det(covariance)))
    density = np.exp(log - log.max(axis=2, keepdims=True)) + 1e-12
    forward = np.empty_like(density)
    forward[:, 0] = density[:, 0] / STATES
    forward[:, 0] /= forward[:, 0].sum(axis=1, keepdims=True)
    for at in range(1, PIECE):
        forward[:, at] = (forward[:, at - 1] @ moves) * density[:, at]
        forward[:, at] /= forward[:, at].sum(axis=1, keepdims=True)
    back = np.ones_like(density)
    counted = np.full((STATES, STATES), 1e-3)
    for at in range(PIECE - 2, -1, -1):
        coming = density[:, at + 1] * back[:, at + 1]
        joint = forward[:, at, :, None] * moves * coming[:, None, :]
        counted += (joint / joint.sum(axis=(1, 2), keepdims=True)).sum(axis=0)
        back[:, at] = coming @ moves.T
        back[:, at] /= back[:, at].sum(axis=1, keepdims=True)
    chance = forward * back
    chance /= chance.sum(axis=2, keepdims=True)
    return chance, counted / counted.sum(axis=1, keepdims=True)
