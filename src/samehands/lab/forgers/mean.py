"""The mean sampler: every key and pair of keys takes its average time, each time.

Source: the plainest forgery of the literature on synthetic keystrokes. It lacks all variation: the
same two keys always take the same time.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from samehands.capture.keystrokes import Keystrokes
from samehands.lab.forgers.learnt import Learnt
from samehands.lab.forgers.script import played


@dataclass(frozen=True, slots=True)
class MeanSampler:
    """Plays averages of what it has learnt."""

    learnt: Learnt = field(repr=False)

    def forge(self, text: NDArray[np.int16], rng: np.random.Generator) -> Keystrokes:
        """Types a text; nothing is drawn."""
        del rng
        of_hold, of_flight = self.learnt.contexts(text)
        hold, _ = self.learnt.hold.moments(of_hold)
        dd, _ = self.learnt.flight.moments(of_flight)
        return played(text, dd, hold)
