"""CUSUM: the evidence that something has changed, at a moment nobody knows.

S = max(0, S + evidence) (Page 1954). A sequential test asks whether a whole session is somebody
else's; a take-over happens in the middle of one, and what the owner typed before must not count
for the intruder. S forgets it by never going below zero.
"""

from typing import Final

import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray

from samehands.errors import EmptyScoresError
from samehands.quantities import Micros, Nats

LEVEL_LIMIT: Final = Nats(1e6)
"""Where S stops rising: far past any threshold, so that years of evidence stay a finite number."""


class Cusum(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Evidence gathered since the most likely moment of change.

    Args:
        level: S, nats, never below zero.
        windows: pieces of evidence since S was last zero; 0 while it is.
        quiet_until: when S was last zero, so the change, if there is one, came after it; None
            where S never was zero since the start or the last reset.
        changed_by: when the first evidence since then came: the change came before it; None
            while S is zero.

    Raises:
        EmptyScoresError: a level that no evidence leads to: below zero, endless or NaN.
    """

    level: Nats = Nats(0.0)
    windows: int = 0
    quiet_until: Micros | None = None
    changed_by: Micros | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.level <= LEVEL_LIMIT:
            raise EmptyScoresError("S", got=f"{self.level}", due=f"0 to {LEVEL_LIMIT:g} nats")

    def add(self, evidence: Nats, at: Micros) -> "Cusum":
        """S after one more piece of evidence.

        Args:
            evidence: nats, positive for a change.
            at: when it came, µs.

        Raises:
            EmptyScoresError: the evidence is NaN or infinite; S is not touched.

        >>> Cusum().add(Nats(3.0), Micros(10)).add(Nats(-1.0), Micros(20))
        Cusum(level=2.0, windows=2, quiet_until=None, changed_by=10)
        >>> Cusum().add(Nats(3.0), Micros(10)).add(Nats(-4.0), Micros(20))
        Cusum(level=0.0, windows=0, quiet_until=20, changed_by=None)
        """
        level = float(run_cusum([evidence], start=self.level)[0])
        if level == 0.0:
            return Cusum(quiet_until=at)
        return Cusum(
            level=Nats(level),
            windows=self.windows + 1,
            quiet_until=self.quiet_until,
            changed_by=at if self.changed_by is None else self.changed_by,
        )


def run_cusum(evidence: ArrayLike, *, start: float = 0.0) -> NDArray[np.float64]:
    """S after each piece of evidence, along the last axis.

    Args:
        evidence: shape (..., n), nats, positive for a change; rows are independent.
        start: S before the first.

    Returns:
        Shape (..., n); the same numbers, to the bit, as adding one by one.

    Raises:
        EmptyScoresError: the evidence or the start is NaN or infinite.

    >>> run_cusum([1.0, -2.0, 3.0, 1.0])
    array([1., 0., 3., 4.])
    """
    moves = np.asarray(evidence, np.float64)
    if not (np.isfinite(moves).all() and np.isfinite(start)):
        raise EmptyScoresError("evidence", got="a value that is not finite", due="finite nats")
    levels = np.empty_like(moves)
    level = np.full(moves.shape[:-1], float(start))
    # One step at a time, many rows at once: the closed form with a running minimum rounds
    # differently, and a replay must give the live numbers to the bit.
    for step in range(moves.shape[-1]):
        level = np.minimum(np.maximum(level + moves[..., step], 0.0), LEVEL_LIMIT)
        levels[..., step] = level
    return levels
