"""Stroked corpora: the strokes that can be measured, each with whose and which recording it is."""

from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray

from samehands.capture.strokes import Strokes
from samehands.lab.datasets.pointer_corpus import PointerCorpus
from samehands.quantities import Micros
from samehands.rhythm.pointer.movement import Measured, measured


@dataclass(frozen=True, slots=True, eq=False)
class Stroked:
    """Measured strokes of a corpus, recording after recording.

    Args:
        corpus: where they come from.
        strokes: all of them, also those too slight to be measured.
        found: what was measured; p strokes.
        recording: shape (p,), rising.
        person: shape (p,).
    """

    corpus: PointerCorpus = field(repr=False)
    strokes: Strokes = field(repr=False)
    found: Measured = field(repr=False)
    recording: NDArray[np.int64] = field(repr=False)
    person: NDArray[np.int64] = field(repr=False)

    @classmethod
    def of(cls, corpus: PointerCorpus, rate: Micros) -> Self:
        """Traces and measures a corpus."""
        traced = corpus.traced()
        found = measured(traced.strokes, rate)
        recording = np.repeat(np.arange(len(corpus)), traced.lengths)[found.stroke]
        return cls(corpus, traced.strokes, found, recording, corpus.person[recording])

    def __len__(self) -> int:
        return len(self.recording)

    def rows_of(self, recordings: NDArray[np.int64]) -> NDArray[np.int64]:
        """Rows of some recordings' strokes, in time order."""
        return np.flatnonzero(np.isin(self.recording, recordings))


def cut(label: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    """Windows of n rows in a row with the same label; what fills none is dropped.

    Args:
        label: shape (p,), equal labels side by side.
        n: rows in a window.

    Returns:
        Shape (w, n).
    """
    first = np.flatnonzero(np.diff(label, prepend=label[:1] - 1))
    last = np.append(first[1:], len(label))
    starts = [
        np.arange(begin, end - n + 1, n)
        for begin, end in zip(first.tolist(), last.tolist(), strict=False)
    ]
    start = np.concatenate([np.empty(0, np.int64), *starts])
    windows: NDArray[np.int64] = start[:, None] + np.arange(n)
    return windows
