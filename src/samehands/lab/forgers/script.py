"""A script: which keys go down, when, and for how long; and what a keyboard makes of it."""

from itertools import pairwise
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from samehands.capture.keystrokes import MISSING, Keystrokes
from samehands.capture.positions import UNKNOWN_POSITION, ZONE_OF_POSITION, Zone
from samehands.errors import DataSetError
from samehands.lab.datasets.corpus import Corpus
from samehands.quantities import MICROS_PER_MILLI

REPORT: Final = MICROS_PER_MILLI
"""Time of one report of a USB keyboard at full speed, µs: nothing is shorter than that.

Longer (8 ms, low speed): the fastest injectors are slower than they can be."""

LONGEST_TEXT: Final = 100_000
"""Keystrokes that a forger writes at once: some three days of an office worker's typing."""


class Forger(Protocol):
    """Anything that can type a text without hands."""

    def forge(self, text: NDArray[np.int16], rng: np.random.Generator) -> Keystrokes:
        """Types a text.

        Args:
            text: shape (n,), key positions in the order of their presses.
            rng: every draw.

        Returns:
            n keystrokes, or as many as its own script has keys of.
        """
        ...


def played(
    text: NDArray[np.int16], dd: NDArray[np.float64], hold: NDArray[np.float64]
) -> Keystrokes:
    """The keystrokes that come of a script on a keyboard that cannot press a key that is down.

    Times are whole microseconds; a key is let go at the latest one report before it is pressed
    again, and held for one report at least.

    Args:
        text: shape (n,), key positions.
        dd: shape (n,), µs from the press before; the first counts for nothing.
        hold: shape (n,), µs.

    Raises:
        DataSetError: the columns do not fit, hold NaN, or are longer than a script may be.
    """
    n = len(text)
    if not len(dd) == len(hold) == n or n > LONGEST_TEXT:
        raise DataSetError("script", got=f"{n} keys, {len(dd)} flights", due="columns that fit")
    if not (np.isfinite(dd).all() and np.isfinite(hold).all()):
        raise DataSetError("script", got="a time that is no number", due="µs")
    gap = np.maximum(np.rint(dd), 0).astype(np.int64)
    gap[:1] = 0
    press = np.cumsum(gap)
    # A key that comes again has to have come up before.
    order = np.lexsort((press, text))
    again = text[order][1:] == text[order][:-1]
    earlier, later = order[:-1][again], order[1:][again]
    press = _apart(press, earlier, later)
    longest = np.full(n, np.iinfo(np.int64).max)
    longest[earlier] = press[later] - press[earlier] - REPORT
    held = np.maximum(np.minimum(np.rint(hold).astype(np.int64), longest), REPORT)
    starts = np.zeros(n, np.bool_)
    starts[:1] = True
    return Keystrokes(press, press + held, ZONE_OF_POSITION[text], starts, text.astype(np.int16))


def _apart(
    press: NDArray[np.int64], earlier: NDArray[np.int64], later: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Presses of one key at least two reports apart: what comes after waits with it."""
    wait = np.zeros(len(press), np.int64)
    # A key seldom comes twice in two reports; where it does, one after the other is put off.
    wait[later] = np.maximum(0, 2 * REPORT - (press[later] - press[earlier]))
    delayed: NDArray[np.int64] = press + np.cumsum(wait)
    return delayed


def texts_of(corpus: Corpus) -> list[NDArray[np.int16]]:
    """What was typed in each session of each person, as positions, where every key is known.

    Recordings of one session make one text. Shorter ones come too.
    """
    edge = np.flatnonzero(
        (np.diff(corpus.person, prepend=-1) != 0) | (np.diff(corpus.session, prepend=-1) != 0)
    )
    bounds = [*corpus.bounds[edge].tolist(), int(corpus.bounds[-1])]
    texts = [corpus.position[a:b] for a, b in pairwise(bounds)]
    return [text[text != UNKNOWN_POSITION] for text in texts]


def without_corrections(text: NDArray[np.int16]) -> NDArray[np.int16]:
    """The same text as a program types it that makes no mistakes.

    Each backspace goes, with the key that it took back; so do keys that only move about.

    >>> a, back = 7, int(np.flatnonzero(ZONE_OF_POSITION == Zone.BACKSPACE)[0])
    >>> without_corrections(np.array([a, a + 1, back, a + 2], np.int16)).tolist()
    [7, 9]
    """
    zone = ZONE_OF_POSITION[text]
    kept: list[int] = []
    for row, of in enumerate(zone.tolist()):
        if of == Zone.BACKSPACE:
            if kept:
                kept.pop()
        elif of not in (Zone.NAVIGATION, Zone.OTHER):
            kept.append(row)
    return text[np.array(kept, np.int64)]


def long_enough(text: NDArray[np.int16], n: int) -> NDArray[np.int16]:
    """A text of n keys: from the start again where it is shorter.

    Raises:
        DataSetError: there is no key at all.
    """
    if not len(text):
        raise DataSetError("text", got="no keys", due="at least one")
    return np.resize(text, n)


def seen_by_clock(
    keystrokes: Keystrokes, tick: int, phase: int, rounding: int = MICROS_PER_MILLI
) -> Keystrokes:
    """The same keystrokes as a coarser clock would have timed them.

    Args:
        keystrokes: on a fine clock.
        tick: of the coarse clock, µs.
        phase: where its ticks lie, in [0, tick), µs.
        rounding: grid on which the coarse clock is read out, µs.
    """

    def floored(at: NDArray[np.int64]) -> NDArray[np.int64]:
        return (at + phase) // tick * tick // rounding * rounding

    lost = keystrokes.release == MISSING
    return Keystrokes(
        floored(keystrokes.press),
        np.where(lost, MISSING, floored(np.where(lost, 0, keystrokes.release))),
        keystrokes.zone,
        keystrokes.starts_run,
        keystrokes.position,
    )
