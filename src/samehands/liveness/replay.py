"""Replay: the subject's own windows again, as they were, with jitter, or cut elsewhere."""

from typing import Final

from samehands.liveness.answer import Answer, CannotTell, Said
from samehands.liveness.detector import Counts, Detector, DetectorId
from samehands.liveness.model import LivenessModel
from samehands.liveness.recollection import LEAST_KNOWN, REMEMBERED
from samehands.liveness.seen import Seen


def look(seen: Seen, model: LivenessModel) -> Answer:  # noqa: ARG001  # detectors are called alike
    """Take what the window brought to mind."""
    recalled = seen.recalled
    if recalled.compared < LEAST_KNOWN:
        return CannotTell("Too few windows of the subject are remembered yet.")
    return Said(
        recalled.evidence,
        "The window repeats one that the subject typed before, more nearly than anybody types "
        "the same thing twice: a recording was played.",
        {"evidence_nats": recalled.evidence, "windows_remembered": float(recalled.compared)},
    )


REPLAY: Final = Detector(
    DetectorId.REPLAY,
    sees="A window, or a run of windows, that lies nearer to one of the last "
    f"{REMEMBERED} of the same subject, or between two that follow each other, than two windows "
    "of one person come.",
    blind_to="A recording that this installation never saw, or longer ago than it remembers; one that "
    "was cut into short pieces and put together anew, or stretched by much. Who types one phrase all day "
    "types windows that are all alike, and a replay of them is told late.",
    counts=Counts.ADDED,
    looks=look,
)
"""Its registry entry."""
