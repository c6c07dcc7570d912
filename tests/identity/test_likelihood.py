from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from laws import synthetic
from samehands.errors import ScoreError, TemplateError
from samehands.identity import (
    UNCALIBRATED,
    BackEnd,
    Calibration,
    Line,
    PldaScorer,
    ReadyTemplate,
    Template,
    llr_by_dimension,
    score_many,
)
from samehands.identity.likelihood import CHUNK_ROWS, Posterior


def _template(seed: int, sessions: int = 3, windows: int = 5) -> Template:
    return Template.enrolled(synthetic.typist(seed).sessions(sessions, windows))


def _ready(back_end: BackEnd, seed: int, *, probe_windows: int = 1) -> ReadyTemplate:
    active = _template(seed).active(synthetic.LAPTOP)
    return ReadyTemplate.of(back_end, active, probe_windows=probe_windows)


def _shifted() -> BackEnd:
    rng = np.random.default_rng(5)
    return BackEnd(
        synthetic.PROJECTION,
        "shifted",
        mean=rng.normal(0, 0.5, 64),
        between=synthetic.BETWEEN,
        session=synthetic.SESSION,
        within=1 - synthetic.SESSION,
        nu=7.0,
        calibration=Calibration((Line(0, 0.8, -0.3), Line(15, 0.9, 0.1))),
    )


def test_the_llr_is_the_ratio_of_two_multivariate_t_densities() -> None:
    back_end = _shifted()
    sessions = synthetic.typist(1).sessions(3, 5)
    probe = synthetic.typist(2).session(4).vectors
    precision = 1 / (synthetic.SESSION + (1 - synthetic.SESSION) / 5)
    variance = 1 / (1 / synthetic.BETWEEN + 3 * precision)
    means = [session.vectors.mean(axis=0) / 31 - back_end.mean for session in sessions]
    owner = stats.multivariate_t(
        back_end.mean + variance * precision * np.sum(means, axis=0),
        np.diag(variance + 1.0),
        df=7,
    )
    everybody = stats.multivariate_t(back_end.mean, np.diag(synthetic.BETWEEN + 1.0), df=7)
    raw = owner.logpdf(probe / 31) - everybody.logpdf(probe / 31)
    ready = ReadyTemplate.of(back_end, Template.enrolled(sessions).active(synthetic.LAPTOP))
    np.testing.assert_allclose(ready.score(probe), 0.9 * raw + 0.1, rtol=1e-9)


def test_the_posterior_is_that_of_the_whole_gaussian_model() -> None:
    # one dimension at a time, with the full covariance of person, sessions and windows
    back_end = _shifted()
    sessions = [synthetic.typist(3).session(windows) for windows in (2, 5)]
    posterior = Posterior.of(back_end, Template.enrolled(sessions).active(synthetic.LAPTOP))
    session_of = np.repeat([0, 1], [2, 5])
    same = session_of[:, np.newaxis] == session_of
    for dimension in (0, 20, 63):
        between = back_end.between[dimension]
        covariance = between + 0.25 * same + 0.75 * np.eye(7)
        x = np.concatenate([s.vectors[:, dimension] for s in sessions]) / 31
        gain = between * np.linalg.solve(covariance, np.ones(7))
        mean = gain @ (x - back_end.mean[dimension])
        assert posterior.mean[dimension] == pytest.approx(mean)
        assert posterior.variance[dimension] == pytest.approx(between * (1 - gain.sum()))


def test_nothing_known_of_a_person_leaves_the_population() -> None:
    posterior = Posterior.of(_shifted(), ())
    assert not posterior.mean.any()
    np.testing.assert_allclose(posterior.variance, synthetic.BETWEEN)


@given(st.integers(0, 2 * CHUNK_ROWS + 3), st.integers(0, 2**32 - 1))
@settings(max_examples=20)
def test_a_batch_equals_its_windows_one_by_one_to_the_last_bit(rows: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    templates = [_ready(_shifted(), person) for person in range(4)]
    vectors = rng.integers(-124, 125, (rows, 64)).astype(np.int8)
    index = rng.integers(0, 4, rows)
    batch = score_many(templates, vectors, index)
    for row in rng.permutation(rows)[:30]:
        alone = templates[index[row]].score(vectors[row : row + 1])
        assert alone[0] == batch[row]


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=30)
def test_the_parts_by_dimension_add_up_to_the_llr(seed: int) -> None:
    ready = _ready(_shifted(), 1)
    vector = np.random.default_rng(seed).integers(-124, 125, 64).astype(np.int8)
    parts = llr_by_dimension(ready, vector)
    assert parts.sum() == pytest.approx(ready.score(vector[np.newaxis])[0], rel=1e-9, abs=1e-9)


def test_a_dimension_that_moves_away_from_the_owner_is_the_one_that_speaks_against() -> None:
    ready = _ready(synthetic.back_end(), 1)
    before = np.clip(ready.owner, -100, 100)
    after = before.copy()
    after[7] -= 90 * np.sign(before[7])
    change = llr_by_dimension(ready, after) - llr_by_dimension(ready, before)
    assert change.argmin() == 7


def test_at_the_centre_of_everything_the_parts_are_still_numbers() -> None:
    ready = _ready(synthetic.back_end(), 1)
    assert np.isfinite(llr_by_dimension(ready, ready.owner)).all()
    assert np.isfinite(llr_by_dimension(ready, ready.background)).all()


def test_a_wild_window_costs_less_than_under_a_gaussian() -> None:
    wild = np.full((1, 64), 124, np.int8)
    heavy = _ready(synthetic.back_end(nu=10), 1).score(wild)[0]
    gaussian = _ready(synthetic.back_end(nu=1e6), 1).score(wild)[0]
    assert gaussian < heavy < 0


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_vectors_that_are_no_numbers_are_refused(bad: float) -> None:
    vectors = np.zeros((3, 64))
    vectors[1, 5] = bad
    with pytest.raises(ScoreError):
        _ready(synthetic.back_end(), 1).score(vectors)


def test_shapes_and_indices_that_do_not_fit_are_refused() -> None:
    ready = _ready(synthetic.back_end(), 1)
    zero = np.zeros(1, np.intp)
    with pytest.raises(ScoreError):
        score_many([ready], np.zeros((1, 63), np.int8), zero)
    with pytest.raises(ScoreError):
        score_many([ready], np.zeros((2, 64), np.int8), zero)
    for index in (-1, 1):
        with pytest.raises(ScoreError):
            score_many([ready], np.zeros((1, 64), np.int8), zero + index)
    with pytest.raises(ScoreError):
        score_many([], np.zeros((1, 64), np.int8), zero)
    assert score_many([], np.zeros((0, 64), np.int8), zero[:0]).shape == (0,)


def test_a_template_of_nothing_cannot_be_prepared() -> None:
    with pytest.raises(TemplateError):
        ReadyTemplate.of(synthetic.back_end(), ())
    with pytest.raises(TemplateError):
        _ready(synthetic.back_end(), 1, probe_windows=0)


def test_genuine_windows_score_higher_the_more_is_enrolled() -> None:
    scorer = PldaScorer(synthetic.back_end())
    means = []
    for sessions in (2, 8):
        llrs = []
        for seed in range(30):
            typist = synthetic.typist(seed)
            ready = ReadyTemplate.of(
                scorer.back_end,
                Template.enrolled(typist.sessions(sessions, 6)).active(synthetic.LAPTOP),
            )
            llrs.append(ready.score(typist.session(20).vectors).mean())
        means.append(np.mean(llrs))
    assert means[0] < means[1]


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=30)
def test_outliers_bound_the_evidence_against_the_owner_and_keep_the_order(seed: int) -> None:
    hard = _shifted().calibrated(UNCALIBRATED)
    soft = replace(hard, outliers=0.01)
    vectors = np.random.default_rng(seed).integers(-124, 125, (50, 64)).astype(np.int8)
    raw, llr = _ready(hard, 1).score(vectors), _ready(soft, 1).score(vectors)
    assert llr.min() >= np.log(0.01)
    order = np.argsort(raw)
    assert (np.diff(llr[order]) >= 0).all()
    np.testing.assert_allclose(np.exp(llr), 0.99 * np.exp(raw) + 0.01)


def test_the_parts_of_a_softened_llr_add_up_to_it() -> None:
    ready = _ready(replace(_shifted(), outliers=0.01), 1)
    for probe in (synthetic.typist(1).session(1).vectors[0], np.full(64, 90, np.int8)):
        assert llr_by_dimension(ready, probe).sum() == pytest.approx(ready.score(probe[None])[0])
