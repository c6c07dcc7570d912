"""Simulated differences of keyboards and clocks: what must not pass for a person.

Source: PRIVACY.md. Each person of the training data sat at one keyboard once, so that the level of
the holds and the tick of the clock would be learnt as theirs. Simulating other keyboards on the
same times, and nulling the shift, is what makes a template hold on another day.
"""

from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.capture.keystrokes import MISSING, Keystrokes
from samehands.capture.positions import Zone
from samehands.quantities import MICROS_PER_MILLI

HOLD_SHIFT: Final = 12 * MICROS_PER_MILLI
"""Standard deviation of a keyboard's shift of holds, µs; clipped at 30 ms."""

HOLD_SHIFT_LIMIT: Final = 30 * MICROS_PER_MILLI

TICK: Final = 15_625
"""Tick of a coarse system clock, µs."""

PAUSE: Final = 300 * MICROS_PER_MILLI
"""A gap between presses above this is a pause, µs."""

PAUSE_SPREAD: Final = 0.3
"""Standard deviation of the logarithm by which pauses stretch from one day to another."""


class Nuisance(StrEnum):
    """A difference between two sessions of one person that is not the person."""

    HOLD = "hold"
    TICK = "tick"
    PAUSE = "pause"
    SPACE = "space"


def simulated(
    keystrokes: Keystrokes, person: NDArray[np.int64], kind: Nuisance, rng: np.random.Generator
) -> Keystrokes:
    """The same typing as another keyboard, clock or day would have shown it.

    Args:
        keystrokes: of everybody.
        person: shape (n,), from 0, who typed each; every person gets a difference of their own.
        kind: which difference.
        rng: draws the differences.
    """
    press, release = keystrokes.press, keystrokes.release
    known = release != MISSING
    people = int(person.max(initial=-1)) + 1
    match kind:
        case Nuisance.HOLD | Nuisance.SPACE:
            drawn = np.clip(rng.normal(0, HOLD_SHIFT, people), -HOLD_SHIFT_LIMIT, HOLD_SHIFT_LIMIT)
            shift = drawn.astype(np.int64)[person]
            at = known if kind is Nuisance.HOLD else known & (keystrokes.zone == Zone.SPACE)
            release = np.where(at, np.maximum(release + shift, press + MICROS_PER_MILLI), release)
        case Nuisance.TICK:
            phase = rng.integers(0, TICK, people)[person]
            press = _ticked(press + phase)
            release = np.where(known, _ticked(release + phase), MISSING)
        case Nuisance.PAUSE:
            stretch = np.exp(rng.normal(0, PAUSE_SPREAD, people))[person] - 1
            gap = np.diff(press, prepend=press[:1])
            longer = (gap > PAUSE) & ~keystrokes.starts_run
            moved = np.cumsum(np.where(longer, gap * stretch, 0).astype(np.int64))
            press = press + moved
            release = np.where(known, release + moved, MISSING)
    return Keystrokes(press, release, keystrokes.zone, keystrokes.starts_run, keystrokes.position)


def _ticked(at: NDArray[np.int64]) -> NDArray[np.int64]:
    # A coarse clock is read out in whole milliseconds.
    return at // TICK * TICK // MICROS_PER_MILLI * MICROS_PER_MILLI
