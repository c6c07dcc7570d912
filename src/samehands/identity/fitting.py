"""Fitting a back-end: from scratch in the laboratory, or re-fitted to a site, near what shipped."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.errors import SettingsError, TemplateError
from samehands.identity.back_end import DEFAULT_NU, NU_LIMIT, BackEnd
from samehands.identity.calibration import fit_calibration
from samehands.identity.held_out import held_out_distances, held_out_scores
from samehands.identity.session_windows import require_projection
from samehands.identity.variance import LabelledWindows, SessionMeans, nested_variances
from samehands.rhythm.window import DIMENSIONS

VARIANCE_FLOOR: Final = 1e-3
"""Least variance, in σ²: ten times the rounding of an int8 step, (1/31)²/12.

An unbiased estimate of a small variance is often negative. Lower: one dimension could outweigh
all others by accident."""

MEAN_WEIGHT: Final = 1.0
"""People the shipped mean counts as. One, because sites differ in their keyboards and clocks:
seven people's own mean instead of the shipped one takes the error rate of `open-1` across
sessions from 2.6 to 1.6 % (monaco, five draws of four folds, no text nulled)."""

PEOPLE_WEIGHT: Final = 50.0
"""People the shipped between variance counts as: it would be known to 20 % (√(2/50)).

More: slower to follow the site. Less: a team of ten would set its own idea of how people differ."""

SESSIONS_WEIGHT: Final = 50.0
"""Repeated sessions the shipped session variance counts as; the same 20 %."""

WINDOWS_WEIGHT: Final = 200.0
"""Windows the shipped within variance counts as: 10 %, as one in a hundred is a wild outlier."""

NU_GRID: Final = (4.0, 6.0, 8.0, 10.0, 14.0, 20.0, 30.0, 50.0, 100.0, 1000.0)
"""The ν tried: finer than the likelihood of a few hundred windows can tell apart."""


def fit_back_end(
    table: LabelledWindows,
    *,
    projection: bytes,
    projection_id: str,
    prior: BackEnd | None = None,
    nu_grid: Sequence[float] = NU_GRID,
) -> BackEnd:
    """A back-end from labelled windows, shrunk to the prior by how many people they show.

    Each estimate weighs as many people (or sessions, or windows) as are effectively behind it,
    the prior as many as the weights above say: without windows it is the prior unchanged, and
    with ever more of them it becomes the data's. The calibration is the prior's, as fitted to
    other variances: follow with `calibrate_back_end`.

    Args:
        table: the windows.
        projection: what made them.
        projection_id: its name.
        prior: the shipped back-end; None to trust the windows alone.
        nu_grid: the ν to choose from, by the likelihood of held-out windows.

    Raises:
        TemplateError: without a prior, and nobody has two sessions, or there is one person.
        ProjectionMismatchError: the prior is of another projection.
        SettingsError: an empty grid, or a ν that is not positive.
    """
    if not nu_grid or not all(0 < nu <= NU_LIMIT for nu in nu_grid):
        raise SettingsError("nu_grid", got=f"{len(nu_grid)} values", due="positive numbers")
    if prior is not None:
        require_projection(prior.projection, projection, where="prior")
    groups = SessionMeans.of(table)
    found = nested_variances(groups)
    if prior is None and min(found.people, found.sessions, found.windows) <= 0:
        raise TemplateError(
            "labelled windows",
            got=f"{groups.people} people, {len(groups.count)} sessions, {len(table)} windows",
            due="two people, a second session and a second window of somebody, or a prior",
        )
    if prior is None:
        fitted = BackEnd(
            projection,
            projection_id,
            mean=found.mean,
            between=_floored(found.between),
            session=_floored(found.session),
            within=_floored(found.within),
            nu=DEFAULT_NU,
        )
        return replace(fitted, nu=_most_likely_nu(fitted, groups, nu_grid))
    if not len(table):
        return prior
    fitted = replace(
        with_site_mean(prior, table),
        between=_floored(_blend(prior.between, found.between, found.people, PEOPLE_WEIGHT)),
        session=_floored(_blend(prior.session, found.session, found.sessions, SESSIONS_WEIGHT)),
        within=_floored(_blend(prior.within, found.within, found.windows, WINDOWS_WEIGHT)),
    )
    share = found.people / (found.people + PEOPLE_WEIGHT)
    nu = _most_likely_nu(fitted, groups, nu_grid)
    return replace(fitted, nu=prior.nu * (nu / prior.nu) ** share)


def with_site_mean(back_end: BackEnd, table: LabelledWindows) -> BackEnd:
    """The back-end centred on a site: the mean of its people's windows, shrunk to the old mean.

    People count alike however much they typed. It is the first thing to re-fit: a site shares
    its keyboards, clocks and language.
    """
    groups = SessionMeans.of(table)
    if not groups.people:
        return back_end
    found = nested_variances(groups)
    return replace(back_end, mean=_blend(back_end.mean, found.mean, found.people + 1, MEAN_WEIGHT))


def calibrate_back_end(
    back_end: BackEnd, table: LabelledWindows, *, starts: Sequence[int] = (0,)
) -> BackEnd:
    """The back-end with its calibration fitted to held-out comparisons of labelled windows.

    Args:
        back_end: the model.
        table: windows; some people need two sessions.
        starts: where each band of template sizes begins.

    Raises:
        EmptyScoresError: nobody has two sessions, or there is only one person.
        ScoreError: the owner's windows score below other people's.
    """
    scores = held_out_scores(back_end, table)
    return back_end.calibrated(
        fit_calibration(scores.raw, scores.is_genuine, enrolled=scores.enrolled, starts=starts)
    )


def _blend(
    prior: NDArray[np.float64], found: NDArray[np.float64], looks: float, weight: float
) -> NDArray[np.float64]:
    return (weight * prior + looks * found) / (weight + looks)


def _floored(variance: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.maximum(variance, VARIANCE_FLOOR)


def _most_likely_nu(back_end: BackEnd, groups: SessionMeans, nu_grid: Sequence[float]) -> float:
    """The ν under which held-out windows, scattered as the scorer assumes, are least surprising."""
    distances = held_out_distances(back_end, groups)
    if not len(distances):
        return back_end.nu

    def log_likelihood(nu: float) -> float:
        half = (nu + DIMENSIONS) / 2
        density = math.lgamma(half) - math.lgamma(nu / 2) - DIMENSIONS / 2 * math.log(nu)
        return density - half * float(np.log1p(distances / nu).mean())

    return max(nu_grid, key=log_likelihood)
