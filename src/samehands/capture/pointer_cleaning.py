"""Cleaning: which pointer events count, and which presses and releases belong together.

Every rule looks at neighbours only, so that it holds for a stream in pieces as for a whole one.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.capture.pointer import PointerEvents, PointerKind
from samehands.capture.pointer_counts import PointerCounts, PointerRejection
from samehands.quantities import MICROS_PER_MILLI, MICROS_PER_SECOND, Micros

POSITION_LIMIT: Final = 32_767
"""Largest absolute coordinate, pixels: some eight large monitors in a row.

65535 and 2**31 - 1, which remote desktops write for "not known", lie beyond. Lower: a corner of a
wall of monitors is lost."""

BURST: Final = Micros(MICROS_PER_MILLI)
"""Of the moves within one tick of this length, only the last counts.

Links deliver what they held back at once, and mice of 8 kHz say nothing more about a hand. A fixed
grid, not a gap to the next move: a fast mouse's moves would all supersede each other."""

BUTTON_HOLD_LIMIT: Final = Micros(60 * MICROS_PER_SECOND)
"""A press whose release has not come by then is given up on, so that it holds nothing back.

Longer than any drag; lower: a slow selection falls apart."""

_ACCEPTED: Final = -1
_REASONS: Final = tuple(PointerRejection)


@dataclass(frozen=True, slots=True, eq=False)
class Cleaned:
    """Events with what became of each; rows are those of the events.

    Args:
        events: as they came.
        run: shape (n,), rising: a gap or a clock that goes backwards begins another run.
        reason: shape (n,), index into the rejections, or -1 where accepted.
        jump: shape (n,), whether the clock went backwards there.
        unplaced: shape (n,), accepted although the position was not known.
        pressed: shape (clicks,), rows of the presses that have a release, rising.
        released: shape (clicks,), the release of each.
        lost: rows of the presses whose release did not come.
        waiting: rows of the presses, among the lost, whose release may still come.
    """

    events: PointerEvents = field(repr=False)
    run: NDArray[np.int64] = field(repr=False)
    reason: NDArray[np.int8] = field(repr=False)
    jump: NDArray[np.bool_] = field(repr=False)
    unplaced: NDArray[np.bool_] = field(repr=False)
    pressed: NDArray[np.int64] = field(repr=False)
    released: NDArray[np.int64] = field(repr=False)
    lost: NDArray[np.int64] = field(repr=False)
    waiting: NDArray[np.int64] = field(repr=False)

    @property
    def accepted(self) -> NDArray[np.int64]:
        """The rows that count, rising."""
        return np.flatnonzero(self.reason == _ACCEPTED)

    def down(self) -> NDArray[np.int64]:
        """How many buttons are down after each row, shape (n,); the lost ones were never down."""
        change = np.zeros(len(self.events), np.int64)
        np.add.at(change, self.pressed, 1)
        np.add.at(change, self.released, -1)
        return np.cumsum(change)

    def counts(self, rows: slice) -> PointerCounts:
        """What became of some rows."""
        reason = self.reason[rows]
        kept = reason == _ACCEPTED
        kinds = np.bincount(self.events.kind[rows][kept], minlength=len(PointerKind))
        turned_down = np.bincount(reason[~kept], minlength=len(_REASONS))
        start, stop, _ = rows.indices(len(self.events))
        return PointerCounts(
            received=len(reason),
            moves=int(kinds[PointerKind.MOVE]),
            presses=int(kinds[PointerKind.DOWN]),
            releases=int(kinds[PointerKind.UP]),
            wheels=int(kinds[PointerKind.WHEEL]),
            gaps=int(kinds[PointerKind.GAP]),
            rejected=dict(zip(_REASONS, turned_down.tolist(), strict=True)),
            lost_releases=int(np.count_nonzero((self.lost >= start) & (self.lost < stop))),
            clock_jumps=int(np.count_nonzero(self.jump[rows])),
            unplaced=int(np.count_nonzero(self.unplaced[rows])),
        )


def clean(events: PointerEvents) -> Cleaned:
    """Sorts out what counts.

    Args:
        events: checked, in the order of the source.
    """
    at, kind = events.at, events.kind
    jump = np.diff(at, prepend=at[:1]) < 0
    gap = kind == PointerKind.GAP
    run = np.cumsum(gap | jump)
    nowhere = ~_placed(events.x, events.y)
    reason = np.full(len(events), _ACCEPTED, np.int8)
    move = kind == PointerKind.MOVE
    reason[move & nowhere] = _code(PointerRejection.SENTINEL)
    reason[_repeated(events) & ~gap & (reason == _ACCEPTED)] = _code(PointerRejection.DUPLICATE)

    rows = np.flatnonzero(reason == _ACCEPTED)
    before, after = rows[:-1], rows[1:]
    together = (run[before] == run[after]) & (at[before] // BURST == at[after] // BURST)
    reason[before[together & move[before] & move[after]]] = _code(PointerRejection.SUPERSEDED)

    rows = np.flatnonzero((reason == _ACCEPTED) & ~nowhere & ~gap)
    before, after = rows[:-1], rows[1:]
    there = (events.x[before] == events.x[after]) & (events.y[before] == events.y[after])
    reason[after[move[after] & there & (run[before] == run[after])]] = _code(
        PointerRejection.STILL
    )
    pressed, released, orphans, lost = _paired(events, run, reason)
    reason[orphans] = _code(PointerRejection.ORPHAN_RELEASE)
    young = (run[lost] == run[-1:]) & (at[-1:] - at[lost] <= BUTTON_HOLD_LIMIT)
    waiting = lost[young & _last_of_button(events, reason, lost)]
    unplaced = nowhere & (reason == _ACCEPTED) & ~gap
    return Cleaned(events, run, reason, jump, unplaced, pressed, released, lost, waiting)


def _placed(x: NDArray[np.int32], y: NDArray[np.int32]) -> NDArray[np.bool_]:
    inside: NDArray[np.bool_] = (
        (x >= -POSITION_LIMIT)
        & (x <= POSITION_LIMIT)
        & (y >= -POSITION_LIMIT)
        & (y <= POSITION_LIMIT)
    )
    return inside


def _repeated(events: PointerEvents) -> NDArray[np.bool_]:
    """Whether an event is the same in every column as the one before it."""
    same = np.zeros(len(events), np.bool_)
    same[1:] = events.at[1:] == events.at[:-1]
    for column in (events.x, events.y, events.kind, events.button):
        same[1:] &= column[1:] == column[:-1]
    return same


def _paired(
    events: PointerEvents, run: NDArray[np.int64], reason: NDArray[np.int8]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Presses with their releases; then the releases without a press, and the other way round."""
    kind, at = events.kind, events.at
    is_button = (kind == PointerKind.DOWN) | (kind == PointerKind.UP)
    rows = np.flatnonzero(is_button & (reason == _ACCEPTED))
    rows = rows[np.argsort(events.button[rows], kind="stable")]
    before, after = rows[:-1], rows[1:]
    pairs = (
        (events.button[before] == events.button[after])
        & (kind[before] == PointerKind.DOWN)
        & (kind[after] == PointerKind.UP)
        & (run[before] == run[after])
        & (at[after] - at[before] <= BUTTON_HOLD_LIMIT)
    )
    order = np.argsort(before[pairs])
    pressed, released = before[pairs][order], after[pairs][order]
    orphans = np.setdiff1d(rows[kind[rows] == PointerKind.UP], released, assume_unique=True)
    lost = np.setdiff1d(rows[kind[rows] == PointerKind.DOWN], pressed, assume_unique=True)
    return pressed, released, orphans, lost


def _last_of_button(
    events: PointerEvents, reason: NDArray[np.int8], rows: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Whether no press of the same button comes after each of some presses."""
    down = np.flatnonzero((events.kind == PointerKind.DOWN) & (reason == _ACCEPTED))
    last = np.full(int(events.button.max(initial=0)) + 1, -1)
    np.maximum.at(last, events.button[down], down)
    is_last: NDArray[np.bool_] = last[events.button[rows]] == rows
    return is_last


def _code(reason: PointerRejection) -> np.int8:
    return np.int8(_REASONS.index(reason))
