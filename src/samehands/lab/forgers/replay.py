"""Replays: a recording of the victim played again, as it was or changed so that it looks new.

A replay has all that a person has. What gives it away is that it has been seen: a monitor that
never saw the recording cannot tell it, and this package says so with a forger of its own.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from samehands.capture.keystrokes import MISSING, Keystrokes
from samehands.errors import DataSetError
from samehands.lab.forgers.script import played
from samehands.quantities import MICROS_PER_MILLI


@dataclass(frozen=True, slots=True)
class Replay:
    """Plays a recording, changed.

    Args:
        recording: what is played.
        jitter: standard deviation of what is added to each hold and flight, ms.
        stretch: the times are multiplied by a factor in [1 - stretch, 1 + stretch], one for each
            replay.
        most_cut: up to so many keystrokes are left out at the beginning, so that windows fall
            elsewhere.
    """

    recording: Keystrokes = field(repr=False)
    jitter: float = 0.0
    stretch: float = 0.0
    most_cut: int = 0

    def forge(self, text: NDArray[np.int16], rng: np.random.Generator) -> Keystrokes:
        """Plays as many keystrokes as the text has, at most those of the recording.

        Raises:
            DataSetError: nothing would be left of the recording.
        """
        cut = int(rng.integers(1, self.most_cut + 1)) if self.most_cut else 0
        part = self.recording[cut : cut + len(text)]
        if not len(part):
            raise DataSetError("recording", got="nothing left of it", due="keystrokes")
        if not (self.jitter or self.stretch):
            return part
        factor = 1 + self.stretch * (2 * rng.random() - 1)
        noise = rng.normal(0.0, self.jitter * MICROS_PER_MILLI, (2, len(part)))
        lost = part.release == MISSING
        dd = np.diff(part.press, prepend=part.press[:1]) * factor + noise[0]
        hold = np.where(lost, 0, part.hold) * factor + noise[1]
        again = played(part.position, np.maximum(dd, 0.0), hold)
        return Keystrokes(
            again.press,
            np.where(lost, MISSING, again.release),
            part.zone,
            part.starts_run,
            part.position,
        )
