"""Our own systems for people who had no part in them."""

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.identity.back_ends import shipped_back_end
from samehands.lab.datasets.corpus import Corpus
from samehands.lab.peers.systems import manhattan, samehands
from samehands.lab.peers.trials import Scores
from samehands.lab.split import Role, monaco_roles
from samehands.lab.training.fit import Trained
from samehands.lab.training.plan import load_plan
from samehands.lab.training.shipped import load_sources, train_on
from samehands.rhythm.projections import shipped

OPEN: Final = "open-1"
RESEARCH: Final = "aalto-research-1"


def held_out_systems(data_root: Path, role: Role = Role.EVALUATION) -> dict[str, Scores]:
    """Name → scores of what is ours, for Monaco's people of a role.

    The open projection as shipped has seen some of them, so it is trained anew by the same plan
    without them: seconds. The research projection has seen nobody of this corpus.

    Args:
        data_root: the folder of the data sets.
        role: who is compared.

    Raises:
        DataSetError: a data set is absent.
    """
    opened = _open_without(monaco_roles().of(role), data_root)
    research = shipped(RESEARCH)
    return {
        "Samehands, open": samehands(opened.projection, opened.back_end),
        "Samehands, research": samehands(research, shipped_back_end(RESEARCH)),
        "scaled Manhattan on open embeddings": manhattan(opened.projection),
        "scaled Manhattan on research embeddings": manhattan(research),
    }


def _open_without(people: NDArray[np.int64], data_root: Path) -> Trained:
    plan = load_plan(OPEN)
    sources = load_sources(plan, data_root)
    corpora = [_without(source.corpus, people, source.name) for source in sources]
    return train_on(corpora, sources, plan, lambda _: None)


def _without(corpus: Corpus, people: NDArray[np.int64], source: str) -> Corpus:
    """A corpus less some of Monaco's people."""
    if source != "monaco-free-text":
        return corpus
    return corpus.selected(~np.isin(corpus.person, people))
