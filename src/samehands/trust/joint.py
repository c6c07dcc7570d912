"""Joint rules: doubt about the hands and the volume of records, weighed together. Data."""

import math
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

import msgspec

from samehands.errors import SettingsError
from samehands.quantities import Nats
from samehands.trust.hypothesis import SUSPICIONS, Hypothesis
from samehands.trust.verdict import Reason, ReasonCode, VerdictKind

RULE_CHARACTERS: Final = 64
"""Most characters of a rule's name."""

STAKE_FROM: Final = 10
"""Records since the estimated change from which the stake lowers what doubt is borne.

About what an hour of ordinary work touches (METHODS.md §5: 19 at the 99th percentile). Lower:
owners who read much are asked sooner. Higher: a doubtful hand reads more before it is asked."""


class AtStake(NamedTuple):
    """What is being read while the doubt lasts. For rules; never shown by itself.

    Args:
        records_per_minute: distinct records read in the last minute.
        exposed: distinct records read since the estimated change.
        unattended: distinct records read since the last window of typing was judged.
    """

    records_per_minute: int = 0
    exposed: int = 0
    unattended: int = 0


NOTHING_AT_STAKE: Final = AtStake()
"""No record is being read, as far as anybody has said."""


class Hands(StrEnum):
    """What must be believed of the hands for a rule to apply."""

    ANY = "any"
    VERIFIED = "verified"
    """They were found to be the owner's, not long and not many records ago (`Policy`)."""
    NOT_VERIFIED = "not_verified"
    """In doubt, or not to be told: a template that is not ready, or nothing typed for so long or
    so many records that they may be anybody's."""


class Situation(NamedTuple):
    """What the rules look at.

    Args:
        shares: how far each hypothesis is on its way to its threshold.
        thresholds: nats, of the hypotheses that have shares.
        at_stake: what is being read.
        verified: whether the hands were found to be the owner's, and may still be.
        findings: kinds of what was just noticed.
    """

    shares: Mapping[Hypothesis, float]
    thresholds: Mapping[Hypothesis, Nats]
    at_stake: AtStake
    verified: bool
    findings: frozenset[str]


class JointRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule: if all of it holds, what follows.

    Args:
        name: for people and for the log.
        least: hypothesis → share of its alarm threshold that its evidence has at least.
        together: what the shares in `least` add up to at least; None where that is no condition.
        stake_from: records since the estimated change from which the sum has the logarithm of
            how many times as many there are added, in nats: odds times records is what may be
            lost, so the same loss is reached at that much less evidence. None: not so.
        records_per_minute: more distinct records than this in the last minute; None: any.
        finding: kind of one that was just noticed; None where that is no condition.
        hands: what must be believed of them.
        then: what it asks for; `allow` is to tell a human and let the session go on.

    Raises:
        SettingsError: a rule without a condition, or with one that makes no sense.
    """

    name: str
    least: dict[Hypothesis, float] = {}  # msgspec copies an empty default
    together: float | None = None
    stake_from: int | None = None
    records_per_minute: int | None = None
    finding: str | None = None
    hands: Hands = Hands.ANY
    then: VerdictKind = VerdictKind.STEP_UP

    def __post_init__(self) -> None:
        where = "joint rule"
        if not 0 < len(self.name) <= RULE_CHARACTERS:
            raise SettingsError(where, got=f"{len(self.name)} characters", due="a name")
        if not self.least and self.records_per_minute is None and self.finding is None:
            raise SettingsError(where, got="no condition", due="one or more")
        if not all(0 < share < math.inf for share in self.least.values()):
            raise SettingsError(where, got=f"{self.least}", due="finite shares above zero")
        together = self.together
        if together is not None and not (self.least and 0 < together < math.inf):
            raise SettingsError(where, got=f"together {together}", due="a sum of the shares above")
        if self.stake_from is not None and (self.together is None or self.stake_from < 1):
            raise SettingsError(
                where, got=f"stake from {self.stake_from}", due="1 or more, with `together`"
            )
        if self.records_per_minute is not None and self.records_per_minute < 0:
            raise SettingsError(
                where, got=f"{self.records_per_minute} records a minute", due="0 or more"
            )


DEFAULT_RULES: Final = (
    JointRule("input by a machine", {Hypothesis.MACHINE: 2.0}, then=VerdictKind.LOCK),
    JointRule(
        "a machine that reads",
        {Hypothesis.MACHINE: 0.5},
        records_per_minute=20,
        then=VerdictKind.LOCK,
    ),
    JointRule(
        "somebody else who reads in bulk",
        {Hypothesis.OTHER_PERSON: 0.5, Hypothesis.MASS_ACCESS: 0.5},
        together=1.5,
        then=VerdictKind.LOCK,
    ),
    JointRule(
        "doubt and volume together",
        {Hypothesis.OTHER_PERSON: 0.25, Hypothesis.MASS_ACCESS: 0.25},
        together=1.0,
    ),
    JointRule(
        "doubt over many records",
        {Hypothesis.OTHER_PERSON: 0.25},
        together=1.0,
        stake_from=STAKE_FROM,
    ),
    JointRule(
        "bulk reading by nobody known",
        {Hypothesis.MASS_ACCESS: 1.0},
        hands=Hands.NOT_VERIFIED,
    ),
    JointRule(
        "bulk reading by the owner",
        {Hypothesis.MASS_ACCESS: 1.0},
        hands=Hands.VERIFIED,
        then=VerdictKind.ALLOW,
    ),
    JointRule(
        "reading at an odd hour by nobody known",
        finding="reads_at_odd_hours",
        hands=Hands.NOT_VERIFIED,
    ),
)
"""What holds where a policy names no rules of its own. Why these: docs/explanation/exposure.md."""


def of_rules(rules: Sequence[JointRule], now: Situation) -> Iterator[Reason]:
    """A reason for each rule that holds.

    Args:
        rules: of the policy.
        now: what they look at.
    """
    for rule in rules:
        stake = _stake(rule, now)
        if _holds(rule, now, stake):
            yield _reason(rule, now, stake)


def _stake(rule: JointRule, now: Situation) -> float:
    """What the records at stake add to the shares; zero up to `stake_from`."""
    exposed = now.at_stake.exposed
    known = [now.thresholds[name] for name in rule.least if name in now.thresholds]
    if rule.stake_from is None or exposed <= rule.stake_from or not known:
        return 0.0
    return math.log(exposed / rule.stake_from) / max(known)


def _holds(rule: JointRule, now: Situation, stake: float) -> bool:
    pace, shares = rule.records_per_minute, now.shares
    total = sum(shares.get(name, 0.0) for name in rule.least) + stake
    return (
        (rule.hands is Hands.ANY or now.verified is (rule.hands is Hands.VERIFIED))
        and (pace is None or now.at_stake.records_per_minute > pace)
        and (rule.finding is None or rule.finding in now.findings)
        and all(shares.get(name, 0.0) >= least for name, least in rule.least.items())
        and (rule.together is None or total >= rule.together)
    )


def _reason(rule: JointRule, now: Situation, stake: float) -> Reason:
    at_stake = now.at_stake
    doubts = [
        f"the evidence that {SUSPICIONS[name]} stands at {now.shares[name]:.0%} of its alarm threshold"
        for name in rule.least
    ]
    numbers = {f"{name}_share": now.shares[name] for name in rule.least}
    if rule.records_per_minute is not None:
        doubts.append(f"{at_stake.records_per_minute} records were read in the last minute")
        numbers["records_per_minute"] = float(at_stake.records_per_minute)
    if stake:
        doubts.append(f"{at_stake.exposed} records were read since the estimated change")
        numbers["exposed_records"] = float(at_stake.exposed)
    if rule.hands is Hands.NOT_VERIFIED:
        doubts.append("whose hands read is not known")
        numbers["records_since_typing_was_judged"] = float(at_stake.unattended)
    tells = rule.then is VerdictKind.ALLOW
    said = f"{rule.name}: {' and '.join(doubts or ['it was noticed'])}."
    return Reason(
        ReasonCode.TELL if tells else ReasonCode.JOINT,
        rule.then,
        said[0].upper() + said[1:] + (" A human should look." if tells else ""),
        numbers,
    )
