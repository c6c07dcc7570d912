"""The rules of the open tools against keystroke injection, as their documentation gives them.

- **ukip** (Google, Apache-2.0): the last five presses of a device; an attack when all four
  intervals between them are at most 50 ms. The two numbers are its defaults, KEYSTROKE_WINDOW and
  ABNORMAL_TYPING, "effective" in its authors' observations and to be adjusted by the user.
- **duckhunt** (P. M. Sosa): the mean of the last 25 intervals between presses, begun with 31 ms
  each; an attack when it is below 30 ms. The numbers are its configuration's defaults.

Both look at presses only, whatever the key; both were written anew from these descriptions. Their
allow-lists, and what they do to the device, are left out. A third, `synapse`, looks at holds too.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from samehands.capture.keystrokes import Keystrokes
from samehands.quantities import MICROS_PER_MILLI

UKIP_KEYSTROKES: Final = 5
"""Presses that ukip looks at."""

UKIP_MICROS: Final = 50 * MICROS_PER_MILLI
"""Interval up to which ukip calls typing abnormal, µs."""

DUCKHUNT_INTERVALS: Final = 25
"""Intervals that duckhunt averages."""

DUCKHUNT_MICROS: Final = 30 * MICROS_PER_MILLI
"""Mean interval below which duckhunt calls typing an attack, µs."""


@dataclass(frozen=True, slots=True)
class Ukip:
    """All intervals between the last presses are short."""

    def evidence(self, looks: list[Keystrokes]) -> NDArray[np.float64]:
        """Minus the interval, in ms, at which the rule would just have been raised."""
        return np.array([-_smallest(self._longest(look.press)) for look in looks])

    def raised(self, stream: Keystrokes) -> NDArray[np.bool_]:
        """At each fifth press in a row that came within 50 ms of the one before."""
        fired = np.zeros(len(stream), np.bool_)
        longest = self._longest(stream.press)
        fired[len(stream) - len(longest) :] = longest <= UKIP_MICROS
        return fired

    @staticmethod
    def _longest(press: NDArray[np.int64]) -> NDArray[np.int64]:
        gaps = np.diff(press)
        if len(gaps) < UKIP_KEYSTROKES - 1:
            return np.empty(0, np.int64)
        longest: NDArray[np.int64] = sliding_window_view(gaps, UKIP_KEYSTROKES - 1).max(axis=1)
        return longest


@dataclass(frozen=True, slots=True)
class Duckhunt:
    """The mean interval between the last presses is short."""

    def evidence(self, looks: list[Keystrokes]) -> NDArray[np.float64]:
        """Minus the smallest mean interval, in ms."""
        return np.array([-_smallest(self._means(look.press)) for look in looks])

    def raised(self, stream: Keystrokes) -> NDArray[np.bool_]:
        """At each press with a mean interval below 30 ms."""
        fired = np.zeros(len(stream), np.bool_)
        fired[1:] = self._means(stream.press) < DUCKHUNT_MICROS
        return fired

    @staticmethod
    def _means(press: NDArray[np.int64]) -> NDArray[np.float64]:
        # Until it has seen enough, it averages with intervals just above its line.
        begun = np.full(DUCKHUNT_INTERVALS, DUCKHUNT_MICROS + MICROS_PER_MILLI)
        gaps = np.concatenate([begun, np.diff(press)])[1:]
        if len(gaps) < DUCKHUNT_INTERVALS:
            return np.empty(0)
        means: NDArray[np.float64] = sliding_window_view(gaps, DUCKHUNT_INTERVALS).mean(axis=1)
        return means


def _smallest(micros: NDArray[np.int64] | NDArray[np.float64]) -> float:
    return float(micros.min()) / MICROS_PER_MILLI if len(micros) else float("inf")
