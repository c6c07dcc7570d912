"""The histogram sampler: each time drawn from those that were seen for its keys.

Source: non-parametric forgers of the literature (uniform draws from per-key histograms). Each time
alone is right; hold and flight know nothing of each other, and there is no memory.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from samehands.capture.keystrokes import Keystrokes
from samehands.lab.forgers.learnt import Learnt


@dataclass(frozen=True, slots=True)
class HistogramSampler:
    """Plays independent draws of the durations it has learnt."""

    learnt: Learnt = field(repr=False)

    def forge(self, text: NDArray[np.int16], rng: np.random.Generator) -> Keystrokes:
        """Types a text."""
        return self.learnt.played_scores(text, rng.standard_normal((len(text), 2)))
