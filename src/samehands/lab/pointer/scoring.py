"""Scoring: templates from strokes, and decisions on stretches of strokes, by the shipped back-end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.capture import ClockClass
from samehands.errors import DataSetError
from samehands.identity import (
    BackEnd,
    DeviceClass,
    LabelledWindows,
    ReadyTemplate,
    SessionWindows,
    fit_back_end,
    with_site_mean,
)
from samehands.identity.template import MAX_SESSIONS, SessionSum
from samehands.lab.metrics import PersonScores
from samehands.lab.pointer.leak import LeakTemplate, machine_of
from samehands.lab.pointer.stroked import Stroked, cut
from samehands.rhythm.pointer.projection import PointerProjection

DEVICE: Final = DeviceClass(ClockClass.ONE_MS)
"""Pointer templates are not told apart by clock here: the sets know one device a person."""


@dataclass(frozen=True, slots=True, eq=False)
class Probe:
    """One decision: some strokes of one person.

    Args:
        rows: strokes of the corpus, in time order.
        person: whose they are.
        only: whose templates they are compared with; everybody's if none.
    """

    rows: NDArray[np.int64] = field(repr=False)
    person: int
    only: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Arena:
    """Templates of some people, and what is needed to decide on strokes.

    Args:
        part: the corpus.
        score: of its strokes.
        projection: what embeds.
        back_end: centred on the enrolled people.
        sessions: by person.
        leaks: by person, what the machine alone gives away.
    """

    part: Stroked
    score: NDArray[np.int8] = field(repr=False)
    projection: PointerProjection
    back_end: BackEnd
    sessions: Mapping[int, list[SessionSum]] = field(repr=False)
    leaks: Mapping[int, LeakTemplate] = field(repr=False)

    def embedded(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.float64], int]:
        """The mean window of some strokes, and how many windows it is a mean of."""
        number = max(len(rows) // self.projection.strokes, 1)
        parts = np.array_split(rows, number)
        vectors = np.concatenate([self.projection.embed(self.score, one[None]) for one in parts])
        return vectors.mean(axis=0, dtype=np.float64), number

    def decided(self, probes: Sequence[Probe]) -> tuple[PersonScores, PersonScores]:
        """Scores of decisions from the embedding, and from the machine alone.

        A probe is genuine against its own person's template.
        """
        ready = {
            (who, number): ReadyTemplate.of(self.back_end, sums, probe_windows=number)
            for who, sums in self.sessions.items()
            for number in {max(len(one.rows) // self.projection.strokes, 1) for one in probes}
        }
        ours: list[float] = []
        leak: list[float] = []
        owner: list[int] = []
        genuine: list[bool] = []
        for probe in probes:
            vector, number = self.embedded(probe.rows)
            machine = machine_of(self.part, probe.rows)
            for who in self.sessions if probe.only is None else (probe.only,):
                ours.append(float(ready[who, number].score(vector[None])[0]))
                leak.append(self.leaks[who].score(machine))
                owner.append(who)
                genuine.append(who == probe.person)
        whose, is_genuine = np.array(owner), np.array(genuine)
        return (
            _person_scores(np.array(ours), whose, is_genuine),
            _person_scores(np.array(leak), whose, is_genuine),
        )


def enrolled(
    part: Stroked,
    recordings: Mapping[int, NDArray[np.int64]],
    projection: PointerProjection,
    back_end: BackEnd,
) -> Arena:
    """Templates from some recordings of each person, and the back-end centred on them.

    Recordings next to each other are put together until no more than a template holds are left.

    Args:
        part: the corpus.
        recordings: by person, in time order.
        projection: what embeds.
        back_end: the model of people.

    Raises:
        DataSetError: somebody has not one window to enrol.
    """
    score = projection.tables.scored(part.found)
    sessions, leaks, vectors, persons, numbers = {}, {}, [], [], []
    for who, which in recordings.items():
        sums = []
        for number, group in enumerate(np.array_split(which, min(MAX_SESSIONS, len(which)))):
            rows = part.rows_of(group)
            windows = rows[cut(np.zeros(len(rows), np.int64), projection.strokes)]
            if not len(windows):
                continue
            made = projection.embed(score, windows)
            session = SessionWindows(projection.ref, DEVICE, made)
            sums.append(SessionSum.of(session, confirmed=True, added=1))
            vectors.append(made)
            persons.append(np.full(len(made), who))
            numbers.append(np.full(len(made), number))
        if not sums:
            raise DataSetError("enrolment", got="no window", due="at least one of each person")
        sessions[who] = sums
        leaks[who] = LeakTemplate.of(part, part.rows_of(which), projection.strokes)
    table = LabelledWindows(
        np.concatenate(vectors), np.concatenate(persons), np.concatenate(numbers)
    )
    return Arena(part, score, projection, with_site_mean(back_end, table), sessions, leaks)


def refitted(part: Stroked, projection: PointerProjection, back_end: BackEnd) -> BackEnd:
    """The back-end re-fitted to people of the kind that is tested, none of them tested."""
    score = projection.tables.scored(part.found)
    rows = cut(part.recording, projection.strokes)
    first = rows[:, 0]
    table = LabelledWindows(
        projection.embed(score, rows), part.person[first], part.recording[first]
    )
    return fit_back_end(
        table, projection=projection.ref, projection_id=projection.name, prior=back_end
    )


def _person_scores(
    scores: NDArray[np.float64], owner: NDArray[np.int64], genuine: NDArray[np.bool_]
) -> PersonScores:
    return PersonScores(scores[genuine], owner[genuine], scores[~genuine], owner[~genuine])
