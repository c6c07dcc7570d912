"""Covariances within sessions, between sessions and between people."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Grouped:
    """Rows by label.

    Args:
        group: shape (rows,), index into the labels that are there, in rising order.
        labels: shape (groups,).
        count: shape (groups,), rows of each.
        mean: shape (groups, f).
    """

    group: NDArray[np.int64] = field(repr=False)
    labels: NDArray[np.int64] = field(repr=False)
    count: NDArray[np.int64] = field(repr=False)
    mean: Matrix = field(repr=False)

    @classmethod
    def of(cls, values: NDArray[np.floating], label: NDArray[np.int64]) -> "Grouped":
        """Means by label."""
        labels, group = np.unique(label, return_inverse=True)
        count = np.bincount(group)
        total = np.zeros((len(count), values.shape[1]))
        np.add.at(total, group, values)
        return cls(group, labels, count, total / count[:, None])


def centred(values: NDArray[np.floating], label: NDArray[np.int64]) -> Matrix:
    """Values less the mean of their group; groups of one are left out."""
    by = Grouped.of(values, label)
    kept = by.count[by.group] > 1
    difference: Matrix = values[kept] - by.mean[by.group[kept]]
    return difference


def symmetric_positive(matrix: Matrix) -> Matrix:
    """The nearest symmetric positive semi-definite matrix."""
    value, vector = np.linalg.eigh((matrix + matrix.T) / 2)
    positive: Matrix = (vector * np.maximum(value, 0)) @ vector.T
    return positive


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """How windows vary: in a session, from session to session, from person to person.

    Each has shape (f, f).
    """

    within: Matrix = field(repr=False)
    session: Matrix = field(repr=False)
    between: Matrix = field(repr=False)


def spread(
    values: NDArray[np.floating],
    person: NDArray[np.int64],
    session: NDArray[np.int64],
    corpus: NDArray[np.int64],
    *,
    repeats: int = 1,
) -> Spread:
    """Moment estimates of a nested design, corpora apart.

    People are compared with people of their own corpus only: what sets a laboratory's machines
    apart is not a person.

    Args:
        values: shape (w, f), standardised features of windows.
        person: shape (w,).
        session: shape (w,), different for different people.
        corpus: shape (people,), by person.
        repeats: how often a keystroke stands in a window: 2 where windows overlap by half.
    """
    sessions = Grouped.of(values, session)
    # Overlapping windows say less than their number: so many would stand apart.
    apart = np.maximum(sessions.count / repeats, 1.0)
    kept = sessions.count[sessions.group] > 1
    difference = values[kept] - sessions.mean[sessions.group[kept]]
    # Each window loses to its session's mean what one of so many loses, in long ones little.
    freedom = (1 - 1 / np.maximum(apart[sessions.group[kept]], 2)).sum()
    within = difference.T @ difference / freedom

    owner = person[np.unique(sessions.group, return_index=True)[1]]
    people = Grouped.of(sessions.mean, owner)
    noise = np.bincount(people.group, weights=1 / apart) / people.count
    several = people.count > 1
    between_sessions = np.zeros_like(within)
    if several.any():
        moved = centred(sessions.mean, owner)
        freedom_of = people.count[several] - 1
        between_sessions = symmetric_positive(
            moved.T @ moved / freedom_of.sum()
            - within * np.average(noise[several], weights=freedom_of)
        )
    home = corpus[people.labels]
    total, freedom_between = np.zeros_like(within), 0
    for place in np.unique(home):
        here = home == place
        apart_from_others = people.mean[here] - people.mean[here].mean(axis=0)
        chance = (
            within * (noise[here] / people.count[here]).mean()
            + between_sessions * (1 / people.count[here]).mean()
        )
        freedom_here = int(here.sum()) - 1
        total += apart_from_others.T @ apart_from_others - freedom_here * chance
        freedom_between += freedom_here
    return Spread(within, between_sessions, symmetric_positive(total / max(freedom_between, 1)))
