"""Who is compared with whom: a password table split as the protocol says, and its scores."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from samehands.errors import DataSetError
from samehands.lab.datasets.cmu import PasswordTable, Times
from samehands.lab.metrics import Scores, killourhy_maxion_eer

Detector: TypeAlias = Callable[[Times, Times], Scores]
"""Scores of probes against one person's repetitions, both in seconds; higher for the owner."""


@dataclass(frozen=True, slots=True, eq=False)
class Trials:
    """Repetitions that enrol each person, and probes, genuine and by everybody else.

    Args:
        people: names, p in all.
        training: shape (p, n, features), seconds, in time order.
        genuine: shape (p, m, features), later than all of training.
        impostor: shape (p, k, features), by the p - 1 others.
        impostor_person: shape (p, k), who typed each: index into people.
    """

    people: tuple[str, ...] = field(repr=False)
    training: Times = field(repr=False)
    genuine: Times = field(repr=False)
    impostor: Times = field(repr=False)
    impostor_person: NDArray[np.intp] = field(repr=False)

    def __len__(self) -> int:
        return len(self.people)


def trials_of(
    table: PasswordTable,
    training_sessions: int,
    impostor_session: int,
    impostor_repetitions: int,
    *,
    last: bool = False,
) -> Trials:
    """Splits a table: the first sessions enrol, the others are genuine probes.

    Args:
        table: of everybody's times.
        training_sessions: how many sessions enrol.
        impostor_session: the session, from 1, that everybody's probes as an impostor come from.
        impostor_repetitions: how many of its repetitions.
        last: its last ones, not its first.

    Raises:
        DataSetError: the set is too small to be split so.
    """
    people, sessions, repetitions, features = table.times.shape
    if not (
        people > 1
        and 0 < training_sessions < sessions
        and 0 < impostor_session <= sessions
        and 0 < impostor_repetitions <= repetitions
    ):
        raise DataSetError(
            f"password table {table.name}",
            got=f"{people} people, {sessions} sessions of {repetitions}",
            due=f"2 people, over {training_sessions} sessions,"
            f" {impostor_repetitions} repetitions in session {impostor_session}",
        )
    chosen = slice(-impostor_repetitions, None) if last else slice(impostor_repetitions)
    others = np.array([np.delete(np.arange(people), own) for own in range(people)])
    return Trials(
        people=table.people,
        training=table.of_sessions(slice(training_sessions)),
        genuine=table.of_sessions(slice(training_sessions, None)),
        impostor=table.times[:, impostor_session - 1, chosen][others].reshape(
            people, -1, features
        ),
        impostor_person=np.repeat(others, impostor_repetitions, axis=1),
    )


@dataclass(frozen=True, slots=True, eq=False)
class TrialScores:
    """The scores of all trials.

    Args:
        genuine: shape (people, m), higher for the owner.
        impostor: shape (people, k).
    """

    genuine: Scores = field(repr=False)
    impostor: Scores = field(repr=False)

    def rates(self) -> Scores:
        """Each person's equal error rate by the rule of the protocol, shape (people,)."""
        return np.array(
            [
                killourhy_maxion_eer(own, others)
                for own, others in zip(self.genuine, self.impostor, strict=True)
            ]
        )

    def rates_among(self, trials: Trials, group: NDArray[np.intp]) -> Scores:
        """The same for some people with each other as the only impostors, shape (group,)."""
        inside = np.isin(trials.impostor_person, group)
        return np.array(
            [
                killourhy_maxion_eer(self.genuine[own], self.impostor[own, inside[own]])
                for own in group
            ]
        )


def scores_of(detector_of: Callable[[int], Detector], trials: Trials) -> TrialScores:
    """The scores of all trials.

    Args:
        detector_of: which detector is used for each person.
        trials: of everybody.
    """
    people = range(len(trials))
    return TrialScores(
        np.stack([detector_of(own)(trials.training[own], trials.genuine[own]) for own in people]),
        np.stack([detector_of(own)(trials.training[own], trials.impostor[own]) for own in people]),
    )


def always(detector: Detector) -> Callable[[int], Detector]:
    """The same detector for everybody."""
    return lambda _: detector
