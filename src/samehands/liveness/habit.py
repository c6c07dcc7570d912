"""Unlike the habit: input much faster than this person's own, which the finding puts beside it."""

from typing import Final

import numpy as np

from samehands.liveness.answer import Answer, CannotTell, Said
from samehands.liveness.detector import Counts, Detector, DetectorId
from samehands.liveness.model import LivenessModel
from samehands.liveness.seen import Seen
from samehands.quantities import Nats

BEYOND: Final = 5.0
"""Standard deviations of one person's own windows past which a pace is unlike the habit.

Lower: a hurried owner is a finding. It is one to look at only, and never a measure of work: a
slower pace is none."""


def look(seen: Seen, model: LivenessModel) -> Answer:
    """Compare the window's pace with the subject's own.

    Another person may be faster too, so what it says does not count for a machine; the evidence is
    the excess over `BEYOND`, for the finding alone.
    """
    if seen.habit is None:
        return CannotTell("The subject's habit is not known yet.")
    slower = float((seen.window.vector - seen.habit) @ model.pace.weights)
    beyond = -slower / model.pace.residual - BEYOND
    times = float(np.exp(-slower))
    return Said(
        Nats(beyond),
        f"The input came about {times:.1f} times as fast as this person's habit.",
        {"times_as_fast": times},
    )


UNLIKE_HABIT: Final = Detector(
    DetectorId.UNLIKE_HABIT,
    sees="Input much faster than this person's own habit, which the finding names beside it.",
    blind_to="Whether hands or a machine are faster, so it counts for neither; a machine at the "
    "person's own pace.",
    counts=Counts.NOT,
    looks=look,
)
"""Its registry entry."""
