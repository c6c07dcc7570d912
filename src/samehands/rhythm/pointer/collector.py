"""The pointer's collector: raw pointer events in, windows out. The privacy boundary.

What goes in tells where everything on the screen is; what comes out is all that may leave the
device. A function of its arguments: the caller carries the state and nobody prints it.
"""

from dataclasses import dataclass, field

import numpy as np

from samehands.capture.pointer import PointerEvents
from samehands.capture.pointer_counts import PointerCounts
from samehands.capture.strokes import Strokes
from samehands.capture.strokes_tracing import Traced, TracingState, flush, trace
from samehands.rhythm.pointer.paths import measurable
from samehands.rhythm.pointer.projection import PointerProjection


@dataclass(frozen=True, slots=True, eq=False)
class PointerCollectorState:
    """What a collector remembers between calls; never printed.

    Args:
        tracing: of events that are not settled.
        waiting: strokes that do not fill a window yet.
        sequence: number of the next window.
    """

    tracing: TracingState = field(default_factory=TracingState, repr=False)
    waiting: Strokes = field(default_factory=Strokes.none, repr=False)
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class PointerWindow:
    """S strokes as an embedding: all that leaves the device about them.

    Args:
        projection: first 8 bytes of the SHA-256 of the projection that made it.
        sequence: number in its session, from 0.
        embedding: 64 bytes, each an int8: 31 steps per σ, clipped at ±124.
    """

    projection: bytes
    sequence: int
    embedding: bytes


@dataclass(frozen=True, slots=True, eq=False)
class PointerCollected:
    """What came of some events.

    Args:
        state: for the next call.
        windows: that were filled, in order.
        counts: of the events settled by now: received = accepted + rejected.
        slight: strokes too short to be measured; they fill no window.
    """

    state: PointerCollectorState
    windows: tuple[PointerWindow, ...]
    counts: PointerCounts
    slight: int


def collect_pointer(
    state: PointerCollectorState, events: PointerEvents, projection: PointerProjection
) -> PointerCollected:
    """Takes in events, however many, and gives the windows that they fill.

    The same windows come out however the events are split into calls. A window that is not full
    stays in the state and is never sent.

    Args:
        state: what the call before left, or `PointerCollectorState()`.
        events: in the order of the source.
        projection: whose S and numbers the windows have.

    Raises:
        EventError: an event cannot be; nothing of the call was taken in.
    """
    return _filled(state, trace(state.tracing, events), projection)


def finish_pointer(
    state: PointerCollectorState, projection: PointerProjection
) -> PointerCollected:
    """Ends a session: what fills no window is dropped."""
    ended = _filled(state, flush(state.tracing), projection)
    left = PointerCollectorState(sequence=ended.state.sequence)
    return PointerCollected(left, ended.windows, ended.counts, ended.slight)


def _filled(
    state: PointerCollectorState, traced: Traced, projection: PointerProjection
) -> PointerCollected:
    stream = Strokes.concatenated([state.waiting, traced.strokes])
    before = int(np.count_nonzero(measurable(state.waiting, projection.rate)))
    whole = np.flatnonzero(measurable(stream, projection.rate))
    full = len(whole) // projection.strokes
    slight = len(traced.strokes) - (len(whole) - before)
    used = int(whole[full * projection.strokes - 1]) + 1 if full else 0
    left = PointerCollectorState(
        traced.state, _only(stream[used:], projection), state.sequence + full
    )
    if not full:
        return PointerCollected(left, (), traced.counts, slight)
    score = projection.scored(stream[:used])
    rows = np.arange(full * projection.strokes).reshape(full, projection.strokes)
    windows = tuple(
        PointerWindow(projection.ref, state.sequence + index, vector.tobytes())
        for index, vector in enumerate(projection.embed(score, rows))
    )
    return PointerCollected(left, windows, traced.counts, slight)


def _only(strokes: Strokes, projection: PointerProjection) -> Strokes:
    """The strokes that can be measured: what else waits would only take memory."""
    kept = np.flatnonzero(measurable(strokes, projection.rate))
    return Strokes.concatenated([strokes[row : row + 1] for row in kept.tolist()])
