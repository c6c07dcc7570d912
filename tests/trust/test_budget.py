import math

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.errors import EmptyScoresError, SettingsError
from samehands.quantities import Nats
from samehands.trust.budget import (
    FEWEST_ALARMS,
    Basis,
    Budget,
    Threshold,
    _read_off,
    assumed_threshold,
    threshold_for,
)
from samehands.trust.runs import GenuineRuns, RunLengths


def calibrated(people: int, windows: int, *, seed: int = 7) -> GenuineRuns:
    """Evidence N(-2, 4): a perfectly calibrated log-likelihood ratio, so the tail's slope is 1."""
    generator = np.random.default_rng(seed)
    count = people * windows
    return GenuineRuns(
        generator.normal(-2.0, 2.0, count),
        np.repeat(np.arange(people), windows),
        np.tile(np.arange(windows) // 10, people),
    )


def found(runs: GenuineRuns, budget: Budget, *, seed: int = 1) -> Threshold:
    return threshold_for(budget, runs, np.random.default_rng(seed))[0]


SIEGMUND_LEVEL = 5.96
"""Where N(-2, 4) has an average run length of 2000 windows, by Siegmund's approximation."""


def test_enough_data_measure_the_known_threshold() -> None:
    threshold = found(calibrated(100, 500), Budget())

    assert threshold.basis is Basis.MEASURED
    assert not threshold.extrapolated
    assert threshold.reach <= 1
    assert threshold.high is not None
    assert threshold.low < SIEGMUND_LEVEL < threshold.high
    assert threshold.level == pytest.approx(SIEGMUND_LEVEL, rel=0.08)


def test_too_few_data_extrapolate_say_so_and_say_how_far() -> None:
    threshold = found(calibrated(27, 100), Budget())

    assert threshold.basis is Basis.EXTRAPOLATED
    assert threshold.extrapolated
    assert threshold.data_windows == 2700
    assert threshold.needed_windows == FEWEST_ALARMS * 2000
    assert threshold.reach == pytest.approx(10_000 / 2700)
    assert threshold.tail_slope == pytest.approx(1.0, abs=0.25)
    assert threshold.high is not None
    assert threshold.low < SIEGMUND_LEVEL < threshold.high


def test_a_tighter_budget_needs_a_higher_threshold_across_the_edge_of_the_data() -> None:
    runs = calibrated(50, 100)
    thresholds = [found(runs, Budget(alarms)) for alarms in (20.0, 8.0, 3.0, 1.0, 0.2, 0.01)]
    levels = [threshold.level for threshold in thresholds]

    assert levels == sorted(levels)
    assert [threshold.basis for threshold in thresholds[::5]] == [
        Basis.MEASURED,
        Basis.EXTRAPOLATED,
    ]


def test_more_people_narrow_the_interval() -> None:
    few, many = (found(calibrated(people, 100), Budget(10)) for people in (20, 320))

    assert few.high is not None
    assert many.high is not None
    assert many.high - many.low < (few.high - few.low) / 2


def test_a_person_for_whom_it_fails_is_not_hidden_by_the_mean() -> None:
    runs = calibrated(50, 200)
    unlike = np.where(runs.person == 13, runs.evidence + 1.8, runs.evidence)
    threshold = found(GenuineRuns(unlike, runs.person, runs.session), Budget())

    assert threshold.worst_rate is not None
    assert threshold.worst_rate > 10
    assert threshold.over_budget == pytest.approx(1 / 50)


def test_the_same_seed_gives_the_same_threshold() -> None:
    runs = calibrated(10, 100)

    assert found(runs, Budget()) == found(runs, Budget())


def test_owners_who_never_look_like_others_give_nothing_to_measure() -> None:
    runs = GenuineRuns.of_llr(np.full(100, 9.0), np.arange(100) // 10, np.zeros(100))
    with pytest.raises(EmptyScoresError, match="too few alarms"):
        found(runs, Budget())


def test_an_owner_whose_evidence_rises_without_end_is_refused() -> None:
    runs = GenuineRuns.of_llr(np.full(4000, -9.0), np.arange(4000) // 10, np.zeros(4000))
    with pytest.raises(EmptyScoresError, match="does not fall"):
        found(runs, Budget())


def test_a_rate_that_does_not_fall_is_not_followed() -> None:
    """Three thresholds, the same twenty alarms at the first two, and the data end there."""
    alarms = np.array([20.0, 20.0, 1.0])
    curve = RunLengths(
        thresholds=np.array([1.0, 2.0, 3.0]),
        alarms=alarms[np.newaxis],
        quiet=np.zeros((1, 3)),
        people=np.zeros(1, np.int64),
        windows_per_month=2000,
        data_windows=1000,
    )

    assert _read_off(curve, alarms, Budget(0.5)) is None


@given(st.floats(0.001, 100.0))
def test_without_data_the_bound_for_calibrated_evidence_is_assumed(alarms: float) -> None:
    threshold = assumed_threshold(Budget(alarms))

    assert math.exp(threshold.level) == pytest.approx(2000 / alarms)
    assert threshold.extrapolated
    assert threshold.reach == math.inf


def test_the_assumed_threshold_keeps_the_budget_of_calibrated_evidence() -> None:
    _, curve = threshold_for(Budget(), calibrated(50, 400), np.random.default_rng(2))

    assert curve.alarms_at(assumed_threshold(Budget()).level).mean() < 1


@pytest.mark.parametrize(
    "settings",
    [
        {"false_alarms": 0.0},
        {"false_alarms": -1.0},
        {"false_alarms": math.nan},
        {"false_alarms": math.inf},
        {"false_alarms": 2000.0},
        {"keystrokes_per_window": 0},
        {"keystrokes_per_month": 99},
    ],
    ids=str,
)
def test_a_budget_that_makes_no_sense_is_refused(settings: dict[str, float]) -> None:
    with pytest.raises(SettingsError):
        msgspec.convert(settings, Budget)


@pytest.mark.parametrize(
    ("level", "low", "high"),
    [(0.0, 0.0, 1.0), (math.nan, 0.0, 1.0), (3.0, 4.0, 5.0), (3.0, 1.0, 2.0)],
)
def test_a_threshold_that_makes_no_sense_is_refused(level: float, low: float, high: float) -> None:
    with pytest.raises(SettingsError):
        Threshold(Nats(level), Nats(low), Nats(high), Budget(), Basis.ASSUMED)


def test_a_threshold_survives_storage() -> None:
    threshold = found(calibrated(27, 100), Budget())

    assert msgspec.json.decode(msgspec.json.encode(threshold), type=Threshold) == threshold
