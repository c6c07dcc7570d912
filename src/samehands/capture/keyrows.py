"""Events by key: sorted so that one key's events lie side by side, in order of time."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from samehands.capture.events import Action
from samehands.quantities import Micros

REPEAT_WITHIN: Final = Micros(1_100_000)
"""A press of a key that is down is an auto-repeat when it comes this soon after the last one.

The longest delay before auto-repeat that common systems offer is 1 s; a tenth for jitter.
Higher: a release that was lost swallows the next press of that key too."""


class KeyRows(NamedTuple):
    """Events in stream order, the order that puts them by key, and what each is in that order.

    Args:
        at: shape (n,), µs, stream order; never falls inside a run.
        position: shape (n,), stream order.
        action: shape (n,), stream order.
        run: shape (n,), number of the run, stream order.
        order: shape (n,), stream rows by key, and by time within a key.
        group: shape (n,), by key: number of the (key, run) that the row belongs to.
        press: shape (n,), by key: a press that is no auto-repeat.
        repeat: shape (n,), by key: said to be a repeat, or recognised as one.
        mark: the rows, by key, that are a press or a release: without repeats and gaps.
    """

    at: NDArray[np.int64]
    position: NDArray[np.int16]
    action: NDArray[np.int8]
    run: NDArray[np.int32]
    order: NDArray[np.int64]
    group: NDArray[np.int32]
    press: NDArray[np.bool_]
    repeat: NDArray[np.bool_]
    mark: NDArray[np.int64]

    @classmethod
    def sorted_by_key(
        cls,
        at: NDArray[np.int64],
        position: NDArray[np.int16],
        action: NDArray[np.int8],
        run: NDArray[np.int32],
    ) -> "KeyRows":
        """Sorts and classifies; a run's rows of one key become neighbours."""
        order = np.argsort(position, kind="stable")  # a radix sort, positions being 16 bits
        key, runs, actions, times = position[order], run[order], action[order], at[order]
        same = np.zeros(len(at), np.bool_)
        np.logical_and(key[1:] == key[:-1], runs[1:] == runs[:-1], out=same[1:])
        down = (actions == Action.DOWN) | (actions == Action.REPEAT)
        soon = same.copy()
        soon[1:] &= down[:-1] & (times[1:] - times[:-1] <= REPEAT_WITHIN)
        press = (actions == Action.DOWN) & ~soon
        return cls(
            at,
            position,
            action,
            run,
            order,
            np.cumsum(~same, dtype=np.int32),
            press,
            down & ~press,
            np.flatnonzero(press | (actions == Action.UP)),
        )

    def in_stream_order(self, flag: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """A flag that is by key, in stream order."""
        back = np.empty_like(flag)
        back[self.order] = flag
        return back

    def candidates(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Stream rows of presses and of the releases that follow them with none between."""
        mark, group = self.mark, self.group[self.mark]
        press = self.press[mark]
        pairs = np.flatnonzero(press[:-1] & ~press[1:] & (group[:-1] == group[1:]))
        return self.order[mark[pairs]], self.order[mark[pairs + 1]]
