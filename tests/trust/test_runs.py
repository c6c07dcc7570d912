import math

import numpy as np
import pytest
from numpy.typing import NDArray

from samehands.errors import EmptyScoresError, ScoreError, SettingsError
from samehands.trust.runs import GenuineRuns, RunLengths, simulate_run_lengths


def gaussian(
    mean: float, deviation: float, *, people: int = 60, windows: int = 500, seed: int = 5
) -> GenuineRuns:
    generator = np.random.default_rng(seed)
    count = people * windows
    return GenuineRuns(
        generator.normal(-mean, deviation, count),
        np.repeat(np.arange(people), windows),
        np.tile(np.arange(windows) // 25, people),
    )


def siegmund(thresholds: NDArray[np.float64], mean: float) -> NDArray[np.float64]:
    """Average run length of a CUSUM on N(-mean, 1), Siegmund 1985, eq. 2.57."""
    barrier = 2.0 * mean * (thresholds + 1.166)
    return np.asarray((np.exp(barrier) - 1.0 - barrier) / (2.0 * mean**2))


def simulated(runs: GenuineRuns, *, month: int = 500, seed: int = 1) -> RunLengths:
    return simulate_run_lengths(runs, month, np.random.default_rng(seed))


@pytest.mark.parametrize("mean", [0.25, 0.5])
def test_it_agrees_with_siegmund_on_independent_gaussian_evidence(mean: float) -> None:
    # Long series, so that no person's mean is off by chance.
    curve = simulated(gaussian(mean, 1.0, people=12, windows=10_000), month=2000)
    known = siegmund(curve.thresholds, mean)
    comparable = (known > 10) & (known < 200)

    assert comparable.sum() > 5
    assert curve.average_run_length[comparable] == pytest.approx(known[comparable], rel=0.1)


def test_the_same_seed_gives_the_same_curve() -> None:
    runs = gaussian(1.0, 1.0, people=5, windows=50)

    assert np.array_equal(simulated(runs).alarms, simulated(runs).alarms)
    assert not np.array_equal(simulated(runs).alarms, simulated(runs, seed=2).alarms)


def test_the_order_in_which_people_and_sessions_are_handed_in_does_not_matter() -> None:
    runs = gaussian(1.0, 1.0, people=4, windows=75)
    # Whole sessions are moved about; within one the order of windows is kept.
    by_session = np.argsort((runs.session * 7919 + runs.person * 104729) % 1013, kind="stable")
    shuffled = GenuineRuns(
        runs.evidence[by_session], runs.person[by_session], runs.session[by_session]
    )

    assert np.array_equal(simulated(runs).alarms, simulated(shuffled).alarms)


def test_a_scale_of_the_evidence_scales_the_thresholds_and_nothing_else() -> None:
    runs = gaussian(1.0, 1.0, people=5, windows=50)
    wide = GenuineRuns(4.0 * runs.evidence, runs.person, runs.session)

    assert simulated(wide).thresholds == pytest.approx(4.0 * simulated(runs).thresholds)
    assert np.array_equal(simulated(wide).alarms, simulated(runs).alarms)


def test_windows_that_are_alike_within_a_session_alarm_more_often_than_shuffled_ones() -> None:
    generator = np.random.default_rng(3)
    moods = np.repeat(generator.normal(-1.0, 1.0, 400), 10)
    evidence = moods + generator.normal(0.0, 0.3, 4000)
    person, session = np.zeros(4000, np.int64), np.repeat(np.arange(400), 10)
    together = simulated(GenuineRuns(evidence, person, session))
    apart = simulated(GenuineRuns(generator.permutation(evidence), person, session))
    at = int(np.searchsorted(together.thresholds, 8.0))

    assert together.alarms[0, at] > 1.5 * apart.alarms[0, at]


def test_each_person_works_a_month_however_many_windows_were_recorded() -> None:
    evidence = np.concatenate([np.full(10, 1.0), np.full(990, -1.0)])
    person = np.concatenate([np.zeros(10, np.int64), np.ones(990, np.int64)])
    curve = simulated(GenuineRuns(evidence, person, np.zeros(1000, np.int64)), month=100)
    at = int(np.searchsorted(curve.thresholds, 3.0))

    # One nat a window and a threshold between 3 and 4: an alarm at every fourth window.
    assert curve.people.tolist() == [0, 1]
    assert curve.thresholds[at] < 4.0
    assert curve.alarms[:, at].tolist() == [25.0, 0.0]
    assert curve.quiet[:, at].tolist() == [0.0, 1.0]
    assert curve.average_run_length[at] == 8.0


def test_between_two_thresholds_the_rate_is_interpolated() -> None:
    curve = simulated(gaussian(0.5, 1.0, people=5, windows=100))
    low, high = curve.thresholds[20:22]
    between = curve.alarms_at(float(np.sqrt(low * high)))

    assert curve.alarms_at(float(low)) == pytest.approx(curve.alarms[:, 20])
    assert between == pytest.approx((curve.alarms[:, 20] + curve.alarms[:, 21]) / 2)
    assert curve.alarms_at(1e9) == pytest.approx(curve.alarms[:, -1])
    assert curve.alarms_at(1e-9) == pytest.approx(curve.alarms[:, 0])


@pytest.mark.parametrize("evidence", [[], [1.0, math.nan], [math.inf]], ids=str)
def test_no_windows_or_broken_ones_are_refused(evidence: list[float]) -> None:
    rows = np.zeros(len(evidence), np.int64)
    with pytest.raises(EmptyScoresError):
        GenuineRuns.of_llr(evidence, rows, rows)


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(ScoreError, match="one shape"):
        GenuineRuns.of_llr([1.0, 2.0], [0], [0, 0])


def test_a_month_without_work_is_refused() -> None:
    with pytest.raises(SettingsError, match="month"):
        simulated(gaussian(1.0, 1.0, people=1, windows=25), month=0)
