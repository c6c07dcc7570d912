"""Decisions: the fused llr of some windows of one person against the template of another."""

from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from samehands.lab.evaluation.protocol import ImpostorProbes
from samehands.lab.evaluation.samples import Samples, ordinals
from samehands.lab.evaluation.templates import Templates
from samehands.lab.metrics import PersonScores


@dataclass(frozen=True, slots=True, eq=False)
class Decisions:
    """One row a decision.

    Args:
        llr: shape (n,), nats, positive for the owner.
        owner: shape (n,), whose template.
        typist: shape (n,), who typed.
        group: shape (n,), number of the group of people that both are of.
        split: shape (n,), number of the split.
    """

    llr: NDArray[np.float64] = field(repr=False)
    owner: NDArray[np.int64] = field(repr=False)
    typist: NDArray[np.int64] = field(repr=False)
    group: NDArray[np.int64] = field(repr=False)
    split: NDArray[np.int64] = field(repr=False)

    def __len__(self) -> int:
        return len(self.llr)

    @property
    def is_genuine(self) -> NDArray[np.bool_]:
        """Which decisions were about the owner, shape (n,)."""
        genuine: NDArray[np.bool_] = self.owner == self.typist
        return genuine

    @property
    def scores(self) -> PersonScores:
        """The same for the metrics.

        Raises:
            EmptyScoresError: no genuine or no impostor decision at all.
        """
        genuine = self.is_genuine
        return PersonScores(
            self.llr[genuine], self.owner[genuine], self.llr[~genuine], self.owner[~genuine]
        )

    def chosen(self, rows: NDArray[np.bool_]) -> Self:
        """Some of the rows."""
        return type(self)(
            self.llr[rows],
            self.owner[rows],
            self.typist[rows],
            self.group[rows],
            self.split[rows],
        )

    def labelled(self, *, group: int, split: int) -> Self:
        """The same, all of one group and split."""
        return replace(self, group=np.full(len(self), group), split=np.full(len(self), split))

    @classmethod
    def joined(cls, parts: list["Decisions"]) -> "Decisions":
        """One after the other."""
        return Decisions(
            np.concatenate([part.llr for part in parts]),
            np.concatenate([part.owner for part in parts]),
            np.concatenate([part.typist for part in parts]),
            np.concatenate([part.group for part in parts]),
            np.concatenate([part.split for part in parts]),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Pairing:
    """Whom each template meets.

    Args:
        others: shape (k,), rising: template i meets the people of templates i + others, modulo
            their number, so that everybody is an impostor equally often.
        probes: how many decisions of each.
    """

    others: NDArray[np.int64]
    probes: ImpostorProbes

    @classmethod
    def drawn(
        cls,
        templates: int,
        impostors: int | None,
        probes: ImpostorProbes,
        rng: np.random.Generator,
    ) -> Self:
        """So many other people for each template; None, or too many: everybody else."""
        everybody = np.arange(1, templates)
        if impostors is None or impostors >= len(everybody):
            return cls(everybody, probes)
        return cls(np.sort(rng.choice(everybody, impostors, replace=False)), probes)


def fused_rows(samples: Samples, windows: int) -> NDArray[np.int64]:
    """Rows of each decision: so many windows of one stream that follow each other.

    Returns:
        Shape (d, windows); what is left over at the end of a stream decides nothing.
    """
    if not len(samples):
        return np.empty((0, windows), np.int64)
    follows = np.diff(samples.number) == 1
    follows &= np.diff(samples.person) == 0
    follows &= np.diff(samples.session) == 0
    stream = np.cumsum(np.concatenate([[False], ~follows]))
    place = ordinals(stream)
    start = np.flatnonzero(place % windows == 0)
    start = start[start + windows <= len(samples)]
    rows = start[:, np.newaxis] + np.arange(windows)
    whole = stream[rows[:, -1]] == stream[rows[:, 0]]
    chosen: NDArray[np.int64] = rows[whole]
    return chosen


def decide(
    templates: Templates,
    probe: Samples,
    windows: int,
    pairing: Pairing,
    rng: np.random.Generator,
) -> Decisions:
    """Every genuine decision, and the impostor decisions of a pairing.

    Windows of a decision are scored together, as they share their session's shift.

    Args:
        templates: of everybody who was enrolled.
        probe: what is tested; people without a template take part in nothing.
        windows: to a decision.
        pairing: whom each template meets.
        rng: chooses the decision of an impostor where it is one.
    """
    rows = fused_rows(probe, windows)
    typist = templates.index_of(probe.person[rows[:, 0]])
    rows, typist = rows[typist >= 0], typist[typist >= 0]
    genuine = np.arange(len(rows))
    if pairing.probes is ImpostorProbes.ALL:
        decision = np.repeat(genuine, len(pairing.others))
        owner = (typist[decision] - np.tile(pairing.others, len(rows))) % max(len(templates), 1)
    else:
        decision, owner = _one_each(typist, len(templates), pairing.others, rng)
    decision = np.concatenate([genuine, decision])
    owner = np.concatenate([typist, owner])
    if windows == 1:
        llr = templates.score(probe.vectors[rows[decision, 0]], owner)
    else:
        llr = templates.together(probe.vectors[rows[decision]], owner)
    none = np.zeros(len(decision), np.int64)
    return Decisions(llr, templates.people[owner], templates.people[typist[decision]], none, none)


def _one_each(
    typist: NDArray[np.int64], templates: int, others: NDArray[np.int64], rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each template one decision, drawn, of each person it meets who has any."""
    order = np.argsort(typist, kind="stable")
    first = np.searchsorted(typist[order], np.arange(templates + 1))
    count = np.diff(first)
    owner = np.repeat(np.arange(templates), len(others))
    met = (owner + np.tile(others, templates)) % max(templates, 1)
    owner, met = owner[count[met] > 0], met[count[met] > 0]
    place = first[met] + (rng.random(len(met)) * count[met]).astype(np.int64)
    return order[place], owner
