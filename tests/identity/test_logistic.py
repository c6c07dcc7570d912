import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from samehands.errors import EmptyScoresError, ScoreError, SettingsError
from samehands.identity import fit_logistic
from samehands.quantities import Probability


def _data(seed: int, rows: int = 400, columns: int = 2) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    genuine = rng.random(rows) < 0.3
    return rng.normal(np.where(genuine, 1.0, -0.5)[:, np.newaxis], 1.5, (rows, columns)), genuine


@pytest.mark.parametrize("prior", [0.5, 0.1, 0.99])
def test_the_weights_are_those_of_scikit_learn(prior: float) -> None:
    features, genuine = _data(1)
    share = np.where(genuine, prior / genuine.sum(), (1 - prior) / (~genuine).sum())
    # sklearn pulls weights, not the offset, and towards 0: compare where there is no pull to see
    peer = LogisticRegression(C=1e9, tol=1e-12, max_iter=10_000)
    peer.fit(features, genuine, sample_weight=share * len(genuine))
    ours = fit_logistic(
        features, genuine, centre=np.zeros(3), prior=Probability(prior), ridge=1e-12
    )
    offset = peer.intercept_[0] - np.log(prior / (1 - prior))
    np.testing.assert_allclose(ours, [*peer.coef_[0], offset], rtol=1e-4, atol=1e-5)


def test_separated_scores_give_finite_weights() -> None:
    scores = np.array([[-1000.0], [-999.0], [999.0], [1000.0]])
    weights = fit_logistic(scores, np.array([0, 0, 1, 1], bool), centre=np.array([1.0, 0.0]))
    assert np.isfinite(weights).all()


@given(st.integers(0, 10_000), st.floats(1e-3, 1e3), st.floats(-100, 100))
@settings(max_examples=50)
def test_llrs_do_not_depend_on_the_unit_of_the_scores(
    seed: int, scale: float, shift: float
) -> None:
    features, genuine = _data(seed, rows=60, columns=1)
    plain = fit_logistic(features, genuine, centre=np.zeros(2), ridge=1e-13)
    moved = fit_logistic(features * scale + shift, genuine, centre=np.zeros(2), ridge=1e-13)
    np.testing.assert_allclose(
        (features * scale + shift) @ moved[:1] + moved[1],
        features @ plain[:1] + plain[1],
        rtol=1e-2,
        atol=1e-2,
    )


def test_repeating_every_row_changes_nothing() -> None:
    features, genuine = _data(2)
    once = fit_logistic(features, genuine, centre=np.zeros(3))
    twice = fit_logistic(np.tile(features, (2, 1)), np.tile(genuine, 2), centre=np.zeros(3))
    np.testing.assert_allclose(once, twice, rtol=1e-8)


def test_one_class_or_none_is_refused() -> None:
    for genuine in (np.ones(3, bool), np.zeros(3, bool)):
        with pytest.raises(EmptyScoresError):
            fit_logistic(np.zeros((3, 1)), genuine, centre=np.zeros(2))
    with pytest.raises(EmptyScoresError):
        fit_logistic(np.zeros((0, 1)), np.zeros(0, bool), centre=np.zeros(2))


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_scores_that_are_no_numbers_are_refused(bad: float) -> None:
    with pytest.raises(EmptyScoresError):
        fit_logistic(np.array([[0.0], [bad]]), np.array([True, False]), centre=np.zeros(2))


def test_shapes_and_settings_out_of_range_are_refused() -> None:
    features, genuine = np.zeros((2, 1)), np.array([True, False])
    with pytest.raises(ScoreError):
        fit_logistic(features, genuine[:1], centre=np.zeros(2))
    with pytest.raises(ScoreError):
        fit_logistic(features, genuine, centre=np.zeros(3))
    with pytest.raises(ScoreError):
        fit_logistic(features, genuine.astype(np.int64), centre=np.zeros(2))
    for prior in (0.0, 1.0, np.nan):
        with pytest.raises(SettingsError):
            fit_logistic(features, genuine, centre=np.zeros(2), prior=Probability(prior))
    with pytest.raises(SettingsError):
        fit_logistic(features, genuine, centre=np.zeros(2), ridge=0.0)
