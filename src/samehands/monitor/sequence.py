"""Sequence numbers: which windows of a session came, which are missing, which came twice."""

from enum import StrEnum
from typing import Final, NamedTuple

import msgspec

REMEMBERED: Final = 64
"""How far back single windows are remembered, in windows: an hour or more of typing.

A window that is later than that is dropped, as it cannot be told from a repeat. More: later ones
are still taken, and each session's state grows by a bit for each."""

_ALL: Final = 2**REMEMBERED - 1


class Order(StrEnum):
    """How a window stands to those before it."""

    NEXT = "next"
    AFTER_GAP = "after_gap"
    LATE = "late"
    """It fills a gap: others with higher numbers came first."""
    REPEAT = "repeat"
    TOO_LATE = "too_late"
    """Too far back to know whether it came before."""


class Noted(NamedTuple):
    """The outcome of noting a window: what is known now, how it stands, how many are missing."""

    sequences: "Sequences"
    order: Order
    missing: int = 0


class Sequences(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Which sequence numbers of a session came.

    Args:
        due: one more than the highest that came.
        seen: bit i is set if due - 1 - i came; 64 bits.
    """

    due: int = 0
    seen: int = 0

    def note(self, sequence: int) -> Noted:
        """Take in one number; a repeat, and one that may be a repeat, changes nothing.

        >>> after_seven = Sequences().note(0).sequences.note(7)
        >>> after_seven.order, after_seven.missing
        (<Order.AFTER_GAP: 'after_gap'>, 6)
        >>> after_seven.sequences.note(3).order, after_seven.sequences.note(0).order
        (<Order.LATE: 'late'>, <Order.REPEAT: 'repeat'>)
        """
        ahead = sequence - self.due
        if ahead >= 0:
            kept = (self.seen << (ahead + 1)) & _ALL if ahead < REMEMBERED else 0
            order = Order.AFTER_GAP if ahead else Order.NEXT
            return Noted(Sequences(sequence + 1, kept | 1), order, ahead)
        if -ahead > REMEMBERED:
            return Noted(self, Order.TOO_LATE)
        bit = 1 << (-ahead - 1)
        if self.seen & bit:
            return Noted(self, Order.REPEAT)
        return Noted(Sequences(self.due, self.seen | bit), Order.LATE)
