"""Global against per-person thresholds."""

import numpy as np
import pytest
from numpy.typing import NDArray

from samehands.errors import EmptyScoresError, ScoreError
from samehands.lab.metrics import (
    DetCurve,
    PersonScores,
    Scores,
    equal_error_rate,
    rates_per_person,
)


def drawn_scores(people: int, seed: int = 1) -> PersonScores:
    """People whose scores lie at levels of their own."""
    rng = np.random.default_rng(seed)
    level = rng.normal(0, 2, people)
    owner, template = np.repeat(np.arange(people), 6), np.repeat(np.arange(people), 9)
    return PersonScores(
        rng.normal(2, 1, owner.size) + level[owner],
        owner,
        rng.normal(0, 1, template.size) + level[template],
        template,
    )


def test_each_person_gets_the_rate_of_their_own_scores() -> None:
    scores = drawn_scores(7)
    rates = rates_per_person(DetCurve.equal_error_rate, scores)
    by_hand = [
        equal_error_rate(
            scores.genuine[scores.genuine_person == person],
            scores.impostor[scores.impostor_person == person],
        )
        for person in range(7)
    ]
    assert rates.rate.tolist() == by_hand
    assert rates.mean == pytest.approx(np.mean(by_hand))
    assert rates.deviation == pytest.approx(np.std(by_hand, ddof=1))


def test_one_threshold_for_all_is_worse_where_people_lie_at_levels_of_their_own() -> None:
    scores = drawn_scores(40)
    own = rates_per_person(DetCurve.equal_error_rate, scores).mean
    assert scores.curve().equal_error_rate() > own + 0.05


def test_a_persons_own_shift_leaves_their_rate_as_it_is() -> None:
    scores = drawn_scores(5)
    shift = np.array([0.0, 16.0, -8.0, 4.0, 0.5])
    shifted = PersonScores(
        scores.genuine + shift[scores.genuine_person],
        scores.genuine_person,
        scores.impostor + shift[scores.impostor_person],
        scores.impostor_person,
    )
    before = rates_per_person(DetCurve.equal_error_rate, scores)
    after = rates_per_person(DetCurve.equal_error_rate, shifted)
    np.testing.assert_array_equal(before.rate, after.rate)


def test_rows_may_come_in_any_order_and_people_with_any_numbers() -> None:
    scores = drawn_scores(5)
    rng = np.random.default_rng(2)
    names = np.array([40, 3, -2, 100, 7])
    own, other = rng.permutation(scores.genuine.size), rng.permutation(scores.impostor.size)
    mixed = PersonScores(
        scores.genuine[own],
        names[scores.genuine_person[own]],
        scores.impostor[other],
        names[scores.impostor_person[other]],
    )
    rates = rates_per_person(DetCurve.equal_error_rate, mixed)
    before = rates_per_person(DetCurve.equal_error_rate, scores).rate
    assert rates.people.tolist() == sorted(names)
    np.testing.assert_array_equal(rates.rate, before[np.argsort(names)])


def test_somebody_without_impostor_scores_has_no_rate_and_is_not_left_out() -> None:
    scores = PersonScores(np.ones(2), np.array([0, 1]), np.zeros(1), np.array([0]))
    with pytest.raises(ScoreError, match="1 people with one kind of score only"):
        rates_per_person(DetCurve.equal_error_rate, scores)


def test_the_deviation_of_one_person_is_not_known() -> None:
    scores = PersonScores(np.ones(2), np.zeros(2, np.int64), np.zeros(1), np.zeros(1, np.int64))
    assert np.isnan(rates_per_person(DetCurve.equal_error_rate, scores).deviation)


@pytest.mark.parametrize(
    ("genuine", "person"),
    [(np.ones(2), np.zeros(3, np.int64)), (np.ones(2), np.zeros(2))],
    ids=["another length", "fractions for people"],
)
def test_columns_that_do_not_fit_are_refused(genuine: Scores, person: NDArray[np.int64]) -> None:
    with pytest.raises(ScoreError):
        PersonScores(genuine, person, np.zeros(1), np.zeros(1, np.int64))


def test_nan_is_refused_at_the_door() -> None:
    nobody = np.zeros(1, np.int64)
    with pytest.raises(EmptyScoresError):
        PersonScores(np.array([np.nan]), nobody, np.zeros(1), nobody)
