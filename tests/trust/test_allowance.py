"""The allowance: less as doubt grows, nothing before any lock."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.errors import EmptyScoresError
from samehands.quantities import Micros, Nats
from samehands.trust import (
    AtStake,
    Check,
    Cusum,
    Hypothesis,
    Policy,
    Trust,
    TrustState,
    Unreachable,
    VerdictKind,
    decide,
)
from samehands.trust.allowance import WEIGHTS, allowance
from samehands.trust.limits import DEFAULT_LIMITS

POLICY = Policy({"session": Check()})
shares = st.dictionaries(st.sampled_from(Hypothesis), st.floats(0, 5))
WHO = (Hypothesis.OTHER_PERSON, Hypothesis.MACHINE)


def test_without_a_doubt_the_limits_are_whole() -> None:
    allowed = allowance({}, POLICY)
    assert {name: one.records_per_minute for name, one in allowed.actions.items()} == {
        name: limit.per_minute for name, limit in DEFAULT_LIMITS.items()
    }
    assert allowed.records_per_minute == max(limit.per_minute for limit in DEFAULT_LIMITS.values())


@given(shares, st.sampled_from(Hypothesis), st.floats(0, 5))
def test_more_doubt_never_allows_more(
    doubts: dict[Hypothesis, float], name: Hypothesis, more: float
) -> None:
    before = allowance(doubts, POLICY)
    after = allowance({**doubts, name: doubts.get(name, 0.0) + more}, POLICY)
    for action, one in after.actions.items():
        assert one.records_per_minute <= before.actions[action].records_per_minute


@given(shares, st.sampled_from(WHO))
def test_where_an_alarm_would_be_there_is_nothing_left_to_read(
    doubts: dict[Hypothesis, float], name: Hypothesis
) -> None:
    assert allowance({**doubts, name: 1.0}, POLICY).records_per_minute == 0


@given(shares, st.integers(0, 100))
def test_nothing_is_left_to_read_before_evidence_locks(
    doubts: dict[Hypothesis, float], pace: int
) -> None:
    thresholds = {name: Nats(8.0) for name in Hypothesis}
    cusums = {name: Cusum(Nats(8.0 * share)) for name, share in doubts.items()}
    trust = Trust(TrustState.VERIFIED, cusums, judged=1, last_judged=Micros(0))
    verdict = decide(
        POLICY,
        trust,
        action="session",
        now=Micros(0),
        thresholds=thresholds,
        at_stake=AtStake(pace, pace),
    )
    if verdict.kind is VerdictKind.LOCK:
        assert allowance(doubts, POLICY).records_per_minute == 0


@given(st.floats(0, 100))
def test_volume_alone_never_stops_anybody(share: float) -> None:
    allowed = allowance({Hypothesis.MASS_ACCESS: share}, POLICY)
    assert allowed.actions["view"].records_per_minute > 0


@given(st.floats(0, 100))
def test_a_path_is_no_doubt(share: float) -> None:
    assert allowance({Hypothesis.REMOTE: share}, POLICY) == allowance({}, POLICY)


@pytest.mark.parametrize("state", [TrustState.ALARM, TrustState.LOCKED])
def test_in_alarm_nothing_is_read_whatever_the_shares_have_fallen_to(state: TrustState) -> None:
    assert allowance({}, POLICY, state=state).records_per_minute == 0


@given(st.sampled_from([TrustState.LEARNING, TrustState.VERIFIED, TrustState.UNSURE]), shares)
def test_any_other_state_is_said_by_its_shares(
    state: TrustState, doubts: dict[Hypothesis, float]
) -> None:
    assert allowance(doubts, POLICY, state=state) == allowance(doubts, POLICY)


def test_what_happens_without_an_answer_is_said_for_each_action() -> None:
    actions = allowance({}, POLICY).actions
    assert actions["view"].when_unreachable is Unreachable.OPEN
    assert actions["export"].when_unreachable is Unreachable.CLOSED


def test_a_policy_without_limits_has_none() -> None:
    allowed = allowance({}, Policy({"session": Check()}, allowances={}))
    assert allowed.records_per_minute is None
    assert allowed.actions == {}


@pytest.mark.parametrize("share", [float("nan"), -0.1])
def test_a_share_that_is_no_share_fails_closed(share: float) -> None:
    with pytest.raises(EmptyScoresError, match="shares"):
        allowance({Hypothesis.OTHER_PERSON: share}, POLICY)


def test_every_hypothesis_has_a_weight() -> None:
    assert set(WEIGHTS) == set(Hypothesis)
