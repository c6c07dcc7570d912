"""Traits of typing: what readings are fitted to, measured on windows of whole keystrokes.

A trait is made of normal scores, which say where a duration lies among everybody's of the same
kind, and never of milliseconds; so it says how somebody types beside others, not how fast.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from samehands.capture.keystrokes import MISSING, Keystrokes
from samehands.capture.positions import Zone
from samehands.identity.reading_words import ReadingName
from samehands.rhythm.contexts import NO_SCORE, SCORE_STEPS, Channel, Contexts
from samehands.rhythm.statistics import durations, timed

VERY_LONG: Final = 1.4
"""Normal score from which a duration is very long: one in twelve of everybody's is."""

FEWEST: Final = 4
"""Durations that a trait of a window takes at least; with fewer it is not measured there.

More: rarer in windows with few words. Fewer: a trait of one or two keystrokes is noise."""

Masks = dict[str, NDArray[np.bool_]]
Scores = NDArray[np.float64]


class Trait(NamedTuple):
    """How a trait is measured.

    Args:
        channel: what is timed.
        keys: which keystrokes count, by the name of their mask.
        measure: scores of a window and which count, shape (w, n) each → shape (w,).
        less: keystrokes of another mask, whose measure is taken off.
    """

    channel: Channel
    keys: str
    measure: Callable[[Scores, NDArray[np.bool_]], Scores]
    less: str | None = None


def _mean(scores: Scores, counted: NDArray[np.bool_]) -> Scores:
    total = np.where(counted, scores, 0.0).sum(axis=1)
    mean: Scores = total / np.maximum(counted.sum(axis=1), 1)
    return mean


def _spread(scores: Scores, counted: NDArray[np.bool_]) -> Scores:
    spread: Scores = np.sqrt(_mean((scores - _mean(scores, counted)[:, None]) ** 2, counted))
    return spread


def _share_very_long(scores: Scores, counted: NDArray[np.bool_]) -> Scores:
    return _mean((scores > VERY_LONG).astype(np.float64), counted)


TRAITS: Final[dict[ReadingName, Trait]] = {
    ReadingName.HOLD_LEFT: Trait(Channel.HOLD, "left", _mean),
    ReadingName.HOLD_RIGHT: Trait(Channel.HOLD, "right", _mean),
    ReadingName.HOLD_LEFT_LESS_RIGHT: Trait(Channel.HOLD, "left", _mean, less="right"),
    ReadingName.HOLD_SPACE: Trait(Channel.HOLD, "space", _mean),
    ReadingName.HOLD_SPREAD: Trait(Channel.HOLD, "letter", _spread),
    ReadingName.HOLD_LONGEST: Trait(Channel.HOLD, "letter", _share_very_long),
    ReadingName.GAP_SAME_HAND: Trait(Channel.DD, "same hand", _mean),
    ReadingName.GAP_OTHER_HAND: Trait(Channel.DD, "other hand", _mean),
    ReadingName.GAP_BEFORE_SPACE: Trait(Channel.DD, "into space", _mean),
    ReadingName.GAP_AFTER_SPACE: Trait(Channel.DD, "out of space", _mean),
    ReadingName.GAP_SPREAD: Trait(Channel.UD, "letters", _spread),
    ReadingName.LONG_PAUSES: Trait(Channel.DD, "any", _share_very_long),
}
"""Reading → the trait it reads, but for the overlaps, which are shares of what lies below zero."""

OVERLAPS: Final = {
    ReadingName.OVERLAP_SAME_HAND: "same hand",
    ReadingName.OVERLAP_OTHER_HAND: "other hand",
}
"""Reading → between which keys the next is pressed before the last is let go."""


def traits(
    keystrokes: Keystrokes, rows: NDArray[np.int64], contexts: Contexts
) -> dict[ReadingName, Scores]:
    """Every trait of every window.

    Args:
        keystrokes: the stream.
        rows: shape (w, n), the keystrokes of each window.
        contexts: what normal scores are looked up in.

    Returns:
        Reading → shape (w,); NaN where a window has too little of it.
    """
    stream = timed(keystrokes, contexts)
    masks = _masks(keystrokes.zone[rows])
    measured = {
        name: _measured(trait, stream.score, rows, masks) for name, trait in TRAITS.items()
    }
    release_to_press = durations(keystrokes)[Channel.UD][rows]
    known = release_to_press != MISSING
    known[:, 0] = False  # the flight into a window's first keystroke belongs to no window
    early = (release_to_press < 0).astype(np.float64)
    for name, keys in OVERLAPS.items():
        counted = known & masks[keys]
        measured[name] = _where_enough(_mean(early, counted), counted)
    return measured


def _measured(
    trait: Trait, score: NDArray[np.int8], rows: NDArray[np.int64], masks: Masks
) -> Scores:
    steps = score[trait.channel][rows]
    present = steps != NO_SCORE
    if trait.channel is not Channel.HOLD:
        present[:, 0] = False
    scores = steps / SCORE_STEPS
    counted = present & masks[trait.keys]
    value = _where_enough(trait.measure(scores, counted), counted)
    if trait.less is None:
        return value
    other = present & masks[trait.less]
    return value - _where_enough(trait.measure(scores, other), other)


def _where_enough(values: Scores, counted: NDArray[np.bool_]) -> Scores:
    return np.where(counted.sum(axis=1) >= FEWEST, values, np.nan)


def _masks(zone: NDArray[np.int8]) -> Masks:
    """Which keystrokes are of a kind, by their zone and the zone before; shape (w, n) each."""
    none = np.full((len(zone), 1), -1, zone.dtype)
    before = np.concatenate([none, zone[:, :-1]], axis=1)
    left, was_left = (_left(zone), _left(before))
    right, was_right = (_right(zone), _right(before))
    space, was_space = zone == Zone.SPACE, before == Zone.SPACE
    letter, was_letter = left | right, was_left | was_right
    return {
        "left": left,
        "right": right,
        "space": space,
        "letter": letter,
        "letters": letter & was_letter,
        "same hand": (left & was_left) | (right & was_right),
        "other hand": (left & was_right) | (right & was_left),
        "into space": space & was_letter,
        "out of space": letter & was_space,
        "any": before >= 0,
    }


def _left(zone: NDArray[np.int8]) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = (zone >= Zone.LEFT_TOP) & (zone <= Zone.LEFT_BOTTOM)
    return found


def _right(zone: NDArray[np.int8]) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = (zone >= Zone.RIGHT_TOP) & (zone <= Zone.RIGHT_BOTTOM)
    return found
