"""Splicing: sessions in which another person sits down at a known point, as rows of keystrokes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray

from samehands.capture.keystrokes import MISSING
from samehands.errors import DataSetError
from samehands.lab.datasets.corpus import Corpus
from samehands.quantities import MICROS_PER_SECOND
from samehands.rhythm.contexts import Channel
from samehands.rhythm.statistics import durations


@dataclass(frozen=True, slots=True, eq=False)
class TakeOvers:
    """Take-overs cut into windows: one row a window, those of a take-over in time order.

    Args:
        rows: shape (w, n), rows of the corpus's keystrokes.
        number: shape (w,), which take-over, from 0, rising.
        typed: shape (w,), keystrokes of the impostor when the window is full; 0 or less: how many
            are still the owner's.
        seconds: shape (w,), that the impostor has typed by then, pauses included.
        owner: shape (t,), index into the corpus's people.
        impostor: shape (t,), the same.
    """

    rows: NDArray[np.int64] = field(repr=False)
    number: NDArray[np.int64] = field(repr=False)
    typed: NDArray[np.int64] = field(repr=False)
    seconds: NDArray[np.float64] = field(repr=False)
    owner: NDArray[np.int64] = field(repr=False)
    impostor: NDArray[np.int64] = field(repr=False)

    def __len__(self) -> int:
        return len(self.owner)

    @classmethod
    def spliced(  # noqa: PLR0913  # what a take-over is made of
        cls,
        corpus: Corpus,
        sessions: tuple[int, ...],
        people: NDArray[np.int64],
        *,
        n: int,
        before: tuple[int, int],
        horizon: int,
        rng: np.random.Generator,
    ) -> Self:
        """Every one of the people takes over every session of every other, once.

        The impostor types on through all their own sessions, from a drawn one on and around, so
        that the flight at the seam is not known, as on a device after a change of focus.

        Args:
            corpus: whose keystrokes; a session is one recording.
            sessions: that are taken over.
            people: shape (p,), owners and impostors.
            n: keystrokes in a window.
            before: fewest and most keystrokes of the owner, drawn evenly; a short session gives
                what it has.
            horizon: keystrokes of the impostor.
            rng: draws the points and the sessions.

        Raises:
            DataSetError: there is no take-over at all.
        """
        dd = durations(corpus.keystrokes)[Channel.DD]
        gap = np.where(dd == MISSING, 0, dd)
        parts = list(_each(corpus, sessions, people, before=before, horizon=horizon, rng=rng))
        if not parts:
            raise DataSetError(
                f"corpus {corpus.name}", got=f"{len(people)} people", due="two with sessions"
            )
        rows, number, typed, seconds = [], [], [], []
        for index, part in enumerate(parts):
            windows = len(part.rows) // n
            end = n * np.arange(1, windows + 1)
            spent = np.cumsum(gap[part.rows[part.before :]]) / MICROS_PER_SECOND
            rows.append(part.rows[: windows * n].reshape(windows, n))
            number.append(np.full(windows, index))
            typed.append(end - part.before)
            seconds.append(np.where(end > part.before, spent[end - part.before - 1], 0.0))
        return cls(
            np.concatenate(rows),
            np.concatenate(number),
            np.concatenate(typed),
            np.concatenate(seconds),
            np.array([part.owner for part in parts]),
            np.array([part.impostor for part in parts]),
        )


@dataclass(frozen=True, slots=True)
class _Part:
    owner: int
    impostor: int
    before: int
    rows: NDArray[np.int64]


def _each(  # as above
    corpus: Corpus,
    sessions: tuple[int, ...],
    people: NDArray[np.int64],
    *,
    before: tuple[int, int],
    horizon: int,
    rng: np.random.Generator,
) -> Iterator[_Part]:
    typed = {int(person): _recordings(corpus, int(person)) for person in people}
    for owner in typed:
        taken = np.flatnonzero((corpus.person == owner) & np.isin(corpus.session, sessions))
        for impostor, theirs in typed.items():
            if impostor == owner or not theirs:
                continue
            for recording in taken:
                begin, end = corpus.bounds[recording], corpus.bounds[recording + 1]
                point = min(int(rng.integers(before[0], before[1] + 1)), int(end - begin))
                first = int(rng.integers(len(theirs)))
                stream = np.concatenate([*theirs[first:], *theirs[:first]])
                yield _Part(
                    owner,
                    impostor,
                    point,
                    np.concatenate([np.arange(begin, begin + point), np.resize(stream, horizon)]),
                )


def _recordings(corpus: Corpus, person: int) -> list[NDArray[np.int64]]:
    return [
        np.arange(corpus.bounds[recording], corpus.bounds[recording + 1])
        for recording in np.flatnonzero(corpus.person == person)
        if corpus.bounds[recording] < corpus.bounds[recording + 1]
    ]
