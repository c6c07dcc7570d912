"""Groups of people that are tested together: one site, one projection, impostors among themselves."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from samehands.errors import SettingsError
from samehands.identity import BackEnd
from samehands.lab.datasets.corpus import Corpus
from samehands.lab.evaluation.whitening import Whitening
from samehands.lab.split import Role, Roles
from samehands.rhythm.projection import Projection

Trainer = Callable[[NDArray[np.int64]], tuple[Projection, BackEnd]]
"""People who may be learnt from, as indices into the tested corpus → what was learnt."""


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """People, and what their typing is embedded and scored with.

    Args:
        people: shape (p,), indices into the corpus's people, none of whom was trained on.
        projection: what embeds.
        back_end: what scores.
        whitening: other axes for what is embedded; then its back-end scores.
        tested: whether figures are about these people; otherwise they only set thresholds.
    """

    people: NDArray[np.int64] = field(repr=False)
    projection: Projection
    back_end: BackEnd
    tested: bool = True
    whitening: Whitening | None = None

    def part_of(self, corpus: Corpus) -> Corpus:
        """Their recordings."""
        return corpus.selected(np.isin(corpus.person, self.people))


def groups_of(
    roles: Roles, role: Role, projection: Projection, back_end: BackEnd
) -> tuple[Group, ...]:
    """The people of a role under one projection, and others to take thresholds from.

    Evaluation takes them from development; everyone is two sites, each with the other's
    thresholds; development stands alone.

    Raises:
        SettingsError: the role is of people who may have been trained on.
    """

    def group(of: Role, *, tested: bool = True) -> Group:
        return Group(roles.of(of), projection, back_end, tested)

    match role:
        case Role.EVALUATION:
            return group(Role.DEVELOPMENT, tested=False), group(Role.EVALUATION)
        case Role.DEVELOPMENT:
            return (group(Role.DEVELOPMENT),)
        case Role.EVERYONE if not len(roles.training):
            return group(Role.DEVELOPMENT), group(Role.EVALUATION)
        case _:
            raise SettingsError("role", got=str(role), due="people who were not trained on")


def folded(
    people: NDArray[np.int64],
    everybody: NDArray[np.int64],
    folds: int,
    train: Trainer,
    rng: np.random.Generator,
) -> tuple[Group, ...]:
    """Cross-fitting: each fold is tested with what was trained without it.

    Args:
        people: shape (p,), to be tested, each in one fold.
        everybody: shape (e,), who may be learnt from, but for the fold's own people.
        folds: how many; each has at least two people, or nobody would be an impostor.
        train: trains, once a fold.
        rng: draws the folds.

    Raises:
        SettingsError: folds of fewer than two people, or fewer than two folds.
    """
    if not 2 <= folds <= len(people) // 2:  # two folds, of two people
        raise SettingsError(
            "folds", got=f"{folds} of {len(people)} people", due="at least two, of two people"
        )
    order = rng.permutation(people)
    held_out = [np.sort(order[fold::folds]) for fold in range(folds)]
    return tuple(Group(fold, *train(np.setdiff1d(everybody, fold))) for fold in held_out)
