"""The corpora of people that the benchmark of machine input uses, with the roles of their people."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from samehands.capture.positions import UNKNOWN_POSITION
from samehands.lab.datasets.aalto import load_aalto
from samehands.lab.datasets.barkworth import load_barkworth_keys
from samehands.lab.datasets.bbmas import load_bbmas
from samehands.lab.datasets.bksd import load_bksd
from samehands.lab.datasets.corpus import Corpus
from samehands.lab.datasets.monaco import load_free_text
from samehands.lab.liveness.protocol import PeopleName
from samehands.lab.split import Roles, aalto_roles, bbmas_roles, monaco_roles

_AALTO_A: Final = 1_309
"""People of part a, the first of the whole set that roles were drawn of."""


@dataclass(frozen=True, slots=True)
class Source:
    """A corpus of people.

    Args:
        load: from the data folder.
        roles: of its people.
        files: that are read, from the data folder.
    """

    load: Callable[[Path], Corpus]
    roles: Callable[[Corpus], Roles]
    files: tuple[str, ...]


def _halves(corpus: Corpus) -> Roles:
    people = len(corpus.people)
    return Roles.drawn(people, people // 2, people - people // 2)


def _first_part_of_aalto(_: Corpus) -> Roles:
    whole = aalto_roles()
    # People of part a are the first of the whole.
    return Roles(
        *(part[part < _AALTO_A] for part in (whole.training, whole.development, whole.evaluation))
    )


def _load_bksd(root: Path) -> Corpus:
    corpus = load_bksd(root, "Password", "English")
    unnamed = np.add.reduceat(corpus.position == UNKNOWN_POSITION, corpus.bounds[:-1])
    return only_people(corpus.selected(unnamed == 0))


def _load_barkworth(root: Path) -> Corpus:
    keys = load_barkworth_keys(root)
    return only_people(keys.corpus.selected(~keys.is_bot))


SOURCES: Final[dict[PeopleName, Source]] = {
    PeopleName.MONACO: Source(
        load_free_text, lambda _: monaco_roles(), ("keystroke/monaco-pohmm/free_text.csv.gz",)
    ),
    PeopleName.BBMAS: Source(
        load_bbmas,
        lambda _: bbmas_roles(),
        ("keystroke/bbmas-desktop/events.csv.zst", "keystroke/bbmas-desktop/subjects.csv"),
    ),
    PeopleName.BKSD: Source(
        _load_bksd,
        _halves,
        ("keystroke/bksd/Password-English.zip",),
    ),
    PeopleName.BARKWORTH: Source(
        _load_barkworth, _halves, ("keystroke/bot-barkworth/key.csv.zst",)
    ),
    PeopleName.AALTO: Source(
        lambda root: load_aalto(root, "a"),
        _first_part_of_aalto,
        tuple(f"keystroke/aalto136m-a/{name}.csv.zst" for name in ("keystrokes", "sections")),
    ),
}
"""Name → how to load a corpus, and whose role its people have."""


def load_people(name: PeopleName, root: Path) -> tuple[Corpus, Roles]:
    """A corpus with the roles of its people.

    Raises:
        DataSetError: it is absent or not as described.
    """
    source = SOURCES[name]
    corpus = source.load(root)
    return corpus, source.roles(corpus)


def only_people(corpus: Corpus) -> Corpus:
    """The same recordings, with nobody in the list of people who has none."""
    present, person = np.unique(corpus.person, return_inverse=True)
    return Corpus(
        corpus.name,
        corpus.keystrokes,
        corpus.position,
        corpus.bounds,
        person.astype(np.int32),
        corpus.session,
        corpus.prompt,
        tuple(corpus.people[each] for each in present.tolist()),
        corpus.prompts,
    )
