"""Counts of key events: nothing disappears, each was accepted or rejected for a reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self


class Rejection(StrEnum):
    """Why an event gave nothing."""

    REPEAT = "repeat"
    """The system repeated a key that is held down."""
    ORPHAN_RELEASE = "orphan release"
    """The key was not down: its press was before the start, a focus gap or a clock jump."""
    LATE_RELEASE = "late release"
    """The press had been given up on already: held for too long, or too much came after it."""


def _nothing_rejected() -> dict[Rejection, int]:
    return dict.fromkeys(Rejection, 0)


@dataclass(frozen=True, slots=True)
class EventCounts:
    """How many events came and what became of them; counts of several calls add up.

    `received` is the number of events that came in, counted apart from the rest, so that
    `received == accepted + sum(rejected.values())` is a law to test and not a definition.

    Args:
        received: events.
        presses: accepted as the press of a keystroke.
        releases: accepted as the release of a keystroke.
        gaps: focus gaps.
        rejected: for each reason.
        lost_releases: keystrokes that came out without a release.
        clock_jumps: times that the clock went backwards.
        composing: accepted presses while an input method was composing.

    >>> (EventCounts(received=2, presses=2) + EventCounts(received=1, releases=1)).accepted
    3
    """

    received: int = 0
    presses: int = 0
    releases: int = 0
    gaps: int = 0
    rejected: Mapping[Rejection, int] = field(default_factory=_nothing_rejected)
    lost_releases: int = 0
    clock_jumps: int = 0
    composing: int = 0

    @property
    def accepted(self) -> int:
        """Presses, releases and gaps."""
        return self.presses + self.releases + self.gaps

    def __add__(self, other: Self) -> Self:
        return type(self)(
            received=self.received + other.received,
            presses=self.presses + other.presses,
            releases=self.releases + other.releases,
            gaps=self.gaps + other.gaps,
            rejected={
                reason: self.rejected.get(reason, 0) + other.rejected.get(reason, 0)
                for reason in Rejection
            },
            lost_releases=self.lost_releases + other.lost_releases,
            clock_jumps=self.clock_jumps + other.clock_jumps,
            composing=self.composing + other.composing,
        )
