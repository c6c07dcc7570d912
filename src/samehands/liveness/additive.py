"""An additive model: each number of a window gives some nats, from a table, and they are added.

So every decision can be read off: no number works through another. Tables and not curves, because
machines leave people's range on both sides and in steps: a hold of no length, a fit to the keys of
nothing, a spread of nothing.
"""

from bisect import bisect_right
from itertools import pairwise
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from samehands.errors import TemplateError
from samehands.rhythm.window import DIMENSIONS, ClockClass, Scalars, Window

EMBEDDING: Final = "embedding "
"""What an input is called that is a number of the embedding; its place follows."""

LARGEST_NATS: Final = 30.0
"""Largest absolute number in a table, nats: of real ones none passes 10; more is a broken file."""

MOST_EDGES: Final = 64
"""Most edges of a table: a scalar has no more steps that mean anything."""

_SCALARS: Final = tuple(Scalars.__dataclass_fields__)


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one number gives.

    Args:
        input: the name of a scalar of the message, or `embedding ` and a place from 0.
        edges: rising, grid steps; the number is compared with each.
        nats: for a machine: below the first edge, from each edge on.
        coarse: what is added to `nats` where the clock ticks every 8 ms or more; empty for nothing.
        coarsest: what is added to both where it ticks every 16 ms; the same.

    Raises:
        TemplateError: an input that no message has, or columns that do not fit.
    """

    input: str
    edges: tuple[float, ...]
    nats: tuple[float, ...]
    coarse: tuple[float, ...] = ()
    coarsest: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        places = [f"{EMBEDDING}{place}" for place in range(DIMENSIONS)]
        if self.input not in _SCALARS and self.input not in places:
            raise TemplateError("table, input", got="none of a message", due="a name of one")
        bins = len(self.edges) + 1
        rising = all(low < high for low, high in pairwise(self.edges))
        sizes = {len(self.nats), len(self.coarse) or bins, len(self.coarsest) or bins}
        values = np.array([*self.nats, *self.coarse, *self.coarsest, 0.0])
        sound = rising and np.isfinite(self.edges).all() and sizes == {bins}
        if not sound or len(self.edges) > MOST_EDGES or not (np.abs(values) <= LARGEST_NATS).all():
            raise TemplateError(
                "table", got="edges or nats that do not fit", due="rising edges, finite nats"
            )

    def evidence(
        self, values: NDArray[np.integer], clock: NDArray[np.integer]
    ) -> NDArray[np.float64]:
        """What it gives, shape (w,), nats.

        Args:
            values: shape (w,), grid steps.
            clock: shape (w,), values of `ClockClass`.
        """
        place = np.searchsorted(np.array(self.edges), values, side="right")
        found: NDArray[np.float64] = np.array(self.nats)[place]
        if self.coarse:
            found = found + np.array(self.coarse)[place] * (clock >= ClockClass.EIGHT_MS)
        if self.coarsest:
            found = found + np.array(self.coarsest)[place] * (clock >= ClockClass.SIXTEEN_MS)
        return found

    def evidence_of(self, value: int, clock: ClockClass) -> float:
        """What it gives for one number, nats; the same as `evidence`, without an array for it."""
        place = bisect_right(self.edges, value)
        found = self.nats[place]
        if self.coarse and clock >= ClockClass.EIGHT_MS:
            found += self.coarse[place]
        if self.coarsest and clock >= ClockClass.SIXTEEN_MS:
            found += self.coarsest[place]
        return found


class Additive(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Tables whose nats are added.

    Args:
        offset: nats.
        tables: one for each input.

    Raises:
        TemplateError: no tables, an input twice, or an offset that is not a number.
    """

    offset: float
    tables: tuple[Table, ...]

    def __post_init__(self) -> None:
        names = {table.input for table in self.tables}
        if not names or len(names) < len(self.tables) or not abs(self.offset) <= LARGEST_NATS:
            raise TemplateError(
                "additive", got="no tables, one twice, or no offset", due="one for each input"
            )

    def evidence(
        self,
        vectors: NDArray[np.int8],
        scalars: NDArray[np.integer],
        clock: NDArray[np.integer],
    ) -> NDArray[np.float64]:
        """What it says of windows.

        Args:
            vectors: shape (w, 64), steps.
            scalars: shape (w, scalars of the message), grid steps, in the message's order.
            clock: shape (w,), values of `ClockClass`.

        Returns:
            Shape (w,), nats, positive for a machine.
        """
        total = np.full(len(vectors), self.offset)
        for table in self.tables:
            total += table.evidence(column_of(table.input, vectors, scalars), clock)
        return total

    def evidence_of(self, window: Window) -> float:
        """What it says of one window, nats; the same as `evidence`, many times as fast."""
        vector, total = window.vector, self.offset
        for table in self.tables:
            if table.input.startswith(EMBEDDING):
                value = int(vector[int(table.input.removeprefix(EMBEDDING))])
            else:
                value = getattr(window.scalars, table.input)
            total += table.evidence_of(value, window.clock)
        return total


def column_of(
    name: str, vectors: NDArray[np.int8], scalars: NDArray[np.integer]
) -> NDArray[np.int64]:
    """One input of windows, shape (w,), grid steps."""
    if name.startswith(EMBEDDING):
        return vectors[:, int(name.removeprefix(EMBEDDING))].astype(np.int64)
    return scalars[:, _SCALARS.index(name)].astype(np.int64)
