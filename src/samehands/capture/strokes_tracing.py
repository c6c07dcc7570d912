"""Tracing: pointer events in, strokes out, the same whether events come one by one or all at once.

The stream falls into *runs*: a focus gap or a clock that goes backwards ends one. Inside a run a
stroke goes on while the pointer moves; a pause, a button or the wheel ends it. What comes out is
settled: no later event can change it. The rest waits in the state, at most `HELD_LIMIT` events.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.capture.keystrokes import MISSING
from samehands.capture.pointer import PointerEvents, PointerKind
from samehands.capture.pointer_cleaning import Cleaned, clean
from samehands.capture.pointer_counts import PointerCounts
from samehands.capture.strokes import StrokeEnd, Strokes
from samehands.quantities import MICROS_PER_MILLI, Micros

PAUSE: Final = Micros(250 * MICROS_PER_MILLI)
"""Moves further apart than this belong to two strokes.

Twice the interval of a slow remote desktop (110 ms), so that its clock does not cut strokes that
another clock leaves whole. Lower: slow links chop paths. Higher: two aims pass for one."""

STROKE_LIMIT: Final = Micros(4_000 * MICROS_PER_MILLI)
"""Movement that goes on longer is cut into pieces of this length.

Nobody aims for so long. Higher: one stroke of circling weighs more."""

HELD_LIMIT: Final = 1 << 18
"""Events that may wait. Beyond, all come out as if the session had ended there.

Minutes of movement without a pause, or of a drag: a device that is stuck. Higher: more memory."""

_SLAB: Final = 1 << 18
"""Events handled at once inside a large call: some 20 MB."""

_END_OF: Final = np.array(
    [StrokeEnd.PAUSE, StrokeEnd.PRESS, StrokeEnd.RELEASE, StrokeEnd.WHEEL, StrokeEnd.GAP], np.int8
)
"""How a stroke ends by the kind of the event after it."""


@dataclass(frozen=True, slots=True, eq=False)
class TracingState:
    """What tracing remembers between calls; never printed. Begins as `TracingState()`.

    Args:
        held: events that are not settled; before them, where `anchored`, the last point that is.
        anchored: whether the first of them is that point.
    """

    held: PointerEvents = field(default_factory=PointerEvents.none, repr=False)
    anchored: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Traced:
    """What came out of one call.

    Args:
        state: for the next call.
        strokes: in time order.
        counts: of the events that are settled now.
    """

    state: TracingState = field(repr=False)
    strokes: Strokes = field(repr=False)
    counts: PointerCounts


def trace(state: TracingState, events: PointerEvents) -> Traced:
    """Finds strokes; splitting the events over several calls changes nothing.

    Args:
        state: as the call before left it, or `TracingState()`.
        events: any number of them, in the order in which the source gave them.

    Raises:
        EventError: an event that cannot be. The state is untouched.
    """
    events.checked()
    strokes: list[Strokes] = []
    counts = PointerCounts()
    for start in range(0, len(events), _SLAB):
        waiting = state.held.joined(events[start : start + _SLAB])
        state, found, of_slab = _settled(waiting, anchored=state.anchored)
        strokes.append(found)
        counts += of_slab
        if len(state.held) > HELD_LIMIT:
            given_up = flush(state)
            state = given_up.state
            strokes.append(given_up.strokes)
            counts += given_up.counts
    return Traced(state, Strokes.concatenated(strokes), counts)


def flush(state: TracingState) -> Traced:
    """Ends a session: what still waits comes out, presses as lost releases.

    The state that comes back is that of a new session.
    """
    cleaned = clean(state.held)
    first = int(state.anchored)
    strokes = _found(cleaned).strokes(cleaned)[first:]
    return Traced(TracingState(), strokes, cleaned.counts(slice(first, None)))


def _settled(
    events: PointerEvents, *, anchored: bool
) -> tuple[TracingState, Strokes, PointerCounts]:
    cleaned = clean(events)
    found = _found(cleaned)
    free = cleaned.down()[found.last] == 0
    if len(cleaned.waiting):
        free &= found.last < cleaned.waiting[0]
    # A piece of a stroke that was cut needs the stroke's beginning; the last stroke may go on.
    free &= (found.end != StrokeEnd.CUT) & found.ended
    first = int(anchored)
    settled = np.flatnonzero(free[first:]) + first
    if not len(settled):
        return TracingState(events, anchored), Strokes.none(), PointerCounts()
    newest = int(settled[-1])
    anchor = int(found.last[newest])
    return (
        TracingState(events[anchor:], anchored=True),
        found.upto(newest + 1).strokes(cleaned)[first:],
        cleaned.counts(slice(first, anchor + 1)),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """Where strokes begin and end, in rows of the events.

    Args:
        rows: the events that count, rising.
        points: the moves among them, rising.
        bounds: shape (n + 1,), ranges of the points.
        end: shape (n,), what ended each.
        ended: shape (n,), whether what came after it is settled.
    """

    rows: NDArray[np.int64]
    points: NDArray[np.int64]
    bounds: NDArray[np.int64]
    end: NDArray[np.int8]
    ended: NDArray[np.bool_]

    @property
    def first(self) -> NDArray[np.int64]:
        return self.points[self.bounds[:-1]]

    @property
    def last(self) -> NDArray[np.int64]:
        return self.points[self.bounds[1:] - 1]

    def upto(self, strokes: int) -> "_Found":
        bounds = self.bounds[: strokes + 1]
        return _Found(
            self.rows,
            self.points[: int(bounds[-1])],
            bounds,
            self.end[:strokes],
            self.ended[:strokes],
        )

    def strokes(self, cleaned: Cleaned) -> Strokes:
        events, first, last = cleaned.events, self.first, self.last
        at = events.at
        place = np.searchsorted(self.rows, first)
        before = self.rows[np.maximum(place - 1, 0)]
        joined = (place > 0) & (cleaned.run[before] == cleaned.run[first])
        after = self.rows[np.minimum(np.searchsorted(self.rows, last) + 1, len(self.rows) - 1)]
        since = np.concatenate([np.full(min(len(first), 1), -1), last[:-1]])
        hold, between = _clicks(cleaned, since, first)
        return Strokes(
            at[self.points],
            events.x[self.points],
            events.y[self.points],
            self.bounds,
            self.end,
            cleaned.down()[first] > 0,
            np.where(joined, at[first] - at[before], MISSING),
            np.where(self.end == StrokeEnd.PRESS, at[after] - at[last], MISSING),
            hold,
            between,
            _notches(cleaned, since, first),
        )


def _found(cleaned: Cleaned) -> _Found:
    rows = cleaned.accepted
    kind, at, run = cleaned.events.kind, cleaned.events.at, cleaned.run
    moves = np.flatnonzero(kind[rows] == PointerKind.MOVE)
    points = rows[moves]
    starts = np.ones(len(points), np.bool_)
    starts[1:] = (np.diff(moves) > 1) | (np.diff(run[points]) > 0) | (np.diff(at[points]) > PAUSE)
    begin = np.flatnonzero(starts)
    stroke = np.cumsum(starts) - 1
    piece = (at[points] - at[points[begin]][stroke]) // STROKE_LIMIT if len(begin) else stroke
    cut = np.zeros(len(points), np.bool_)
    cut[1:] = ~starts[1:] & (np.diff(piece) > 0)
    begin = np.flatnonzero(starts | cut)
    bounds = np.append(begin, len(points))

    following = moves[bounds[1:] - 1] + 1 if len(begin) else begin
    ended = following < len(rows)
    after = rows[np.minimum(following, len(rows) - 1)]
    end = np.where(ended, _END_OF[kind[after]], np.int8(StrokeEnd.PAUSE))
    last = points[bounds[1:] - 1] if len(begin) else after
    end[ended & (run[after] != run[last])] = StrokeEnd.GAP
    end[:-1][cut[begin[1:]]] = StrokeEnd.CUT
    # The very last move may still be superseded, and what comes instead may end a stroke otherwise.
    provisional = (following == len(rows) - 1) & (kind[after] == PointerKind.MOVE)
    return _Found(rows, points, bounds, end.astype(np.int8), ended & ~provisional)


def _clicks(
    cleaned: Cleaned, since: NDArray[np.int64], upto: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The hold of the last click between rows, and the time between the last two."""
    at, run = cleaned.events.at, cleaned.run
    # Clicks of two buttons may overlap: in order of their releases, "the last" is well defined.
    order = np.argsort(cleaned.released, kind="stable")
    pressed, released = cleaned.pressed[order], cleaned.released[order]
    missing = np.full(len(upto), MISSING)
    if not len(released):
        return missing, missing
    last = np.searchsorted(released, upto) - 1
    own = np.maximum(last, 0)
    clicked = (last >= 0) & (pressed[own] > since) & (run[pressed[own]] == run[upto])
    hold = np.where(clicked, at[released[own]] - at[pressed[own]], MISSING)
    earlier = np.maximum(last - 1, 0)
    twice = (
        clicked & (last >= 1) & (pressed[earlier] > since) & (run[pressed[earlier]] == run[upto])
    )
    return hold, np.where(twice, at[pressed[own]] - at[released[earlier]], MISSING)


def _notches(
    cleaned: Cleaned, since: NDArray[np.int64], upto: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The mean interval of the wheel's notches between rows, µs."""
    kind, at, run = cleaned.events.kind, cleaned.events.at, cleaned.run
    rows = cleaned.accepted
    wheel = rows[kind[rows] == PointerKind.WHEEL]
    low, high = np.searchsorted(wheel, since), np.searchsorted(wheel, upto)
    several = high - low > 1
    if not len(wheel):
        return np.full(len(upto), MISSING)
    first = wheel[np.minimum(low, len(wheel) - 1)]
    last = wheel[np.maximum(high - 1, 0)]
    whole = several & (run[first] == run[last])
    return np.where(whole, (at[last] - at[first]) // np.maximum(high - low - 1, 1), MISSING)
