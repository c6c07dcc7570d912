import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.errors import SettingsError
from samehands.finding import Finding
from samehands.quantities import Micros, Nats
from samehands.trust.cusum import Cusum
from samehands.trust.decision import decide
from samehands.trust.hypothesis import Hypothesis
from samehands.trust.policy import Check, Policy, policy_from_json
from samehands.trust.session import Reset, Trust, TrustState
from samehands.trust.verdict import SEVERITY, ReasonCode, Verdict, VerdictKind

THRESHOLDS = {hypothesis: Nats(8.0) for hypothesis in Hypothesis}
POLICY = Policy(
    {
        "session": Check(lock_at=2.0),
        "export": Check(step_up_at=0.5, lock_at=1.0, without_data=VerdictKind.LOCK),
        "help page": Check(without_data=VerdictKind.ALLOW),
        "payment": Check(judged_within=Micros(60_000_000)),
    },
    findings={"new_device": VerdictKind.STEP_UP},
)


def trusted(level: float = 0.0, *, state: TrustState = TrustState.VERIFIED) -> Trust:
    return Trust(
        state=state,
        cusums={Hypothesis.OTHER_PERSON: Cusum(Nats(level), windows=3)},
        judged=12,
        last_judged=Micros(0),
    )


def verdict(trust: Trust, action: str = "session", now: int = 1, *findings: Finding) -> Verdict:
    return decide(
        POLICY, trust, action=action, now=Micros(now), thresholds=THRESHOLDS, findings=findings
    )


def codes(decided: Verdict) -> list[ReasonCode]:
    return [reason.code for reason in decided.reasons]


@pytest.mark.parametrize(
    ("level", "session", "export"),
    [
        (0.0, "allow", "allow"),
        (3.9, "allow", "allow"),
        (4.0, "allow", "step_up"),
        (8.0, "step_up", "lock"),
        (16.0, "lock", "lock"),
    ],
)
def test_dangerous_actions_bear_less_doubt(level: float, session: str, export: str) -> None:
    assert (verdict(trusted(level)).kind, verdict(trusted(level), "export").kind) == (
        session,
        export,
    )


@given(st.floats(0, 30), st.floats(0, 30), st.sampled_from(sorted(POLICY.checks)))
def test_more_evidence_never_makes_a_milder_verdict(one: float, other: float, action: str) -> None:
    low, high = (SEVERITY[verdict(trusted(level), action).kind] for level in sorted([one, other]))

    assert low <= high


@given(st.floats(0, 30), st.sampled_from(TrustState), st.sampled_from(sorted(POLICY.checks)))
def test_a_verdict_is_the_strictest_of_its_reasons_and_each_has_a_sentence(
    level: float, state: TrustState, action: str
) -> None:
    decided = verdict(trusted(level, state=state), action)

    assert decided.kind == decided.reasons[0].asks_for
    assert SEVERITY[decided.kind] == max(SEVERITY[r.asks_for] for r in decided.reasons)
    assert all(reason.sentence.endswith(".") for reason in decided.reasons)


def test_a_reason_carries_the_numbers_that_its_sentence_says() -> None:
    reason = verdict(trusted(10.0)).reasons[0]

    assert reason.sentence == (
        "The evidence that somebody else is typing stands at 125% of the alarm threshold, gathered "
        "over 3 windows."
    )
    assert reason.numbers == {"evidence_nats": 10.0, "threshold_share": 1.25, "windows": 3.0}


def test_a_locked_session_is_locked_for_everything() -> None:
    locked = trusted(state=TrustState.LOCKED)

    assert {verdict(locked, action).kind for action in POLICY.checks} == {VerdictKind.LOCK}


def test_an_unanswered_alarm_asks_for_a_step_up_even_when_the_evidence_is_gone() -> None:
    decided = verdict(trusted(0.0, state=TrustState.ALARM), "help page")

    assert (decided.kind, codes(decided)) == (VerdictKind.STEP_UP, [ReasonCode.ALARM])


@pytest.mark.parametrize(
    ("action", "kind"), [("session", "step_up"), ("export", "lock"), ("help page", "allow")]
)
def test_without_a_judgement_each_action_fails_open_or_closed_as_it_says(
    action: str, kind: str
) -> None:
    decided = verdict(Trust(), action)

    assert decided.kind == kind
    assert codes(decided) == [ReasonCode.NOTHING_JUDGED]


def test_a_passed_step_up_stands_in_for_a_judgement_only_for_a_while() -> None:
    passed = Trust(last_reset=Reset(Micros(0), {}))

    assert verdict(passed, "export", POLICY.step_up_lasts).kind is VerdictKind.ALLOW
    assert verdict(passed, "export", POLICY.step_up_lasts + 1).kind is VerdictKind.LOCK


def test_a_passed_step_up_never_outweighs_evidence() -> None:
    trust = Trust(
        state=TrustState.ALARM,
        cusums={Hypothesis.OTHER_PERSON: Cusum(Nats(9.0), windows=1)},
        last_reset=Reset(Micros(0), {}),
    )

    assert verdict(trust).kind is VerdictKind.STEP_UP


def test_a_judgement_grows_old_where_the_policy_says_so() -> None:
    assert codes(verdict(trusted(), "payment", 60_000_000)) == [ReasonCode.WITHIN_BOUNDS]
    assert codes(verdict(trusted(), "payment", 60_000_001)) == [ReasonCode.JUDGED_LONG_AGO]


def test_a_finding_leads_to_what_the_policy_says_and_otherwise_to_nothing() -> None:
    known, unknown = (
        Finding("new_device", "A new keyboard."),
        Finding("gap", "Windows are missing."),
    )

    assert verdict(trusted(), "session", 1, known).kind is VerdictKind.STEP_UP
    assert verdict(trusted(), "session", 1, known).reasons[0].sentence == "A new keyboard."
    assert codes(verdict(trusted(), "session", 1, unknown)) == [ReasonCode.WITHIN_BOUNDS]


def test_an_action_that_the_policy_does_not_know_is_refused() -> None:
    with pytest.raises(SettingsError, match="without a check"):
        verdict(trusted(), "launch rockets")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        '{"checks": {}}',
        '{"checks": {"export": {}}}',
        '{"checks": {"session": {"step_up_at": 0}}}',
        '{"checks": {"session": {"step_up_at": 1.5}}}',
        '{"checks": {"session": {"step_up_at": 1, "lock_at": 0.5}}}',
        '{"checks": {"session": {"without_data": "shrug"}}}',
        '{"checks": {"session": {"judged_within": 0}}}',
        '{"checks": {"session": {"productivity": 1}}}',
        '{"checks": {"session": {}}, "step_up_lasts": -1}',
        '{"checks": {"session": {}}, "marks": {"unsure_from": 2}}',
        '{"checks": {"session": {}}',
        b"\xff\xfe",
        "[" * 100_000,
    ],
    ids=lambda text: repr(text[:60]),
)
def test_a_policy_that_makes_no_sense_is_refused(text: bytes | str) -> None:
    with pytest.raises(SettingsError):
        policy_from_json(text)


def test_a_verdict_without_reasons_is_refused() -> None:
    with pytest.raises(SettingsError, match="no reasons"):
        Verdict(VerdictKind.ALLOW, ())
