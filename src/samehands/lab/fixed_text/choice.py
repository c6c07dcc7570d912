"""Choosing a detector by a nested split over people: nobody chooses what they are reported on.

For each group of people, the candidate with the lowest mean equal error rate on the *others* is
taken, and on those others only: their impostors too come from among themselves. What is reported
for the group is that candidate, by the protocol as published.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from samehands.errors import SettingsError
from samehands.lab.fixed_text.manhattan import RecencyManhattan
from samehands.lab.fixed_text.neighbours import RecencyNeighbours, channel_distances
from samehands.lab.fixed_text.scaling import spread_of
from samehands.lab.fixed_text.trials import Trials, TrialScores, always, scores_of

Candidate: TypeAlias = RecencyManhattan | RecencyNeighbours


@dataclass(frozen=True, slots=True, eq=False)
class NestedChoice:
    """What was chosen for whom.

    Args:
        fold: shape (people,), the group of each person.
        chosen: per group, the candidate that the others chose.
        development: per group, the mean equal error rate that the others chose it for.
        overall: the candidate that everybody together chooses: for other data, never for these.
    """

    fold: NDArray[np.intp] = field(repr=False)
    chosen: tuple[Candidate, ...]
    development: tuple[float, ...]
    overall: Candidate

    def of(self, person: int) -> Candidate:
        """The candidate that was chosen without this person."""
        return self.chosen[int(self.fold[person])]


def folds_of(people: int, folds: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """A group for each person, the groups alike in size, shape (people,).

    Raises:
        SettingsError: a group, or what is left without it, would hold fewer than two people.
    """
    if folds < 2 or people < 2 * folds:
        raise SettingsError("folds", got=f"{folds} of {people} people", due="2 people in each")
    return rng.permutation(np.arange(people) % folds)


def nested_choice(
    candidates: Sequence[Candidate], trials: Trials, fold: NDArray[np.intp]
) -> NestedChoice:
    """Chooses a candidate for each group of people without that group.

    Args:
        candidates: at least one; of equals the first is taken.
        trials: of everybody.
        fold: shape (people,), the group of each person, from 0.

    Raises:
        SettingsError: there is no candidate.
    """
    if not candidates:
        raise SettingsError("candidates", got="none", due="at least one")
    everybody = np.arange(len(trials))
    groups = [everybody[fold != group] for group in range(int(fold.max()) + 1)]
    ordered: list[Candidate] = []
    means: list[list[float]] = []
    for candidate, scores in scored(candidates, trials):
        ordered.append(candidate)
        means.append(
            [float(scores.rates_among(trials, group).mean()) for group in [*groups, everybody]]
        )
    best = np.argmin(np.array(means), axis=0)
    *chosen, overall = (ordered[index] for index in best)
    return NestedChoice(
        fold,
        tuple(chosen),
        tuple(means[index][group] for group, index in enumerate(best[:-1])),
        overall,
    )


def scored(
    candidates: Sequence[Candidate], trials: Trials
) -> Iterator[tuple[Candidate, TrialScores]]:
    """The scores of each candidate; neighbours with the same scaling share their distances."""
    alone = [each for each in candidates if not isinstance(each, RecencyNeighbours)]
    sharing = [each for each in candidates if isinstance(each, RecencyNeighbours)]
    for candidate in alone:
        yield candidate, scores_of(always(candidate.scores), trials)
    genuine = trials.genuine.shape[1]
    for (half_life, cap), group in groupby(sorted(sharing, key=_scaling), _scaling):
        distances = [
            channel_distances(own, np.concatenate([later, others]), spread_of(own, half_life), cap)
            for own, later, others in zip(
                trials.training, trials.genuine, trials.impostor, strict=True
            )
        ]
        for neighbours in group:
            rows = np.stack([neighbours.nearest_of(neighbours.joined(own)) for own in distances])
            yield neighbours, TrialScores(rows[:, :genuine], rows[:, genuine:])


def _scaling(candidate: RecencyNeighbours) -> tuple[float, float]:
    return candidate.half_life, candidate.cap
