"""The collector: raw key events in, windows out. The privacy boundary.

What goes in is as good as the text; what comes out is all that may leave the device. A function of
its arguments: the state is carried by the caller and printed by nobody.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.capture import (
    MISSING,
    ClockClass,
    ClockEvidence,
    EventCounts,
    KeyEvents,
    Keystrokes,
    Paired,
    PairingState,
    flush,
    pair,
)
from samehands.quantities import MICROS_PER_MILLI
from samehands.rhythm.contexts import Channel
from samehands.rhythm.early import EarlySign, Looking, look
from samehands.rhythm.projection import Projection
from samehands.rhythm.scalars import scalars_of
from samehands.rhythm.statistics import durations, timed
from samehands.rhythm.window import PathFlag, Scalars, Window

QUICK_GAP: Final = 20 * MICROS_PER_MILLI
"""Press gaps below this are hardly ever typed: two keys at once, or a program, µs."""

QUICK_GAPS_TOLERATED: Final = 0.05
"""Share of quick gaps above which a window is no normal typing, and is discarded.

Measured on monaco-pohmm: 16 of 810 windows, all of four sessions of three people."""


@dataclass(frozen=True, slots=True, eq=False)
class CollectorState:
    """What a collector remembers between calls; bounded, and never printed.

    Args:
        pairing: of presses and releases.
        waiting: keystrokes that do not fill a window yet, fewer than N.
        looking: for an early sign.
        sequence: number of the next window or early sign.
        discarded: whether a window was discarded since the last one that was sent.
    """

    pairing: PairingState = field(default_factory=PairingState, repr=False)
    waiting: Keystrokes = field(default_factory=Keystrokes.none, repr=False)
    looking: Looking = field(default_factory=Looking, repr=False)
    sequence: int = 0
    discarded: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Collected:
    """What came of some events.

    Args:
        state: for the next call.
        windows: that were filled, in order.
        counts: of the events: received = accepted + rejected.
        discarded: windows that were no normal typing; they leave no trace but a flag.
        signs: early signs, in order.
    """

    state: CollectorState
    windows: tuple[Window, ...]
    counts: EventCounts
    discarded: int
    signs: tuple[EarlySign, ...] = ()

    @property
    def messages(self) -> tuple[Window | EarlySign, ...]:
        """Windows and early signs in the order of their numbers: all that may leave the device."""
        made: list[Window | EarlySign] = [*self.windows, *self.signs]
        return tuple(sorted(made, key=lambda each: each.sequence))


def collect(
    state: CollectorState,
    events: KeyEvents,
    projection: Projection,
    path: PathFlag = PathFlag.NONE,
) -> Collected:
    """Takes in events, however many, and gives the windows that they fill.

    The same windows come out however the events are split into calls. A window that is not full
    stays in the state and is never sent.

    Args:
        state: what the call before left, or `CollectorState()`.
        events: in the order of the source.
        projection: whose N and numbers the windows have.
        path: what is known of how the input came.

    Raises:
        EventError: an event cannot be; nothing of the call was taken in.
    """
    return _filled(state, pair(state.pairing, events), projection, path)


def finish(
    state: CollectorState, projection: Projection, path: PathFlag = PathFlag.NONE
) -> Collected:
    """Ends a session: keys still down count as lost releases, and what fills no window is dropped."""
    ended = _filled(state, flush(state.pairing), projection, path)
    return replace(ended, state=replace(ended.state, waiting=Keystrokes.none()))


def normal_typing(dd: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether each window is normal typing, by its share of press gaps below 20 ms.

    Args:
        dd: shape (w, N), µs, the first of each window not counted, `MISSING` where unknown.

    Returns:
        Shape (w,).
    """
    quick = (dd[:, 1:] != MISSING) & (dd[:, 1:] < QUICK_GAP)
    normal: NDArray[np.bool_] = quick.mean(axis=1) <= QUICK_GAPS_TOLERATED
    return normal


def _filled(
    state: CollectorState, paired: Paired, projection: Projection, path: PathFlag
) -> Collected:
    n, waited = projection.keystrokes, len(state.waiting)
    looking, seen = look(state.looking, paired.keystrokes, n)
    stream = Keystrokes.concatenated([state.waiting, paired.keystrokes])
    full = len(stream) // n
    left = replace(state, pairing=paired.state, waiting=stream[full * n :], looking=looking)
    if not full and not seen:
        return Collected(left, (), paired.counts, 0)
    windows: list[Window] = []
    signs: list[EarlySign] = []

    def number(place: int) -> int:
        """The next number, after every sign before or at a keystroke has its own."""
        while len(signs) < len(seen) and waited + seen[len(signs)][0] <= place:
            sequence = state.sequence + len(windows) + len(signs)
            signs.append(EarlySign(projection.ref, sequence, seen[len(signs)][1]))
        return state.sequence + len(windows) + len(signs)

    discarded = state.discarded
    for index, reading in enumerate(_readings(stream[: full * n], projection)):
        if reading is None:
            discarded = True
            continue
        flags = path | (PathFlag.DISCARDED if discarded else PathFlag.NONE)
        sequence = number((index + 1) * n - 1)
        windows.append(Window(projection.ref, sequence, *reading, flags))
        discarded = False
    left = replace(left, sequence=number(len(stream)), discarded=discarded)
    return Collected(left, tuple(windows), paired.counts, full - len(windows), tuple(signs))


_Reading = tuple[bytes, Scalars, ClockClass]


def _readings(stream: Keystrokes, projection: Projection) -> Iterator[_Reading | None]:
    """What is read from each full window; None of one that is no normal typing."""
    n = projection.keystrokes
    rows = np.arange(len(stream)).reshape(-1, n)
    if not len(rows):
        return
    with_scores = timed(stream, projection.contexts)
    embedded = projection.embed_timed(with_scores, rows)
    values = durations(stream)
    normal = normal_typing(values[Channel.DD].reshape(-1, n))
    for window, vector, kept in zip(rows, embedded, normal, strict=True):
        if not kept:
            yield None
            continue
        clock = ClockEvidence().seen(stream[slice(window[0], window[-1] + 1)]).clock()
        yield (
            vector.tobytes(),
            scalars_of(with_scores, values, window),
            ClockClass.ONE_MS if clock is None else clock,
        )
