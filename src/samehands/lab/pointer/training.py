"""Training of a pointer projection: where people differ, and devices and layouts don't.

Solve B v = λ (W + sessions + S + κ layouts + ridge) v, as for the keys (PRIVACY.md), with the
layout of controls in the place of the text.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh
from scipy.special import ndtri

from samehands.identity import BackEnd
from samehands.lab.pointer.nuisance import disturbed
from samehands.lab.pointer.plan import PointerPlan
from samehands.lab.pointer.stroked import Stroked, cut
from samehands.lab.training.covariance import Matrix, spread
from samehands.quantities import MICROS_PER_MILLI, Micros
from samehands.rhythm.contexts import SCORE_LIMIT, SCORE_STEPS
from samehands.rhythm.pointer.features import POINTER_FEATURES, pointer_features
from samehands.rhythm.pointer.movement import MEASURES
from samehands.rhythm.pointer.population import MOST_EDGES, PointerTables
from samehands.rhythm.pointer.projection import PointerProjection
from samehands.rhythm.pointer.projection_file import (
    decode_pointer_projection,
    encode_pointer_projection,
)
from samehands.rhythm.projection_file import Card
from samehands.rhythm.window import DIMENSIONS, STEPS_PER_SIGMA

FEATURE_STEPS: Final = 32
"""Steps of a rounded feature per standard deviation, as for the keys."""

LARGEST_WEIGHT: Final = 127
"""What the largest weight of each dimension becomes."""

FEWEST_VALUES: Final = 50
"""Values that a table is made of at least; with fewer every score is 0."""

LAYOUTS: Final = 24
"""Layouts of controls that are made up: bands of ways in which strokes are drawn.

More: the layouts' covariance is known better, and training takes longer."""

LAYOUT_BAND: Final = 0.15
"""Share of a person's strokes, by length of way, that one layout asks for."""

LEAST_WITHIN: Final = 0.05
"""Least share of the noise that the back-end leaves to windows inside a session."""


@dataclass(frozen=True, slots=True, eq=False)
class TrainedPointer:
    """A pointer projection as its file, and the back-end that goes with it."""

    projection: PointerProjection
    file: bytes = field(repr=False)
    back_end: BackEnd


@dataclass(frozen=True, slots=True, eq=False)
class _Windows:
    features: NDArray[np.float64]
    person: NDArray[np.int64]
    session: NDArray[np.int64]


def train_pointer(
    parts: Sequence[Stroked], disturb: Sequence[bool], plan: PointerPlan, made_by: str
) -> TrainedPointer:
    """Trains a projection and its back-end.

    Args:
        parts: corpora of people who may be learnt from.
        disturb: which of them other devices are simulated on: a coarse clock cannot be refined.
        plan: every choice.
        made_by: the command, for the card.
    """
    rng = np.random.default_rng(plan.seed)
    rate = Micros(plan.rate_ms * MICROS_PER_MILLI)
    tables = fit_tables(parts)
    windows = [_windows(part, tables, plan, rng) for part in parts]
    features = np.concatenate([one.features for one in windows])
    scale = 1 / np.maximum(features.std(axis=0), 1e-6)
    centre = features.mean(axis=0)
    people = [np.unique(one.person, return_inverse=True) for one in windows]
    first = np.cumsum([0, *(len(labels) for labels, _ in people)])
    corpus = np.repeat(np.arange(len(parts)), [len(labels) for labels, _ in people])
    spread_of = spread(
        (features - centre) * scale,
        np.concatenate([index + begin for (_, index), begin in zip(people, first, strict=False)]),
        np.concatenate([one.session + 1_000_000 * i for i, one in enumerate(windows)]),
        corpus,
    )
    devices = plan.sessions * spread_of.session
    chosen = [part for part, wanted in zip(parts, disturb, strict=True) if wanted]
    for kind, weight in plan.nuisance.items():
        shifts = [
            _shifts(part, Stroked.of(disturbed(part.corpus, kind, rng), rate), tables, plan)
            for part in chosen
        ]
        moved = np.concatenate(shifts) * scale
        devices = devices + weight * (moved.T @ moved) / len(moved)
    layouts = np.concatenate([_layout_shifts(part, tables, plan, rng) for part in parts]).mean(
        axis=0
    )
    layouts = layouts * scale
    layout = layouts.T @ layouts / len(layouts)
    ridge = plan.ridge * np.trace(spread_of.within) / POINTER_FEATURES * np.eye(POINTER_FEATURES)
    person_noise = spread_of.within + devices + ridge
    directions = _largest(spread_of.between, person_noise + plan.layout * layout, plan.dimensions)
    inner = _largest(
        directions.T @ spread_of.between @ directions,
        directions.T @ person_noise @ directions,
        plan.dimensions,
    )
    unused = np.zeros((POINTER_FEATURES, DIMENSIONS - plan.dimensions))
    directions = np.concatenate([directions @ inner, unused], axis=1)
    card = Card(
        data=tuple(part.corpus.name for part in parts),
        licence=plan.licence,
        commercial=False,
        people=len(corpus),
        made_by=made_by,
    )
    projection, file = _rounded(directions, tables, (centre, scale), plan, card)
    back_end = BackEnd.whitened(
        projection.ref,
        projection.name,
        between=np.maximum(np.diag(directions.T @ spread_of.between @ directions), 1e-3),
        session=np.clip(np.diag(directions.T @ devices @ directions), 1e-3, 1 - LEAST_WITHIN),
    )
    return TrainedPointer(projection, file, replace(back_end, outliers=plan.outliers))


def fit_tables(parts: Sequence[Stroked]) -> PointerTables:
    """Normal scores from the mid-ranks of everybody's strokes; people weigh alike."""
    values = np.concatenate([part.found.values for part in parts])
    weight = np.concatenate([1 / np.bincount(part.person)[part.person] for part in parts])
    made = [_table(values[:, column], weight) for column in range(MEASURES)]
    return PointerTables(tuple(one[0] for one in made), tuple(one[1] for one in made))


def _table(
    values: NDArray[np.float64], weight: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.int8]]:
    known = ~np.isnan(values)
    values, weight = values[known], weight[known]
    if len(values) < FEWEST_VALUES:
        return np.empty(0), np.zeros(1, np.int8)
    order = np.argsort(values, kind="stable")
    share = np.cumsum(weight[order]) / weight.sum()
    at = np.searchsorted(share, np.arange(1, MOST_EDGES + 1) / (MOST_EDGES + 1))
    edges = np.unique([float(f"{one:.6g}") for one in values[order][at]])
    mass = np.bincount(
        np.searchsorted(edges, values, side="right"), weights=weight, minlength=len(edges) + 1
    )
    middle = (np.cumsum(mass) - mass / 2) / mass.sum()
    score = np.rint(ndtri(np.clip(middle, 1e-4, 1 - 1e-4)) * SCORE_STEPS)
    return edges, np.clip(score, -SCORE_LIMIT, SCORE_LIMIT).astype(np.int8)


def _windows(
    part: Stroked, tables: PointerTables, plan: PointerPlan, rng: np.random.Generator
) -> _Windows:
    rows = cut(part.recording, plan.strokes)
    person = part.person[rows[:, 0]]
    kept = [
        rng.permutation(np.flatnonzero(person == one))[: plan.windows] for one in np.unique(person)
    ]
    rows = rows[np.sort(np.concatenate(kept))]
    return _Windows(
        pointer_features(tables.scored(part.found), rows),
        part.person[rows[:, 0]],
        part.recording[rows[:, 0]],
    )


def _shifts(
    part: Stroked, moved: Stroked, tables: PointerTables, plan: PointerPlan
) -> NDArray[np.float64]:
    """How far each person's mean window moves on another device, shape (people, features)."""
    means = []
    for one in (part, moved):
        rows = cut(one.person, plan.strokes)
        whose = one.person[rows[:, 0]]
        features = pointer_features(tables.scored(one.found), rows)
        means.append({who: features[whose == who].mean(axis=0) for who in np.unique(whose)})
    both = sorted(set(means[0]) & set(means[1]))
    return np.array([means[1][who] - means[0][who] for who in both])


def _layout_shifts(
    part: Stroked, tables: PointerTables, plan: PointerPlan, rng: np.random.Generator
) -> NDArray[np.float64]:
    """How far each person's mean window moves when strokes of one band of ways are asked for.

    Returns:
        Shape (people, LAYOUTS, features).
    """
    score = tables.scored(part.found)
    ends = part.strokes.bounds[1:][part.found.stroke] - 1
    begins = part.strokes.bounds[:-1][part.found.stroke]
    way = np.hypot(
        (part.strokes.x[ends] - part.strokes.x[begins]).astype(np.float64),
        (part.strokes.y[ends] - part.strokes.y[begins]).astype(np.float64),
    )
    shifts = []
    for who in np.unique(part.person):
        own = np.flatnonzero(part.person == who)
        own = own[np.argsort(way[own])]
        whole = rng.choice(own, (plan.windows, plan.strokes))
        usual = pointer_features(score, whole).mean(axis=0)
        moved = []
        for middle in np.linspace(LAYOUT_BAND / 2, 1 - LAYOUT_BAND / 2, LAYOUTS):
            low = int((middle - LAYOUT_BAND / 2) * len(own))
            band = own[low : max(low + int(LAYOUT_BAND * len(own)), low + 1)]
            rows = rng.choice(band, (plan.windows // 4 + 1, plan.strokes))
            moved.append(pointer_features(score, rows).mean(axis=0) - usual)
        shifts.append(moved)
    return np.array(shifts)


def _largest(signal: Matrix, noise: Matrix, number: int) -> Matrix:
    size = len(signal)
    vectors: Matrix = eigh(signal, noise, subset_by_index=(size - number, size - 1))[1][:, ::-1]
    # An eigenvector has no sign of its own; the largest weight is made positive.
    largest = np.abs(vectors).argmax(axis=0)
    signed: Matrix = vectors * np.sign(vectors[largest, np.arange(number)])
    return signed


def _rounded(
    directions: Matrix,
    tables: PointerTables,
    standard: tuple[NDArray[np.float64], NDArray[np.float64]],
    plan: PointerPlan,
    card: Card,
) -> tuple[PointerProjection, bytes]:
    largest = np.abs(directions).max(axis=0)
    largest[largest == 0] = 1.0  # an unused dimension: weights of zero
    file = encode_pointer_projection(
        PointerProjection(
            name=plan.name,
            digest=bytes(32),
            strokes=plan.strokes,
            rate=Micros(plan.rate_ms * MICROS_PER_MILLI),
            tables=tables,
            centre=_short(standard[0]),
            scale=_short(standard[1] * FEATURE_STEPS),
            weights=np.round(directions / largest * LARGEST_WEIGHT).astype(np.int8).T,
            weight_scale=_short(STEPS_PER_SIGMA * largest / LARGEST_WEIGHT / FEATURE_STEPS),
            offset=np.zeros(DIMENSIONS),
        ),
        card,
    )
    return decode_pointer_projection(file), file


def _short(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Six significant digits: a smaller file, and the same doubles in every language."""
    return np.array([float(f"{value:.6g}") for value in values])
