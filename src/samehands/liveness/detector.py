"""A detector: what it is called, what it sees and what it cannot, and how it answers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from samehands.liveness.answer import Answer
from samehands.liveness.model import LivenessModel
from samehands.liveness.seen import Seen


class DetectorId(StrEnum):
    """The detectors: a closed set, in the order in which they are told of."""

    FORGED_TIMING = "forged_timing"
    TOO_EVEN = "too_even"
    EARLY_SIGN = "early_sign"
    REPLAY = "replay"
    PROVENANCE = "provenance"
    DISCARDED_INPUT = "discarded_input"
    UNLIKE_HABIT = "unlike_habit"


class Counts(StrEnum):
    """How a detector's evidence counts."""

    WEIGHED = "weighed together with the other one of its kind"
    ADDED = "added"
    NOT = "not: it is a finding only"


Looks: TypeAlias = Callable[[Seen, LivenessModel], Answer]
"""How a detector answers about a window."""


@dataclass(frozen=True, slots=True)
class Detector:
    """One detector.

    Args:
        id: what policies and findings call it.
        sees: what gives a machine away to it; one sentence.
        blind_to: what it cannot see, and what defeats it; one sentence.
        counts: how its evidence counts.
        looks: at a window; None where it looks at something else.
    """

    id: DetectorId
    sees: str
    blind_to: str
    counts: Counts
    looks: Looks | None = field(repr=False)
