"""The verdict: what should happen now, and the reasons that a person can check."""

from enum import StrEnum
from typing import Final

import msgspec

from samehands.errors import SettingsError


class VerdictKind(StrEnum):
    """What should happen, from the mildest to the strictest. Never a measure of productivity."""

    ALLOW = "allow"
    STEP_UP = "step_up"
    """Ask for proof of identity: a second factor, a passkey."""
    LOCK = "lock"


SEVERITY: Final = {kind: place for place, kind in enumerate(VerdictKind)}
"""Kind of verdict → 0 for the mildest, rising."""


class ReasonCode(StrEnum):
    """Why; one word for machines."""

    LOCKED = "locked"
    ALARM = "alarm"
    EVIDENCE = "evidence"
    NOTHING_JUDGED = "nothing_judged"
    JUDGED_LONG_AGO = "judged_long_ago"
    FINDING = "finding"
    JOINT = "joint"
    """Several doubts, or doubt and what is at stake, together."""
    TELL = "tell"
    """A human should look; the session goes on."""
    STEP_UP_PASSED = "step_up_passed"
    WITHIN_BOUNDS = "within_bounds"


class Reason(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One reason: what it asks for, a sentence, and the numbers in it.

    Args:
        code: why, for machines.
        asks_for: the verdict that this reason alone would lead to.
        sentence: why, for people; plain words, with the numbers in.
        numbers: the same numbers, by name; the unit is in the name.
    """

    code: ReasonCode
    asks_for: VerdictKind
    sentence: str
    numbers: dict[str, float] = {}  # msgspec copies an empty default


class Verdict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What should happen, and every reason that was found, the strictest first.

    Raises:
        SettingsError: no reasons: a verdict that nobody can check is none.
    """

    kind: VerdictKind
    reasons: tuple[Reason, ...]

    def __post_init__(self) -> None:
        if not self.reasons:
            raise SettingsError("verdict", got="no reasons", due="one or more")

    @property
    def tells(self) -> bool:
        """Whether a human should look, whatever happens to the session."""
        return any(reason.code is ReasonCode.TELL for reason in self.reasons)


def strictest(reasons: tuple[Reason, ...]) -> Verdict:
    """The verdict of several reasons: the strictest that any asks for.

    Raises:
        SettingsError: no reasons.
    """
    ordered = tuple(sorted(reasons, key=lambda reason: -SEVERITY[reason.asks_for]))
    return Verdict(ordered[0].asks_for if ordered else VerdictKind.LOCK, ordered)
