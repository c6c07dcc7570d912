"""Which class a message belongs to: Gaussian classes whose means are foreseen from their content."""

from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

RIDGE: Final = 1e-3
"""Share of the mean variance added to every direction, so that empty directions stay finite."""

LEAST_SPREAD: Final = 1e-5
"""Smallest variance between classes, in within-class variances: what is never ruled out."""

_CHUNK: Final = 8192


@dataclass(frozen=True, slots=True, eq=False)
class ClassModel:
    """One Gaussian for each class, of one shape, in coordinates where that shape is a ball.

    The mean of a class is foreseen from the class's content by a regression over all classes and
    then drawn towards the mean of the class's own examples, the more the more examples there are.
    So a class without a single example is still attacked, through its content.

    Args:
        centre: shape (d,), mean of all examples.
        axes: shape (d, d), example → whitened coordinates.
        mean: shape (classes, d), expected whitened coordinates.
        precision: shape (classes, d), of a new example around that mean.
    """

    centre: NDArray[np.float64] = field(repr=False)
    axes: NDArray[np.float64] = field(repr=False)
    mean: NDArray[np.float64] = field(repr=False)
    precision: NDArray[np.float64] = field(repr=False)

    @classmethod
    def fitted(
        cls, examples: NDArray[np.float32], label: NDArray[np.int64], content: NDArray[np.float64]
    ) -> Self:
        """Fits by moments, the regression by its best linear predictor.

        Args:
            examples: shape (m, d).
            label: shape (m,), the class of each example.
            content: shape (classes, k), centred, of total variance 1.
        """
        classes, dimensions = len(content), examples.shape[1]
        count = np.bincount(label, minlength=classes).astype(np.float64)
        present = int((count > 0).sum())
        centre = examples.mean(axis=0, dtype=np.float64)
        members = csr_array(
            (np.ones(len(label)), (label, np.arange(len(label)))), shape=(classes, len(label))
        )
        own = members @ examples / np.maximum(count, 1.0)[:, None] - (count > 0)[:, None] * centre
        total = -len(examples) * np.outer(centre, centre)
        for begin in range(0, len(examples), _CHUNK):
            some = examples[begin : begin + _CHUNK]
            total += some.T @ some
        between_sums = own.T @ (own * count[:, None])
        within = (total - between_sums) / max(len(examples) - present, 1)
        within += (RIDGE * np.trace(within) / dimensions + 1e-9) * np.eye(dimensions)
        whiten = np.linalg.inv(np.linalg.cholesky(within)).T
        noise = present / count.sum()
        between = whiten.T @ (between_sums / count.sum()) @ whiten - noise * np.eye(dimensions)
        spread, turn = np.linalg.eigh(between)
        spread = np.maximum(spread, LEAST_SPREAD)
        axes = whiten @ turn
        own = own @ axes
        foreseen, left_over = _foreseen(own, count, content, spread)
        trust = count[:, None] / (count[:, None] + 1.0 / left_over)
        return cls(
            centre=centre,
            axes=axes,
            mean=foreseen + (own - foreseen) * trust,
            precision=1.0 / (1.0 + left_over / (1.0 + count[:, None] * left_over)),
        )

    def log_likelihood(self, examples: NDArray[np.float32]) -> NDArray[np.float32]:
        """Log-density of each example under each class, up to a constant of the example.

        Returns:
            Shape (m, classes), nats.
        """
        place = (examples - self.centre) @ self.axes
        weighted = self.mean * self.precision
        constant = (self.mean * weighted).sum(axis=1) - np.log(self.precision).sum(axis=1)
        distance = (place**2) @ self.precision.T - 2.0 * (place @ weighted.T) + constant
        return np.asarray(-0.5 * distance, np.float32)


def _foreseen(
    own: NDArray[np.float64],
    count: NDArray[np.float64],
    content: NDArray[np.float64],
    spread: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Class means as their content foretells them, and the variance that it leaves, per axis.

    The coefficients' prior variance is the axis's spread between classes, so an axis that tells
    nothing of the class gets coefficients near zero however few the examples.
    """
    gram, turn = np.linalg.eigh(content.T @ (content * count[:, None]))
    gram = np.maximum(gram, 0.0)
    turned = content @ turn
    heard = turned.T @ (own * count[:, None])
    coefficients = heard / (gram[:, None] + 1.0 / spread)
    foreseen = turned @ coefficients
    used = (gram[:, None] / (gram[:, None] + 1.0 / spread)).sum(axis=0)
    squares = ((own - foreseen) ** 2 * count[:, None]).sum(axis=0)
    expected = np.maximum((count > 0).sum() - used, 1.0)
    left_over = (squares - expected) / count.sum()
    return foreseen, np.clip(left_over, LEAST_SPREAD, np.maximum(spread, LEAST_SPREAD))
