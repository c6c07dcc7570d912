from dataclasses import replace

import numpy as np
import pytest

from laws import synthetic
from samehands.errors import ProjectionMismatchError, SettingsError, TemplateError
from samehands.identity import (
    BackEnd,
    LabelledWindows,
    calibrate_back_end,
    fit_back_end,
    with_site_mean,
)
from samehands.identity.fitting import VARIANCE_FLOOR
from samehands.identity.held_out import held_out_scores

PRIOR = BackEnd(
    synthetic.PROJECTION,
    "shipped",
    mean=np.full(64, 0.5),
    between=np.full(64, 2.0),
    session=np.full(64, 0.6),
    within=np.full(64, 0.4),
    nu=10.0,
)
EMPTY = LabelledWindows(np.empty((0, 64)), np.empty(0, np.int64), np.empty(0, np.int64))


def _fit(table: LabelledWindows, prior: BackEnd | None = None) -> BackEnd:
    return fit_back_end(table, projection=synthetic.PROJECTION, projection_id="site", prior=prior)


def _distance(fitted: BackEnd, name: str) -> float:
    """How far from the prior (0) towards the truth of the synthetic people (1)."""
    truth = synthetic.back_end()
    way = getattr(truth, name) - getattr(PRIOR, name)
    return float(((getattr(fitted, name) - getattr(PRIOR, name)) @ way) / (way @ way))


def test_no_new_windows_leave_the_prior_unchanged() -> None:
    assert _fit(EMPTY, PRIOR) is PRIOR
    assert with_site_mean(PRIOR, EMPTY) is PRIOR


def test_very_many_windows_give_the_data() -> None:
    table = synthetic.labelled(4000, 3, 3)
    fitted = _fit(table, PRIOR)
    for name in ("mean", "between", "session", "within"):
        assert _distance(fitted, name) == pytest.approx(1, abs=0.05), name
    assert fitted.nu > 100  # they are Gaussian


def test_the_more_people_the_further_from_the_prior() -> None:
    for name in ("mean", "between", "session", "within"):
        ways = [
            np.mean(
                [
                    _distance(_fit(synthetic.labelled(n, 3, 3, seed=s), PRIOR), name)
                    for s in (1, 2, 3)
                ]
            )
            for n in (2, 20, 400)
        ]
        assert 0 < ways[0] < ways[1] < ways[2] + 0.05 < 1.1, name
    few = _fit(synthetic.labelled(3, 3, 3), PRIOR)
    assert _distance(few, "between") < 0.15


def test_one_person_cannot_say_how_people_differ() -> None:
    fitted = _fit(synthetic.labelled(1, 3, 3), PRIOR)
    np.testing.assert_array_equal(fitted.between, PRIOR.between)
    assert fitted.nu == PRIOR.nu
    assert _distance(fitted, "session") > 0


def test_without_a_prior_the_windows_must_show_everything() -> None:
    for people, sessions, windows in ((0, 0, 0), (1, 3, 3), (3, 1, 3), (3, 2, 1)):
        with pytest.raises(TemplateError):
            _fit(synthetic.labelled(people, sessions, windows))
    fitted = _fit(synthetic.labelled(500, 3, 3))
    np.testing.assert_allclose(fitted.between, synthetic.BETWEEN, rtol=0.3)


def test_variances_never_fall_through_the_floor() -> None:
    table = synthetic.labelled(3, 2, 2)
    flat = replace(table, vectors=np.zeros((12, 64)))
    fitted = _fit(flat)
    for values in (fitted.between, fitted.session, fitted.within):
        assert values.min() == VARIANCE_FLOOR


def test_heavy_tails_give_a_small_nu_and_light_ones_a_large() -> None:
    table = synthetic.labelled(200, 3, 4)
    rng = np.random.default_rng(1)
    wild = np.sqrt(5 / rng.chisquare(5, len(table)))[:, np.newaxis]
    light, heavy = _fit(table), _fit(replace(table, vectors=table.vectors * wild))
    assert light.nu >= 100
    assert heavy.nu <= 20


def test_the_site_mean_moves_towards_the_site_and_people_count_alike() -> None:
    shift = np.linspace(-1, 1, 64)
    table = synthetic.labelled(200, 2, 3)
    table = replace(table, vectors=table.vectors + 31 * shift)
    moved = with_site_mean(synthetic.back_end(), table)
    assert np.abs(moved.mean - shift).mean() < 0.15
    # a person who typed ten times as much weighs no more
    much = np.flatnonzero(table.person == 0)
    rows = np.concatenate([np.arange(len(table)), np.tile(much, 9)])
    again = with_site_mean(
        synthetic.back_end(),
        LabelledWindows(table.vectors[rows], table.person[rows], table.session[rows]),
    )
    means = np.array([table.vectors[table.person == p].mean(axis=0) for p in range(200)]) / 31
    assert np.abs(again.mean - means.mean(axis=0)).max() < 0.1


def test_calibration_of_a_site_mends_a_wrong_model() -> None:
    table = synthetic.labelled(60, 3, 4)
    wrong = replace(synthetic.back_end(nu=1e6), within=np.full(64, 0.25))  # far too sure
    mended = calibrate_back_end(wrong, table)
    scores = held_out_scores(mended, synthetic.labelled(60, 3, 4, seed=9))

    def cost(llr: np.ndarray) -> float:
        sign = np.where(scores.is_genuine, 1, -1)
        loss = np.logaddexp(0, -sign * llr)
        return float(loss[scores.is_genuine].mean() + loss[~scores.is_genuine].mean())

    line = mended.calibration.lines[0]
    assert line.slope < 0.9
    assert cost(line.slope * scores.raw + line.offset) < cost(scores.raw)


def test_a_prior_of_another_projection_is_refused() -> None:
    with pytest.raises(ProjectionMismatchError):
        _fit(EMPTY, replace(PRIOR, projection=b"another!"))


@pytest.mark.parametrize("grid", [(), (0.0,), (-1.0,), (float("nan"),)])
def test_a_grid_without_a_usable_nu_is_refused(grid: tuple[float, ...]) -> None:
    with pytest.raises(SettingsError):
        fit_back_end(
            synthetic.labelled(3, 3, 3),
            projection=synthetic.PROJECTION,
            projection_id="site",
            nu_grid=grid,
        )
