"""Keystrokes that have begun and have not come out yet."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from samehands.capture.keystrokes import Keystrokes
from samehands.capture.positions import UNKNOWN_POSITION, ZONE_OF_POSITION


class Pending(NamedTuple):
    """Keystrokes in order of their presses, each with its position; columns of one length."""

    press: NDArray[np.int64]
    release: NDArray[np.int64]
    zone: NDArray[np.int8]
    starts_run: NDArray[np.bool_]
    position: NDArray[np.int16]

    def keystrokes(self) -> Keystrokes:
        """As keystrokes; what an input method was composing has no position."""
        position = np.where(
            ZONE_OF_POSITION[self.position] == self.zone, self.position, np.int16(UNKNOWN_POSITION)
        )
        return Keystrokes(self.press, self.release, self.zone, self.starts_run, position)

    def split(self, at: int) -> "tuple[Pending, Pending]":
        """The first ones, and the rest as a copy that keeps no large array alive."""
        first = Pending(
            self.press[:at],
            self.release[:at],
            self.zone[:at],
            self.starts_run[:at],
            self.position[:at],
        )
        rest = Pending(
            self.press[at:].copy(),
            self.release[at:].copy(),
            self.zone[at:].copy(),
            self.starts_run[at:].copy(),
            self.position[at:].copy(),
        )
        return first, rest

    def joined(self, others: "list[Pending]") -> "Pending":
        """These and then the others, in new arrays."""
        parts = [self, *others]
        return Pending(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


NONE_PENDING: Final = Pending(
    np.empty(0, np.int64),
    np.empty(0, np.int64),
    np.empty(0, np.int8),
    np.empty(0, np.bool_),
    np.empty(0, np.int16),
)
