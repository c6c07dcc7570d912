"""Injectors: a pace per key and a hold per key, each steady or jittered.

Sources: the paces of injector firmware and payload languages in the data README (1-2 ms per
report, presets of 5-50 ms a character, P4wnP1's 100 ms + U(0, 150), DuckyScript 3's jitter of
0-20 ms), and pauses of 35-150 ms, with which an attacker gets round a speed rule.

What they lack: the pace does not depend on which keys follow each other; a hold does not depend
on the key or on the flight; there is no memory, no pause for thought and no mistake.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.capture.keystrokes import Keystrokes
from samehands.capture.positions import ZONE_OF_POSITION, Zone
from samehands.lab.forgers.script import REPORT, played
from samehands.quantities import MICROS_PER_MILLI


class Shape(StrEnum):
    """How a time varies about its middle."""

    CONSTANT = "constant"
    UNIFORM = "uniform"
    """Evenly between the time and the time plus the width."""
    GAUSSIAN = "gaussian"
    """Normally about the time, the width its standard deviation."""


@dataclass(frozen=True, slots=True)
class Delay:
    """A time that is drawn for each key.

    Args:
        millis: the time, ms.
        width: how far it varies, ms.
        shape: how.
    """

    millis: float
    width: float = 0.0
    shape: Shape = Shape.CONSTANT

    def drawn(self, n: int, rng: np.random.Generator) -> NDArray[np.float64]:
        """So many of them, shape (n,), µs, none negative."""
        drawn = np.full(n, float(self.millis))
        if self.shape is Shape.UNIFORM:
            drawn += self.width * rng.random(n)
        elif self.shape is Shape.GAUSSIAN:
            drawn += self.width * rng.standard_normal(n)
        micros: NDArray[np.float64] = np.maximum(drawn, 0.0) * MICROS_PER_MILLI
        return micros


ONE_REPORT: Final = Delay(REPORT / MICROS_PER_MILLI)
"""The shortest hold: pressed in one report, released in the next."""


@dataclass(frozen=True, slots=True)
class Injector:
    """Types at a pace of its own, whatever the text.

    Args:
        pace: from press to press.
        hold: from press to release; longer than the pace, keys overlap.
    """

    pace: Delay
    hold: Delay = ONE_REPORT

    def forge(self, text: NDArray[np.int16], rng: np.random.Generator) -> Keystrokes:
        """Types a text; Shift goes down in the same report as its key, and up with it."""
        n = len(text)
        dd, hold = self.pace.drawn(n, rng), np.maximum(self.hold.drawn(n, rng), REPORT)
        return with_shift(text, dd, hold)


def with_shift(
    text: NDArray[np.int16], dd: NDArray[np.float64], hold: NDArray[np.float64]
) -> Keystrokes:
    """Plays a script in which a modifier and the key after it are one report.

    Args:
        text: shape (n,), key positions.
        dd: shape (n,), µs.
        hold: shape (n,), µs.
    """
    zone = ZONE_OF_POSITION[text]
    modifier = np.isin(zone, (Zone.SHIFT, Zone.MODIFIER))
    dd, hold = dd.copy(), hold.copy()
    # From the last backwards: of several modifiers in a row all wait for the key.
    for row in np.flatnonzero(modifier[:-1])[::-1].tolist():
        dd[row + 1] = 0.0
        hold[row] = hold[row + 1]
    return played(text, dd, hold)
