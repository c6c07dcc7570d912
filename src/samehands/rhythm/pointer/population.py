"""The population: public tables that turn a measure into a normal score, for all strokes alike."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.rhythm.contexts import NO_SCORE
from samehands.rhythm.pointer.movement import MEASURES, Measured


@dataclass(frozen=True, slots=True, eq=False)
class PointerTables:
    """Normal scores of measures; part of a projection.

    Args:
        edges: by measure, rising: where the next bin begins.
        scores: by measure, one longer: the score of each bin, in sixteenths, int8.
    """

    edges: tuple[NDArray[np.float64], ...] = field(repr=False)
    scores: tuple[NDArray[np.int8], ...] = field(repr=False)

    def scored(self, found: Measured) -> NDArray[np.int8]:
        """The score of every measure of every stroke.

        Returns:
            Shape (p, MEASURES), sixteenths, `NO_SCORE` where a measure is missing.
        """
        score = np.full((len(found), MEASURES), NO_SCORE, np.int8)
        for column in range(MEASURES):
            known = np.flatnonzero(~np.isnan(found.values[:, column]))
            bin_of = np.searchsorted(self.edges[column], found.values[known, column], side="right")
            score[known, column] = self.scores[column][bin_of]
        return score


MOST_EDGES: Final = 127
"""Most edges of one table: finer steps than a sixteenth of σ say nothing."""
