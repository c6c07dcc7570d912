"""Messages that must not be sent: the yardstick, the positive controls and what lies between."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from samehands.capture.keystrokes import MISSING, Keystrokes
from samehands.capture.positions import ZONES, Zone
from samehands.errors import DataSetError
from samehands.lab.attack.messages import MessageSet
from samehands.lab.attack.windows import TextWindows, keystrokes_of, windows_at_random_offsets
from samehands.lab.attack.words import words_in
from samehands.lab.datasets.corpus import Corpus
from samehands.quantities import MICROS_PER_MILLI

HISTOGRAM_BINS: Final = 20
"""Bins of each timing histogram, equally full in the population.

More: finer, but emptier in a window of 100."""

Encoder = Callable[[Keystrokes], NDArray[np.int8]]
"""Keystrokes, n to the window → the windows' numbers, shape (windows, 64)."""

_HAND: Final = np.array([0, 0, 0, 1, 1, 1, 2, 3, 3, 3, 3, 3, 3, 3], np.int64)
"""Zone → left, right, space, anything else."""


def word_count(corpus: Corpus, windows: TextWindows) -> NDArray[np.float32]:
    """How many spaces a window holds: the yardstick, shape (w, 1)."""
    spaces = corpus.keystrokes.zone[windows.rows()] == Zone.SPACE
    return np.asarray(spaces.sum(axis=1)[:, None], np.float32)


def zone_pairs(corpus: Corpus, windows: TextWindows) -> NDArray[np.float32]:
    """Square roots of the counts of each pair of zones: the positive control, shape (w, 196)."""
    zone = corpus.keystrokes.zone[windows.rows()].astype(np.int64)
    return np.sqrt(_counted(zone[:, :-1] * ZONES + zone[:, 1:], ZONES * ZONES))


def hand_counts(corpus: Corpus, windows: TextWindows) -> NDArray[np.float32]:
    """Square roots of the counts of left, right, space and other, in pairs; shape (w, 16)."""
    hand = _HAND[corpus.keystrokes.zone[windows.rows()]]
    return np.sqrt(_counted(hand[:, :-1] * 4 + hand[:, 1:], 16))


def timing_histograms(corpus: Corpus, windows: TextWindows) -> NDArray[np.float32]:
    """Histograms of hold, dd, ud and uu, whatever the key; shape (w, 80).

    The weaker positive control: PRIVACY.md finds that timing alone, as histograms, still tells
    more of the text than the word count does.
    """
    rows = windows.rows()
    hold, *flights = _channels(corpus.keystrokes)
    # The flight to a window's first keystroke comes from outside the window.
    histograms = [_histogram(hold, rows), *(_histogram(flight, rows[:, 1:]) for flight in flights)]
    return np.concatenate(histograms, axis=1)


@dataclass(frozen=True, slots=True)
class Baselines:
    """What the controls of an attack send, for the same windows.

    Args:
        yardstick: the word count.
        timing: timing histograms, the weaker positive control.
        zone_pairs: counts of zone pairs, the stronger positive control.
    """

    yardstick: MessageSet = field(repr=False)
    timing: MessageSet = field(repr=False)
    zone_pairs: MessageSet = field(repr=False)

    @classmethod
    def of(cls, corpus: Corpus, blank: MessageSet) -> Self:
        """Builds the three for the windows of a message set of the same corpus."""
        windows = blank.windows
        return cls(
            blank.sending("word count", word_count(corpus, windows)),
            blank.sending("timing histograms", timing_histograms(corpus, windows)),
            blank.sending("zone pairs", zone_pairs(corpus, windows)),
        )


def blank_messages(
    corpus: Corpus,
    n: int,
    rng: np.random.Generator,
    *,
    fresh_people: NDArray[np.bool_] | None = None,
    fresh_prompts: NDArray[np.bool_] | None = None,
) -> MessageSet:
    """Windows of a corpus for which nothing is sent yet: fill in with `MessageSet.sending`.

    Args:
        corpus: recordings with prompts.
        n: keystrokes in a window.
        rng: draws the windows.
        fresh_people: shape (people,), who was in no training of what will be sent; default all.
        fresh_prompts: shape (prompts,), the same of the texts; default all.

    Raises:
        DataSetError: the corpus holds no such window.
    """
    windows = windows_at_random_offsets(corpus, n, rng)
    everyone = np.ones(len(windows), np.bool_)
    return MessageSet(
        name="nothing",
        numbers=np.zeros((len(windows), 1), np.float32),
        windows=windows,
        prompts=corpus.prompts,
        tokens=words_in(corpus, windows),
        fresh_person=everyone if fresh_people is None else fresh_people[windows.person],
        fresh_prompt=(
            np.ones(len(corpus.prompts), np.bool_) if fresh_prompts is None else fresh_prompts
        ),
    )


def encoded(
    encoder: Encoder, corpus: Corpus, windows: TextWindows, *, batch: int = 20_000
) -> NDArray[np.float32]:
    """What an encoder sends for each window, shape (w, numbers).

    Args:
        encoder: closes a window every n keystrokes, as `windows` does.
        corpus: that the windows lie in.
        windows: to be encoded.
        batch: windows handed over at once. More: faster, more memory.

    Raises:
        DataSetError: the encoder gave another number of windows.
    """
    parts = []
    for begin in range(0, len(windows), batch):
        some = windows.selected(np.arange(begin, min(begin + batch, len(windows))))
        sent = encoder(keystrokes_of(corpus, some))
        if len(sent) != len(some):
            raise DataSetError("encoder", got=f"{len(sent)} windows", due=f"{len(some)}")
        parts.append(np.asarray(sent, np.float32))
    return np.concatenate(parts)


def _counted(codes: NDArray[np.int64], kinds: int) -> NDArray[np.float32]:
    count = len(codes)
    place = np.arange(count)[:, None] * kinds + codes
    return (
        np.bincount(place.ravel(), minlength=count * kinds)
        .reshape(count, kinds)
        .astype(np.float32)
    )


def _channels(strokes: Keystrokes) -> list[NDArray[np.float64]]:
    """Hold, dd, ud and uu in ms, NaN where they are not known or not typing."""
    lost = strokes.release == MISSING
    press = strokes.press / MICROS_PER_MILLI
    release = np.where(lost, np.nan, strokes.release / MICROS_PER_MILLI)
    gap = np.where(strokes.starts_run, np.nan, 0.0)
    gap[:1] = np.nan

    def since(later: NDArray[np.float64], earlier: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(later - np.concatenate([[np.nan], earlier[:-1]]) + gap)

    return [
        _within(release - press, 1, 1500),
        _within(since(press, press), 0, 2000),
        _within(since(press, release), -600, 2000),
        _within(since(release, release), -2000, 2000),
    ]


def _within(times: NDArray[np.float64], low: float, high: float) -> NDArray[np.float64]:
    with np.errstate(invalid="ignore"):
        return np.where((times > low) & (times <= high), times, np.nan)


def _histogram(channel: NDArray[np.float64], rows: NDArray[np.int64]) -> NDArray[np.float32]:
    known = channel[np.isfinite(channel)]
    steps = np.arange(1, HISTOGRAM_BINS) / HISTOGRAM_BINS
    edges = np.quantile(known, steps) if len(known) else steps
    bins = np.digitize(np.nan_to_num(channel), edges)
    codes = np.where(np.isfinite(channel), bins, HISTOGRAM_BINS)[rows]
    return np.sqrt(_counted(codes, HISTOGRAM_BINS + 1)[:, :HISTOGRAM_BINS])
