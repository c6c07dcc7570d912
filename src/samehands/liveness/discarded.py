"""Discarded input: the device threw windows away that were faster than any hands."""

from typing import Final

from samehands.liveness.answer import Answer, CannotTell, Said
from samehands.liveness.detector import Counts, Detector, DetectorId
from samehands.liveness.model import LivenessModel
from samehands.liveness.seen import Seen
from samehands.quantities import Nats
from samehands.rhythm.window import PathFlag

DISCARDED: Final = Nats(1.0)
"""What a window says before which input was discarded.

In 2 % of people's windows that would be worth more; but they are all of a few people, who roll
their keys, in each of their windows (monaco-pohmm: 16 of 810, four sessions of three people), and
those would be alarmed about. Higher: they are."""


def look(seen: Seen, model: LivenessModel) -> Answer:  # noqa: ARG001  # detectors are called alike
    """Read the one bit that there is about it."""
    if not seen.window.path & PathFlag.DISCARDED:
        return CannotTell("Nothing was discarded before the window.")
    if seen.burst_excused:
        return CannotTell("A tool that is allowed to type in bursts explains what was discarded.")
    return Said(
        DISCARDED,
        "Before this window the device discarded input that was faster than hands type.",
        {"evidence_nats": DISCARDED},
    )


DISCARDED_INPUT: Final = Detector(
    DetectorId.DISCARDED_INPUT,
    sees="That the device discarded a window, more than one gap in twenty below 20 ms, before this one.",
    blind_to="How much was discarded, and anything at all until a window is typed that is not.",
    counts=Counts.ADDED,
    looks=look,
)
"""Its registry entry."""
