"""The liveness models that are shipped: fitted on permissively licensed people and on forgers."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec
import numpy as np

from samehands.adapters.files import replace_file
from samehands.capture.keystrokes import MISSING
from samehands.errors import DataSetError
from samehands.lab.forgers import FORGERS
from samehands.lab.training.liveness_fit import fit_evidence, informative
from samehands.lab.training.liveness_replay import fit_cuts
from samehands.lab.training.liveness_windows import Stream, attacks, bona_fide, streams_of
from samehands.lab.training.noise import Progress
from samehands.lab.training.plan import load_plan
from samehands.lab.training.shipped import Source, load_sources
from samehands.liveness.model import LivenessModel, Pace, encode_model
from samehands.liveness.models import Listed
from samehands.liveness.recollection import KEPT_NUMBERS
from samehands.rhythm.collector import normal_typing
from samehands.rhythm.contexts import Channel
from samehands.rhythm.projection import Projection
from samehands.rhythm.projection_file import Card
from samehands.rhythm.projections import shipped
from samehands.rhythm.statistics import durations
from samehands.rhythm.window import DIMENSIONS

PERMISSIVE: Final = "open-1"
"""The plan whose people are learnt from, whatever the projection: their data may be used freely."""

SEED: Final = 20261124
"""Of every draw."""

PAUSE: Final = 1_000_000
"""Longer gaps are pauses and no pace, µs."""

RIDGE: Final = 1.0
"""Pull of the pace's weights towards zero, in squared steps a window."""


@dataclass(frozen=True, slots=True)
class Trained:
    """A model, and what it was fitted on.

    Args:
        model: to be shipped.
        windows: of people.
        attacks: of forgers.
    """

    model: LivenessModel
    windows: int
    attacks: int


def train_liveness(name: str, root: Path, say: Progress) -> Trained:
    """Fits the model of a shipped projection.

    Args:
        name: of the projection.
        root: the data folder.
        say: told of each stage.

    Raises:
        DataSetError: a data set is absent.
        SettingsError: no such plan.
    """
    projection = shipped(name)
    say("reading people")
    sources = load_sources(load_plan(PERMISSIVE), root)
    streams = streams_of([source.corpus for source in sources])
    rng = np.random.default_rng(SEED)
    say("windows of people")
    people = bona_fide(streams, projection, rng)
    say(f"windows of {len(FORGERS)} forgers")
    machines = attacks(streams, projection, root, rng)
    say("evidence")
    fitted = fit_evidence(people, machines, rng)
    say("replays")
    numbers = min(informative(people), KEPT_NUMBERS)
    model = LivenessModel(
        projection.ref,
        projection.name,
        _card(sources, streams),
        fitted.forged,
        fitted.even,
        fitted.weights,
        numbers,
        fit_cuts(streams, projection, numbers, rng),
        fit_pace(streams, projection),
    )
    return Trained(model, len(people), len(machines))


def fit_pace(streams: Sequence[Stream], projection: Projection) -> Pace:
    """How to read a window's pace from its embedding, by linear regression.

    Args:
        streams: of people.
        projection: that embeds their windows.

    Raises:
        DataSetError: not one window.
    """
    vectors, paces, people = [], [], []
    n = projection.keystrokes
    for stream in streams:
        full = len(stream.keystrokes) // n
        rows = np.arange(full * n).reshape(full, n)
        dd = durations(stream.keystrokes)[Channel.DD]
        rows = rows[normal_typing(dd[rows])]
        if not len(rows):
            continue
        gaps = dd[rows][:, 1:]
        counted = (gaps != MISSING) & (gaps > 0) & (gaps <= PAUSE)
        total = np.log(np.where(counted, gaps, 1)).sum(axis=1)
        paces.append(total / np.maximum(counted.sum(axis=1), 1))
        vectors.append(projection.embed(stream.keystrokes, rows).astype(np.float64))
        people.append(np.full(len(rows), stream.person))
    if not vectors:
        raise DataSetError("pace", got="no windows", due="some")
    x, y, person = np.concatenate(vectors), np.concatenate(paces), np.concatenate(people)
    middle = x.mean(axis=0)
    gram = (x - middle).T @ (x - middle) + RIDGE * np.eye(DIMENSIONS)
    weights = np.linalg.solve(gram, (x - middle).T @ (y - y.mean()))
    read = x @ weights
    mean = np.bincount(person, read) / np.maximum(np.bincount(person), 1)
    return Pace(weights, float(np.std(read - mean[person])))


def ship_liveness(model: LivenessModel, package: Path) -> Path:
    """Puts a model into the package, and into the index.

    Args:
        model: to be shipped.
        package: the folder `samehands` of a source tree.

    Raises:
        StorageError: the disk refused.
    """
    folder = package / "liveness" / "models"
    path, catalogue = folder / f"{model.projection_id}.json", folder / "index.json"
    file = encode_model(model)
    replace_file(path, file)
    known = msgspec.json.decode(catalogue.read_bytes(), type=dict[str, Listed])
    known[model.projection_id] = Listed(sha256(file).hexdigest())
    listed = {name: known[name] for name in sorted(known)}
    replace_file(catalogue, msgspec.json.format(msgspec.json.encode(listed), indent=1) + b"\n")
    return path


def _card(sources: Sequence[Source], streams: Sequence[Stream]) -> Card:
    return Card(
        data=(
            *(f"{source.name}: {source.terms}" for source in sources),
            f"{len(FORGERS)} forgers of samehands.lab.forgers, replays apart",
        ),
        licence="Apache-2.0",
        commercial=True,
        people=len({stream.person for stream in streams}),
        made_by=f"samehands lab train-liveness (seed {SEED})",
    )
