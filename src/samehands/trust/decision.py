"""The decision: a policy, what is believed of a session and what is at stake give a verdict."""

from collections.abc import Iterator, Mapping, Sequence

from samehands.errors import SettingsError
from samehands.finding import Finding
from samehands.quantities import MICROS_PER_SECOND, Micros, Nats
from samehands.trust.hypothesis import SUSPICIONS, Hypothesis
from samehands.trust.joint import NOTHING_AT_STAKE, AtStake, Situation, of_rules
from samehands.trust.policy import Check, Policy
from samehands.trust.session import Trust, TrustState
from samehands.trust.verdict import Reason, ReasonCode, Verdict, VerdictKind, strictest


def decide(  # noqa: PLR0913  # all that a decision rests on, each by its name
    policy: Policy,
    trust: Trust,
    *,
    action: str,
    now: Micros,
    thresholds: Mapping[Hypothesis, Nats],
    findings: Sequence[Finding] = (),
    at_stake: AtStake = NOTHING_AT_STAKE,
) -> Verdict:
    """The verdict on one group of actions, now, with its reasons.

    Evidence of mass reading asks for nothing by itself, as it does not say whose hands read: the
    joint rules weigh it with what is known of the hands.

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
    who: dict[Hypothesis, float] = {
        name: share for name, share in shares.items() if name is not Hypothesis.MASS_ACCESS
    }
    reasons = (
        *_of_state(trust),
        *_of_evidence(check, trust, who),
        *of_rules(
            policy.joint,
            Situation(
                shares,
                thresholds,
                at_stake,
                _verified(policy, trust, now, at_stake),
                frozenset(finding.kind for finding in findings),
            ),
        ),
        *_of_findings(policy, findings),
        *_of_missing_judgement(policy, check, trust, now),
    )
    return strictest(reasons or (_within_bounds(trust, who),))


def _verified(policy: Policy, trust: Trust, now: Micros, at_stake: AtStake) -> bool:
    """Whether the hands were found to be the owner's, not long and not many records ago.

    Silence is not evidence: who reads without typing may be anybody.
    """
    fresh = trust.last_judged is not None and now - trust.last_judged <= policy.hands_last
    attended = at_stake.unattended <= policy.hands_records
    return fresh and attended and trust.state is TrustState.VERIFIED


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
            f"The evidence that {SUSPICIONS[hypothesis]} stands at {share:.0%} of the alarm "
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
        if finding.kind in policy.tells:
            yield Reason(ReasonCode.TELL, VerdictKind.ALLOW, finding.sentence, finding.numbers)


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
