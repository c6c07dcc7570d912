"""Provenance: what the source of the input says of itself."""

from typing import Final

from samehands.liveness.answer import Answer, CannotTell, Said
from samehands.liveness.detector import Counts, Detector, DetectorId
from samehands.liveness.model import LivenessModel
from samehands.liveness.seen import Seen
from samehands.quantities import Nats
from samehands.rhythm.window import PathFlag

INJECTED: Final = Nats(4.0)
"""What a window says that its source calls injected; assumed, for no data set has real ones.

Two of them alarm at a budget of one a month. Higher: one does, and an extension that fills in a
form once is an alarm. Lower: a script types three windows before it is called."""


def look(seen: Seen, model: LivenessModel) -> Answer:  # noqa: ARG001  # detectors are called alike
    """Read the path flags. A remote path is a way and no machine; dictation is a person speaking."""
    path = seen.window.path
    if path & PathFlag.DICTATION:
        return CannotTell("A person who dictates leaves no rhythm of keys.")
    if not path & PathFlag.INJECTED:
        return CannotTell("The source says nothing of where the input came from.")
    if seen.injected_excused:
        return CannotTell("A tool that is allowed to type explains input from a program.")
    return Said(
        INJECTED,
        "The page or the system says itself that a program made some of the input.",
        {"evidence_nats": INJECTED},
    )


PROVENANCE: Final = Detector(
    DetectorId.PROVENANCE,
    sees="Input that the page (`isTrusted`) or the system (XTEST, the injected flag) calls injected, "
    "unless the policy allows a tool that explains it. Dictation and remote desktops are told "
    "apart, and are no evidence.",
    blind_to="A device that says it is a keyboard, browser automation whose events are trusted, a page "
    "that was tampered with. That nothing is said is no evidence of a person.",
    counts=Counts.ADDED,
    looks=look,
)
"""Its registry entry."""
