"""Raw pointer events: what a source saw of a mouse, touchpad or pen, when and where."""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from samehands.errors import EventError
from samehands.quantities import Micros

POINTER_TIME_LIMIT: Final = Micros(2**53)
"""Times end here: 285 years, and the last integer that a browser's number still holds."""

BUTTON_LIMIT: Final = 31
"""Largest number of a button: X11 and the browsers name fewer than ten."""


class PointerKind(IntEnum):
    """What happened to the pointer, or to the stream."""

    MOVE = 0
    """Moved; whether a button was down meanwhile is read off the presses, not off the move."""
    DOWN = 1
    UP = 2
    WHEEL = 3
    """One notch of the wheel, whichever way."""
    GAP = 4
    """Focus was lost, the collector was paused, the device slept: nothing joins across it."""


@dataclass(frozen=True, slots=True, eq=False)
class PointerEvents:
    """Pointer events in the order in which the source gave them. What is in it is never printed.

    Args:
        at: shape (n,), µs, on the source's clock.
        x: shape (n,), pixels to the right; negative on a monitor to the left of the first.
        y: shape (n,), pixels downwards.
        kind: shape (n,), values of `PointerKind`.
        button: shape (n,), which button was pressed or released; 0 elsewhere.

    Raises:
        EventError: the columns differ in length.
    """

    at: NDArray[np.int64] = field(repr=False)
    x: NDArray[np.int32] = field(repr=False)
    y: NDArray[np.int32] = field(repr=False)
    kind: NDArray[np.int8] = field(repr=False)
    button: NDArray[np.int8] = field(repr=False)

    def __post_init__(self) -> None:
        lengths = {len(column) for column in (self.at, self.x, self.y, self.kind, self.button)}
        if len(lengths) != 1:
            raise EventError(
                "pointer events", got=f"columns of lengths {sorted(lengths)}", due="one length"
            )

    def __len__(self) -> int:
        return len(self.at)

    def __getitem__(self, rows: slice | NDArray[np.bool_]) -> Self:
        return type(self)(
            self.at[rows], self.x[rows], self.y[rows], self.kind[rows], self.button[rows]
        )

    def checked(self) -> Self:
        """These events, if they can be.

        Raises:
            EventError: a time, a kind or a button that cannot be. Any position can: what is none
                is rejected and counted later.
        """
        for column, high, what in (
            (self.at, int(POINTER_TIME_LIMIT), "a time"),
            (self.kind, len(PointerKind) - 1, "a kind"),
            (self.button, BUTTON_LIMIT, "a button"),
        ):
            if len(column) and not (column.min() >= 0 and column.max() <= high):
                where = int(np.argmax((column < 0) | (column > high)))
                raise EventError(
                    f"event {where}", got=f"{what} out of range", due=f"{what} in 0 to {high}"
                )
        return self

    @classmethod
    def none(cls) -> Self:
        """No events at all."""
        return cls(
            np.empty(0, np.int64),
            np.empty(0, np.int32),
            np.empty(0, np.int32),
            np.empty(0, np.int8),
            np.empty(0, np.int8),
        )

    def joined(self, other: Self) -> Self:
        """These and then the others, in new arrays."""
        return type(self)(
            np.concatenate([self.at, other.at]),
            np.concatenate([self.x, other.x]),
            np.concatenate([self.y, other.y]),
            np.concatenate([self.kind, other.kind]),
            np.concatenate([self.button, other.button]),
        )
