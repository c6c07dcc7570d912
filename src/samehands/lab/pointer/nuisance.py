"""Simulated differences of pointing devices: what must not pass for a person.

As far as can be seen everybody in the public sets used one computer. Simulating other sampling,
resolutions and links on the same movement, and nulling the shift, takes some of that out.
"""

from dataclasses import replace
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.capture.pointer import PointerEvents, PointerKind
from samehands.lab.datasets.pointer_corpus import PointerCorpus
from samehands.quantities import MICROS_PER_MILLI

SCALE_RANGE: Final = 2.0
"""Largest factor of resolution and speed setting, either way."""

BATCH: Final = 40 * MICROS_PER_MILLI
"""How long a link holds events back, µs."""

BATCH_JITTER: Final = 15 * MICROS_PER_MILLI
"""How much later than due a link delivers, at most, µs."""


class PointerNuisance(StrEnum):
    """A difference between two sessions of one person that is not the person."""

    TICK_16 = "tick 16"
    TICK_33 = "tick 33"
    TICK_110 = "tick 110"
    SCALE = "scale"
    BATCH = "batch"


TICK_OF: Final = {
    PointerNuisance.TICK_16: 16_667,
    PointerNuisance.TICK_33: 33 * MICROS_PER_MILLI,
    PointerNuisance.TICK_110: 110 * MICROS_PER_MILLI,
}
"""Interval of each sampling, µs."""


def disturbed(
    corpus: PointerCorpus, kind: PointerNuisance, rng: np.random.Generator
) -> PointerCorpus:
    """The same movement as another device would have shown it.

    Args:
        corpus: of everybody.
        kind: which difference.
        rng: draws the differences; every person has one scale, every recording one phase.
    """
    recording = np.repeat(np.arange(len(corpus)), np.diff(corpus.bounds))
    if kind is PointerNuisance.SCALE:
        most = np.log(SCALE_RANGE)
        factor = np.exp(rng.uniform(-most, most, len(corpus.people)))[corpus.person]
        return scaled(corpus, factor)
    jitter = BATCH_JITTER if kind is PointerNuisance.BATCH else 0
    return _polled(corpus, recording, TICK_OF.get(kind, BATCH), jitter, rng)


def scaled(corpus: PointerCorpus, factor: NDArray[np.float64]) -> PointerCorpus:
    """The same movement on a screen, or at a speed setting, of another scale.

    Args:
        corpus: of everybody.
        factor: shape (recordings,).
    """
    by_row = np.repeat(factor, np.diff(corpus.bounds))
    events = corpus.events
    x, y = (np.rint(axis * by_row).astype(np.int32) for axis in (events.x, events.y))
    return replace(corpus, events=PointerEvents(events.at, x, y, events.kind, events.button))


def _polled(
    corpus: PointerCorpus,
    recording: NDArray[np.int64],
    tick: int,
    jitter: int,
    rng: np.random.Generator,
) -> PointerCorpus:
    events = corpus.events
    at = events.at + rng.integers(0, tick, len(corpus))[recording]
    move = events.kind == PointerKind.MOVE
    joined = np.zeros(len(at), np.bool_)
    joined[:-1] = recording[1:] == recording[:-1]
    following = np.where(joined, np.roll(at, -1), np.iinfo(np.int64).max)
    later = joined & move & np.roll(move, -1) & (following // tick == at // tick)
    due = (at // tick + 1) * tick + (rng.integers(0, jitter, len(at)) if jitter else 0)
    # Never after what came next: a click does not wait for the pointer's report.
    shown = np.where(move & (following >= at), np.minimum(due, following), at)
    kept = ~later
    lengths = np.bincount(recording[kept], minlength=len(corpus))
    polled = PointerEvents(shown, events.x, events.y, events.kind, events.button)[kept]
    return replace(corpus, events=polled, bounds=np.concatenate([[0], np.cumsum(lengths)]))
