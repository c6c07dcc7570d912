"""A corpus from raw key events, paired as on a device."""

import numpy as np
from numpy.typing import NDArray

from samehands.capture.events import KeyEvents
from samehands.capture.keystrokes import Keystrokes
from samehands.capture.pairing import PairingState, flush, pair
from samehands.lab.datasets.corpus import Corpus


def paired_corpus(
    name: str, events: KeyEvents, starts: NDArray[np.int64], people: tuple[str, ...]
) -> Corpus:
    """Pairs the events of each person, whose one recording they are.

    Args:
        name: of the corpus.
        events: of all people, one after the other.
        starts: shape (people,), where each person's events begin, rising from 0.
        people: their names.

    Raises:
        EventError: an event that cannot be; its number counts from the person's first.
    """
    ends = [*starts.tolist()[1:], len(events)]
    strokes, positions = [], []
    for start, end in zip(starts.tolist(), ends, strict=True):
        paired = pair(PairingState(), events[start:end])
        last = flush(paired.state)
        strokes.append(Keystrokes.concatenated([paired.keystrokes, last.keystrokes]))
        positions += [paired.position, last.position]
    recordings = len(strokes)
    return Corpus(
        name=name,
        keystrokes=Keystrokes.concatenated(strokes),
        position=np.concatenate(positions),
        bounds=np.cumsum([0, *(len(part) for part in strokes)]),
        person=np.arange(recordings, dtype=np.int32),
        session=np.zeros(recordings, np.int32),
        prompt=np.full(recordings, -1, np.int32),
        people=people,
    )
