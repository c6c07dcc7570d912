"""An injector that opens records: a command for each, and a wait for the page to come."""

import numpy as np

from samehands.capture import Keystrokes
from samehands.lab.exposure.protocol import Injector
from samehands.lab.forgers.injector import Delay, Shape, with_shift
from samehands.lab.forgers.script import long_enough, without_corrections
from samehands.quantities import MICROS_PER_MILLI, MICROS_PER_SECOND


def injected(
    typed: Keystrokes, settings: Injector, keystrokes: int, rng: np.random.Generator
) -> Keystrokes:
    """A text as a keystroke injector types it, command after command.

    Args:
        typed: where the keys come from: what somebody typed, less the corrections.
        settings: the injector's.
        keystrokes: how many.
        rng: draws the jitter.
    """
    text = long_enough(without_corrections(typed.position), keystrokes)
    pace = Delay(settings.gap_ms, settings.jitter_ms, Shape.UNIFORM).drawn(keystrokes, rng)
    place = np.arange(keystrokes)
    # The wait comes after the last key of a command, so before the first of the next.
    begins = (place % settings.keystrokes_per_record == 0) & (place > 0)
    pace += np.where(begins, settings.wait_ms * MICROS_PER_MILLI, 0.0)
    return with_shift(text, pace, Delay(settings.hold_ms).drawn(keystrokes, rng))


def seconds_per_record(settings: Injector) -> float:
    """The mean time from one record to the next, s.

    >>> seconds_per_record(
    ...     Injector(gap_ms=5, jitter_ms=5, hold_ms=2, wait_ms=500, keystrokes_per_record=36)
    ... )
    0.77
    """
    key = settings.gap_ms + settings.jitter_ms / 2
    millis = settings.keystrokes_per_record * key + settings.wait_ms
    return millis * MICROS_PER_MILLI / MICROS_PER_SECOND
