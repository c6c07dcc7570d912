"""Made-up corpora of pointing people."""

import numpy as np

from rhythm.pointer.pointing import pointed
from samehands.capture.pointer import PointerEvents
from samehands.lab.datasets.pointer_corpus import PointerCorpus, Recorded, corpus_of


def pointing_people(people: int = 4, recordings: int = 2, strokes: int = 45) -> PointerCorpus:
    """People who differ in pace and in how far they move."""
    made = []
    for person in range(people):
        rng = np.random.default_rng(person)
        for number in range(recordings):
            events = pointed(rng, strokes=strokes, step_us=6_000 + 1_500 * person)
            wide = PointerEvents(
                events.at,
                (events.x * (1 + person / 4)).astype(np.int32),
                events.y,
                events.kind,
                events.button,
            )
            made.append(Recorded(wide, f"user{person}", number))
    return corpus_of("made up", made)
