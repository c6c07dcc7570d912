"""Keystrokes together with their key: what a reference from the literature needs, and no device sends."""

from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from samehands.capture.keystrokes import MISSING, Keystrokes
from samehands.capture.positions import ZONE_OF_POSITION
from samehands.errors import DataSetError
from samehands.quantities import MICROS_PER_SECOND

POSITION_COUNT: Final = len(ZONE_OF_POSITION)
"""How many positions there are: the base in which a run of keys is written as one number."""

WINDOW_KEYSTROKES: Final = 100
"""Keystrokes that count as one window, so that readiness means what it means for embeddings."""

LONGEST_FLIGHT: Final = 2 * MICROS_PER_SECOND
"""Flights dd above this are pauses, not movements, µs; the same bound as the projection's."""


@dataclass(frozen=True, slots=True, eq=False)
class KeyedKeystrokes:
    """Keystrokes of one session with the physical position of each. The laboratory's only.

    Args:
        keystrokes: n in all.
        position: shape (n,), of `POSITIONS`.

    Raises:
        DataSetError: lengths that differ, or a position that does not exist.
    """

    keystrokes: Keystrokes = field(repr=False)
    position: NDArray[np.int16] = field(repr=False)

    def __post_init__(self) -> None:
        position = self.position
        if position.shape != (len(self.keystrokes),):
            raise DataSetError(
                "keyed keystrokes",
                got=f"{len(self.keystrokes)} keystrokes, positions of shape {position.shape}",
                due="one position for each",
            )
        if position.size and not (position.min() >= 0 and position.max() < POSITION_COUNT):
            raise DataSetError(
                "keyed keystrokes", got="a position out of range", due=f"0 to {POSITION_COUNT - 1}"
            )

    def __len__(self) -> int:
        return len(self.keystrokes)

    def __getitem__(self, rows: slice) -> Self:
        return type(self)(self.keystrokes[rows], self.position[rows])

    @property
    def windows(self) -> int:
        """Hundreds of keystrokes begun: what an outcome counts."""
        return -(-len(self) // WINDOW_KEYSTROKES)


@dataclass(frozen=True, slots=True, eq=False)
class Timed:
    """Durations and which key or run of keys each belongs to.

    Args:
        code: shape (k,), the positions in order, as a number in base `POSITION_COUNT`.
        micros: shape (k,), µs, above 0.
    """

    code: NDArray[np.int64] = field(repr=False)
    micros: NDArray[np.int64] = field(repr=False)


def holds(keyed: KeyedKeystrokes) -> Timed:
    """How long each key was down, where the release is known and the clock saw it."""
    hold = keyed.keystrokes.hold
    known = (hold != MISSING) & (hold > 0)
    return Timed(keyed.position[known].astype(np.int64), hold[known])


def graphs(keyed: KeyedKeystrokes, keys: int) -> Timed:
    """Every run of so many keys typed without a pause: from its first press to its last.

    Args:
        keyed: the keystrokes.
        keys: 2 for pairs, 3 for triples; a run across a gap or a pause is left out.
    """
    runs = len(keyed) - keys + 1
    if runs < 1:
        return Timed(np.empty(0, np.int64), np.empty(0, np.int64))
    press = keyed.keystrokes.press
    flight = np.diff(press)
    joined = ~keyed.keystrokes.starts_run[1:] & (flight >= 0) & (flight <= LONGEST_FLIGHT)
    code = np.zeros(runs, np.int64)
    whole = np.ones(runs, np.bool_)
    for key in range(keys):
        code = code * POSITION_COUNT + keyed.position[key : key + runs]
        if key:
            whole &= joined[key - 1 : key - 1 + runs]
    micros = press[keys - 1 :] - press[:runs]
    whole &= micros > 0  # within one tick of the clock: as good as unknown
    return Timed(code[whole], micros[whole])
