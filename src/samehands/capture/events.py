"""Raw key events: what a source saw, when, at which physical position."""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Self

import numpy as np
from numpy.typing import NDArray

from samehands.errors import EventError


class Action(IntEnum):
    """What happened to a key, or to the stream."""

    UP = 0
    DOWN = 1
    REPEAT = 2
    """A press that the system repeated because the key is held (`KeyboardEvent.repeat`)."""
    GAP = 3
    """Focus was lost, the collector was paused, the device slept: nothing joins across it."""


@dataclass(frozen=True, slots=True, eq=False)
class KeyEvents:
    """Key events in the order in which the source gave them. What is in it is never printed.

    Args:
        at: shape (n,), µs, on the source's clock.
        position: shape (n,), of `POSITIONS`; 0 where unknown.
        action: shape (n,), values of `Action`.
        composing: shape (n,), whether an input method was composing at that moment.

    Raises:
        EventError: the columns differ in length, or hold values that cannot be.
    """

    at: NDArray[np.int64] = field(repr=False)
    position: NDArray[np.int16] = field(repr=False)
    action: NDArray[np.int8] = field(repr=False)
    composing: NDArray[np.bool_] = field(repr=False)

    def __post_init__(self) -> None:
        lengths = {len(self.at), len(self.position), len(self.action), len(self.composing)}
        if len(lengths) != 1:
            raise EventError(
                "key events", got=f"columns of lengths {sorted(lengths)}", due="one length"
            )

    def __len__(self) -> int:
        return len(self.at)

    def __getitem__(self, rows: slice) -> Self:
        return type(self)(
            self.at[rows], self.position[rows], self.action[rows], self.composing[rows]
        )
