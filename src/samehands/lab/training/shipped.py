"""The populations that the shipped projections are trained on, and their training."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from samehands.adapters.files import replace_file
from samehands.errors import SettingsError
from samehands.identity import BackEnd, encode_back_end
from samehands.lab.attack.run import fresh_prompts
from samehands.lab.datasets.bbmas import load_bbmas
from samehands.lab.datasets.corpus import Corpus
from samehands.lab.datasets.monaco import load_free_text
from samehands.lab.split import aalto_roles, load_whole_aalto, monaco_roles
from samehands.lab.training.fit import Trained, solve, train
from samehands.lab.training.noise import Progress, load_noise, measure, save_noise
from samehands.lab.training.plan import TrainingPlan
from samehands.lab.training.population import Population
from samehands.rhythm.projection import Projection
from samehands.rhythm.projection_file import Card
from samehands.rhythm.projections import Shipped

DEMO_PEOPLE: Final = 7
"""People of monaco that no shipped projection has seen: six seats of the demo and an intruder."""


_PACKAGE: Final = Path(__file__).parents[2]

TrainWithout = Callable[[NDArray[np.int64]], tuple[Projection, BackEnd]]
"""People of a corpus who may be learnt from, as indices → what was learnt."""


@dataclass(frozen=True, slots=True)
class Source:
    """A corpus that may be trained on.

    Args:
        name: as plans call it.
        terms: for the model card.
        corpus: of the people and texts that may be learnt from.
    """

    name: str
    terms: str
    corpus: Corpus


def demo_people() -> NDArray[np.int64]:
    """Evaluation people of monaco that are kept out of what is shipped; rising."""
    return monaco_roles().evaluation[-DEMO_PEOPLE:]


def load_sources(plan: TrainingPlan, root: Path) -> tuple[Source, ...]:
    """The corpora of a plan, less everybody and everything kept for measuring.

    Raises:
        DataSetError: a data set is absent.
        SettingsError: a corpus that nobody knows.
    """
    return tuple(_load(name, root) for name in plan.data)


def train_shipped(plan: TrainingPlan, root: Path, keep: Path, say: Progress) -> Trained:
    """Trains a projection as it is shipped; what was measured once is not measured again.

    Args:
        plan: every choice.
        root: the data folder.
        keep: the folder where measurements are kept, each under a name that its data, its code's
            plan and its seed make. Another weighting of the same measurement takes a second.
        say: told of each stage.

    Raises:
        DataSetError: a data set is absent, or a measurement that was kept is not one.
        StorageError: the disk refused.
    """
    say(f"reading {', '.join(plan.data)}")
    sources = load_sources(plan, root)
    population = Population.of([source.corpus for source in sources])
    path = keep / f"{plan.name}-{_measured_on(population, plan)}.npz"
    if path.exists():
        say(f"as measured before: {path}")
        noise = load_noise(path)
    else:
        noise = measure(population, plan, say)
        save_noise(noise, path)
    say("directions")
    return solve(noise, plan, _card(population, sources, plan))


def cross_fitted(plan: TrainingPlan, root: Path, corpus: str, say: Progress) -> TrainWithout:
    """Trains as a plan says, but on some of the people of one of its corpora only.

    Args:
        plan: every choice.
        root: the data folder.
        corpus: which of the plan's corpora is tested.
        say: told of each stage of each training.

    Returns:
        People of that corpus who may be learnt from → projection and back-end.

    Raises:
        SettingsError: the plan does not train on it.
        DataSetError: a data set is absent.
    """
    if corpus not in plan.data:
        raise SettingsError("corpus", got=f"{corpus!r}", due=" or ".join(plan.data))
    sources = [_load(name, root, keep_demo=False) for name in plan.data]

    def train_without_others(people: NDArray[np.int64]) -> tuple[Projection, BackEnd]:
        corpora = [
            source.corpus.selected(np.isin(source.corpus.person, people))
            if source.name == corpus
            else source.corpus
            for source in sources
        ]
        trained = train_on(corpora, sources, plan, say)
        return trained.projection, trained.back_end

    return train_without_others


def train_on(
    corpora: Sequence[Corpus], sources: Sequence[Source], plan: TrainingPlan, say: Progress
) -> Trained:
    """Trains on some of the people of a plan's corpora, for cross-fitting.

    Args:
        corpora: to learn from.
        sources: where they come from, for the card.
        plan: every choice.
        say: told of each stage.
    """
    population = Population.of(list(corpora))
    return train(population, plan, _card(population, sources, plan), say)


def _card(population: Population, sources: Sequence[Source], plan: TrainingPlan) -> Card:
    return Card(
        data=tuple(f"{source.name}: {source.terms}" for source in sources),
        licence=plan.licence,
        commercial=plan.commercial,
        people=len(population.corpus),
        made_by=f"samehands lab train {plan.name} (seed {plan.seed})",
    )


def _measured_on(population: Population, plan: TrainingPlan) -> str:
    """Names what a measurement depends on: the typing, the code, and the plan but its weights."""
    choices = (plan.seed, plan.keystrokes, plan.flights, plan.offsets, plan.text)
    digest = hashlib.sha256(repr((choices, sorted(plan.nuisance))).encode())
    for folder in ("capture", "rhythm", "lab/training"):
        for source in sorted((_PACKAGE / folder).glob("*.py")):
            digest.update(source.read_bytes())
    typed = population.keystrokes
    for column in (
        typed.press,
        typed.release,
        typed.zone,
        population.position,
        population.session,
    ):
        digest.update(np.ascontiguousarray(column).tobytes())
    return digest.hexdigest()[:16]


def _load(name: str, root: Path, *, keep_demo: bool = True) -> Source:
    match name:
        case "monaco-free-text":
            corpus = load_free_text(root)
            kept = ~np.isin(corpus.person, demo_people() if keep_demo else ())
            terms = "Monaco and Tappert, Pace University; repository under BSD-3-Clause"
            return Source(name, terms, corpus.selected(kept))
        case "bbmas-clean":
            terms = "Belman et al., BB-MAS, desktop part; the copy used is under MIT"
            return Source(name, terms, load_bbmas(root, clean_only=True))
        case "aalto136m":
            corpus = load_whole_aalto(root)
            kept = np.isin(corpus.person, aalto_roles().training)
            kept &= ~fresh_prompts(len(corpus.prompts))[corpus.prompt]
            terms = "Dhakal et al., CHI 2018; non-commercial, cite"
            return Source(name, terms, corpus.selected(kept))
        case _:
            raise SettingsError("plan, field data", got=f"{name!r}", due="a known corpus")


def ship(trained: Trained, plan: TrainingPlan, package: Path) -> tuple[Path, Path]:
    """Puts a trained projection and its back-end into the package, and into the index.

    Args:
        trained: what to ship.
        plan: that it was trained by.
        package: the folder `samehands` of a source tree.

    Returns:
        The files of the projection and of the back-end.
    """
    projections = package / "rhythm" / "projections"
    files = (
        projections / f"{plan.name}.json",
        package / "identity" / "back_ends" / f"{plan.name}.json",
    )
    catalogue = projections / "index.json"
    known = (
        msgspec.json.decode(catalogue.read_bytes(), type=dict[str, Shipped])
        if catalogue.exists()
        else {}
    )
    known[plan.name] = Shipped(trained.projection.digest.hex(), plan.commercial)
    replace_file(files[0], trained.file)
    replace_file(files[1], encode_back_end(trained.back_end))
    listed = {name: known[name] for name in sorted(known)}
    replace_file(catalogue, msgspec.json.format(msgspec.json.encode(listed), indent=1))
    return files
