"""The noise of a training: how features vary with person, session, text, keyboard and clock."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import Final
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from samehands.adapters.files import replace_file
from samehands.errors import DataSetError
from samehands.lab.training.contexts import fit_contexts
from samehands.lab.training.covariance import Grouped, Matrix, spread
from samehands.lab.training.nuisance import simulated
from samehands.lab.training.plan import TextEstimate, TrainingPlan
from samehands.lab.training.population import Population
from samehands.lab.training.text import text_by_prompts, text_by_resampling
from samehands.rhythm.contexts import CHANNELS, Contexts
from samehands.rhythm.features import features
from samehands.rhythm.statistics import Timed, timed, window_sums

BATCH: Final = 4096
"""Windows whose features are made at a time: bounds the memory."""

Progress = Callable[[str], None]
"""Told of each stage of a training as it begins."""


@dataclass(frozen=True, slots=True, eq=False)
class Noise:
    """What is measured once and used for any weighting: see `TrainingPlan`.

    Args:
        contexts: of the population.
        centre, scale: shape (f,): standardise the features.
        mean: shape (f,), of the standardised features.
        within, session, between, text: shape (f, f).
        by_trait: shape (f, f), what texts do to people of different traits beyond `text`.
        nuisance: each kind's covariance, shape (f, f).
    """

    contexts: Contexts
    centre: NDArray[np.float64] = field(repr=False)
    scale: NDArray[np.float64] = field(repr=False)
    mean: NDArray[np.float64] = field(repr=False)
    within: Matrix = field(repr=False)
    session: Matrix = field(repr=False)
    between: Matrix = field(repr=False)
    text: Matrix = field(repr=False)
    by_trait: Matrix = field(repr=False)
    nuisance: dict[str, Matrix] = field(repr=False)


def measure(population: Population, plan: TrainingPlan, say: Progress) -> Noise:
    """Measures how features vary with person, session, text, keyboard and clock."""
    rng = np.random.default_rng(plan.seed)
    say("contexts")
    contexts = fit_contexts(population.keystrokes, population.weight(), plan.flights)
    windows = population.windows(plan.keystrokes, plan.offsets)
    say(f"features of {len(windows)} windows of {len(np.unique(windows.person))} people")
    raw = _features(population, windows.rows, contexts)
    centre, scale = raw.mean(axis=0), 1 / (raw.std(axis=0) + 1e-6)
    values = ((raw - centre) * scale).astype(np.float32)
    del raw
    say("people and sessions")
    varied = spread(
        values,
        windows.person,
        windows.session,
        population.corpus,
        repeats=len(plan.offsets),
    )
    nuisance = {}
    for kind in plan.nuisance:
        say(f"simulated difference: {kind}")
        changed = replace(
            population, keystrokes=simulated(population.keystrokes, population.person, kind, rng)
        )
        shifted = (_features(changed, windows.rows, contexts) - centre) * scale
        shift = Grouped.of(shifted - values, windows.person).mean
        nuisance[str(kind)] = shift.T @ shift / len(shift)
    say(f"text, by {plan.text}")
    stream = timed(population.keystrokes, contexts)

    def encode(rows: NDArray[np.int64]) -> NDArray[np.float32]:
        parts = [
            (_encoded(stream, rows[at : at + BATCH], contexts) - centre) * scale
            for at in range(0, len(rows), BATCH)
        ]
        return np.concatenate(parts).astype(np.float32)

    estimate = text_by_prompts if plan.text is TextEstimate.PROMPTS else text_by_resampling
    text = estimate(population, encode, plan.keystrokes, rng)
    return Noise(
        contexts,
        centre,
        scale,
        values.mean(axis=0),
        varied.within,
        varied.session,
        varied.between,
        text.alike,
        text.by_trait,
        nuisance,
    )


def _features(
    population: Population, rows: NDArray[np.int64], contexts: Contexts
) -> NDArray[np.float64]:
    stream = timed(population.keystrokes, contexts)
    parts = [
        _encoded(stream, rows[at : at + BATCH], contexts) for at in range(0, len(rows), BATCH)
    ]
    return np.concatenate(parts)


def _encoded(stream: Timed, rows: NDArray[np.int64], contexts: Contexts) -> NDArray[np.float64]:
    return features(window_sums(stream, rows, contexts), contexts)


_TABLES: Final = ("group", "share", "scores", "shift", "gain")
_MATRICES: Final = ("centre", "scale", "mean", "within", "session", "between", "text", "by_trait")


def save_noise(noise: Noise, path: Path) -> None:
    """Keeps a measurement, so that another weighting, or a run cut short, need not repeat it.

    Raises:
        StorageError: the disk refused.
    """
    kept: dict[str, NDArray[np.generic]] = {
        "hold": noise.contexts.hold,
        "flight": noise.contexts.flight,
        **{
            f"{name}_{index}": table
            for name in _TABLES
            for index, table in enumerate(getattr(noise.contexts, name))
        },
        **{name: getattr(noise, name) for name in _MATRICES},
        **{f"nuisance_{kind}": matrix for kind, matrix in noise.nuisance.items()},
    }
    packed = BytesIO()
    np.savez(packed, allow_pickle=False, **kept)
    replace_file(path, packed.getvalue())


def load_noise(path: Path) -> Noise:
    """A measurement that was kept.

    Raises:
        DataSetError: the file is not one.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            tables = {
                name: tuple(kept[f"{name}_{index}"] for index in range(CHANNELS))
                for name in _TABLES
            }
            return Noise(
                contexts=Contexts(kept["hold"], kept["flight"], **tables),
                nuisance={
                    name.removeprefix("nuisance_"): kept[name]
                    for name in kept.files
                    if name.startswith("nuisance_")
                },
                **{name: kept[name] for name in _MATRICES},
            )
    except (OSError, EOFError, KeyError, TypeError, ValueError, BadZipFile) as error:
        raise DataSetError(str(path), got="no such measurement", due="one of lab train") from error
