"""Samples: pieces of people's typing as embeddings, with whose and from where they are."""

from dataclasses import dataclass, field, replace
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from samehands.lab.datasets.corpus import Corpus
from samehands.lab.evaluation.protocol import Part, Split, Unit
from samehands.rhythm.collector import normal_typing
from samehands.rhythm.contexts import Channel
from samehands.rhythm.projection import Projection
from samehands.rhythm.statistics import durations, timed
from samehands.rhythm.window import DIMENSIONS

SHORTEST_RECORDING: Final = 10
"""Keystrokes; a recording with fewer is left out and counted.

Fewer: nothing but the prior of the features would be compared."""


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """Embeddings with labels; rows of one stream follow each other in time.

    Args:
        vectors: shape (w, 64), int8.
        person: shape (w,), index into the corpus's people.
        session: shape (w,), as the corpus numbers them.
        number: shape (w,), place in its stream, from 0.
        discarded: shape (people of the corpus,), windows that were no normal typing.
        short: recordings left out as too short.
    """

    vectors: NDArray[np.int8] = field(repr=False)
    person: NDArray[np.int64] = field(repr=False)
    session: NDArray[np.int64] = field(repr=False)
    number: NDArray[np.int64] = field(repr=False)
    discarded: NDArray[np.int64] = field(repr=False)
    short: int = 0

    def __len__(self) -> int:
        return len(self.vectors)

    def with_vectors(self, vectors: NDArray[np.int8]) -> Self:
        """The same pieces embedded otherwise, shape (w, 64)."""
        return replace(self, vectors=vectors)

    def chosen(self, rows: NDArray[np.bool_]) -> Self:
        """Some of the rows; what was discarded stays counted."""
        return type(self)(
            self.vectors[rows],
            self.person[rows],
            self.session[rows],
            self.number[rows],
            self.discarded,
            self.short,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Divided:
    """What a split makes of a corpus."""

    enrol: Samples
    probe: Samples


def divided(
    corpus: Corpus, part: Part, split: Split, unit: Unit, projection: Projection
) -> Divided:
    """Embeds what enrols and what is tested.

    Args:
        corpus: of the people of the run only; a person's recordings follow each other in time.
        part: what the split numbers.
        split: which parts.
        unit: what becomes an embedding.
        projection: what embeds it.
    """
    if part is Part.WINDOW:
        samples = embedded(corpus, unit, projection)
        enrol, probe = _sides(samples.number, split)
        # What was discarded is counted once, with what enrols.
        nothing = np.zeros_like(samples.discarded)
        return Divided(
            samples.chosen(enrol), replace(samples.chosen(probe), discarded=nothing, short=0)
        )
    number = corpus.session if part is Part.SESSION else ordinals(corpus.person)
    return Divided(
        *(embedded(corpus.selected(keep), unit, projection) for keep in _sides(number, split))
    )


def ordinals(group: NDArray[np.integer]) -> NDArray[np.int64]:
    """The place of each row among those of its group, which follow each other; shape (n,).

    >>> ordinals(np.array([4, 4, 7, 7, 7])).tolist()
    [0, 1, 0, 1, 2]
    """
    starts = np.flatnonzero(np.diff(group, prepend=group[:1] - 1))
    first = np.repeat(starts, np.diff(np.append(starts, len(group))))
    return np.arange(len(group)) - first


def stream_windows(corpus: Corpus, n: int) -> NDArray[np.int64]:
    """Rows of the windows of n keystrokes of each person's session, shape (w, n).

    Recordings of one session make one stream; what does not fill a window is left.
    """
    length = np.diff(corpus.bounds)
    edge = np.diff(corpus.person, prepend=-1) != 0
    edge |= np.diff(corpus.session, prepend=-1) != 0
    first = np.flatnonzero(edge)
    begin = corpus.bounds[first]
    count = np.add.reduceat(length, first) // n if len(first) else np.zeros(0, np.int64)
    start = np.repeat(begin - n * (np.cumsum(count) - count), count) + n * np.arange(count.sum())
    rows: NDArray[np.int64] = start[:, np.newaxis] + np.arange(n)
    return rows


def embedded(corpus: Corpus, unit: Unit, projection: Projection) -> Samples:
    """Embeds a corpus, window by window or recording by recording."""
    stream = timed(corpus.keystrokes, projection.contexts)
    of_row = corpus.recording_of_row()
    people = len(corpus.people)
    if unit is Unit.WINDOW:
        rows = stream_windows(corpus, projection.keystrokes)
        normal = normal_typing(durations(corpus.keystrokes)[Channel.DD][rows])
        recording = of_row[rows[:, 0]]
        discarded = np.bincount(corpus.person[recording[~normal]], minlength=people)
        vectors, recording = projection.embed_timed(stream, rows[normal]), recording[normal]
    else:
        length = np.diff(corpus.bounds)
        recording = np.flatnonzero(length >= SHORTEST_RECORDING)
        discarded = np.zeros(people, np.int64)
        vectors = np.empty((len(recording), DIMENSIONS), np.int8)
        for n in np.unique(length[recording]):
            same = length[recording] == n
            rows = corpus.bounds[recording[same]][:, np.newaxis] + np.arange(n)
            vectors[same] = projection.embed_timed(stream, rows)
    person = corpus.person[recording].astype(np.int64)
    session = corpus.session[recording].astype(np.int64)
    # A stream is one session of one person, and its windows follow each other.
    number = ordinals(person * (int(session.max(initial=0)) + 1) + session)
    short = 0 if unit is Unit.WINDOW else len(corpus) - len(recording)
    return Samples(vectors, person, session, number, discarded, short)


def _sides(
    number: NDArray[np.integer], split: Split
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    enrol = np.isin(number, split.enrol)
    return enrol, np.isin(number, split.probe) if split.probe else ~enrol
