"""The device's own early sign, on the same streams as the rules of the peers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samehands.capture.keystrokes import Keystrokes
from samehands.rhythm.early import SIGN_KEYSTROKES, Looking, look


@dataclass(frozen=True, slots=True)
class DeviceSign:
    """What a device says before a window is full, as `rhythm.early` finds it."""

    def evidence(self, looks: list[Keystrokes]) -> NDArray[np.float64]:
        """The longest of the three runs at the end of a look, as a share of what a sign needs."""
        return np.array([_longest(look(Looking(), piece, 1)[0]) for piece in looks])

    def raised(self, stream: Keystrokes) -> NDArray[np.bool_]:
        """At every keystroke at which there is a sign, however often one may be sent."""
        fired = np.zeros(len(stream), np.bool_)
        fired[[row for row, _ in look(Looking(), stream, 1)[1]]] = True
        return fired


def _longest(looking: Looking) -> float:
    # n equal holds have n - 1 equal neighbours, and n keystrokes n - 1 gaps.
    runs = (looking.short, looking.holds + 1, looking.gaps + 2)
    return max(runs) / SIGN_KEYSTROKES
