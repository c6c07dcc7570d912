"""Laws of the rates, and the plain definitions they must agree with."""

import math
from collections.abc import Callable
from itertools import pairwise
from random import Random  # only the type of what Hypothesis draws
from typing import Final, TypeAlias

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.errors import EmptyScoresError, ScoreError
from samehands.lab.metrics import (
    DetCurve,
    Scores,
    cllr,
    det_curve,
    detection_at_false_alarm,
    equal_error_rate,
    fnmr_at_fmr,
    killourhy_maxion_eer,
    minimum_cllr,
)

Metric: TypeAlias = Callable[[Scores, Scores], float]

SCORES: Final = st.lists(st.integers(-6, 6), min_size=1, max_size=25).map(
    lambda values: np.array(values, np.float64)
)
"""Few distinct values, so that ties are the rule."""

RATES: Final = st.sampled_from([0.0, 0.001, 0.01, 0.1, 1 / 3, 0.5, 0.9, 1.0])


def rates_at(genuine: Scores, impostor: Scores, threshold: float) -> tuple[float, float]:
    """FMR and FNMR by their definition: a score on the threshold is accepted."""
    return float(np.mean(impostor >= threshold)), float(np.mean(genuine < threshold))


def operating_points(genuine: Scores, impostor: Scores) -> list[tuple[float, float]]:
    """Every point of the ROC, by trying every threshold that could matter."""
    thresholds = [*genuine, *impostor, math.inf]
    return [rates_at(genuine, impostor, threshold) for threshold in thresholds]


def brute_force_hull_eer(genuine: Scores, impostor: Scores) -> float:
    """The lowest crossing of the diagonal by any line between two points of the ROC."""
    points = operating_points(genuine, impostor)
    crossings = []
    for fmr, fnmr in points:
        for other_fmr, other_fnmr in points:
            start, end = fnmr - fmr, other_fnmr - other_fmr
            if start <= 0 <= end:
                share = start / (start - end) if start < end else 0.0
                crossings.append(fnmr + share * (other_fnmr - fnmr))
    return min(crossings)


class TestDetCurve:
    @given(SCORES, SCORES)
    def test_holds_the_rates_by_their_definition_at_each_threshold(
        self, genuine: Scores, impostor: Scores
    ) -> None:
        curve = det_curve(genuine, impostor)
        for threshold, fmr, fnmr in zip(curve.threshold, curve.fmr, curve.fnmr, strict=True):
            assert (fmr, fnmr) == rates_at(genuine, impostor, threshold)

    @given(SCORES, SCORES)
    def test_goes_from_accepting_all_to_accepting_none(
        self, genuine: Scores, impostor: Scores
    ) -> None:
        curve = det_curve(genuine, impostor)
        assert (curve.fmr[0], curve.fnmr[0]) == (1, 0)
        assert (curve.fmr[-1], curve.fnmr[-1]) == (0, 1)
        assert np.all(np.diff(curve.fmr) <= 0)
        assert np.all(np.diff(curve.fnmr) >= 0)

    @given(SCORES, SCORES, st.randoms(use_true_random=False))
    def test_does_not_depend_on_the_order_of_rows(
        self, genuine: Scores, impostor: Scores, shuffler: Random
    ) -> None:
        mixed = [list(genuine), list(impostor)]
        for scores in mixed:
            shuffler.shuffle(scores)
        before, after = det_curve(genuine, impostor), det_curve(*map(np.array, mixed))
        np.testing.assert_array_equal(before.fmr, after.fmr)
        np.testing.assert_array_equal(before.fnmr, after.fnmr)

    @given(SCORES, SCORES)
    def test_a_strictly_rising_map_changes_thresholds_only(
        self, genuine: Scores, impostor: Scores
    ) -> None:
        before = det_curve(genuine, impostor)
        after = det_curve(np.exp(genuine / 3) - 7, np.exp(impostor / 3) - 7)
        np.testing.assert_array_equal(before.fmr, after.fmr)
        np.testing.assert_array_equal(before.fnmr, after.fnmr)


class TestEqualErrorRate:
    @given(SCORES, SCORES)
    def test_is_the_lowest_crossing_that_brute_force_finds(
        self, genuine: Scores, impostor: Scores
    ) -> None:
        assert equal_error_rate(genuine, impostor) == pytest.approx(
            brute_force_hull_eer(genuine, impostor), abs=1e-12
        )

    @given(SCORES, SCORES)
    def test_is_between_nought_and_a_half(self, genuine: Scores, impostor: Scores) -> None:
        assert 0 <= equal_error_rate(genuine, impostor) <= 0.5

    @given(SCORES, SCORES)
    def test_on_the_hull_is_no_higher_than_by_neighbouring_points(
        self, genuine: Scores, impostor: Scores
    ) -> None:
        raw = killourhy_maxion_eer(genuine, impostor)
        assert equal_error_rate(genuine, impostor) <= raw + 1e-12

    @given(SCORES, SCORES)
    def test_swapping_and_negating_changes_nothing(
        self, genuine: Scores, impostor: Scores
    ) -> None:
        there = equal_error_rate(genuine, impostor)
        assert equal_error_rate(-impostor, -genuine) == pytest.approx(there, abs=1e-12)

    @given(SCORES, SCORES, st.integers(2, 4))
    def test_repeating_every_score_changes_nothing(
        self, genuine: Scores, impostor: Scores, times: int
    ) -> None:
        once = equal_error_rate(genuine, impostor)
        repeated = equal_error_rate(np.repeat(genuine, times), np.tile(impostor, times))
        assert repeated == pytest.approx(once, abs=1e-12)

    @given(st.integers(1, 30), st.integers(1, 30), st.floats(-1e6, 1e6))
    def test_of_a_constant_scorer_is_a_half(self, n: int, m: int, score: float) -> None:
        genuine, impostor = np.full(n, score), np.full(m, score)
        assert equal_error_rate(genuine, impostor) == 0.5
        assert killourhy_maxion_eer(genuine, impostor) == 0.5

    @given(SCORES)
    def test_of_the_same_scores_on_both_sides_is_a_half(self, scores: Scores) -> None:
        assert equal_error_rate(scores, scores[::-1]) == pytest.approx(0.5)

    def test_of_separated_scores_is_nought(self) -> None:
        assert equal_error_rate(np.array([2.0, 3.0]), np.array([0.0, 1.0])) == 0

    def test_of_reversed_scores_is_a_half_on_the_hull_and_one_without(self) -> None:
        low, high = np.array([0.0, 1.0]), np.array([2.0, 3.0])
        assert equal_error_rate(low, high) == 0.5
        assert killourhy_maxion_eer(low, high) == 1

    def test_takes_infinite_scores_as_scores(self) -> None:
        assert equal_error_rate(np.array([np.inf, 1.0]), np.array([-np.inf, 0.0])) == 0


class TestKillourhyMaxionEer:
    @given(SCORES, SCORES)
    def test_lies_between_the_rates_of_the_two_points_that_enclose_it(
        self, genuine: Scores, impostor: Scores
    ) -> None:
        curve = det_curve(genuine, impostor)
        difference = curve.fmr - curve.fnmr
        above = np.flatnonzero(difference == difference[difference >= 0].min())[0]
        under = np.flatnonzero(difference == difference[difference < 0].max())[0]
        eer = killourhy_maxion_eer(genuine, impostor)
        assert curve.fnmr[above] - 1e-12 <= eer <= curve.fnmr[under] + 1e-12
        assert curve.fmr[under] - 1e-12 <= eer <= curve.fmr[above] + 1e-12

    def test_of_a_worked_example(self) -> None:
        # accepting from 3 on: FMR 1/4, FNMR 0; from 4 on: FMR 0, FNMR 1/2; they meet at 1/6
        genuine, impostor = np.array([3.0, 5.0]), np.array([0.0, 1.0, 2.0, 3.0])
        assert killourhy_maxion_eer(genuine, impostor) == pytest.approx(1 / 6)


class TestDetectionAndMisses:
    @given(SCORES, SCORES, RATES)
    def test_detection_keeps_to_the_rate_at_the_highest_threshold_that_does(
        self, genuine: Scores, impostor: Scores, rate: float
    ) -> None:
        kept = [1 - fmr for fmr, fnmr in operating_points(genuine, impostor) if fnmr <= rate]
        assert detection_at_false_alarm(genuine, impostor, rate) == pytest.approx(max(kept))

    @given(SCORES, SCORES, RATES)
    def test_misses_are_the_fewest_that_keep_to_the_fmr(
        self, genuine: Scores, impostor: Scores, fmr: float
    ) -> None:
        kept = [
            missed for accepted, missed in operating_points(genuine, impostor) if accepted <= fmr
        ]
        assert fnmr_at_fmr(genuine, impostor, fmr) == pytest.approx(min(kept))

    @given(SCORES, SCORES, RATES)
    def test_a_strictly_rising_map_leaves_them_as_they_are(
        self, genuine: Scores, impostor: Scores, rate: float
    ) -> None:
        mapped = genuine**3, impostor**3
        assert detection_at_false_alarm(*mapped, rate) == detection_at_false_alarm(
            genuine, impostor, rate
        )
        assert fnmr_at_fmr(*mapped, rate) == fnmr_at_fmr(genuine, impostor, rate)

    @given(SCORES, SCORES)
    def test_a_higher_budget_detects_no_less(self, genuine: Scores, impostor: Scores) -> None:
        budgets = [0.0, 0.001, 0.01, 0.1, 0.5, 1.0]
        found = [detection_at_false_alarm(genuine, impostor, rate) for rate in budgets]
        assert all(lower <= higher for lower, higher in pairwise(found))

    def test_an_impostor_on_the_threshold_is_not_detected(self) -> None:
        assert detection_at_false_alarm(np.array([1.0, 2.0]), np.array([1.0]), 0.0) == 0

    def test_a_genuine_score_on_the_threshold_is_no_false_alarm(self) -> None:
        genuine = np.array([1.0, 2.0, 2.0, 2.0])
        assert detection_at_false_alarm(genuine, np.array([1.5]), 0.25) == 1

    def test_a_constant_scorer_detects_nobody_short_of_refusing_everybody(self) -> None:
        same = np.zeros(100)
        assert detection_at_false_alarm(same, same, 0.99) == 0
        assert detection_at_false_alarm(same, same, 1.0) == 1

    @pytest.mark.parametrize("size", [100, 300, 700, 1000, 90_000])
    def test_a_rate_that_is_just_allowed_is_allowed_whatever_the_rounding(self, size: int) -> None:
        scores = np.arange(float(size))
        allowed = size // 100
        assert fnmr_at_fmr(scores, scores, 0.01) == pytest.approx((size - allowed) / size)
        assert detection_at_false_alarm(scores, scores, 0.01) == pytest.approx(allowed / size)

    @pytest.mark.parametrize("rate", [-0.01, 1.01, math.nan])
    def test_what_is_no_rate_is_refused(self, rate: float) -> None:
        one = np.ones(1)
        with pytest.raises(ScoreError):
            detection_at_false_alarm(one, one, rate)
        with pytest.raises(ScoreError):
            fnmr_at_fmr(one, one, rate)


class TestCllr:
    @given(SCORES, SCORES)
    def test_is_the_mean_cost_by_its_definition(self, genuine: Scores, impostor: Scores) -> None:
        cost = np.mean(np.log2(1 + np.exp(-genuine))) + np.mean(np.log2(1 + np.exp(impostor)))
        assert cllr(genuine, impostor) == pytest.approx(cost / 2)

    @given(SCORES, SCORES)
    def test_at_its_minimum_is_no_higher_and_at_most_one_bit(
        self, genuine: Scores, impostor: Scores
    ) -> None:
        least = minimum_cllr(genuine, impostor)
        assert -1e-12 <= least <= min(1.0, cllr(genuine, impostor) + 1e-12)

    @given(SCORES, SCORES, st.floats(0.1, 3), st.floats(-3, 3))
    def test_no_straight_calibration_beats_the_minimum(
        self, genuine: Scores, impostor: Scores, slope: float, shift: float
    ) -> None:
        calibrated = cllr(slope * genuine + shift, slope * impostor + shift)
        assert minimum_cllr(genuine, impostor) <= calibrated + 1e-9

    @given(SCORES, SCORES)
    def test_the_minimum_does_not_change_under_a_strictly_rising_map(
        self, genuine: Scores, impostor: Scores
    ) -> None:
        assert minimum_cllr(genuine**3, impostor**3) == minimum_cllr(genuine, impostor)

    @given(SCORES, SCORES)
    def test_the_minimum_is_bounded_by_the_equal_error_rate(
        self, genuine: Scores, impostor: Scores
    ) -> None:
        # At the equal error rate e of the hull, h(e) bits is the most that can remain, 2e the least
        eer = equal_error_rate(genuine, impostor)
        most = 0 if eer == 0 else -eer * math.log2(eer) - (1 - eer) * math.log2(1 - eer)
        assert 2 * eer - 1e-9 <= minimum_cllr(genuine, impostor) <= most + 1e-9

    def test_of_no_evidence_is_one_bit(self) -> None:
        assert cllr(np.zeros(5), np.zeros(2)) == 1
        assert minimum_cllr(np.zeros(5), np.zeros(2)) == 1

    def test_of_right_and_of_wrong_certainty(self) -> None:
        sure = np.array([np.inf]), np.array([-np.inf])
        assert cllr(*sure) == 0
        assert cllr(sure[1], sure[0]) == math.inf


@pytest.mark.parametrize("metric", [equal_error_rate, killourhy_maxion_eer, cllr, minimum_cllr])
@pytest.mark.parametrize("bad", [np.empty(0), np.array([np.nan]), np.array([1.0, np.nan])])
def test_no_scores_or_nan_on_either_side_fails_closed(metric: Metric, bad: Scores) -> None:
    good = np.array([1.0])
    with pytest.raises(EmptyScoresError):
        metric(bad, good)
    with pytest.raises(EmptyScoresError):
        metric(good, bad)


@pytest.mark.parametrize("bad", [np.ones((2, 2)), np.array(["1"]), np.array([1j])])
def test_what_is_no_list_of_numbers_is_refused(bad: Scores) -> None:
    with pytest.raises(ScoreError):
        det_curve(bad, np.ones(1))


def test_whole_numbers_are_scores() -> None:
    assert equal_error_rate(np.array([2, 3]), np.array([0, 1])) == 0


def test_a_curve_prints_no_scores() -> None:
    assert repr(det_curve(np.array([4.25]), np.array([1.75]))) == f"{DetCurve.__name__}()"
