"""Forged timing: rhythm that no hands make, though each of its times might be theirs."""

from typing import Final

from samehands.liveness.answer import Answer, CannotTell, Said
from samehands.liveness.detector import Counts, Detector, DetectorId
from samehands.liveness.model import LivenessModel
from samehands.liveness.seen import Seen
from samehands.quantities import Nats
from samehands.rhythm.window import PathFlag

REMOTE_BLURS: Final = CannotTell(
    "The way that the input takes, a remote desktop, changes its timing as a machine would."
)
"""What detectors of timing answer where the input is known to come from afar."""


def look(seen: Seen, model: LivenessModel) -> Answer:
    """Weigh the timing as a whole: embedding and scalars."""
    window = seen.window
    if window.path & PathFlag.REMOTE:
        return REMOTE_BLURS
    evidence = Nats(model.forged.evidence_of(window))
    return Said(
        evidence,
        "The timing as a whole is made up: it does not go with the keys, or varies, as that of "
        "hands does.",
        {"evidence_nats": evidence},
    )


FORGED_TIMING: Final = Detector(
    DetectorId.FORGED_TIMING,
    sees="Rhythm that does not go with the keys as everybody's does, spreads and levels that nobody "
    "has, holds without memory: injectors at any pace, with jitter, and samplers of any "
    "distribution, from a population or from the victim.",
    blind_to="A forger that knows the victim's times for each pair of keys, or the like of a large "
    "population, makes most of this: it takes several windows, or is not seen. A sampler that "
    "copies order as well, a recording, input through a known remote desktop.",
    counts=Counts.WEIGHED,
    looks=look,
)
"""Its registry entry."""
