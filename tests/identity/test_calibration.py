import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.errors import EmptyScoresError, ScoreError, SettingsError
from samehands.identity import UNCALIBRATED, Calibration, Line, fit_calibration

SCORES = st.lists(st.floats(-50, 50), min_size=3, max_size=40)


def _cllr(genuine: np.ndarray, impostor: np.ndarray) -> float:
    """Cllr in bits, as Brümmer & du Preez (2006) define it."""
    cost = np.logaddexp(0, -genuine).mean() + np.logaddexp(0, impostor).mean()
    return float(cost / (2 * math.log(2)))


@given(SCORES, SCORES, st.floats(0.5, 30))
def test_cllr_on_the_fitting_scores_never_gets_worse(
    genuine: list[float], impostor: list[float], apart: float
) -> None:
    scores = np.array([*(score + apart for score in genuine), *impostor])
    is_genuine = np.arange(len(scores)) < len(genuine)
    try:
        line = fit_calibration(scores, is_genuine).lines[0]
    except ScoreError:
        return  # drawn the wrong way round: refused, as another test holds
    after = line.slope * scores + line.offset
    assert _cllr(after[is_genuine], after[~is_genuine]) <= (
        _cllr(scores[is_genuine], scores[~is_genuine]) + 1e-9
    )


@given(
    st.floats(-1e3, 1e3),
    st.floats(1e-6, 1e3),
    st.integers(-5, 500),
    st.floats(1e-3, 1e3),
    st.floats(-1e3, 1e3),
)
def test_calibration_keeps_the_order_of_scores(
    score: float, more: float, enrolled: int, slope: float, offset: float
) -> None:
    calibration = Calibration((Line(0, 1.0, 0.0), Line(20, slope, offset)))
    low = calibration.llr(score, enrolled=enrolled)
    assert calibration.llr(score + more, enrolled=enrolled) >= low


def test_true_llrs_stay_as_they_are() -> None:
    rng = np.random.default_rng(0)
    # of two normals a distance d apart, the llr is normal around ±d²/2 with variance d²
    scores = np.concatenate([rng.normal(2, 2, 20_000), rng.normal(-2, 2, 20_000)])
    line = fit_calibration(scores, np.arange(40_000) < 20_000).lines[0]
    assert line.slope == pytest.approx(1, abs=0.05)
    assert line.offset == pytest.approx(0, abs=0.05)


def test_each_band_of_template_sizes_gets_its_line() -> None:
    rng = np.random.default_rng(0)
    is_genuine = np.tile([True, False], 5000)
    enrolled = np.repeat([5, 30], 5000)
    llr = np.where(is_genuine, 2, -2) + rng.normal(0, 2, 10_000)
    scores = np.where(enrolled < 20, llr * 4, llr)  # four times too sure when thin
    table = fit_calibration(scores, is_genuine, enrolled=enrolled, starts=(0, 20))
    assert table.line(5).slope == pytest.approx(0.25, abs=0.03)
    assert table.line(30).slope == pytest.approx(1.0, abs=0.1)


def test_a_band_without_scores_takes_the_line_of_all() -> None:
    scores = np.array([3.0, 1.0, 2.0, -2.0, 1.5, -1.0])
    is_genuine = np.array([1, 1, 1, 0, 0, 0], bool)
    enrolled = np.full(6, 5)
    table = fit_calibration(scores, is_genuine, enrolled=enrolled, starts=(0, 20))
    assert (table.lines[1].slope, table.lines[1].offset) == (
        table.lines[0].slope,
        table.lines[0].offset,
    )


def test_scores_that_speak_against_the_owner_are_refused() -> None:
    scores = np.array([-5.0, -4.0, -3.0, 5.0, 4.0, 3.0])
    with pytest.raises(ScoreError, match="impostors above"):
        fit_calibration(scores, np.array([1, 1, 1, 0, 0, 0], bool))


def test_tables_that_are_no_tables_are_refused() -> None:
    for lines in ((), (Line(5, 1, 0),), (Line(0, 1, 0), Line(0, 1, 0))):
        with pytest.raises(SettingsError):
            Calibration(lines)
    for slope, offset in (
        (0.0, 0.0),
        (-1.0, 0.0),
        (math.nan, 0.0),
        (1.0, math.nan),
        (math.inf, 0),
    ):
        with pytest.raises(SettingsError):
            Line(0, slope, offset)
    with pytest.raises(SettingsError):
        Line(-1, 1.0, 0.0)


def test_scores_that_cannot_be_fitted_are_refused() -> None:
    genuine = np.array([True, False])
    with pytest.raises(EmptyScoresError):
        fit_calibration(np.array([1.0, np.nan]), genuine)
    with pytest.raises(EmptyScoresError):
        fit_calibration(np.array([1.0, 2.0]), np.array([True, True]))
    with pytest.raises(ScoreError):
        fit_calibration(np.ones((2, 2)), genuine)
    with pytest.raises(ScoreError):
        fit_calibration(np.ones(2), genuine, enrolled=np.ones(3, np.int64))
    with pytest.raises(SettingsError):
        fit_calibration(np.array([1.0, 0.0]), genuine, starts=(0, 20))


def test_the_empty_calibration_changes_nothing() -> None:
    assert UNCALIBRATED.llr(-3.25, enrolled=7) == -3.25
