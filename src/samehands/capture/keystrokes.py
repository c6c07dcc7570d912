"""Keystrokes: presses in order, each with its release, its key and whether a run starts there."""

from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from samehands.capture.positions import UNKNOWN_POSITION

MISSING: Final = np.iinfo(np.int64).min
"""A time or duration that is not known: a lost release, a flight across a gap."""


@dataclass(frozen=True, slots=True, eq=False)
class Keystrokes:
    """Keystrokes in order of their presses. What is in it is never printed.

    Args:
        press: shape (n,), µs, on the source's clock.
        release: shape (n,), µs, or `MISSING` where the release was lost.
        zone: shape (n,), values of `Zone`.
        starts_run: shape (n,), whether the flight from the keystroke before is unknown: the
            first of all, and the first after a focus gap or a clock jump.
        position: shape (n,), physical positions; `rhythm` compares a duration with everybody's on
            the same keys, and passes nothing of it on. Not said: unknown.
    """

    press: NDArray[np.int64] = field(repr=False)
    release: NDArray[np.int64] = field(repr=False)
    zone: NDArray[np.int8] = field(repr=False)
    starts_run: NDArray[np.bool_] = field(repr=False)
    position: NDArray[np.int16] = field(default_factory=lambda: np.empty(0, np.int16), repr=False)

    def __post_init__(self) -> None:
        if len(self.position) != len(self.press):
            unknown = np.full(len(self.press), UNKNOWN_POSITION, np.int16)
            object.__setattr__(self, "position", unknown)

    def __len__(self) -> int:
        return len(self.press)

    def __getitem__(self, rows: slice) -> Self:
        return type(self)(
            self.press[rows],
            self.release[rows],
            self.zone[rows],
            self.starts_run[rows],
            self.position[rows],
        )

    @property
    def hold(self) -> NDArray[np.int64]:
        """Press to release, shape (n,), µs, or `MISSING`."""
        return np.where(self.release == MISSING, MISSING, self.release - self.press)

    @classmethod
    def none(cls) -> Self:
        """No keystrokes at all."""
        return cls(
            np.empty(0, np.int64),
            np.empty(0, np.int64),
            np.empty(0, np.int8),
            np.empty(0, np.bool_),
        )

    @classmethod
    def concatenated(cls, parts: "list[Keystrokes]") -> Self:
        """One after the other, as they are."""
        if not parts:
            return cls.none()
        return cls(
            np.concatenate([part.press for part in parts]),
            np.concatenate([part.release for part in parts]),
            np.concatenate([part.zone for part in parts]),
            np.concatenate([part.starts_run for part in parts]),
            np.concatenate([part.position for part in parts]),
        )
