"""Strokes: stretches of pointer movement between pauses, clicks and turns of the wheel."""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Self

import numpy as np
from numpy.typing import NDArray


class StrokeEnd(IntEnum):
    """What ended a stroke."""

    PAUSE = 0
    """The pointer stood still, or the session ended."""
    PRESS = 1
    """A button was pressed: the stroke was aimed at something."""
    RELEASE = 2
    """A button was released: the end of a drag."""
    WHEEL = 3
    CUT = 4
    """It went on and on: the rest is another stroke."""
    GAP = 5
    """Focus was lost or the clock went backwards."""


@dataclass(frozen=True, slots=True, eq=False)
class Strokes:
    """Strokes in time order, and the points of all of them. What is in it is never printed.

    Durations are µs, `MISSING` (of `capture.keystrokes`) where there was no such thing.

    Args:
        at: shape (points,), µs, rising within a stroke.
        x: shape (points,), pixels.
        y: shape (points,), pixels.
        bounds: shape (n + 1,), row ranges of the points of each stroke.
        end: shape (n,), values of `StrokeEnd`.
        dragging: shape (n,), whether a button was down.
        pause: shape (n,), from whatever came before to the first point.
        settling: shape (n,), from the last point to the press that ended it.
        hold: shape (n,), press to release of the last click since the stroke before.
        between_clicks: shape (n,), release to press of the last two clicks since then.
        notches: shape (n,), the mean interval of the wheel's notches since then.
    """

    at: NDArray[np.int64] = field(repr=False)
    x: NDArray[np.int32] = field(repr=False)
    y: NDArray[np.int32] = field(repr=False)
    bounds: NDArray[np.int64] = field(repr=False)
    end: NDArray[np.int8] = field(repr=False)
    dragging: NDArray[np.bool_] = field(repr=False)
    pause: NDArray[np.int64] = field(repr=False)
    settling: NDArray[np.int64] = field(repr=False)
    hold: NDArray[np.int64] = field(repr=False)
    between_clicks: NDArray[np.int64] = field(repr=False)
    notches: NDArray[np.int64] = field(repr=False)

    def __len__(self) -> int:
        return len(self.end)

    def __getitem__(self, rows: slice) -> Self:
        """Some strokes in a row, with their points; the step is one."""
        start, stop, _ = rows.indices(len(self))
        stop = max(start, stop)
        bounds = self.bounds[start : stop + 1]
        points = slice(int(bounds[0]), int(bounds[-1]))
        part = slice(start, stop)
        return type(self)(
            self.at[points],
            self.x[points],
            self.y[points],
            bounds - bounds[0],
            *(getattr(self, name)[part] for name in _PER_STROKE),
        )

    @classmethod
    def none(cls) -> Self:
        """No strokes at all."""
        return cls(
            np.empty(0, np.int64),
            np.empty(0, np.int32),
            np.empty(0, np.int32),
            np.zeros(1, np.int64),
            np.empty(0, np.int8),
            np.empty(0, np.bool_),
            *(np.empty(0, np.int64) for _ in range(5)),
        )

    @classmethod
    def concatenated(cls, parts: "list[Strokes]") -> Self:
        """One after the other, as they are."""
        if not parts:
            return cls.none()
        first = np.cumsum([0, *(len(part.at) for part in parts)])
        bounds = [part.bounds[1:] + begin for part, begin in zip(parts, first, strict=False)]
        return cls(
            np.concatenate([part.at for part in parts]),
            np.concatenate([part.x for part in parts]),
            np.concatenate([part.y for part in parts]),
            np.concatenate([np.zeros(1, np.int64), *bounds]),
            *(np.concatenate([getattr(part, name) for part in parts]) for name in _PER_STROKE),
        )


_PER_STROKE = ("end", "dragging", "pause", "settling", "hold", "between_clicks", "notches")
