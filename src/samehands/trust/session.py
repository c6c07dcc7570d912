"""The state of a session's trust, and the table of what may change it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

import msgspec

from samehands.errors import EmptyScoresError, SettingsError
from samehands.quantities import Micros, Nats
from samehands.trust.cusum import Cusum
from samehands.trust.hypothesis import Evidence, Hypothesis, checked_evidence


class TrustState(StrEnum):
    """What is believed about who is in control."""

    LEARNING = "learning"
    """Too little is known to judge: the template is not ready, or nothing was typed yet."""
    VERIFIED = "verified"
    UNSURE = "unsure"
    """Evidence against the owner has gathered, and not yet gone."""
    ALARM = "alarm"
    """The budget's threshold was reached. Stays until a step-up is answered."""
    LOCKED = "locked"
    """By the policy or after a failed step-up. Stays until a step-up is passed."""


class Cue(StrEnum):
    """What can change a state."""

    NOT_READY = "not_ready"
    """A window came that cannot be judged."""
    LOW = "low"
    """Every level is below the lower mark."""
    BETWEEN = "between"
    """The highest level is between the marks: whatever was believed is still believed."""
    HIGH = "high"
    """A level is at the upper mark or above."""
    OVER = "over"
    """A level reached its threshold."""
    STEP_UP_PASSED = "step_up_passed"
    STEP_UP_FAILED = "step_up_failed"
    LOCK = "lock"
    """The policy says lock."""


_LEARNING, _VERIFIED, _UNSURE, _ALARM, _LOCKED = TrustState

# One row per state, one column per cue. Doubt is not lost by becoming unable to judge (unsure
# and not ready stays unsure), and an alarm that nobody answered does not fade.
_COLUMNS: Final = tuple(Cue)
_TABLE: Final[dict[TrustState, tuple[TrustState, ...]]] = {
    #          not_ready  low        between    high     over     passed     failed   lock
    _LEARNING: (_LEARNING, _VERIFIED, _VERIFIED, _UNSURE, _ALARM, _LEARNING, _LOCKED, _LOCKED),
    _VERIFIED: (_LEARNING, _VERIFIED, _VERIFIED, _UNSURE, _ALARM, _VERIFIED, _LOCKED, _LOCKED),
    _UNSURE: (_UNSURE, _VERIFIED, _UNSURE, _UNSURE, _ALARM, _VERIFIED, _LOCKED, _LOCKED),
    _ALARM: (_ALARM, _ALARM, _ALARM, _ALARM, _ALARM, _VERIFIED, _LOCKED, _LOCKED),
    _LOCKED: (_LOCKED, _LOCKED, _LOCKED, _LOCKED, _LOCKED, _VERIFIED, _LOCKED, _LOCKED),
}

TRANSITIONS: Final[Mapping[tuple[TrustState, Cue], TrustState]] = {
    (state, cue): after
    for state, row in _TABLE.items()
    for cue, after in zip(_COLUMNS, row, strict=True)
}
"""State and cue → next state; every pair is there."""


class Marks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where doubt begins and ends, as shares of the threshold.

    Args:
        unsure_from: upper mark. Lower: more step-ups for owners, earlier ones for intruders.
        verified_below: lower mark. The gap between the two keeps a state from flickering.
    """

    unsure_from: float = 0.5
    verified_below: float = 0.25

    def __post_init__(self) -> None:
        if not 0 < self.verified_below <= self.unsure_from < 1:
            raise SettingsError(
                "marks",
                got=f"verified below {self.verified_below}, unsure from {self.unsure_from}",
                due="0 < verified_below <= unsure_from < 1",
            )


class Reset(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A passed step-up: when, and the evidence that it wiped out."""

    at: Micros
    levels: dict[Hypothesis, Nats]


class Trust(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is believed about a session, and the evidence that it rests on.

    Args:
        state: what is believed.
        cusums: the evidence for each hypothesis that has had any.
        judged: pieces of evidence taken in since the session began.
        last_judged: when the last of them came.
        last_reset: the last passed step-up, with what it wiped out.
    """

    state: TrustState = TrustState.LEARNING
    cusums: dict[Hypothesis, Cusum] = {}  # msgspec copies an empty default
    judged: int = 0
    last_judged: Micros | None = None
    last_reset: Reset | None = None

    def level(self, hypothesis: Hypothesis) -> Nats:
        """S of one hypothesis, nats; zero where it never had any evidence."""
        cusum = self.cusums.get(hypothesis)
        return Nats(0.0) if cusum is None else cusum.level

    def shares(self, thresholds: Mapping[Hypothesis, Nats]) -> dict[Hypothesis, float]:
        """How far each level is on its way to its threshold: 1 is there.

        Raises:
            SettingsError: a hypothesis has evidence but no threshold, or one that is not
                above zero.
        """
        shares: dict[Hypothesis, float] = {}
        for hypothesis, cusum in self.cusums.items():
            threshold = thresholds.get(hypothesis)
            if threshold is None or not threshold > 0:
                raise SettingsError(
                    f"threshold of {hypothesis}", got=f"{threshold}", due="nats above zero"
                )
            shares[hypothesis] = cusum.level / threshold
        return shares


def weigh(
    trust: Trust,
    evidence: Evidence,
    at: Micros,
    *,
    thresholds: Mapping[Hypothesis, Nats],
    marks: Marks,
) -> Trust:
    """Take in evidence that came at a moment.

    Raises:
        ScoreError: an unknown hypothesis; EmptyScoresError: no evidence, or not finite.
        SettingsError: a hypothesis without a threshold.
    """
    if not evidence:
        raise EmptyScoresError("evidence", got="none for any hypothesis", due="some")
    cusums = dict(trust.cusums)
    for hypothesis, nats in checked_evidence(evidence).items():
        cusums[hypothesis] = cusums.get(hypothesis, Cusum()).add(nats, at)
    weighed = msgspec.structs.replace(
        trust, cusums=cusums, judged=trust.judged + 1, last_judged=at
    )
    # The state says who is in control. How much is read says nothing of that: joint rules do.
    shares = weighed.shares(thresholds)
    who = (share for name, share in shares.items() if name is not Hypothesis.MASS_ACCESS)
    return moved(weighed, _cue_of(max(who, default=0.0), marks))


def weigh_aside(
    trust: Trust,
    evidence: Evidence,
    at: Micros,
    *,
    thresholds: Mapping[Hypothesis, Nats],
    marks: Marks,
) -> Trust:
    """Take in evidence of something that judges no hands: it can raise doubt, and verifies nobody.

    Raises:
        ScoreError: an unknown hypothesis; EmptyScoresError: evidence that is not finite.
        SettingsError: a hypothesis without a threshold.
    """
    cusums = dict(trust.cusums)
    for hypothesis, nats in checked_evidence(evidence).items():
        cusums[hypothesis] = cusums.get(hypothesis, Cusum()).add(nats, at)
    taken = msgspec.structs.replace(trust, cusums=cusums)
    shares = taken.shares(thresholds)
    cue = _cue_of(max((shares[name] for name in evidence), default=0.0), marks)
    return moved(taken, cue) if cue in {Cue.HIGH, Cue.OVER} else taken


def weigh_reading(trust: Trust, evidence: Nats, at: Micros) -> Trust:
    """Take in evidence of mass reading. It judges no typing, and leaves the state as it is.

    Raises:
        EmptyScoresError: evidence that is not finite.
    """
    mass = Hypothesis.MASS_ACCESS
    cusum = trust.cusums.get(mass, Cusum()).add(evidence, at)
    return msgspec.structs.replace(trust, cusums={**trust.cusums, mass: cusum})


def moved(trust: Trust, cue: Cue) -> Trust:
    """The same evidence, in the state to which a cue leads."""
    return msgspec.structs.replace(trust, state=TRANSITIONS[trust.state, cue])


def answer_step_up(trust: Trust, at: Micros, *, passed: bool) -> Trust:
    """Take in the answer to a step-up.

    A passed one proves the owner: all evidence against is wiped out, and what it was is kept as
    the reset. A failed one locks.
    """
    if not passed:
        return moved(trust, Cue.STEP_UP_FAILED)
    levels = {hypothesis: cusum.level for hypothesis, cusum in trust.cusums.items()}
    wiped = msgspec.structs.replace(trust, cusums={}, last_reset=Reset(at, levels))
    return moved(wiped, Cue.STEP_UP_PASSED)


def _cue_of(share: float, marks: Marks) -> Cue:
    if share >= 1:
        return Cue.OVER
    if share >= marks.unsure_from:
        return Cue.HIGH
    return Cue.LOW if share < marks.verified_below else Cue.BETWEEN
