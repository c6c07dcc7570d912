"""Pairing: key events in, keystrokes out, the same whether events come one by one or all at once.

The stream falls into *runs*: a focus gap or a clock that goes backwards ends one, and what was
open is lost. Inside a run times never fall and a key is on its own, so that all the rules are
about neighbours among one key's events, and sorting by key (stable) puts these side by side:

- a press is an auto-repeat when the key's event before it is a press or repeat close enough;
- a release belongs to the key's press before it when no release came between and the press is
  not given up on: held for at most `HOLD_LIMIT`, followed by at most `PENDING_LIMIT` presses;
- a press without such a release is a keystroke whose release is `MISSING`.

All keys without a name share `UNKNOWN_POSITION` and are treated as one key.
"""

from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from samehands.capture.counts import EventCounts, Rejection
from samehands.capture.events import Action, KeyEvents
from samehands.capture.keyrows import KeyRows
from samehands.capture.keystrokes import MISSING, Keystrokes
from samehands.capture.pending import NONE_PENDING, Pending
from samehands.capture.positions import ZONE_OF_POSITION, Zone
from samehands.errors import EventError
from samehands.quantities import MICROS_PER_SECOND, Micros

HOLD_LIMIT: Final = Micros(5 * MICROS_PER_SECOND)
"""A press whose release has not come by then is given up on, so that it blocks nothing.

Longer than any hold that says something about a hand (features stop at 1.5 s), and than Shift
during a word in capitals. Higher: keystrokes wait longer behind a key that is stuck."""

PENDING_LIMIT: Final = 256
"""A press that this many presses have followed is given up on too.

Bounds memory against a hostile stream. In `HOLD_LIMIT` nobody types half of this."""

TIME_LIMIT: Final = Micros(2**53)
"""Times end here: 285 years, and the last integer that a browser's number still holds."""

_SLAB: Final = 1 << 18
"""Events handled at once inside a large call: a few MB, so that 10**7 events take no GB."""


class _Held(NamedTuple):
    """What is known of the keys that may be down: rows that stand before the next events."""

    at: NDArray[np.int64]
    position: NDArray[np.int16]
    action: NDArray[np.int8]
    ordinal: NDArray[np.int64]
    """A press's number among the pending ones, from 1; below 1 it has come out already."""


_NONE_HELD: Final = _Held(
    np.empty(0, np.int64), np.empty(0, np.int16), np.empty(0, np.int8), np.empty(0, np.int64)
)


@dataclass(frozen=True, slots=True, eq=False)
class PairingState:
    """What pairing remembers between calls; bounded, and never printed. Begins as `PairingState()`.

    Args:
        last_at: time of the last event, or `MISSING`.
        run_is_fresh: whether no press has come since the run began.
        held: of keys that may be down.
        pending: keystrokes that wait for a release, theirs or that of one before them.
    """

    last_at: int = field(default=MISSING, repr=False)
    run_is_fresh: bool = True
    held: _Held = field(default=_NONE_HELD, repr=False)
    pending: Pending = field(default=NONE_PENDING, repr=False)

    @property
    def waiting(self) -> int:
        """Keystrokes that have not come out yet."""
        return len(self.pending.press)


@dataclass(frozen=True, slots=True, eq=False)
class Paired:
    """What came out of one call.

    Args:
        state: for the next call.
        keystrokes: in order of their presses, each as soon as all before it are settled.
        counts: of the events of this call.
        position: shape (keystrokes,), physical positions, for the laboratory only.
    """

    state: PairingState = field(repr=False)
    keystrokes: Keystrokes = field(repr=False)
    counts: EventCounts
    position: NDArray[np.int16] = field(repr=False)


def pair(state: PairingState, events: KeyEvents) -> Paired:
    """Pairs presses with releases; splitting the events over several calls changes nothing.

    Args:
        state: as the call before left it, or `PairingState()`.
        events: any number of them, in the order in which the source gave them. A press while an
            input method is composing lies in `Zone.OTHER`: its timing counts, its key does not.

    Raises:
        EventError: a time, position or action that cannot be. The state is untouched, so what
            was accepted before is not lost.
    """
    _check(events)
    out: list[Pending] = []
    counts = EventCounts()
    for start in range(0, len(events), _SLAB):
        state, settled, slab_counts = _pair_slab(state, events[start : start + _SLAB])
        out.append(settled)
        counts += slab_counts
    settled = out[0] if len(out) == 1 else NONE_PENDING.joined(out)
    return Paired(state, settled.keystrokes(), counts, settled.position)


def flush(state: PairingState) -> Paired:
    """Ends a session: what still waits comes out, open presses as lost releases.

    The state that comes back is that of a new session.
    """
    pending = state.pending
    counts = EventCounts(lost_releases=int(np.count_nonzero(pending.release == MISSING)))
    return Paired(PairingState(), pending.keystrokes(), counts, pending.position)


def _check(events: KeyEvents) -> None:
    for column, low, high, what in (
        (events.at, 0, int(TIME_LIMIT), "a time"),
        (events.position, 0, len(ZONE_OF_POSITION) - 1, "a position"),
        (events.action, 0, len(Action) - 1, "an action"),
    ):
        if len(column) and not (low <= column.min() and column.max() <= high):
            where = int(np.argmax((column < low) | (column > high)))
            raise EventError(
                f"event {where}", got=f"{what} out of range", due=f"{what} in {low} to {high}"
            )


def _pair_slab(
    state: PairingState, events: KeyEvents
) -> tuple[PairingState, Pending, EventCounts]:
    held, waiting = state.held, state.waiting
    known = len(held.at)  # rows that stand before the first new event
    gap = events.action == Action.GAP
    jump = np.diff(events.at, prepend=max(state.last_at, 0)) < 0
    run = np.zeros(known + len(events), np.int32)
    np.cumsum(gap | jump, out=run[known:])
    rows = KeyRows.sorted_by_key(
        np.concatenate([held.at, events.at]),
        np.concatenate([held.position, events.position]),
        np.concatenate([held.action, events.action]),
        run,
    )
    accepted = rows.in_stream_order(rows.press)[known:]
    ordinal = np.concatenate([held.ordinal, waiting + np.cumsum(accepted)])
    presses = int(ordinal[-1])

    pressed, released = rows.candidates()
    kept = (rows.at[released] - rows.at[pressed] <= HOLD_LIMIT) & (
        ordinal[released] - ordinal[pressed] <= PENDING_LIMIT
    )
    new = np.flatnonzero(accepted)
    run_of_new = run[new + known]
    pending = state.pending.joined(
        [_pressed(events, new, run_of_new, first_starts=state.run_is_fresh)]
    )
    pending.release[ordinal[pressed[kept]] - 1] = rows.at[released[kept]]

    held, settled_count = _held_after(rows, ordinal, presses)
    settled, pending = pending.split(settled_count)

    ups = int(np.count_nonzero(events.action == Action.UP))
    releases = int(np.count_nonzero(kept))
    counts = EventCounts(
        received=len(events),
        presses=len(new),
        releases=releases,
        gaps=int(np.count_nonzero(gap)),
        rejected={
            Rejection.REPEAT: int(np.count_nonzero(rows.in_stream_order(rows.repeat)[known:])),
            Rejection.ORPHAN_RELEASE: ups - len(released),
            Rejection.LATE_RELEASE: len(released) - releases,
        },
        lost_releases=int(np.count_nonzero(settled.release == MISSING)),
        clock_jumps=int(np.count_nonzero(jump)),
        composing=int(np.count_nonzero(accepted & events.composing)),
    )
    fresh = bool(run_of_new[-1] != run[-1]) if len(new) else state.run_is_fresh or bool(run[-1])
    return PairingState(int(events.at[-1]), fresh, held, pending), settled, counts


def _pressed(
    events: KeyEvents,
    rows: NDArray[np.int64],
    run: NDArray[np.int32],
    *,
    first_starts: bool,
) -> Pending:
    """The keystrokes that begin at some of the events, without their releases."""
    position = events.position[rows]
    starts = np.diff(run, prepend=0) > 0
    starts[:1] |= first_starts
    return Pending(
        events.at[rows],
        np.full(len(rows), MISSING),
        np.where(events.composing[rows], np.int8(Zone.OTHER), ZONE_OF_POSITION[position]),
        starts,
        position,
    )


def _held_after(rows: KeyRows, ordinal: NDArray[np.int64], presses: int) -> tuple[_Held, int]:
    """The keys that may be down after the last event, and how many keystrokes are settled."""
    last_run = rows.run[-1]
    last = np.flatnonzero(np.diff(rows.group, append=-1))
    last = last[(rows.run[rows.order[last]] == last_run) & rows.repeat[last]]
    repeated = rows.order[last]
    mark = rows.mark[np.flatnonzero(np.diff(rows.group[rows.mark], append=-1))]
    mark = mark[(rows.run[rows.order[mark]] == last_run) & rows.press[mark]]
    opened = rows.order[mark]

    age = rows.at[-1] - rows.at[opened]
    hopeful = (age <= HOLD_LIMIT) & (presses - ordinal[opened] <= PENDING_LIMIT)
    settled = int(np.min(ordinal[opened[hopeful]] - 1, initial=presses))
    both = np.concatenate([opened, repeated])  # a press has to stand before its repeats
    held = _Held(
        rows.at[both],
        rows.position[both],
        np.repeat(np.array([Action.DOWN, Action.REPEAT], np.int8), [len(opened), len(repeated)]),
        ordinal[both] - settled,
    )
    return held, settled
