"""Payloads: the scripts of a common injector, strings and pauses as their authors wrote them.

Source: 146 published payloads reduced to timing skeletons (`lab.datasets.ducky`): delays, strings
by length, chords. The text of a string comes from the text to be forged.

What they lack: everything that an injector lacks; only the pauses between strings are those of a
person who watched a window open.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.capture.keystrokes import Keystrokes
from samehands.capture.positions import position_of
from samehands.errors import DataSetError
from samehands.lab.datasets.ducky import Chord, Pause, Skeleton, Typed
from samehands.lab.forgers.injector import ONE_REPORT, Delay
from samehands.lab.forgers.script import REPORT, played
from samehands.quantities import MICROS_PER_MILLI

LONGEST_PAUSE: Final = 10_000 * MICROS_PER_MILLI
"""A payload that waits longer is taken to wait this long, µs: it adds nothing to a rhythm."""

_ANY_LETTER: Final = position_of("KeyR")  # the commonest chord opens "Run"


@dataclass(frozen=True, slots=True)
class Payload:
    """Types payload after payload, drawn at random, until the text is used up.

    Args:
        skeletons: to draw from.
        pace: inside strings, where the payload sets none itself.
        hold: of every key.
    """

    skeletons: tuple[Skeleton, ...] = field(repr=False)
    pace: Delay
    hold: Delay = ONE_REPORT

    def forge(self, text: NDArray[np.int16], rng: np.random.Generator) -> Keystrokes:
        """Types as many keys as the text has; strings from the text, chords from the payload.

        Raises:
            DataSetError: no payload has a key.
        """
        usable = [one for one in self.skeletons if one.keys]
        if not usable:
            raise DataSetError("payloads", got="none with a key", due="at least one")
        keys: list[NDArray[np.int16]] = []
        gaps: list[NDArray[np.float64]] = []
        typed, used = 0, 0
        while typed < len(text):
            payload = usable[int(rng.integers(len(usable)))]
            key, gap, took = self._of(payload, np.roll(text, -(used % len(text))), rng)
            keys.append(key)
            gaps.append(gap)
            typed, used = typed + len(key), used + took
        n = len(text)
        position = np.concatenate(keys)[:n]
        dd = np.concatenate(gaps)[:n]
        hold = np.maximum(self.hold.drawn(n, rng), REPORT)
        return played(position, dd, hold)

    def _of(
        self, payload: Skeleton, text: NDArray[np.int16], rng: np.random.Generator
    ) -> tuple[NDArray[np.int16], NDArray[np.float64], int]:
        """Keys and flights of one payload, and how many keys of the text it took."""
        keys: list[NDArray[np.int16]] = []
        gaps: list[NDArray[np.float64]] = []
        waited, took = 0.0, 0
        for step in payload.steps:
            if isinstance(step, Pause):
                waited += step.millis * MICROS_PER_MILLI
                continue
            if isinstance(step, Typed):
                key = np.resize(text[took : took + step.keys], step.keys)
                gap = self._pace(payload, rng, len(key))
                took += step.keys
            else:
                key = _chord(step)
                gap = np.zeros(len(key))
                gap[:1] = self._pace(payload, rng, 1)
            if not len(key):
                continue
            gap[0] += min(waited, LONGEST_PAUSE) + payload.between_steps * MICROS_PER_MILLI
            keys.append(key)
            gaps.append(gap)
            waited = 0.0
        return np.concatenate(keys), np.concatenate(gaps), took

    def _pace(self, payload: Skeleton, rng: np.random.Generator, n: int) -> NDArray[np.float64]:
        if payload.between_keys > 0:
            return np.full(n, float(payload.between_keys * MICROS_PER_MILLI))
        return self.pace.drawn(n, rng)


def _chord(step: Chord) -> NDArray[np.int16]:
    return np.array([position_of(code) or _ANY_LETTER for code in step.codes], np.int16)
