"""Joint rules: doubt about the hands and the volume of records, weighed together."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.errors import SettingsError
from samehands.finding import Finding
from samehands.quantities import Micros, Nats
from samehands.trust import (
    AtStake,
    Check,
    Cusum,
    Hands,
    Hypothesis,
    JointRule,
    Policy,
    ReasonCode,
    Trust,
    TrustState,
    Verdict,
    VerdictKind,
    decide,
)
from samehands.trust.joint import DEFAULT_RULES
from samehands.trust.policy import HANDS_LAST, HANDS_RECORDS
from samehands.trust.verdict import SEVERITY

OTHER, MACHINE = Hypothesis.OTHER_PERSON, Hypothesis.MACHINE
MASS, REMOTE = Hypothesis.MASS_ACCESS, Hypothesis.REMOTE
THRESHOLDS = {name: Nats(8.0) for name in Hypothesis}
POLICY = Policy({"session": Check(without_data=VerdictKind.ALLOW)})
shares = st.dictionaries(st.sampled_from(Hypothesis), st.floats(0, 3), max_size=4)
stakes = st.builds(AtStake, st.integers(0, 200), st.integers(0, 5000), st.integers(0, 9))


def decided(
    levels: dict[Hypothesis, float],
    *,
    state: TrustState = TrustState.VERIFIED,
    at_stake: AtStake = AtStake(),  # noqa: B008  # a value
    policy: Policy = POLICY,
) -> Verdict:
    """The verdict at shares of the thresholds."""
    cusums = {name: Cusum(Nats(8.0 * share)) for name, share in levels.items()}
    trust = Trust(state, cusums, judged=1, last_judged=Micros(0))
    return decide(
        policy, trust, action="session", now=Micros(0), thresholds=THRESHOLDS, at_stake=at_stake
    )


def test_a_machine_that_reads_is_locked_and_one_that_does_not_is_not_yet() -> None:
    assert decided({MACHINE: 0.6}, at_stake=AtStake(21, 21)).kind is VerdictKind.LOCK
    assert decided({MACHINE: 0.6}, at_stake=AtStake(20, 20)).kind is VerdictKind.ALLOW


def test_somebody_else_who_reads_in_bulk_is_locked() -> None:
    verdict = decided({OTHER: 0.7, MASS: 0.8})
    assert verdict.kind is VerdictKind.LOCK
    assert "somebody else is typing stands at 70%" in verdict.reasons[0].sentence
    assert verdict.reasons[0].numbers == pytest.approx(
        {"other_person_share": 0.7, "mass_access_share": 0.8}
    )


def test_a_little_doubt_and_a_little_volume_make_one_alarm() -> None:
    assert decided({OTHER: 0.45, MASS: 0.6}).kind is VerdictKind.STEP_UP
    assert decided({OTHER: 0.45, MASS: 0.4}).kind is VerdictKind.ALLOW
    assert decided({OTHER: 0.1, MASS: 0.95}).kind is VerdictKind.ALLOW


def test_the_owner_in_bulk_is_told_to_a_human_and_nothing_is_asked() -> None:
    verdict = decided({OTHER: 0.0, MASS: 1.2})
    assert verdict.kind is VerdictKind.ALLOW
    assert verdict.tells
    assert "A human should look." in verdict.reasons[0].sentence


def test_hands_that_were_judged_long_ago_are_not_known() -> None:
    trust = Trust(TrustState.VERIFIED, {MASS: Cusum(Nats(9.0))}, judged=1, last_judged=Micros(0))

    def at(now: int) -> VerdictKind:
        return decide(POLICY, trust, action="session", now=Micros(now), thresholds=THRESHOLDS).kind

    assert at(HANDS_LAST) is VerdictKind.ALLOW
    assert at(HANDS_LAST + 1) is VerdictKind.STEP_UP


def test_hands_that_read_many_records_without_typing_are_not_known() -> None:
    assert decided({MASS: 1.2}, at_stake=AtStake(9, 9, HANDS_RECORDS)).tells
    verdict = decided({MASS: 1.2}, at_stake=AtStake(9, 9, HANDS_RECORDS + 1))
    assert verdict.kind is VerdictKind.STEP_UP
    assert "whose hands read is not known" in verdict.reasons[0].sentence


def test_an_odd_hour_asks_for_proof_only_where_nobody_is_known() -> None:
    odd = Finding("reads_at_odd_hours", "An odd hour.")

    def at(state: TrustState) -> VerdictKind:
        trust = Trust(state, judged=1, last_judged=Micros(0))
        return decide(
            POLICY,
            trust,
            action="session",
            now=Micros(0),
            thresholds=THRESHOLDS,
            findings=[odd],
        ).kind

    assert at(TrustState.VERIFIED) is VerdictKind.ALLOW
    assert at(TrustState.LEARNING) is VerdictKind.STEP_UP


@pytest.mark.parametrize("state", [TrustState.LEARNING, TrustState.UNSURE])
def test_hands_that_are_not_verified_in_bulk_are_asked_for_proof(state: TrustState) -> None:
    verdict = decided({MASS: 1.2}, state=state)
    assert verdict.kind is VerdictKind.STEP_UP
    assert not verdict.tells


def test_mass_reading_alone_asks_for_nothing_where_no_rule_names_it() -> None:
    without = Policy({"session": Check()}, joint=())
    assert decided({MASS: 3.0}, policy=without).kind is VerdictKind.ALLOW


def test_the_more_is_at_stake_the_less_doubt_is_borne() -> None:
    """At ten times the records, as much less evidence as ten times the odds."""

    def asked_at(exposed: int) -> float:
        tried = [share / 1000 for share in range(250, 1001)]
        return next(
            share
            for share in tried
            if decided({OTHER: share}, at_stake=AtStake(0, exposed)).kind is VerdictKind.STEP_UP
        )

    assert asked_at(0) == asked_at(10) == 1.0
    assert asked_at(100) == pytest.approx(1 - math.log(10) / 8, abs=0.002)
    assert asked_at(1000) == pytest.approx(1 - math.log(100) / 8, abs=0.002)
    assert asked_at(10**6) == 0.25


@given(shares, shares, stakes, st.integers(0, 50), st.integers(0, 500))
def test_more_doubt_and_more_at_stake_never_make_a_milder_verdict(
    levels: dict[Hypothesis, float],
    more: dict[Hypothesis, float],
    stake: AtStake,
    pace: int,
    exposed: int,
) -> None:
    higher = {name: levels.get(name, 0.0) + share for name, share in more.items()}
    before = decided(levels, at_stake=stake)
    after = decided(
        {**levels, **higher},
        at_stake=AtStake(
            stake.records_per_minute + pace, stake.exposed + exposed, stake.unattended
        ),
    )
    assert SEVERITY[after.kind] >= SEVERITY[before.kind]


@given(shares, stakes)
def test_every_rule_that_holds_says_why_with_its_numbers(
    levels: dict[Hypothesis, float], stake: AtStake
) -> None:
    verdict = decided(levels, at_stake=stake)
    for reason in verdict.reasons:
        if reason.code in {ReasonCode.JOINT, ReasonCode.TELL}:
            assert reason.numbers
            assert reason.sentence[0].isupper()
            assert (reason.code is ReasonCode.TELL) == (reason.asks_for is VerdictKind.ALLOW)


def test_no_default_rule_rests_on_the_volume_alone_to_stop_the_owner() -> None:
    for rule in DEFAULT_RULES:
        if set(rule.least) == {MASS} and rule.then is not VerdictKind.ALLOW:
            assert rule.hands is Hands.NOT_VERIFIED


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"name": "x" * 65, "least": {OTHER: 0.5}},
        {"name": "nothing"},
        {"name": "zero", "least": {OTHER: 0.0}},
        {"name": "nan", "least": {OTHER: float("nan")}},
        {"name": "sum of nothing", "records_per_minute": 1, "together": 1.0},
        {"name": "no sum", "least": {OTHER: 0.5}, "stake_from": 10},
        {"name": "no records", "least": {OTHER: 0.5}, "together": 1.0, "stake_from": 0},
        {"name": "negative", "records_per_minute": -1},
        {"name": "no share", "least": {OTHER: 0.5}, "together": 0.0},
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(SettingsError, match="joint rule"):
        JointRule(**fields)  # type: ignore[arg-type]


def test_too_many_rules_are_refused() -> None:
    with pytest.raises(SettingsError, match="joint rules"):
        Policy({"session": Check()}, joint=DEFAULT_RULES * 6)
