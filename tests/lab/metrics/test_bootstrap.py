"""Intervals over people."""

from collections.abc import Callable

import numpy as np
import pytest

from samehands.errors import EmptyScoresError, ScoreError
from samehands.lab.metrics import (
    DetCurve,
    PersonScores,
    bootstrap_mean,
    bootstrap_over_people,
    det_curve,
)


def drawn_scores(people: int, *, level: float = 1.0, each: int = 5, seed: int = 3) -> PersonScores:
    rng = np.random.default_rng(seed)
    own = rng.normal(0, level, people)
    owner, template = np.repeat(np.arange(people), each), np.repeat(np.arange(people), 2 * each)
    return PersonScores(
        rng.normal(2, 1, owner.size) + own[owner], owner, rng.normal(0, 1, template.size), template
    )


def resampled_by_copying(
    statistic: Callable[[DetCurve], float], scores: PersonScores, repeats: int, seed: int
) -> tuple[float, float]:
    """The interval by the plain method: copy the rows of every person drawn."""
    rng = np.random.default_rng(seed)
    people = scores.people
    figures = []
    for _ in range(repeats):
        drawn = people[rng.integers(len(people), size=len(people))]
        genuine = [scores.genuine[scores.genuine_person == person] for person in drawn]
        impostor = [scores.impostor[scores.impostor_person == person] for person in drawn]
        figures.append(statistic(det_curve(np.concatenate(genuine), np.concatenate(impostor))))
    low, high = np.quantile(figures, [0.025, 0.975])
    return float(low), float(high)


@pytest.mark.parametrize(
    "statistic",
    [
        DetCurve.equal_error_rate,
        DetCurve.killourhy_maxion_eer,
        DetCurve.cllr,
        DetCurve.minimum_cllr,
        lambda curve: curve.detection_at(0.1),
        lambda curve: curve.fnmr_at(0.1),
    ],
    ids=["eer", "raw eer", "cllr", "minimum cllr", "detection", "fnmr"],
)
def test_weights_give_what_copying_rows_gives(statistic: Callable[[DetCurve], float]) -> None:
    scores = drawn_scores(12)
    interval = bootstrap_over_people(statistic, scores, np.random.default_rng(5), repeats=40)
    low, high = resampled_by_copying(statistic, scores, repeats=40, seed=5)
    assert interval.low == pytest.approx(low, abs=1e-12)
    assert interval.high == pytest.approx(high, abs=1e-12)


def test_the_interval_holds_the_figure_it_is_about() -> None:
    scores = drawn_scores(60)
    interval = bootstrap_over_people(
        DetCurve.equal_error_rate, scores, np.random.default_rng(5), repeats=200
    )
    assert interval.estimate == scores.curve().equal_error_rate()
    assert interval.low < interval.estimate < interval.high


def test_the_same_seed_gives_the_same_interval() -> None:
    scores = drawn_scores(10)
    first, second = (
        bootstrap_over_people(
            DetCurve.equal_error_rate, scores, np.random.default_rng(5), repeats=50
        )
        for _ in range(2)
    )
    assert first == second


def test_four_times_the_people_halve_the_width() -> None:
    few, many = (
        bootstrap_over_people(
            DetCurve.equal_error_rate, drawn_scores(people), np.random.default_rng(5), repeats=300
        )
        for people in (50, 200)
    )
    assert 0.3 < (many.high - many.low) / (few.high - few.low) < 0.75


def test_more_scores_of_the_same_people_do_not_pass_for_more_people() -> None:
    few, many = (
        bootstrap_over_people(
            DetCurve.equal_error_rate,
            drawn_scores(30, level=3, each=each),
            np.random.default_rng(5),
            repeats=200,
        )
        for each in (10, 160)
    )
    assert (many.high - many.low) > 0.6 * (few.high - few.low)  # by drawing scores: a quarter


def test_the_interval_of_a_mean_covers_the_truth_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(11)
    covered = 0
    for _ in range(200):
        interval = bootstrap_mean(rng.exponential(1, 50), rng, repeats=300)
        covered += interval.low <= 1 <= interval.high
    assert 0.85 * 200 <= covered <= 0.99 * 200


def test_a_wider_level_gives_a_wider_interval() -> None:
    values = np.arange(20.0)
    half, most = (
        bootstrap_mean(values, np.random.default_rng(5), level=level) for level in (0.5, 0.99)
    )
    assert most.low < half.low < half.estimate < half.high < most.high


def test_a_person_with_genuine_scores_only_is_drawn_like_everybody() -> None:
    # Two people: half of the resamples hold one kind of score only and are drawn again.
    scores = PersonScores(np.array([1.0]), np.array([0]), np.array([0.0]), np.array([1]))
    interval = bootstrap_over_people(
        DetCurve.equal_error_rate, scores, np.random.default_rng(5), repeats=20
    )
    assert (interval.low, interval.high) == (0, 0)


def test_nobody_and_nan_fail_closed() -> None:
    rng = np.random.default_rng(5)
    with pytest.raises(EmptyScoresError):
        bootstrap_mean(np.empty(0), rng)
    with pytest.raises(EmptyScoresError):
        bootstrap_mean(np.array([np.nan]), rng)
    with pytest.raises(EmptyScoresError, match="a statistic that is NaN"):
        bootstrap_over_people(lambda _: float("nan"), drawn_scores(3), rng, repeats=2)


@pytest.mark.parametrize(("repeats", "level"), [(0, 0.95), (-1, 0.95), (10, 0.0), (10, 1.0)])
def test_settings_that_make_no_sense_are_refused(repeats: int, level: float) -> None:
    with pytest.raises(ScoreError):
        bootstrap_mean(np.ones(3), np.random.default_rng(5), repeats, level)
