"""Typing to learn from: people who do not exist, drawn once."""

import numpy as np
import pytest
from numpy.typing import NDArray

from samehands.capture.keystrokes import Keystrokes
from samehands.lab.attack.content import keys_of
from samehands.lab.attack.synthetic import made_up_phrases, simulated_corpus
from samehands.lab.datasets.ducky import Chord, Pause, Skeleton, Typed
from samehands.lab.forgers import Materials
from samehands.lab.forgers.script import long_enough
from samehands.lab.liveness.people import end_to_end


@pytest.fixture(scope="session")
def typing() -> Keystrokes:
    """Some 2,000 keystrokes of four simulated people, end to end."""
    rng = np.random.default_rng(5)
    corpus = simulated_corpus(rng, typists=4, phrases=12, phrases_each=10)
    return end_to_end([corpus.recording(each) for each in range(len(corpus))])


@pytest.fixture(scope="session")
def text() -> NDArray[np.int16]:
    """300 keys of a made-up text, Shift and all."""
    return long_enough(keys_of(" ".join(made_up_phrases(np.random.default_rng(1)))), 300)


@pytest.fixture(scope="session")
def materials(typing: Keystrokes) -> Materials:
    """What any forger needs."""
    payload = Skeleton((Pause(500), Chord(("MetaLeft", "KeyR")), Pause(250), Typed(30)))
    return Materials(typing, (payload, Skeleton((Typed(9),), between_keys=7)))
