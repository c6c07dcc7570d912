"""A plain reference: ridge-regressed logistic discrimination on a window's numbers and squares.

No detector of the product: it says how far the message goes with no thought, and keeps the
benchmark honest, as a detector that does worse has lost something. It knows no history.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.errors import EmptyScoresError
from samehands.lab.liveness.windows import Windows
from samehands.rhythm.window import SCALAR_STEPS, STEPS_PER_SIGMA

RIDGE: Final = 10.0
"""Weight of the penalty on each coefficient, in windows' worth of evidence."""

ROUNDS: Final = 12
"""Newton's rounds; the fit stands still after eight."""

_LARGEST: Final = 30.0


@dataclass(slots=True)
class Reference:
    """Logistic regression; half the weight on people, half on forgers, each forger alike."""

    _centre: NDArray[np.float64] = field(default_factory=lambda: np.empty(0), repr=False)
    _scale: NDArray[np.float64] = field(default_factory=lambda: np.empty(0), repr=False)
    _slope: NDArray[np.float64] = field(default_factory=lambda: np.empty(0), repr=False)

    def fit(self, bona_fide: Windows, attacks: Windows) -> None:
        """Learns from windows.

        Raises:
            EmptyScoresError: there are no windows of people or none of forgers.
        """
        if not len(bona_fide) or not len(attacks):
            raise EmptyScoresError(
                "windows", got=f"{len(bona_fide)} and {len(attacks)}", due="some of both"
            )
        raw = np.concatenate([_numbers(bona_fide), _numbers(attacks)])
        of_person = np.full(len(bona_fide), 0.5 / len(bona_fide))
        of_forger = 0.5 / np.bincount(attacks.generator)[attacks.generator]
        of_forger /= len(np.unique(attacks.generator))
        weight = np.concatenate([of_person, of_forger]) * len(raw)
        label = np.concatenate([np.zeros(len(bona_fide)), np.ones(len(attacks))])
        # Scaled by the people: a forger that is far away must not shrink what people differ by.
        self._centre = raw[: len(bona_fide)].mean(axis=0)
        self._scale = raw[: len(bona_fide)].std(axis=0) + 1e-3
        self._slope = _logistic(self._scaled(raw), label, weight)

    def score(self, windows: Windows, history: Windows) -> NDArray[np.float64]:
        """Log-odds at even priors, nats, positive for a machine."""
        del history
        if not len(windows):
            return np.empty(0)
        log_odds: NDArray[np.float64] = self._scaled(_numbers(windows)) @ self._slope
        return log_odds

    def _scaled(self, raw: NDArray[np.float64]) -> NDArray[np.float64]:
        scaled = np.clip((raw - self._centre) / self._scale, -_LARGEST, _LARGEST)
        squares = np.minimum(scaled**2, _LARGEST)
        return np.concatenate([np.ones((len(raw), 1)), scaled, squares], axis=1)


def _numbers(windows: Windows) -> NDArray[np.float64]:
    return np.concatenate(
        [windows.embedding / STEPS_PER_SIGMA, windows.scalars / SCALAR_STEPS], axis=1
    )


def _logistic(
    design: NDArray[np.float64], label: NDArray[np.float64], weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    slope = np.zeros(design.shape[1])
    penalty = np.full(len(slope), RIDGE)
    penalty[0] = 1e-6
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(design @ slope, -_LARGEST, _LARGEST)))
        bend = weight * np.maximum(chance * (1 - chance), 1e-4)
        gradient = design.T @ (weight * (label - chance)) - penalty * slope
        curvature = (design * bend[:, None]).T @ design + np.diag(penalty)
        slope = slope + np.linalg.solve(curvature, gradient)
    return slope
