"""The pointer projection: a public file that turns a window of strokes into 64 numbers."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.capture.strokes import Strokes
from samehands.quantities import Micros
from samehands.rhythm.pointer.features import pointer_features
from samehands.rhythm.pointer.movement import measured
from samehands.rhythm.pointer.population import PointerTables
from samehands.rhythm.projection import FEATURE_LIMIT
from samehands.rhythm.window import DIMENSIONS, EMBEDDING_CLIP, PROJECTION_REF_BYTES

BATCH_WINDOWS: Final = 4096
"""Windows embedded at a time: some 50 MB of scores."""


@dataclass(frozen=True, slots=True, eq=False)
class PointerProjection:
    """A trained projection, as its file says.

    Args:
        name: what it is called.
        digest: SHA-256 of its file, 32 bytes.
        strokes: S, strokes in a window.
        rate: time of one step of the paths.
        tables: normal scores.
        centre: shape (features,), subtracted from the features.
        scale: shape (features,), multiplied on; steps per unit of the feature.
        weights: shape (64, features), int8.
        weight_scale: shape (64,), steps of the embedding per unit of the weighted sum.
        offset: shape (64,), steps: where the training population's mean lies.
    """

    name: str
    digest: bytes
    strokes: int
    rate: Micros
    tables: PointerTables = field(repr=False)
    centre: NDArray[np.float64] = field(repr=False)
    scale: NDArray[np.float64] = field(repr=False)
    weights: NDArray[np.int8] = field(repr=False)
    weight_scale: NDArray[np.float64] = field(repr=False)
    offset: NDArray[np.float64] = field(repr=False)

    @property
    def ref(self) -> bytes:
        """What messages call it: the first 8 bytes of its digest."""
        return self.digest[:PROJECTION_REF_BYTES]

    def project(self, raw: NDArray[np.float64]) -> NDArray[np.int8]:
        """Embeds windows given as features; the arithmetic is that of the keys' projection.

        Args:
            raw: shape (w, features).

        Returns:
            Shape (w, 64), 31 steps per σ, clipped at 4 σ.
        """
        rounded = np.floor((raw - self.centre) * self.scale + 0.5)
        np.clip(rounded, -FEATURE_LIMIT, FEATURE_LIMIT, out=rounded)
        # Integers held in doubles: a matrix product may add them in any order and stays exact.
        summed = rounded @ self.weights.T.astype(np.float64)
        steps = np.floor((summed * self.weight_scale - self.offset) + 0.5)
        return np.clip(steps, -EMBEDDING_CLIP, EMBEDDING_CLIP).astype(np.int8)

    def scored(self, strokes: Strokes) -> NDArray[np.int8]:
        """Scores of the strokes that can be measured, shape (p, measures), sixteenths."""
        return self.tables.scored(measured(strokes, self.rate))

    def embed(self, score: NDArray[np.int8], rows: NDArray[np.int64]) -> NDArray[np.int8]:
        """Embeds windows of scored strokes.

        Args:
            score: from `scored`.
            rows: shape (w, n), the strokes of each window; a laboratory may take any n.

        Returns:
            Shape (w, DIMENSIONS).
        """
        result = np.empty((len(rows), DIMENSIONS), np.int8)
        for start in range(0, len(rows), BATCH_WINDOWS):
            part = slice(start, start + BATCH_WINDOWS)
            result[part] = self.project(pointer_features(score, rows[part]))
        return result
