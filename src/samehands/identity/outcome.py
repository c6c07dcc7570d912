"""What identity can answer: a score, "not ready", or "this person could not be enrolled"."""

import math
from dataclasses import dataclass
from enum import StrEnum

from samehands.errors import ScoreError, TemplateError
from samehands.quantities import Nats


@dataclass(frozen=True, slots=True)
class Scored:
    """Evidence that a probe came from the owner.

    Args:
        llr: nats, positive speaks for the owner, calibrated when the scorer is.
        windows: windows of the probe behind it.
        enrolled: windows of the template behind it.
        substitute: the probe's own device class is not enrolled and the nearest stood in.

    Raises:
        ScoreError: the llr is NaN or infinite, or a count is below one. A score that is no
            number must never reach a comparison, where NaN would count as "not alarming".
    """

    llr: Nats
    windows: int
    enrolled: int
    substitute: bool = False

    def __post_init__(self) -> None:
        if not math.isfinite(self.llr):
            raise ScoreError("field llr", got=f"{self.llr}", due="a finite number of nats")
        if min(self.windows, self.enrolled) < 1:
            raise ScoreError("field windows, enrolled", got="none", due="at least one of each")


class Need(StrEnum):
    """What may be missing before a comparison means anything."""

    ENROLLED_WINDOWS = "enrolled windows"
    ENROLLED_SESSIONS = "enrolled sessions"
    PROBE_WINDOWS = "probe windows"


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is short: how much there is, how much is due."""

    need: Need
    have: int
    due: int


@dataclass(frozen=True, slots=True)
class NotReady:
    """No answer yet, and what is missing for one. Never to be read as "normal".

    Raises:
        TemplateError: nothing is missing, so there would be no reason not to answer.

    >>> NotReady((Missing(Need.ENROLLED_WINDOWS, have=3, due=10),)).missing[0].due
    10
    """

    missing: tuple[Missing, ...]

    def __post_init__(self) -> None:
        if not self.missing:
            raise TemplateError("NotReady", got="nothing missing", due="at least one reason")


class EnrolmentFlaw(StrEnum):
    """Why windows, though enough of them, make no template."""

    SCATTERED = "scattered"
    """The windows differ from each other far more than one person's do."""
    TWO_TYPISTS = "two typists"
    """They fall into two groups that are better explained by two people than by one."""
    CLIPPED = "clipped"
    """Most lie at the edge of what an embedding can say: not typing as the projection knows it."""


@dataclass(frozen=True, slots=True)
class FailureReason:
    """One flaw with the number measured and the limit it passed."""

    flaw: EnrolmentFlaw
    measured: float
    limit: float


@dataclass(frozen=True, slots=True)
class EnrolmentFailed:
    """Failure to enrol, as a result: enough windows came, but they make no one person.

    Raises:
        TemplateError: no reason was given.
    """

    reasons: tuple[FailureReason, ...]

    def __post_init__(self) -> None:
        if not self.reasons:
            raise TemplateError("EnrolmentFailed", got="no reason", due="at least one")
