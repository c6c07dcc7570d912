"""The combiner: what all detectors say of a window as one calibrated llr, kept within bounds."""

from collections.abc import Mapping
from typing import Final

from samehands.liveness.answer import Answer, Said
from samehands.liveness.detector import Counts, DetectorId
from samehands.liveness.model import LivenessModel
from samehands.liveness.registry import DETECTORS
from samehands.quantities import Nats

FLOOR: Final = Nats(-2.0)
"""The most that one window speaks for a person.

Lower: one window of an owner erases what a burst of a device showed just before it. Higher: after
an odd window it takes longer to be believed again."""

CEILING: Final = Nats(5.0)
"""The most that one window speaks for a machine.

Higher: one odd window of a person is an alarm. Lower: a machine types longer before it is called."""


def combine(answers: Mapping[DetectorId, Answer], model: LivenessModel) -> Nats | None:
    """One llr from the answers to one window; None where nobody can tell anything.

    The two that look at the same numbers are weighed as they were fitted; the others see other
    things, and add to them.

    Args:
        answers: of each detector that was asked.
        model: with the weights.

    Returns:
        Nats, positive for a machine, without bounds.
    """
    said = {name: answer for name, answer in answers.items() if isinstance(answer, Said)}
    parts = [
        said[detector.id].evidence
        for detector in DETECTORS
        if detector.counts is Counts.ADDED and detector.id in said
    ]
    forged, even = said.get(DetectorId.FORGED_TIMING), said.get(DetectorId.TOO_EVEN)
    if forged is not None and even is not None:
        weights = model.weights
        weighed = weights.forged * forged.evidence + weights.even * even.evidence
        parts.append(Nats(weighed + weights.offset - weights.allowance))
    return Nats(float(sum(parts))) if parts else None


def bounded(evidence: Nats) -> Nats:
    """The same evidence, no more of it than one window may give.

    >>> bounded(Nats(40.0)), bounded(Nats(-40.0)), bounded(Nats(1.5))
    (5.0, -2.0, 1.5)
    """
    return Nats(float(min(max(evidence, FLOOR), CEILING)))
