"""The log-normal sampler: each time drawn from a log-normal distribution of its keys.

Source: log-normal and log-logistic laws fit the times of typing best among simple ones. It has a
tail, and still lacks coupling of hold and flight, and memory.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from samehands.capture.keystrokes import Keystrokes
from samehands.lab.forgers.learnt import LONGEST_FLIGHT, LONGEST_HOLD, Learnt
from samehands.lab.forgers.script import played


@dataclass(frozen=True, slots=True)
class LogNormalSampler:
    """Plays log-normal draws, cut where typing ends."""

    learnt: Learnt = field(repr=False)

    def forge(self, text: NDArray[np.int16], rng: np.random.Generator) -> Keystrokes:
        """Types a text."""
        of_hold, of_flight = self.learnt.contexts(text)
        hold, hold_spread = self.learnt.hold.moments(of_hold, of_logarithms=True)
        dd, dd_spread = self.learnt.flight.moments(of_flight, of_logarithms=True)
        noise = rng.standard_normal((2, len(text)))
        return played(
            text,
            np.minimum(np.exp(dd + dd_spread * noise[0]), LONGEST_FLIGHT),
            np.minimum(np.exp(hold + hold_spread * noise[1]), LONGEST_HOLD),
        )
