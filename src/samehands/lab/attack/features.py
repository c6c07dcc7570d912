"""Random features of a message, and the content that a ridge regression foretells from them."""

from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

FOLDS: Final = 3
"""Groups of people; what is foretold for one is learnt from the others only."""

BANDWIDTH: Final = 2.0
"""Width of the Gaussian kernel that the features stand for, in typical distances.

More: nearly linear features; less: features that remember single windows."""

RIDGES: Final = (0.003, 0.03, 0.3)
"""Ridge strengths tried, per example; the one that foretells the other folds best is kept."""

_CHUNK: Final = 8192


@dataclass(frozen=True, slots=True)
class Scale:
    """Puts numbers on a common scale; columns that never change are dropped.

    Args:
        kept: shape (d,), the columns that change.
        mean: shape (kept,).
        spread: shape (kept,), standard deviations.
    """

    kept: NDArray[np.bool_] = field(repr=False)
    mean: NDArray[np.float32] = field(repr=False)
    spread: NDArray[np.float32] = field(repr=False)

    @classmethod
    def of(cls, numbers: NDArray[np.float32]) -> Self:
        """Learns the scale from examples, shape (m, d)."""
        spread = numbers.std(axis=0, dtype=np.float64)
        kept = spread > 1e-9
        kept[:1] |= not kept.any()
        mean = numbers[:, kept].mean(axis=0, dtype=np.float64)
        return cls(
            kept, mean.astype(np.float32), np.maximum(spread[kept], 1e-9).astype(np.float32)
        )

    def __call__(self, numbers: NDArray[np.float32]) -> NDArray[np.float32]:
        """Standardised and clipped at six standard deviations, shape (m, kept)."""
        standard = (numbers[:, self.kept] - self.mean) / self.spread
        return np.asarray(np.clip(standard, -6.0, 6.0), np.float32)


@dataclass(frozen=True, slots=True)
class RandomFeatures:
    """The numbers themselves, their random Fourier features (Rahimi and Recht 2007), and a one.

    Args:
        direction: shape (d, features).
        phase: shape (features,).
    """

    direction: NDArray[np.float32] = field(repr=False)
    phase: NDArray[np.float32] = field(repr=False)

    @classmethod
    def drawn(cls, dimensions: int, features: int, rng: np.random.Generator) -> Self:
        """Draws them for a Gaussian kernel."""
        width = BANDWIDTH * np.sqrt(dimensions)
        return cls(
            (rng.standard_normal((dimensions, features)) / width).astype(np.float32),
            rng.uniform(0.0, 2.0 * np.pi, features).astype(np.float32),
        )

    def __call__(self, numbers: NDArray[np.float32]) -> NDArray[np.float32]:
        """Shape (m, d + features + 1)."""
        waves = np.sqrt(np.float32(2.0)) * np.cos(numbers @ self.direction + self.phase)
        return np.concatenate([numbers, waves, np.ones((len(numbers), 1), np.float32)], axis=1)


@dataclass(frozen=True, slots=True)
class ContentRegression:
    """Foretells the content of the prompt in a window from the window's message.

    Args:
        features: of the message.
        coefficients: shape (features, k).
    """

    features: RandomFeatures
    coefficients: NDArray[np.float32] = field(repr=False)

    @classmethod
    def fitted(
        cls,
        numbers: NDArray[np.float32],
        target: NDArray[np.float32],
        fold: NDArray[np.int64],
        features: RandomFeatures,
    ) -> tuple[Self, NDArray[np.float32]]:
        """Fits on all, and foretells each example from the other folds.

        Args:
            numbers: shape (m, d), standardised.
            target: shape (m, k), content of the right prompt.
            fold: shape (m,), in [0, FOLDS), by person.
            features: of the numbers.

        Returns:
            The regression, and what it foretells for the examples without having seen them.
        """
        grams, heards = _normal_equations(numbers, target, fold, features)
        eye = np.eye(grams.shape[1])

        def solved(ridge: float, left_out: int | None) -> NDArray[np.float64]:
            used = [index for index in range(FOLDS) if index != left_out]
            gram, heard = grams[used].sum(axis=0), heards[used].sum(axis=0)
            weight = ridge * gram[-1, -1]
            return np.asarray(np.linalg.solve(gram + (weight + 1e-6) * eye, heard))

        def loss(ridge: float) -> float:
            """Squared error on the folds left out, up to a constant."""
            total = 0.0
            for index in range(FOLDS):
                solution = solved(ridge, index)
                total += float((solution * (grams[index] @ solution)).sum())
                total -= 2.0 * float((solution * heards[index]).sum())
            return total

        best = min(RIDGES, key=loss)
        foretold = np.empty_like(target)
        for index in range(FOLDS):
            rows = np.flatnonzero(fold == index)
            foretold[rows] = cls(features, solved(best, index).astype(np.float32))(numbers[rows])
        return cls(features, solved(best, None).astype(np.float32)), foretold

    def __call__(self, numbers: NDArray[np.float32]) -> NDArray[np.float32]:
        """The content foretold, shape (m, k)."""
        parts = [
            self.features(numbers[begin : begin + _CHUNK]) @ self.coefficients
            for begin in range(0, len(numbers), _CHUNK)
        ]
        return np.concatenate([*parts, np.empty((0, self.coefficients.shape[1]), np.float32)])


def _normal_equations(
    numbers: NDArray[np.float32],
    target: NDArray[np.float32],
    fold: NDArray[np.int64],
    features: RandomFeatures,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """XᵀX and Xᵀy of each fold, without ever holding all features at once."""
    wide = numbers.shape[1] + len(features.phase) + 1
    grams = np.zeros((FOLDS, wide, wide))
    heards = np.zeros((FOLDS, wide, target.shape[1]))
    for index in range(FOLDS):
        rows = np.flatnonzero(fold == index)
        for begin in range(0, len(rows), _CHUNK):
            some = rows[begin : begin + _CHUNK]
            seen = features(numbers[some])
            grams[index] += seen.T @ seen
            heards[index] += seen.T @ target[some]
    return grams, heards
