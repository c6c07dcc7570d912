"""The policy: for each group of actions, how much doubt is too much. Data, not code."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec
import numpy as np

from samehands.errors import SettingsError
from samehands.finding import Finding
from samehands.quantities import MICROS_PER_SECOND, Micros, Nats
from samehands.trust.hypothesis import Hypothesis
from samehands.trust.session import Marks, Trust, TrustState
from samehands.trust.verdict import Reason, ReasonCode, Verdict, VerdictKind, strictest

SESSION: Final = "session"
"""The check that every policy has: whether the session may go on at all."""

STEP_UP_LASTS: Final = Micros(15 * 60 * MICROS_PER_SECOND)
"""How long a passed step-up stands in for a judgement that cannot be had: 15 minutes.

Longer: fewer questions to people whose template is not ready. Shorter: less time for somebody
who takes over just after one. It never outweighs evidence."""

_SUSPICIONS: Final = {
    Hypothesis.OTHER_PERSON: "somebody else is typing",
    Hypothesis.MACHINE: "a machine is typing",
    Hypothesis.REMOTE: "the input comes from far away",
    Hypothesis.MASS_ACCESS: "records are being read in bulk",
}


class Check(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How much doubt one group of actions bears.

    Args:
        step_up_at: share of the alarm threshold from which a step-up is due; 1 is the alarm.
            Lower, for dangerous actions: intruders are asked sooner, owners more often.
        lock_at: share from which the answer is lock; None for never by evidence alone.
        without_data: the answer while there is no judgement: template not ready, nothing typed
            yet, or too long ago. `allow` fails open, the others fail closed.
        judged_within: how old a judgement may be, µs; None for any age within the session.
    """

    step_up_at: float = 1.0
    lock_at: float | None = None
    without_data: VerdictKind = VerdictKind.STEP_UP
    judged_within: Micros | None = None

    def __post_init__(self) -> None:
        lock_at = np.inf if self.lock_at is None else self.lock_at
        if not (0 < self.step_up_at <= 1 and self.step_up_at <= lock_at):
            raise SettingsError(
                "check",
                got=f"step_up_at {self.step_up_at}, lock_at {self.lock_at}",
                due="0 < step_up_at <= 1 and step_up_at <= lock_at",
            )
        if self.judged_within is not None and self.judged_within <= 0:
            raise SettingsError("check", got=f"judged_within {self.judged_within}", due="above 0")


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Checks per group of actions, and what findings lead to.

    Args:
        checks: name of a group ("session", "view record", "export") → its check.
        marks: where a session becomes unsure and verified again.
        findings: kind of finding → the verdict it asks for; those not named are only reported.
        step_up_lasts: how long a passed step-up stands in for a judgement, µs.

    Raises:
        SettingsError: no check for the session: a policy that checks nothing allows everything.
    """

    checks: dict[str, Check]
    marks: Marks = Marks()
    findings: dict[str, VerdictKind] = {}  # msgspec copies an empty default
    step_up_lasts: Micros = STEP_UP_LASTS

    def __post_init__(self) -> None:
        if SESSION not in self.checks:
            raise SettingsError(
                "policy",
                got=f"{len(self.checks)} checks",
                due=f"a check named {SESSION!r} at least",
            )
        if self.step_up_lasts < 0:
            raise SettingsError("policy", got="a negative step_up_lasts", due="0 or more")


def policy_from_json(text: bytes | str) -> Policy:
    """Read a policy.

    Raises:
        SettingsError: not JSON, an unknown field, or a value that makes no sense.

    >>> policy_from_json('{"checks": {"session": {"lock_at": 2}}}').checks["session"].lock_at
    2.0
    """
    try:
        return msgspec.json.decode(text, type=Policy)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise SettingsError("policy", got=f"unreadable settings ({error})", due="JSON") from None


def decide(
    policy: Policy,
    trust: Trust,
    *,
    action: str,
    now: Micros,
    thresholds: Mapping[Hypothesis, Nats],
    findings: Sequence[Finding] = (),
) -> Verdict:
    """The verdict on one group of actions, now, with its reasons.

    Raises:
        SettingsError: a group that the policy has no check for, or evidence that has no
            threshold. Neither is an allow.
    """
    check = policy.checks.get(action)
    if check is None:
        raise SettingsError(
            "action", got="a group without a check", due=f"one of {sorted(policy.checks)}"
        )
    shares = trust.shares(thresholds)
    reasons = (
        *_of_state(trust),
        *_of_evidence(check, trust, shares),
        *_of_findings(policy, findings),
        *_of_missing_judgement(policy, check, trust, now),
    )
    return strictest(reasons or (_within_bounds(trust, shares),))


def _of_state(trust: Trust) -> Iterator[Reason]:
    if trust.state is TrustState.LOCKED:
        yield Reason(
            ReasonCode.LOCKED,
            VerdictKind.LOCK,
            "The session is locked until a step-up is passed.",
        )
    elif trust.state is TrustState.ALARM:
        yield Reason(
            ReasonCode.ALARM,
            VerdictKind.STEP_UP,
            "The alarm threshold was reached and no step-up has been passed since.",
        )


def _of_evidence(
    check: Check, trust: Trust, shares: Mapping[Hypothesis, float]
) -> Iterator[Reason]:
    for hypothesis, share in shares.items():
        if share < check.step_up_at:
            continue
        locks = check.lock_at is not None and share >= check.lock_at
        cusum = trust.cusums[hypothesis]
        yield Reason(
            ReasonCode.EVIDENCE,
            VerdictKind.LOCK if locks else VerdictKind.STEP_UP,
            f"The evidence that {_SUSPICIONS[hypothesis]} stands at {share:.0%} of the alarm "
            f"threshold, gathered over {_counted(cusum.windows, 'window')}.",
            {
                "evidence_nats": cusum.level,
                "threshold_share": share,
                "windows": float(cusum.windows),
            },
        )


def _of_findings(policy: Policy, findings: Sequence[Finding]) -> Iterator[Reason]:
    for finding in findings:
        if finding.kind in policy.findings:
            yield Reason(
                ReasonCode.FINDING,
                policy.findings[finding.kind],
                finding.sentence,
                finding.numbers,
            )


def _of_missing_judgement(
    policy: Policy, check: Check, trust: Trust, now: Micros
) -> Iterator[Reason]:
    if trust.state is TrustState.LEARNING or trust.last_judged is None:
        code, numbers = ReasonCode.NOTHING_JUDGED, {"windows_judged": float(trust.judged)}
        why = "There is nothing yet to judge this session's typing by."
    elif check.judged_within is not None and now - trust.last_judged > check.judged_within:
        age = (now - trust.last_judged) / MICROS_PER_SECOND
        code, numbers = ReasonCode.JUDGED_LONG_AGO, {"age_seconds": age}
        why = (
            f"The typing was last judged {age:.0f} seconds ago, which is too long for this action."
        )
    else:
        return
    reset = trust.last_reset
    if reset is not None and now - reset.at <= policy.step_up_lasts:
        age = (now - reset.at) / MICROS_PER_SECOND
        yield Reason(
            ReasonCode.STEP_UP_PASSED,
            VerdictKind.ALLOW,
            f"{why} A step-up was passed {age:.0f} seconds ago.",
            {**numbers, "step_up_age_seconds": age},
        )
    else:
        yield Reason(code, check.without_data, why, numbers)


def _within_bounds(trust: Trust, shares: Mapping[Hypothesis, float]) -> Reason:
    share = max(shares.values(), default=0.0)
    return Reason(
        ReasonCode.WITHIN_BOUNDS,
        VerdictKind.ALLOW,
        f"Over {_counted(trust.judged, 'window')} the strongest evidence against the owner stands "
        f"at {share:.0%} of the alarm threshold.",
        {"threshold_share": share, "windows_judged": float(trust.judged)},
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
