"""Counts of pointer events: nothing disappears, each was accepted or rejected for a reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self


class PointerRejection(StrEnum):
    """Why a pointer event gave nothing."""

    SENTINEL = "sentinel"
    """A move to where no screen is: 65535 and the like mean that the position was not known."""
    DUPLICATE = "duplicate"
    """The same event as the one before it, to the microsecond."""
    SUPERSEDED = "superseded"
    """Another move followed in the same millisecond: a zero interval, or a burst from a link."""
    STILL = "still"
    """A move to where the pointer was already."""
    ORPHAN_RELEASE = "orphan release"
    """The button was not down: its press was before the start, a gap or a clock jump, or was given
    up on."""


def _nothing_rejected() -> dict[PointerRejection, int]:
    return dict.fromkeys(PointerRejection, 0)


@dataclass(frozen=True, slots=True)
class PointerCounts:
    """How many pointer events came and what became of them; counts of several calls add up.

    `received` is counted apart from the rest, so that
    `received == accepted + sum(rejected.values())` is a law to test and not a definition.

    Args:
        received: events that are settled: what may still change waits in the state.
        moves: accepted as a point of a path.
        presses: of buttons.
        releases: of buttons.
        wheels: notches.
        gaps: in the focus.
        rejected: for each reason.
        lost_releases: presses without a release.
        clock_jumps: times that the clock went backwards.
        unplaced: presses, releases and notches whose position was not known.

    >>> (PointerCounts(received=2, moves=2) + PointerCounts(received=1, wheels=1)).accepted
    3
    """

    received: int = 0
    moves: int = 0
    presses: int = 0
    releases: int = 0
    wheels: int = 0
    gaps: int = 0
    rejected: Mapping[PointerRejection, int] = field(default_factory=_nothing_rejected)
    lost_releases: int = 0
    clock_jumps: int = 0
    unplaced: int = 0

    @property
    def accepted(self) -> int:
        """Moves, presses, releases, notches and gaps."""
        return self.moves + self.presses + self.releases + self.wheels + self.gaps

    def __add__(self, other: Self) -> Self:
        return type(self)(
            received=self.received + other.received,
            moves=self.moves + other.moves,
            presses=self.presses + other.presses,
            releases=self.releases + other.releases,
            wheels=self.wheels + other.wheels,
            gaps=self.gaps + other.gaps,
            rejected={
                reason: self.rejected.get(reason, 0) + other.rejected.get(reason, 0)
                for reason in PointerRejection
            },
            lost_releases=self.lost_releases + other.lost_releases,
            clock_jumps=self.clock_jumps + other.clock_jumps,
            unplaced=self.unplaced + other.unplaced,
        )
