"""Enumeration: neighbouring ids in a row."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.access.sequence import ENUMERATED, evidence_of_sequence, telling


@given(st.floats(0.001, 0.999))
def test_on_a_usual_reader_the_evidence_is_no_more_than_nothing(usual: float) -> None:
    """The mean of the ratio is one, so the mean of its logarithm is not above zero."""
    yes = evidence_of_sequence(usual, sequential=True)
    no = evidence_of_sequence(usual, sequential=False)
    assert usual * yes + (1 - usual) * no <= 1e-12
    assert yes >= 0 >= no


@pytest.mark.parametrize("run", range(ENUMERATED))
def test_short_runs_are_not_spoken_of(run: int) -> None:
    assert not telling(run)
