"""Whitening: other axes for embeddings of pieces that are no windows, learnt from training people.

A projection's axes are those along which windows of N keystrokes of one person vary evenly and
apart. A sentence is shorter and of one sitting, so its noise is larger and lies otherwise. The
published protocols compare single sentences; this gives them axes of their own, as their systems
have. No device does this.
"""

from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh

from samehands.errors import TemplateError
from samehands.identity import BackEnd, LabelledWindows, fit_back_end
from samehands.lab.evaluation.samples import Samples
from samehands.lab.training.covariance import Grouped, centred
from samehands.rhythm.window import EMBEDDING_CLIP, STEPS_PER_SIGMA

SITTING: Final = 1e-3
"""Variance between sessions, in σ², where there is one sitting: hardly any."""

LEAST_BETWEEN: Final = 1e-3
"""Least variance between people, σ²: the estimate of a small one can be negative."""


RIDGE: Final = 1e-6
"""Share of the mean variance added to each dimension, so that unused ones do not divide by zero."""


@dataclass(frozen=True, slots=True, eq=False)
class Whitening:
    """A linear map of embeddings, and the back-end of what comes out.

    Args:
        centre: shape (64,), steps.
        axes: shape (64, 64), columns; within-person noise has variance 1 σ² along each.
        back_end: fitted along them.
    """

    centre: NDArray[np.float64] = field(repr=False)
    axes: NDArray[np.float64] = field(repr=False)
    back_end: BackEnd

    @classmethod
    def learnt(cls, samples: Samples, back_end: BackEnd, nu: float) -> Self:
        """From people who are not tested, each with several pieces.

        Args:
            samples: their pieces.
            back_end: of the projection that embedded them.
            nu: degrees of freedom of the t. The most likely one is lower than the one that
                verifies best, so it is chosen, not fitted.

        Raises:
            TemplateError: too few pieces to measure 64 directions of noise.
        """
        noise = centred(samples.vectors / STEPS_PER_SIGMA, samples.person)
        by = Grouped.of(samples.vectors / STEPS_PER_SIGMA, samples.person)
        free = len(noise) - int((by.count > 1).sum())
        if free <= noise.shape[1] or len(by.count) <= noise.shape[1]:
            raise TemplateError(
                "whitening", got=f"{len(samples)} pieces", due="more people than dimensions"
            )
        within = noise.T @ noise / free
        # Dimensions that a projection leaves at zero vary in nobody.
        within += np.diag(np.full(len(within), RIDGE * np.trace(within) / len(within)))
        between = np.cov(by.mean.T) - within * (1 / by.count).mean()
        strength, axes = eigh(between, within)
        space = cls(by.mean.mean(axis=0) * STEPS_PER_SIGMA, axes[:, ::-1], back_end)
        prior = BackEnd.whitened(
            back_end.projection,
            back_end.projection_id,
            between=np.maximum(strength[::-1], LEAST_BETWEEN),
            session=np.full(len(strength), SITTING),
            nu=nu,
        )
        moved = space.applied(samples)
        fitted = fit_back_end(
            LabelledWindows(moved.vectors, moved.person, np.zeros(len(moved), np.int64)),
            projection=back_end.projection,
            projection_id=back_end.projection_id,
            prior=prior,
            nu_grid=[nu],
        )
        return cls(space.centre, space.axes, fitted)

    def applied(self, samples: Samples) -> Samples:
        """The same pieces along these axes, in whole steps within the clip like any embedding."""
        moved = np.rint((samples.vectors - self.centre) @ self.axes)
        return samples.with_vectors(
            np.clip(moved, -EMBEDDING_CLIP, EMBEDDING_CLIP).astype(np.int8)
        )
