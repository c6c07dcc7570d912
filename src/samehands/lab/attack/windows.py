"""Windows that hold one whole prompt somewhere inside, cut without regard to where texts begin."""

from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from samehands.capture.keystrokes import Keystrokes
from samehands.errors import DataSetError
from samehands.lab.datasets.corpus import Corpus

MIN_KEYSTROKES: Final = 10
"""Fewest keystrokes of a recording that is worth guessing.

Less: an abandoned sentence counts as its prompt, and the attack looks weaker than it is."""


@dataclass(frozen=True, slots=True, eq=False)
class TextWindows:
    """Windows of n keystrokes in a corpus, each with the prompt that an attacker has to name.

    Args:
        n: keystrokes in a window.
        start: shape (w,), the row of each window's first keystroke.
        person: shape (w,), index into the corpus's people.
        prompt: shape (w,), index into the corpus's prompts.
        share: shape (w,), the share of the window that this prompt takes, in (0, 1].
    """

    n: int
    start: NDArray[np.int64]
    person: NDArray[np.int32]
    prompt: NDArray[np.int32]
    share: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.start)

    def selected(self, keep: NDArray[np.bool_] | NDArray[np.int64]) -> Self:
        """Only some of the windows."""
        return type(self)(
            self.n, self.start[keep], self.person[keep], self.prompt[keep], self.share[keep]
        )

    def rows(self) -> NDArray[np.int64]:
        """The rows of every window's keystrokes, shape (w, n)."""
        return self.start[:, None] + np.arange(self.n)


@dataclass(frozen=True, slots=True)
class PersonRanges:
    """Where each recording's person begins and ends in the corpus.

    Args:
        first: shape (recordings,), first row of the person who made the recording.
        last: shape (recordings,), one past the person's last row.
    """

    first: NDArray[np.int64] = field(repr=False)
    last: NDArray[np.int64] = field(repr=False)

    @classmethod
    def of(cls, corpus: Corpus) -> Self:
        """Reads them off a corpus.

        Raises:
            DataSetError: a person's recordings do not lie together.
        """
        changes = np.flatnonzero(np.diff(corpus.person)) + 1
        edges = np.concatenate([[0], changes, [len(corpus)]])
        if len(np.unique(corpus.person[edges[:-1]])) != len(edges) - 1:
            raise DataSetError(
                f"corpus {corpus.name}",
                got="recordings of one person in several places",
                due="each person's recordings one after the other",
            )
        repeats = np.diff(edges)
        return cls(
            np.repeat(corpus.bounds[edges[:-1]], repeats),
            np.repeat(corpus.bounds[edges[1:]], repeats),
        )


def windows_at_random_offsets(
    corpus: Corpus, n: int, rng: np.random.Generator, *, offsets: int = 1
) -> TextWindows:
    """Cuts, for every recording, windows that hold the whole of it at a random place.

    A person's recordings are one stream in the order of typing. A window of n keystrokes is placed
    uniformly among all places in that stream where it holds the whole recording; where the
    recording is longer than n, where it lies wholly inside the recording. The rest of the window
    is whatever the person typed before and after: the attacker knows neither. The recording's
    prompt is what the attacker has to name. Every prompt that was shown equally often is due
    equally often, so that naming the commonest prompt gains nothing.

    Args:
        corpus: recordings with prompts; recordings without a prompt are context only.
        n: keystrokes in a window.
        rng: draws the places.
        offsets: windows for each recording. More: a better trained attacker, more to encode.

    Raises:
        DataSetError: nobody typed n keystrokes, or a person's recordings do not lie together.
    """
    ranges = PersonRanges.of(corpus)
    begin, end = corpus.bounds[:-1], corpus.bounds[1:]
    lowest = np.maximum(np.minimum(begin, end - n), ranges.first)
    highest = np.minimum(np.maximum(begin, end - n), ranges.last - n)
    usable = (highest >= lowest) & (corpus.prompt >= 0) & (end - begin >= MIN_KEYSTROKES)
    recording = np.repeat(np.flatnonzero(usable), offsets)
    if not len(recording):
        raise DataSetError(
            f"corpus {corpus.name}",
            got="no window",
            due=f"people with {n} keystrokes and a prompt",
        )
    places = (highest - lowest + 1)[recording]
    start = lowest[recording] + np.floor(rng.random(len(recording)) * places).astype(np.int64)
    covered = np.minimum(end[recording], start + n) - np.maximum(begin[recording], start)
    order = np.lexsort((start, corpus.person[recording]))
    return TextWindows(
        n=n,
        start=start,
        person=corpus.person[recording],
        prompt=corpus.prompt[recording],
        share=covered / n,
    ).selected(order)


def keystrokes_of(corpus: Corpus, windows: TextWindows) -> Keystrokes:
    """The keystrokes of all windows one after the other, each window starting a run of its own.

    An encoder that closes a window every n keystrokes gives one window for each of these.
    """
    rows = windows.rows().ravel()
    strokes = corpus.keystrokes
    starts = strokes.starts_run[rows]
    starts[:: windows.n] = True
    return Keystrokes(
        strokes.press[rows],
        strokes.release[rows],
        strokes.zone[rows],
        starts,
        strokes.position[rows],
    )
