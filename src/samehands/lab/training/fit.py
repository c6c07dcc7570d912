"""Training of a projection: the directions in which people differ, and texts and keyboards don't.

Solve B v = λ (W + κ B_text + S + ridge) v for the 64 largest λ, then again inside that subspace
with W + S as the noise, so that a step of the embedding is a fixed part of a within-person σ.
Source: PRIVACY.md, "The projection".
"""

import hashlib
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh

from samehands.identity.back_end import BackEnd
from samehands.lab.training.contexts import bin_starts_ms
from samehands.lab.training.covariance import Matrix
from samehands.lab.training.noise import Noise, Progress, measure
from samehands.lab.training.plan import TrainingPlan
from samehands.lab.training.population import Population
from samehands.rhythm.contexts import Channel
from samehands.rhythm.projection import Projection
from samehands.rhythm.projection_file import Card, decode_projection, encode_projection
from samehands.rhythm.statistics import HISTOGRAM_BINS
from samehands.rhythm.window import DIMENSIONS, STEPS_PER_SIGMA

FEATURE_STEPS: Final = 32
"""Steps of a rounded feature per standard deviation: rounding adds 0.008 % of its variance."""

LARGEST_WEIGHT: Final = 127
"""What the largest weight of each dimension becomes."""

LEAST_WITHIN: Final = 0.05
"""Least share of the noise that the back-end leaves to windows inside a session."""

LEAST_BETWEEN: Final = 1e-3
"""Least variance between people, in σ²: a dimension that tells nobody apart still has some."""


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """A projection as its file, and the back-end that goes with it."""

    projection: Projection
    file: bytes = field(repr=False)
    back_end: BackEnd


def train(population: Population, plan: TrainingPlan, card: Card, say: Progress) -> Trained:
    """Trains a projection and its back-end.

    Args:
        population: of people who may be learnt from.
        plan: every choice.
        card: what the file says of its origin.
        say: told of each stage as it begins.
    """
    return solve(measure(population, plan, say), plan, card)


def solve(noise: Noise, plan: TrainingPlan, card: Card) -> Trained:
    """Finds the 64 directions, rounds them to a file, and fits the back-end."""
    keyboards = sum(
        (weight * noise.nuisance[str(kind)] for kind, weight in plan.nuisance.items()),
        start=plan.real_sessions * noise.session,
    )
    ridge = plan.ridge * np.trace(noise.within) / len(noise.within) * np.eye(len(noise.within))
    text = noise.text + plan.traits * noise.by_trait
    every_noise = noise.within + plan.kappa * text + keyboards + ridge
    directions = _largest(noise.between, every_noise, plan.dimensions)
    person_noise = noise.within + keyboards + ridge
    inner = _largest(
        directions.T @ noise.between @ directions,
        directions.T @ person_noise @ directions,
        plan.dimensions,
    )
    # What the plan does not use is zero in every message: it tells nobody anything.
    unused = np.zeros((len(directions), DIMENSIONS - plan.dimensions))
    directions = np.concatenate([directions @ inner, unused], axis=1)
    projection, file = _rounded(directions, noise, plan, card)
    session = np.clip(np.diag(directions.T @ keyboards @ directions), 1e-6, 1 - LEAST_WITHIN)
    between = np.diag(directions.T @ noise.between @ directions)
    back_end = BackEnd.whitened(
        projection.ref,
        projection.name,
        between=np.maximum(between, LEAST_BETWEEN) * plan.between,
        session=session,
    )
    return Trained(projection, file, replace(back_end, outliers=plan.outliers))


def _largest(signal: Matrix, noise: Matrix, number: int) -> Matrix:
    size = len(signal)
    vectors: Matrix = eigh(signal, noise, subset_by_index=(size - number, size - 1))[1][:, ::-1]
    # An eigenvector has no sign of its own; the largest weight is made positive.
    largest = np.abs(vectors).argmax(axis=0)
    signed: Matrix = vectors * np.sign(vectors[largest, np.arange(number)])
    return signed


def _rounded(
    directions: Matrix, noise: Noise, plan: TrainingPlan, card: Card
) -> tuple[Projection, bytes]:
    largest = np.abs(directions).max(axis=0)
    largest[largest == 0] = 1.0  # an unused dimension: weights of zero
    weights = np.round(directions / largest * LARGEST_WEIGHT).astype(np.int8).T
    weight_scale = STEPS_PER_SIGMA * largest / LARGEST_WEIGHT / FEATURE_STEPS
    drawn = weights * (largest / LARGEST_WEIGHT)[:, None]  # the directions as rounded
    projection = Projection(
        name=plan.name,
        digest=hashlib.sha256(b"").digest(),
        keystrokes=plan.keystrokes,
        contexts=noise.contexts,
        centre=_short(noise.centre),
        scale=_short(noise.scale * FEATURE_STEPS),
        weights=weights,
        weight_scale=_short(weight_scale),
        offset=_short(STEPS_PER_SIGMA * (drawn @ noise.mean)),
        hold_share=_short(_hold_share(drawn, noise)),
    )
    file = encode_projection(projection, card, bin_starts_ms())
    return decode_projection(file), file


def _hold_share(directions: Matrix, noise: Noise) -> NDArray[np.float64]:
    """How much of a dimension's variance between people comes from the features of holds."""
    contexts, groups = noise.contexts.contexts(Channel.HOLD), noise.contexts.groups(Channel.HOLD)
    holds = 2 * contexts + 1 + (groups + 1) * HISTOGRAM_BINS
    parts = []
    for part in (slice(0, holds), slice(holds, None)):
        vectors = directions[:, part]
        parts.append(np.einsum("df,fg,dg->d", vectors, noise.between[part, part], vectors))
    share: NDArray[np.float64] = parts[0] / np.maximum(parts[0] + parts[1], 1e-12)
    return share


def _short(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Six significant digits: a smaller file, and the same doubles in every language."""
    return np.array([float(f"{value:.6g}") for value in values])
