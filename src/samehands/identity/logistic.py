"""Prior-weighted logistic regression by Newton's method: how scores become evidence."""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.errors import EmptyScoresError, ScoreError, SettingsError
from samehands.quantities import Probability

RIDGE: Final = 1e-4
"""Pull towards `centre`, in nats per unit squared, beside a mean loss of order one.

More: steadier on few scores, less fitted. None: scores that separate perfectly would send the
slope to infinity."""

NEWTON_STEPS: Final = 100
"""Most Newton steps; ten are usual. A limit, so that hostile scores cannot hang a server."""

CONVERGED_BELOW: Final = 1e-10
"""Stop when the gradient's largest entry is below this, in nats."""

EVEN: Final = Probability(0.5)


def fit_logistic(
    features: NDArray[np.float64],
    is_genuine: NDArray[np.bool_],
    *,
    centre: NDArray[np.float64],
    prior: Probability = EVEN,
    ridge: float = RIDGE,
) -> NDArray[np.float64]:
    """Weights that turn features into log-likelihood ratios, at a stated prior.

    Genuine and impostor rows count as two halves however many there are of each, so the result
    is evidence, without the prior in it. Because the pull is towards `centre`, the loss after
    is never above the loss at `centre`.

    Args:
        features: shape (n, d).
        is_genuine: shape (n,).
        centre: shape (d + 1,): the weights, then the offset, to stay near.
        prior: of genuine, where the fit is to be best; in (0, 1).
        ridge: see `RIDGE`.

    Returns:
        Shape (d + 1,): the weights, then the offset.

    Raises:
        EmptyScoresError: no rows of a class, or values that are not finite.
        ScoreError: shapes that do not fit.
        SettingsError: a prior or ridge out of range.
    """
    _validate(features, is_genuine, centre, prior, ridge)
    design = np.column_stack((features, np.ones(len(features))))
    genuine = is_genuine.astype(np.float64)
    share = np.where(is_genuine, prior / genuine.sum(), (1 - prior) / (1 - genuine).sum())
    sign = np.where(is_genuine, 1.0, -1.0)
    log_prior_odds = math.log(prior) - math.log1p(-prior)

    def loss(weights: NDArray[np.float64]) -> float:
        margin = sign * (design @ weights + log_prior_odds)
        pull = weights - centre
        return float(share @ np.logaddexp(0, -margin) + 0.5 * ridge * pull @ pull)

    weights = centre.astype(np.float64)
    lowest = loss(weights)
    for _ in range(NEWTON_STEPS):
        posterior = 0.5 * (1 + np.tanh(0.5 * (design @ weights + log_prior_odds)))
        gradient = design.T @ (share * (posterior - genuine)) + ridge * (weights - centre)
        if np.abs(gradient).max() < CONVERGED_BELOW:
            break
        curvature = (design.T * (share * posterior * (1 - posterior))) @ design
        curvature[np.diag_indices_from(curvature)] += ridge
        step = np.linalg.solve(curvature, gradient)
        weights, before = weights - step, lowest
        # Far from the optimum a full Newton step overshoots: halve it until the loss falls.
        while not (lowest := loss(weights)) <= before and np.abs(step).max() > CONVERGED_BELOW:
            step *= 0.5
            weights = weights + step
        if lowest > before:
            weights, lowest = weights + step, before
            break
    return weights


def _validate(
    features: NDArray[np.float64],
    is_genuine: NDArray[np.bool_],
    centre: NDArray[np.float64],
    prior: float,
    ridge: float,
) -> None:
    if features.ndim != 2 or is_genuine.shape != features.shape[:1]:  # noqa: PLR2004  # rows and columns
        raise ScoreError(
            "features, is_genuine",
            got=f"shapes {features.shape} and {is_genuine.shape}",
            due="(n, d) and (n,)",
        )
    if centre.shape != (features.shape[1] + 1,):
        raise ScoreError(
            "centre", got=f"shape {centre.shape}", due=f"shape ({features.shape[1] + 1},)"
        )
    if is_genuine.dtype != np.bool_:
        raise ScoreError("is_genuine", got=f"{is_genuine.dtype}", due="bool")
    if is_genuine.all() or not is_genuine.any():
        raise EmptyScoresError("is_genuine", got="one class or none", due="both classes")
    if not (np.isfinite(features).all() and np.isfinite(centre).all()):
        raise EmptyScoresError("features", got="NaN or infinity", due="finite numbers")
    if not 0 < prior < 1:
        raise SettingsError("prior", got=f"{prior}", due="a probability inside (0, 1)")
    if not 0 < ridge < math.inf:
        raise SettingsError("ridge", got=f"{ridge}", due="a positive number")
