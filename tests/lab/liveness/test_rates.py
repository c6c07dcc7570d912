"""Rates: thresholds, areas, shares, keystrokes to a decision."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.errors import EmptyScoresError
from samehands.lab.liveness.rates import (
    area,
    called,
    keystrokes_to_call,
    share_over_people,
    threshold_at,
)

_SCORES = st.lists(st.floats(-9, 9) | st.just(float("nan")), min_size=1, max_size=60)


@given(scores=_SCORES, bpcer=st.floats(0, 0.5))
def test_a_threshold_keeps_to_its_rate_and_a_lower_score_would_not(
    scores: list[float], bpcer: float
) -> None:
    people = np.array(scores)
    threshold = threshold_at(people, bpcer)
    assert called(people, threshold).mean() <= bpcer
    finite = people[~np.isnan(people)]
    lower = finite[finite < threshold]
    if len(lower) and np.isfinite(threshold):
        assert called(people, float(lower.max())).mean() > bpcer - 1e-12


@given(attacks=_SCORES, people=_SCORES)
def test_the_area_counts_pairs_and_ties_half(attacks: list[float], people: list[float]) -> None:
    known = [[-np.inf if np.isnan(one) else one for one in part] for part in (attacks, people)]
    pairs = [(a > p) + 0.5 * (a == p) for a in known[0] for p in known[1]]
    assert area(np.array(attacks), np.array(people)) == pytest.approx(np.mean(pairs))


def test_what_cannot_be_told_is_never_called() -> None:
    assert called(np.array([np.nan, 1.0]), -np.inf).tolist() == [False, True]


def test_people_are_drawn_with_all_their_windows() -> None:
    event = np.array([True] * 50 + [False] * 50)
    person = np.array([0] * 50 + [1] * 50)
    share = share_over_people(event, person, np.random.default_rng(0), 400)
    assert (share.estimate, share.low, share.high) == (0.5, 0.0, 1.0)


def test_a_stream_is_called_at_its_first_window_above_the_threshold() -> None:
    call = np.array([False, True, True, False])
    session, number = np.array([1, 1, 1, 2]), np.array([0, 2, 3, 0])
    assert keystrokes_to_call(call, session, number, 100).tolist() == [300.0, np.inf]


def test_no_scores_have_no_rates() -> None:
    empty = np.empty(0)
    with pytest.raises(EmptyScoresError):
        threshold_at(empty, 0.1)
    with pytest.raises(EmptyScoresError):
        area(empty, np.ones(1))
    with pytest.raises(EmptyScoresError):
        share_over_people(empty > 0, np.empty(0, np.int64), np.random.default_rng(0), 5)
