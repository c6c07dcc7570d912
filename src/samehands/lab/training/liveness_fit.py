"""The fit of the liveness model: two additive models of tables, and how they weigh together."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.errors import DataSetError
from samehands.identity.logistic import fit_logistic
from samehands.lab.liveness.windows import SCALARS, Windows
from samehands.liveness.additive import EMBEDDING, Additive, Table, column_of
from samehands.liveness.model import Weights
from samehands.rhythm.window import ClockClass

BY_CLOCK: Final = ("longest_equal_run", "lattice", "hold_lattice", "hold_level")
"""Scalars that a coarse clock changes: their tables have additions for coarse clocks."""

QUANTILES: Final = (0.003, 0.02, 0.1, 0.26, 0.42, 0.58, 0.74, 0.9, 0.98, 0.997)
"""Where people's windows have the edges of the tables: close together in the tails."""

MACHINE_QUANTILES: Final = (0.1, 0.3, 0.5, 0.7, 0.9)
"""Where machines' windows have more edges: what lies outside of people's range has parts too."""

NUMBERS: Final = 16
"""Leading numbers of the embedding that are learnt from, at most: open-1 has 14. More: a larger file."""

ROWS_PER_GENERATOR: Final = 200
"""Windows of each forger that are learnt from: every way to forge counts alike."""

RIDGE: Final = 1e-3
"""Pull of each entry of a table towards zero, in nats squared. More: rare values say less."""

ALLOWED_SESSIONS: Final = 0.99
"""Share of people's sessions whose mean evidence the allowance keeps below zero.

More: fewer people who type a little like a machine are accused. Less: samplers are called sooner."""

LEAST_ALLOWANCE: Final = 1.0
"""The allowance is never below this, nats.

All there are is 63 people, whom 0.4 nats would do for; of seven more, whom no fit has seen, one types
sessions that lie 1.7 above zero. More: samplers that make little evidence are never called."""

SESSION_WINDOWS: Final = 4
"""Windows from which the mean of a session is one; of fewer it is mostly chance."""

FOLDS: Final = 3
"""Parts that the people are divided into; the weights are fitted on evidence about unseen people."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """The additive models with their weights.

    Args:
        forged: on the embedding and the scalars.
        even: on the scalars.
        weights: of the two.
    """

    forged: Additive = field(repr=False)
    even: Additive = field(repr=False)
    weights: Weights


def fit_evidence(bona_fide: Windows, attacks: Windows, rng: np.random.Generator) -> Fitted:
    """Fits on labelled windows; every generator counts alike, and people as they typed.

    Args:
        bona_fide: of people.
        attacks: of forgers.
        rng: draws attacks and divides people.

    Raises:
        DataSetError: too few people or no attacks.
    """
    people = np.unique(bona_fide.person)
    if len(people) < FOLDS or not len(attacks):
        raise DataSetError(
            "liveness",
            got=f"{len(people)} people, {len(attacks)} attack windows",
            due=f"at least {FOLDS} people, and attacks",
        )
    both = (bona_fide, attacks.chosen(_balanced(attacks, rng)))
    # A person who is attacked is in the same part as that person's own windows.
    part_of = rng.permutation(int(max(one.person.max() for one in both)) + 1) % FOLDS
    evidence: tuple[list[NDArray[np.float64]], ...] = ([], [])
    sessions = []
    for fold in range(FOLDS):
        learn, test = (
            [one.chosen((part_of[one.person] == fold) == wanted) for one in both]
            for wanted in (False, True)
        )
        sessions.append(test[0].session)
        pair = _pair(learn[0], learn[1])
        for found, one in zip(evidence, test, strict=True):
            said = [each.evidence(one.embedding, one.scalars, one.clock) for each in pair]
            found.append(np.stack(said, axis=1))
    genuine, forged = (np.concatenate(part) for part in evidence)
    weights = _weights(genuine, forged)
    total = genuine @ np.array([weights.forged, weights.even]) + weights.offset
    allowance = _allowance(total, np.concatenate(sessions))
    weights = Weights(weights.forged, weights.even, weights.offset, allowance)
    return Fitted(*_pair(*both), weights)


def informative(windows: Windows) -> int:
    """How many leading numbers of the embedding ever differ from zero."""
    used = np.flatnonzero(np.any(windows.embedding != 0, axis=0))
    return int(used[-1]) + 1 if len(used) else 0


def fit_additive(bona_fide: Windows, attacks: Windows, names: Sequence[str]) -> Additive:
    """One additive model, by logistic regression on the bins that the inputs fall in.

    Args:
        bona_fide: of people.
        attacks: of forgers.
        names: of the inputs.
    """
    both = Windows.joined([bona_fide, attacks])
    machine = np.arange(len(both)) >= len(bona_fide)
    edges, blocks = [], []
    for name in names:
        values = column_of(name, both.embedding, both.scalars)
        fine = not name.startswith(EMBEDDING)
        edges.append(_edges(values[~machine], values[machine], fine=fine))
        bins = np.eye(len(edges[-1]) + 1)[np.searchsorted(edges[-1], values, side="right")]
        blocks.append(bins)
        if name in BY_CLOCK:
            blocks += [
                bins * (both.clock >= clock)[:, None]
                for clock in (ClockClass.EIGHT_MS, ClockClass.SIXTEEN_MS)
            ]
    width = sum(block.shape[1] for block in blocks)
    found = fit_logistic(
        np.concatenate(blocks, axis=1), machine, centre=np.zeros(width + 1), ridge=RIDGE
    )
    parts = iter(np.split(found[:-1], np.cumsum([block.shape[1] for block in blocks])[:-1]))
    tables = []
    for name, at in zip(names, edges, strict=True):
        columns = [_rounded(next(parts)) for _ in range(3 if name in BY_CLOCK else 1)]
        tables.append(Table(name, tuple(at.tolist()), *columns))
    return Additive(float(round(found[-1], 4)), tuple(tables))


def _edges(
    people: NDArray[np.int64], machines: NDArray[np.int64], *, fine: bool
) -> NDArray[np.float64]:
    """Between whole steps, so that no value lies on an edge; fine ones on both sides of a value."""
    at = np.concatenate([np.quantile(people, QUANTILES), np.quantile(machines, MACHINE_QUANTILES)])
    steps = np.unique(np.floor(at))
    edges = np.union1d(steps - 0.5, steps + 0.5) if fine else steps + 0.5
    low = min(people.min(), machines.min())
    high = max(people.max(), machines.max())
    inside: NDArray[np.float64] = edges[(edges > low) & (edges < high)]
    return inside


def _rounded(nats: NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(np.round(nats, 4).tolist())


def _pair(bona_fide: Windows, attacks: Windows) -> tuple[Additive, Additive]:
    count = min(informative(bona_fide), NUMBERS)
    numbers = tuple(f"{EMBEDDING}{place}" for place in range(count))
    return (
        fit_additive(bona_fide, attacks, (*numbers, *SCALARS)),
        fit_additive(bona_fide, attacks, SCALARS),
    )


def _weights(genuine: NDArray[np.float64], forged: NDArray[np.float64]) -> Weights:
    """By logistic regression; a detector that would be turned round is left out."""
    both = np.concatenate([genuine, forged])
    machine = np.arange(len(both)) >= len(genuine)
    found = fit_logistic(both, machine, centre=np.array([1.0, 0.0, 0.0]))
    if found[1] < 0:
        slope, offset = fit_logistic(both[:, :1], machine, centre=np.array([1.0, 0.0]))
        return Weights(max(float(slope), 0.0), 0.0, float(offset))
    return Weights(max(float(found[0]), 0.0), float(found[1]), float(found[2]))


def _allowance(said: NDArray[np.float64], session: NDArray[np.int64]) -> float:
    """What keeps nearly every session's evidence from gathering, nats."""
    _, of, windows = np.unique(session, return_inverse=True, return_counts=True)
    means = (np.bincount(of, said) / windows)[windows >= SESSION_WINDOWS]
    found = float(np.quantile(means, ALLOWED_SESSIONS)) if len(means) else LEAST_ALLOWANCE
    return max(found, LEAST_ALLOWANCE)


def _balanced(attacks: Windows, rng: np.random.Generator) -> NDArray[np.int64]:
    rows = [
        rng.permutation(np.flatnonzero(attacks.generator == each))[:ROWS_PER_GENERATOR]
        for each in range(len(attacks.generators))
    ]
    return np.sort(np.concatenate(rows))
