"""The projection: a public file that turns a window's features into 64 numbers.

The arithmetic is exact: features are rounded to integers, weights are int8, so that the products
sum to integers below 2**53 in any order and in any language.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.capture.keystrokes import Keystrokes
from samehands.rhythm.contexts import Contexts
from samehands.rhythm.features import features
from samehands.rhythm.statistics import Timed, timed, window_sums
from samehands.rhythm.window import DIMENSIONS, EMBEDDING_CLIP, PROJECTION_REF_BYTES

FEATURE_LIMIT: Final = 4096
"""Largest absolute value of a rounded feature: with 32 steps per standard deviation, 128 of them.

Moving it changes no real window; it bounds the sums: 127 × 4096 × 1000 features < 2**53."""

BATCH_WINDOWS: Final = 4096
"""Windows encoded at a time: keeps the working memory of a long recording to some 100 MB."""


@dataclass(frozen=True, slots=True, eq=False)
class Projection:
    """A trained projection, as its file says.

    Args:
        name: what it is called, `open-1`.
        digest: SHA-256 of its file, 32 bytes.
        keystrokes: N, keystrokes in a window.
        contexts: the tables.
        centre: shape (features,), subtracted from the features.
        scale: shape (features,), multiplied on; steps per unit of the feature.
        weights: shape (64, features), int8.
        weight_scale: shape (64,), steps of the embedding per unit of the weighted sum.
        offset: shape (64,), steps: where the training population's mean lies.
        hold_share: shape (64,), how much of a dimension comes from holds; the rest is flights'.
    """

    name: str
    digest: bytes
    keystrokes: int
    contexts: Contexts = field(repr=False)
    centre: NDArray[np.float64] = field(repr=False)
    scale: NDArray[np.float64] = field(repr=False)
    weights: NDArray[np.int8] = field(repr=False)
    weight_scale: NDArray[np.float64] = field(repr=False)
    offset: NDArray[np.float64] = field(repr=False)
    hold_share: NDArray[np.float64] = field(repr=False)

    @property
    def ref(self) -> bytes:
        """What messages call it: the first 8 bytes of its digest."""
        return self.digest[:PROJECTION_REF_BYTES]

    def project(self, raw: NDArray[np.float64]) -> NDArray[np.int8]:
        """Embeds windows given as features.

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

    def embed(self, keystrokes: Keystrokes, rows: NDArray[np.int64]) -> NDArray[np.int8]:
        """Embeds windows of keystrokes.

        Args:
            keystrokes: the stream.
            rows: shape (w, N), the keystrokes of each window.

        Returns:
            Shape (w, 64).
        """
        return self.embed_timed(timed(keystrokes, self.contexts), rows)

    def embed_timed(self, stream: Timed, rows: NDArray[np.int64]) -> NDArray[np.int8]:
        """Embeds windows of keystrokes that are timed already.

        Args:
            stream: timed with this projection's contexts.
            rows: shape (w, n), the keystrokes of each window; a laboratory may take any n.

        Returns:
            Shape (w, 64).
        """
        result = np.empty((len(rows), DIMENSIONS), np.int8)
        for start in range(0, len(rows), BATCH_WINDOWS):
            part = slice(start, start + BATCH_WINDOWS)
            sums = window_sums(stream, rows[part], self.contexts)
            result[part] = self.project(features(sums, self.contexts))
        return result
