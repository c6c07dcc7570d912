"""The early sign: what may leave the device about a machine before a window is full.

A program that types is done long before a window of keystrokes is full, or types so fast that the
window is discarded. So runs that no hand makes are counted as keystrokes come, in whole numbers
that another language counts alike. None of them is about speed: a machine that waits is found too.
People give no sign, so that there is none says nothing about them.
"""

from dataclasses import dataclass, field
from enum import IntFlag
from typing import Final

from samehands.capture.keystrokes import MISSING, Keystrokes
from samehands.errors import WireError
from samehands.quantities import MICROS_PER_MILLI
from samehands.rhythm.window import PROJECTION_REF_BYTES, SEQUENCE_LIMIT

SIGN_KEYSTROKES: Final = 20
"""Keystrokes in a row that a sign needs.

Fewer: a few slips make one. More: a short payload is over before it shows."""

SHORT_HOLD: Final = 40 * MICROS_PER_MILLI
"""A hold below this is hardly a finger's, µs: people's median is 81 ms and more, tools' 3 ms and less.

Of 1,700 people (2.6 million keystrokes) two had a row of such holds, whether the bound was 20 ms or
50. Higher: light touches count. Lower: a tool that holds for a moment is missed, sooner on a coarse
clock."""

EQUAL_WITHIN: Final = 2 * MICROS_PER_MILLI
"""Two holds, or two gaps, in a row are equal when they differ by no more than this, µs.

Wider: steady typists on a coarse clock look alike. Narrower: a timer's jitter hides a machine."""


class SignFlag(IntFlag):
    """What was seen on so many keystrokes in a row."""

    SHORT_HOLDS = 1
    """Each key was up again at once."""
    EQUAL_HOLDS = 2
    """Each key was held as long as the one before."""
    EQUAL_GAPS = 4
    """Each press came as long after the one before as that did."""


@dataclass(frozen=True, slots=True)
class EarlySign:
    """That a machine seems to type: what leaves the device, whole.

    Args:
        projection: first 8 bytes of the SHA-256 of the projection in use.
        sequence: number in its session, from 0, in one row with the windows.
        signs: what was seen; at least one.

    Raises:
        WireError: a field is out of its range.
    """

    projection: bytes
    sequence: int
    signs: SignFlag

    def __post_init__(self) -> None:
        if len(self.projection) != PROJECTION_REF_BYTES:
            raise WireError(
                "field projection",
                got=f"{len(self.projection)} bytes",
                due=f"{PROJECTION_REF_BYTES} bytes",
            )
        if not 0 <= self.sequence <= SEQUENCE_LIMIT:
            raise WireError("field sequence", got="a number out of range", due="0 to 2**32 - 1")
        if not 0 < self.signs <= sum(SignFlag):
            raise WireError(
                "field signs", got="no sign that is known", due=f"1 to {sum(SignFlag)}"
            )


@dataclass(frozen=True, slots=True)
class Looking:
    """What is remembered from keystroke to keystroke: the last one's times and a few counts.

    Args:
        press: of the last keystroke, µs, or `MISSING`.
        hold: of it, µs, or `MISSING`.
        gap: between it and the one before, µs, or `MISSING`.
        short: holds below `SHORT_HOLD` in a row.
        holds: equal neighbours among the last holds, in a row.
        gaps: equal neighbours among the last gaps, in a row.
        wait: keystrokes before the next sign may be given.
    """

    press: int = field(default=MISSING, repr=False)
    hold: int = field(default=MISSING, repr=False)
    gap: int = field(default=MISSING, repr=False)
    short: int = 0
    holds: int = 0
    gaps: int = 0
    wait: int = 0


def look(
    looking: Looking, keystrokes: Keystrokes, every: int
) -> tuple[Looking, tuple[tuple[int, SignFlag], ...]]:
    """Looks at further keystrokes.

    The same signs come out however the keystrokes are split into calls.

    Args:
        looking: what the call before left, or `Looking()`.
        keystrokes: in order.
        every: keystrokes from one sign to the next at least, so that signs tell no tempo.

    Returns:
        What to go on with, and for each sign the index of the keystroke that gave it.
    """
    found: list[tuple[int, SignFlag]] = []
    before, hold_before, gap_before = looking.press, looking.hold, looking.gap
    short, holds, gaps, wait = looking.short, looking.holds, looking.gaps, looking.wait
    rows = zip(
        keystrokes.press.tolist(),
        keystrokes.hold.tolist(),
        keystrokes.starts_run.tolist(),
        strict=True,
    )
    for index, (press, hold, starts_run) in enumerate(rows):
        gap = MISSING if starts_run or before == MISSING else press - before
        short = short + 1 if hold != MISSING and hold < SHORT_HOLD else 0
        holds = holds + 1 if _equal(hold, hold_before) else 0
        gaps = gaps + 1 if _equal(gap, gap_before) else 0
        before, hold_before, gap_before = press, hold, gap
        wait = max(wait - 1, 0)
        signs = _signs(short, holds, gaps)
        if signs and not wait:
            found.append((index, signs))
            wait = every
    return Looking(before, hold_before, gap_before, short, holds, gaps, wait), tuple(found)


def _equal(one: int, other: int) -> bool:
    return MISSING not in {one, other} and abs(one - other) <= EQUAL_WITHIN


def _signs(short: int, holds: int, gaps: int) -> SignFlag:
    """What such counts show; n equal ones have n - 1 equal neighbours, and n keystrokes n - 1 gaps."""
    signs = SignFlag(0)
    if short >= SIGN_KEYSTROKES:
        signs |= SignFlag.SHORT_HOLDS
    if holds >= SIGN_KEYSTROKES - 1:
        signs |= SignFlag.EQUAL_HOLDS
    if gaps >= SIGN_KEYSTROKES - 2:
        signs |= SignFlag.EQUAL_GAPS
    return signs
