import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.errors import EmptyScoresError, ScoreError
from samehands.quantities import Nats
from samehands.trust.hypothesis import Hypothesis, checked_evidence, evidence_of_other_person


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_what_speaks_for_the_owner_speaks_against_another_person(llr: float) -> None:
    assert evidence_of_other_person(Nats(llr)) == {Hypothesis.OTHER_PERSON: -llr}


@pytest.mark.parametrize("broken", [math.nan, math.inf, -math.inf], ids=str)
def test_evidence_that_is_no_number_is_refused_and_not_taken_for_zero(broken: float) -> None:
    with pytest.raises(EmptyScoresError, match="finite"):
        evidence_of_other_person(Nats(broken))


def test_a_hypothesis_that_nobody_watches_is_refused_without_repeating_it() -> None:
    with pytest.raises(ScoreError) as caught:
        checked_evidence({"secret typed words": 1.0})

    assert "secret" not in str(caught.value)
    assert "other_person" in str(caught.value)


def test_later_hypotheses_come_through_the_same_door() -> None:
    assert set(checked_evidence(dict.fromkeys(Hypothesis, Nats(1.0)))) == set(Hypothesis)
