"""What a detector answers: evidence that a device or a program made the input, or that it cannot tell."""

import math
from dataclasses import dataclass, field
from typing import TypeAlias

from samehands.errors import EmptyScoresError
from samehands.quantities import Nats


@dataclass(frozen=True, slots=True)
class Said:
    """Evidence that a device or a program made the input.

    Args:
        evidence: nats, positive for a machine, so against the owner at the desk; an llr of
            machine input against people's.
        sentence: what was seen, for people; it never accuses anybody.
        numbers: the numbers behind it, by name.

    Raises:
        EmptyScoresError: evidence that is not a finite number.
    """

    evidence: Nats
    sentence: str
    numbers: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not math.isfinite(self.evidence):
            raise EmptyScoresError("evidence", got="not a finite number", due="finite nats")


@dataclass(frozen=True, slots=True)
class CannotTell:
    """No evidence either way, which is not the same as evidence of nothing.

    Args:
        why: in words; one sentence.
    """

    why: str


Answer: TypeAlias = Said | CannotTell
"""What a detector answers."""
