"""Too even: equal intervals, equal holds, holds of no length, as timers make them."""

from typing import Final

from samehands.liveness.answer import Answer, Said
from samehands.liveness.detector import Counts, Detector, DetectorId
from samehands.liveness.forged import REMOTE_BLURS
from samehands.liveness.model import LivenessModel
from samehands.liveness.seen import Seen
from samehands.quantities import Nats
from samehands.rhythm.window import PathFlag


def look(seen: Seen, model: LivenessModel) -> Answer:
    """Weigh the scalars alone."""
    window = seen.window
    if window.path & PathFlag.REMOTE:
        return REMOTE_BLURS
    evidence = Nats(model.even.evidence_of(window))
    return Said(
        evidence,
        "Keys come or are held more evenly, or more at random, than hands manage.",
        {"evidence_nats": evidence},
    )


TOO_EVEN: Final = Detector(
    DetectorId.TOO_EVEN,
    sees="From the liveness scalars alone: runs of equal intervals, intervals and holds on a grid, "
    "holds of no length, no memory from key to key, rhythm that ignores the keys.",
    blind_to="Jitter of a few milliseconds and set holds take the runs and grids away, so it is "
    "never the only line. A coarse clock makes everybody even: people are compared with people "
    "on a clock of the same class. Input through a known remote desktop.",
    counts=Counts.WEIGHED,
    looks=look,
)
"""Its registry entry."""
