"""Training of readings: traits of typing, regressed on the embedding of the same windows."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.adapters.files import replace_file
from samehands.errors import DataSetError
from samehands.identity.reading import Reading, Readings, encode_readings
from samehands.identity.reading_words import ReadingName
from samehands.lab.training.noise import Progress
from samehands.lab.training.plan import load_plan
from samehands.lab.training.population import Population
from samehands.lab.training.shipped import load_sources
from samehands.lab.training.traits import traits
from samehands.rhythm.projection import Projection
from samehands.rhythm.projection_file import Card, decode_card
from samehands.rhythm.projections import file_of, shipped
from samehands.rhythm.window import STEPS_PER_SIGMA

FOLDS: Final = 7
"""Parts that the people are divided into; each part is read by a fit that has not seen it."""

LEAST_R_SQUARED: Final = 0.3
"""Readings that explain less of what unseen people typed are not shipped.

Lower: more readings, of which some mislead. Higher: fewer."""

RIDGE: Final = 0.1
"""Pull of each weight towards zero, as a variance of the embedding in σ²: a hundredth of a usual
dimension's. From 0.01 to 1 no reading's R² moves by more than 0.07."""

MOST_PEOPLE: Final = 2000
"""People that a fit is made on at most, drawn by the plan's seed: seventeen weights need no more."""

SMALLEST_SD: Final = 1e-9
"""A trait that varies less than this is the same in everybody: there is nothing to read."""


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """Windows with what is to be read from them.

    Args:
        embedding: shape (w, 64), σ.
        person: shape (w,).
        traits: reading → shape (w,), NaN where not measured.
    """

    embedding: NDArray[np.float64] = field(repr=False)
    person: NDArray[np.int64] = field(repr=False)
    traits: dict[ReadingName, NDArray[np.float64]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ReadingsReport:
    """What was fitted, and what was not good enough.

    Args:
        readings: to be shipped.
        r_squared: of every trait that was tried, in people whom the fit has not seen.
        windows: how many they were fitted on.
    """

    readings: Readings
    r_squared: dict[ReadingName, float]
    windows: int


def measure_readings(name: str, root: Path, say: Progress) -> ReadingsReport:
    """The readings of a shipped projection, on the people it was trained on and on no others.

    Args:
        name: of a plan, and of the projection shipped by it.
        root: the data folder.
        say: told of each stage.

    Raises:
        DataSetError: a data set is absent, or nothing can be read well enough.
        SettingsError: no such plan.
    """
    plan = load_plan(name)
    projection = shipped(name)
    say(f"reading {', '.join(plan.data)}")
    population = Population.of([source.corpus for source in load_sources(plan, root)])
    say("windows and their traits")
    rng = np.random.default_rng(plan.seed)
    chosen = examples(population, projection, rng)
    card = decode_card(file_of(name))
    made = Card(
        data=card.data,
        licence=card.licence,
        commercial=card.commercial,
        people=len(np.unique(chosen.person)),
        made_by=f"samehands lab readings {name} (seed {plan.seed})",
    )
    say("regressions")
    return fit_readings(chosen, projection, made, rng)


def examples(population: Population, projection: Projection, rng: np.random.Generator) -> Examples:
    """The windows of a population that do not overlap, with their traits.

    Args:
        population: of people who may be learnt from.
        projection: that embeds their windows.
        rng: draws people where there are very many.
    """
    windows = population.windows(projection.keystrokes)
    people = np.unique(windows.person)
    kept = np.isin(windows.person, rng.permutation(people)[:MOST_PEOPLE])
    rows = windows.rows[kept]
    embedding = projection.embed(population.keystrokes, rows) / STEPS_PER_SIGMA
    measured = traits(population.keystrokes, rows, projection.contexts)
    return Examples(embedding, windows.person[kept], measured)


def fit_readings(
    examples: Examples, projection: Projection, card: Card, rng: np.random.Generator
) -> ReadingsReport:
    """Fit every trait, each person counting alike, and keep those that can be read.

    Args:
        examples: to learn from.
        projection: that embedded them.
        card: where they come from.
        rng: divides the people.

    Raises:
        DataSetError: nothing can be read well enough.
    """
    people, person = np.unique(examples.person, return_inverse=True)
    fold = (rng.permutation(len(people)) % FOLDS)[person]
    weight = 1 / np.bincount(person)[person]
    kept, tried = [], {}
    for name, trait in examples.traits.items():
        known = np.isfinite(trait)
        reading = _fitted(
            name, examples.embedding[known], trait[known], weight[known], fold[known]
        )
        tried[name] = 0.0 if reading is None else reading.r_squared
        if reading is not None and reading.r_squared >= LEAST_R_SQUARED:
            kept.append(reading)
    if not kept:
        raise DataSetError(
            "traits", got="none that can be read", due=f"an R² of {LEAST_R_SQUARED} for one"
        )
    readings = Readings(projection.ref, projection.name, card, tuple(kept))
    return ReadingsReport(readings, tried, len(person))


def ship_readings(readings: Readings, package: Path) -> Path:
    """Puts readings into the package.

    Args:
        readings: what was fitted.
        package: the folder `samehands` of a source tree.

    Raises:
        StorageError: the disk refused.
    """
    path = package / "identity" / "readings" / f"{readings.projection_id}.json"
    replace_file(path, encode_readings(readings))
    return path


def _fitted(
    name: ReadingName,
    embedding: NDArray[np.float64],
    trait: NDArray[np.float64],
    weight: NDArray[np.float64],
    fold: NDArray[np.int64],
) -> Reading | None:
    """One regression; None where the trait is the same in everybody or nobody has it."""
    if not len(trait) or len(np.unique(fold)) < FOLDS:
        return None
    scaled = trait - np.average(trait, weights=weight)
    deviation = float(np.sqrt(np.average(scaled**2, weights=weight)))
    if deviation < SMALLEST_SD:
        return None
    scaled = scaled / deviation
    read, usual = np.empty_like(scaled), np.empty_like(scaled)
    for each in range(FOLDS):
        others = fold != each
        slope, intercept = _ridge(embedding[others], scaled[others], weight[others])
        read[~others] = embedding[~others] @ slope + intercept
        usual[~others] = np.average(scaled[others], weights=weight[others])
    missed = float(np.average((scaled - read) ** 2, weights=weight))
    varies = float(np.average((scaled - usual) ** 2, weights=weight))
    slope, intercept = _ridge(embedding, scaled, weight)
    return Reading(
        name,
        np.array([_short(number) for number in slope]),
        _short(intercept),
        _short(1 - missed / varies),
        _short(max(missed, SMALLEST_SD) ** 0.5),
    )


def _ridge(
    embedding: NDArray[np.float64], trait: NDArray[np.float64], weight: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    centre = np.average(embedding, axis=0, weights=weight)
    level = float(np.average(trait, weights=weight))
    part = (embedding - centre) * (weight / weight.sum())[:, None]
    moments = part.T @ (embedding - centre) + RIDGE * np.eye(embedding.shape[1])
    slope: NDArray[np.float64] = np.linalg.solve(moments, part.T @ (trait - level))
    return slope, level - float(centre @ slope)


def _short(number: float) -> float:
    """Six significant digits, as in the projection's file."""
    return float(f"{number:.6g}")
