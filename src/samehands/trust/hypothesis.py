"""What might be wrong with a session, and the evidence for it."""

import math
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias

from samehands.errors import EmptyScoresError, ScoreError
from samehands.quantities import Nats


class Hypothesis(StrEnum):
    """One thing that might be wrong; each is watched by a CUSUM of its own."""

    OTHER_PERSON = "other_person"
    """Somebody else than the subject types."""
    MACHINE = "machine"
    """Nobody types: a program, an injector, a replay."""
    REMOTE = "remote"
    """The input comes from far away."""
    MASS_ACCESS = "mass_access"
    """More records are read than the work needs."""


Evidence: TypeAlias = Mapping[Hypothesis, Nats]
"""Nats for each hypothesis: positive speaks for it, so against the owner at the desk."""


def evidence_of_other_person(llr: Nats) -> Evidence:
    """The evidence that one window's llr gives for another person: its negative.

    Args:
        llr: nats, positive for the owner.

    Raises:
        EmptyScoresError: the llr is not a finite number.

    >>> evidence_of_other_person(Nats(2.5))[Hypothesis.OTHER_PERSON]
    -2.5
    """
    return checked_evidence({Hypothesis.OTHER_PERSON: Nats(-llr)})


def checked_evidence(evidence: Mapping[str, float] | Evidence) -> dict[Hypothesis, Nats]:
    """The same evidence, with every hypothesis known and every number finite.

    Raises:
        ScoreError: a hypothesis that nobody watches.
        EmptyScoresError: evidence that is not a finite number. It is not taken for zero: a
            broken scorer must not look like a quiet one.

    >>> checked_evidence({"machine": 1.0})
    {<Hypothesis.MACHINE: 'machine'>: 1.0}
    """
    checked: dict[Hypothesis, Nats] = {}
    for name, nats in evidence.items():
        try:
            hypothesis = Hypothesis(name)
        except ValueError:
            raise ScoreError(
                "evidence", got="a hypothesis that is not watched", due=f"one of {_names()}"
            ) from None
        if not math.isfinite(nats):
            raise EmptyScoresError(
                f"evidence {hypothesis}", got="not a finite number", due="finite nats"
            )
        checked[hypothesis] = Nats(float(nats))
    return checked


def _names() -> str:
    return ", ".join(Hypothesis)
