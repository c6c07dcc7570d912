"""A population: corpora put together for training, with the windows that are cut from them."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.capture.keystrokes import Keystrokes
from samehands.errors import DataSetError
from samehands.lab.attack.windows import TextWindows, windows_at_random_offsets
from samehands.lab.datasets.corpus import Corpus
from samehands.rhythm.collector import normal_typing
from samehands.rhythm.contexts import Channel
from samehands.rhythm.statistics import durations

SESSIONS: Final = 1000
"""More sessions than any person of a corpus has: to number sessions across people."""


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """Windows cut from keystrokes.

    Args:
        rows: shape (w, n), keystrokes of each window.
        person: shape (w,).
        session: shape (w,), numbered across people: one person's sessions differ.
    """

    rows: NDArray[np.int64] = field(repr=False)
    person: NDArray[np.int64] = field(repr=False)
    session: NDArray[np.int64] = field(repr=False)

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """Keystrokes of people of several corpora, one after the other.

    Args:
        keystrokes: of all.
        position: shape (n,), the key of each keystroke.
        person: shape (n,), numbered across corpora.
        session: shape (n,), as in `Windows`.
        corpus: shape (people,), which corpus a person is of.
        corpora: where they come from.
    """

    keystrokes: Keystrokes
    position: NDArray[np.int16] = field(repr=False)
    person: NDArray[np.int64] = field(repr=False)
    session: NDArray[np.int64] = field(repr=False)
    corpus: NDArray[np.int64] = field(repr=False)
    corpora: tuple[Corpus, ...] = field(repr=False)

    @classmethod
    def of(cls, corpora: list[Corpus]) -> "Population":
        """Everybody of the corpora; only people with recordings are numbered."""
        people, sessions, of_corpus, first = [], [], [], 0
        for index, corpus in enumerate(corpora):
            present, person = np.unique(corpus.person, return_inverse=True)
            lengths = np.diff(corpus.bounds)
            people.append(np.repeat(person + first, lengths))
            sessions.append(np.repeat(corpus.session, lengths))
            of_corpus.append(np.full(len(present), index))
            first += len(present)
        person = np.concatenate(people)
        return cls(
            Keystrokes.concatenated([corpus.keystrokes for corpus in corpora]),
            np.concatenate([corpus.position for corpus in corpora]),
            person,
            person * SESSIONS + np.concatenate(sessions),
            np.concatenate(of_corpus),
            tuple(corpora),
        )

    def windows(self, n: int, offsets: tuple[int, ...] = (0,)) -> Windows:
        """Cuts every session into windows of n keystrokes that are normal typing.

        Args:
            n: keystrokes in a window.
            offsets: where in a session cutting begins; with several, windows overlap.
        """
        first = np.flatnonzero(np.diff(self.session, prepend=-1))
        last = np.append(first[1:], len(self.session))
        starts = [
            np.arange(begin + offset, end - n + 1, n)
            for offset in offsets
            for begin, end in zip(first, last, strict=True)
        ]
        start = np.concatenate([np.empty(0, np.int64), *starts])
        rows = start[:, None] + np.arange(n)
        dd = durations(self.keystrokes)[Channel.DD]
        rows = rows[normal_typing(dd[rows])]
        return Windows(rows, self.person[rows[:, 0]], self.session[rows[:, 0]])

    def prompted(self, n: int, rng: np.random.Generator, offsets: int) -> TextWindows:
        """Windows of n keystrokes around each recording of a prompt.

        Raises:
            DataSetError: not one corpus, or nobody was shown a prompt.
        """
        if len(self.corpora) != 1:
            raise DataSetError(
                "population", got=f"{len(self.corpora)} corpora", due="one, with prompts"
            )
        return windows_at_random_offsets(self.corpora[0], n, rng, offsets=offsets)

    def weight(self) -> NDArray[np.float64]:
        """One over the keystrokes of its person: everybody counts alike. Shape (n,), mean 1."""
        typed = np.bincount(self.person)
        weight: NDArray[np.float64] = 1 / typed[self.person]
        return weight / float(weight.mean())
