from hypothesis import given
from hypothesis import strategies as st

from samehands.monitor.carrying import carry, outweighs, take_over
from samehands.quantities import Micros, Nats
from samehands.trust import Cusum, Hypothesis, Trust, TrustState

DOUBTFUL = {TrustState.UNSURE, TrustState.ALARM, TrustState.LOCKED}
trusts = st.builds(
    Trust,
    state=st.sampled_from(TrustState),
    cusums=st.dictionaries(
        st.sampled_from(Hypothesis), st.builds(Cusum, level=st.floats(0, 50).map(Nats))
    ),
    judged=st.integers(0, 100),
    last_judged=st.none() | st.integers(0, 10**9).map(Micros),
)


@given(trusts)
def test_evidence_and_doubt_are_taken_over_and_belief_is_not(trust: Trust) -> None:
    started = take_over(carry(Trust(), trust, alone=True), Micros(7))

    for hypothesis in Hypothesis:
        assert started.level(hypothesis) == trust.level(hypothesis)
    assert started.state is (trust.state if trust.state in DOUBTFUL else TrustState.LEARNING)
    assert (started.judged, started.last_judged, started.last_reset) == (0, None, None)


@given(trusts, trusts)
def test_beside_an_open_session_no_evidence_is_lost(carried: Trust, ended: Trust) -> None:
    left = carry(carried, ended, alone=False)

    for hypothesis in Hypothesis:
        assert left.level(hypothesis) == max(carried.level(hypothesis), ended.level(hypothesis))
    if DOUBTFUL & {carried.state, ended.state}:
        assert left.state in DOUBTFUL


@given(trusts, trusts)
def test_the_last_session_to_end_says_what_is_left(carried: Trust, ended: Trust) -> None:
    assert carry(carried, ended, alone=True) == carry(Trust(), ended, alone=True)


@given(trusts)
def test_where_there_is_no_evidence_a_session_starts_with_a_date_for_it(trust: Trust) -> None:
    started = take_over(trust, Micros(7))
    cusum = started.cusums[Hypothesis.OTHER_PERSON]

    if trust.level(Hypothesis.OTHER_PERSON) > 0:
        assert cusum == trust.cusums[Hypothesis.OTHER_PERSON]
    else:
        assert cusum == Cusum(quiet_until=Micros(7))


@given(trusts, trusts)
def test_only_doubt_outweighs_and_only_what_is_no_worse_is_outweighed(
    carried: Trust, ended: Trust
) -> None:
    if outweighs(ended, carried):
        assert carry(carried, ended, alone=False).state is ended.state
        assert ended.state in DOUBTFUL
    elif ended.state in DOUBTFUL:
        assert outweighs(carried, ended)
