"""The names of readings, and the sentences they are spoken of in."""

from enum import StrEnum
from typing import Final, NamedTuple


class ReadingName(StrEnum):
    """What can be read."""

    HOLD_LEFT = "hold_left"
    HOLD_RIGHT = "hold_right"
    HOLD_LEFT_LESS_RIGHT = "hold_left_less_right"
    HOLD_SPACE = "hold_space"
    HOLD_SPREAD = "hold_spread"
    HOLD_LONGEST = "hold_longest"
    GAP_SAME_HAND = "gap_same_hand"
    GAP_OTHER_HAND = "gap_other_hand"
    GAP_BEFORE_SPACE = "gap_before_space"
    GAP_AFTER_SPACE = "gap_after_space"
    GAP_SPREAD = "gap_spread"
    OVERLAP_SAME_HAND = "overlap_same_hand"
    OVERLAP_OTHER_HAND = "overlap_other_hand"
    LONG_PAUSES = "long_pauses"


class Words(NamedTuple):
    """How a reading is spoken of.

    Args:
        title: what it is.
        more: where it is more than usual.
        less: where it is less than usual.
        same: where it is as usual.
    """

    title: str
    more: str
    less: str
    same: str


def _compared(subject: str, more: str, less: str, plain: str, title: str) -> Words:
    return Words(
        title,
        f"{subject} {more} than usual",
        f"{subject} {less} than usual",
        f"{subject} {plain} as usual",
    )


_LONGER: Final = ("are held longer", "are held more briefly", "are held about as long")
_WIDER: Final = ("are longer", "are shorter", "are about as long")

WORDS: Final[dict[ReadingName, Words]] = {
    ReadingName.HOLD_LEFT: _compared(
        "Letter keys of the left hand", *_LONGER, "How long the left hand holds letter keys"
    ),
    ReadingName.HOLD_RIGHT: _compared(
        "Letter keys of the right hand", *_LONGER, "How long the right hand holds letter keys"
    ),
    ReadingName.HOLD_LEFT_LESS_RIGHT: _compared(
        "Compared with the right hand, the left hand",
        "holds keys longer",
        "holds keys more briefly",
        "holds keys about as long",
        "How much longer the left hand holds keys than the right",
    ),
    ReadingName.HOLD_SPACE: _compared(
        "The space bar",
        "is held longer",
        "is held more briefly",
        "is held about as long",
        "How long the space bar is held",
    ),
    ReadingName.HOLD_SPREAD: _compared(
        "Letter keys",
        "are held less evenly",
        "are held more evenly",
        "are held about as evenly",
        "How unevenly letter keys are held",
    ),
    ReadingName.HOLD_LONGEST: _compared(
        "Keys that are held very long",
        "are commoner",
        "are rarer",
        "are about as common",
        "How common very long holds are",
    ),
    ReadingName.GAP_SAME_HAND: _compared(
        "Gaps between two keys of the same hand", *_WIDER, "The gap between keys of the same hand"
    ),
    ReadingName.GAP_OTHER_HAND: _compared(
        "Gaps between keys of one hand and the other",
        *_WIDER,
        "The gap between keys of one hand and the other",
    ),
    ReadingName.GAP_BEFORE_SPACE: _compared(
        "Gaps before the space bar", *_WIDER, "The gap before the space bar"
    ),
    ReadingName.GAP_AFTER_SPACE: _compared(
        "Gaps after the space bar", *_WIDER, "The gap after the space bar"
    ),
    ReadingName.GAP_SPREAD: _compared(
        "Gaps between letter keys",
        "are less even",
        "are more even",
        "are about as even",
        "How uneven the gaps between letter keys are",
    ),
    ReadingName.OVERLAP_SAME_HAND: _compared(
        "Within one hand a key",
        "is pressed before the last one is let go more often",
        "is pressed before the last one is let go less often",
        "is pressed before the last one is let go about as often",
        "How often keys of the same hand overlap",
    ),
    ReadingName.OVERLAP_OTHER_HAND: _compared(
        "From one hand to the other a key",
        "is pressed before the last one is let go more often",
        "is pressed before the last one is let go less often",
        "is pressed before the last one is let go about as often",
        "How often keys of one hand and the other overlap",
    ),
    ReadingName.LONG_PAUSES: _compared(
        "Long gaps between two keys",
        "are commoner",
        "are rarer",
        "are about as common",
        "How common long gaps are",
    ),
}
"""Reading → its words; every one has them."""
