"""Who was learnt from, who was tried things on, and who was kept for the figures: by person.

The split is drawn from the number of people alone, so it is the same wherever the same data are,
and nobody's typing had a say in it.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from samehands.capture.keystrokes import Keystrokes
from samehands.errors import DataSetError, SettingsError
from samehands.lab.datasets.aalto import load_aalto
from samehands.lab.datasets.corpus import Corpus

SPLIT_SEED: Final = 7
"""Seed of the permutation of people. Another seed mixes people who were looked at with the rest."""

AALTO_PEOPLE: Final = 9_324
"""People of both parts: 1,309 and 8,015."""

AALTO_DEVELOPMENT: Final = 1_500
"""Choices were made on these. More: steadier choices, fewer people to train on."""

AALTO_EVALUATION: Final = 1_000
"""Never looked at before the figures; a rate of 2 % is then known to about ±0.5 points."""

MONACO_PEOPLE: Final = 27
MONACO_DEVELOPMENT: Final = 13
"""Half: every person more to choose on is one less to report on."""

BBMAS_PEOPLE: Final = 43
"""Those with a clean logger."""

BBMAS_DEVELOPMENT: Final = 21


class Role(StrEnum):
    """What people of a data set may be used for."""

    TRAINING = "training"
    DEVELOPMENT = "development"
    EVALUATION = "evaluation"
    EVERYONE = "everyone"
    """Development and evaluation, where nobody is for training."""


@dataclass(frozen=True, slots=True, eq=False)
class Roles:
    """The people of a corpus by role, as indices into `Corpus.people`, rising.

    Args:
        training: shape (t,); maybe none.
        development: shape (d,).
        evaluation: shape (e,).
    """

    training: NDArray[np.int64] = field(repr=False)
    development: NDArray[np.int64] = field(repr=False)
    evaluation: NDArray[np.int64] = field(repr=False)

    @classmethod
    def drawn(cls, people: int, development: int, evaluation: int) -> Self:
        """The split of so many people; the rest is for training.

        Raises:
            SettingsError: the roles need more people than there are.

        >>> roles = Roles.drawn(27, 13, 14)
        >>> len(roles.training), len(np.intersect1d(roles.development, roles.evaluation))
        (0, 0)
        """
        if min(development, evaluation) < 0 or development + evaluation > people:
            raise SettingsError(
                "split", got=f"{development} + {evaluation} people", due=f"at most {people}"
            )
        order = np.random.default_rng(SPLIT_SEED).permutation(people)
        first, second = development, development + evaluation
        return cls(np.sort(order[second:]), np.sort(order[:first]), np.sort(order[first:second]))

    def of(self, role: Role) -> NDArray[np.int64]:
        """The people of a role.

        Raises:
            SettingsError: everyone, of a corpus that is trained on.
        """
        match role:
            case Role.TRAINING:
                return self.training
            case Role.DEVELOPMENT:
                return self.development
            case Role.EVALUATION:
                return self.evaluation
            case Role.EVERYONE:
                if len(self.training):
                    raise SettingsError("role", got="everyone", due="a role: some were trained on")
                return np.sort(np.concatenate([self.development, self.evaluation]))


def aalto_roles() -> Roles:
    """Of `load_whole_aalto`. All exploration used the development people only."""
    return Roles.drawn(AALTO_PEOPLE, AALTO_DEVELOPMENT, AALTO_EVALUATION)


def monaco_roles() -> Roles:
    """Of `monaco.load_free_text`; nobody is for training but by cross-fitting."""
    return Roles.drawn(MONACO_PEOPLE, MONACO_DEVELOPMENT, MONACO_PEOPLE - MONACO_DEVELOPMENT)


def bbmas_roles() -> Roles:
    """Of `bbmas.load_bbmas`, clean people; exploration has looked at all of them."""
    return Roles.drawn(BBMAS_PEOPLE, BBMAS_DEVELOPMENT, BBMAS_PEOPLE - BBMAS_DEVELOPMENT)


def load_whole_aalto(root: Path) -> Corpus:
    """Both parts of Aalto as one corpus, people of part a first.

    Args:
        root: the data folder.

    Raises:
        DataSetError: the files are absent, not as described, or not of 9,324 people.
    """
    whole = merged("aalto136m", [load_aalto(root, "a"), load_aalto(root, "b")])
    if len(whole.people) != AALTO_PEOPLE:
        raise DataSetError(
            "corpus aalto136m", got=f"{len(whole.people)} people", due=f"{AALTO_PEOPLE}"
        )
    return whole


def merged(name: str, parts: list[Corpus]) -> Corpus:
    """Corpora of different people one after the other; a text shown in several is one prompt.

    Raises:
        DataSetError: there are none, or two have a person of the same name.
    """
    people = tuple(person for part in parts for person in part.people)
    if not parts or len(set(people)) < len(people):
        raise DataSetError(
            f"corpus {name}", got=f"{len(parts)} parts, names twice", due="people of one part each"
        )
    prompts = tuple(sorted({text for part in parts for text in part.prompts}))
    number = {text: index for index, text in enumerate(prompts)}
    bounds, person, prompt = [np.zeros(1, np.int64)], [], []
    rows = seen = 0
    for part in parts:
        # One slot more: where nothing was shown, -1 looks up the last.
        renumbered = np.array([*(number[text] for text in part.prompts), -1], np.int32)
        bounds.append(part.bounds[1:] + rows)
        person.append(part.person + np.int32(seen))
        prompt.append(renumbered[part.prompt])
        rows += len(part.keystrokes)
        seen += len(part.people)
    return Corpus(
        name=name,
        keystrokes=Keystrokes.concatenated([part.keystrokes for part in parts]),
        position=np.concatenate([part.position for part in parts]),
        bounds=np.concatenate(bounds),
        person=np.concatenate(person),
        session=np.concatenate([part.session for part in parts]),
        prompt=np.concatenate(prompt),
        people=people,
        prompts=prompts,
    )
