"""A corpus of synthetic typists with habits of their own, and the folder of the drivers."""

from pathlib import Path
from typing import Final

import numpy as np
import pytest

from samehands.capture.keystrokes import Keystrokes
from samehands.capture.positions import POSITIONS, ZONE_OF_POSITION
from samehands.lab.datasets.corpus import Corpus, starts_of
from samehands.lab.peers import Trials

PEOPLE: Final = 5
SESSIONS: Final = 5
SESSION: Final = 450
KEYS: Final = np.array(
    [POSITIONS[code] for code in ("KeyE", "KeyT", "KeyA", "KeyO", "KeyN", "KeyS", "Space")],
    np.int16,
)


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    """Five people in five sessions of 450 keystrokes; the last begins with ten keys at once."""
    rng = np.random.default_rng(3)
    recordings = PEOPLE * SESSIONS
    person = np.repeat(np.arange(PEOPLE), SESSIONS).astype(np.int32)
    typist = np.repeat(person, SESSION)
    key = rng.integers(len(KEYS), size=len(typist))
    before = np.roll(key, 1)
    hold = rng.normal(np.log(95_000), 0.3, (PEOPLE, len(KEYS)))[typist, key]
    flight = rng.normal(np.log(190_000), 0.3, (PEOPLE, len(KEYS), len(KEYS)))
    flown = np.exp(flight[typist, before, key] + rng.normal(0, 0.15, len(typist)))
    flown[-SESSION : -SESSION + 10] = 1_000
    press = np.cumsum(flown).astype(np.int64)
    bounds = np.arange(recordings + 1, dtype=np.int64) * SESSION
    return Corpus(
        name="synthetic",
        keystrokes=Keystrokes(
            press,
            press + np.exp(hold + rng.normal(0, 0.1, len(typist))).astype(np.int64),
            ZONE_OF_POSITION[KEYS[key]],
            starts_of(bounds, len(press)),
        ),
        position=KEYS[key],
        bounds=bounds,
        person=person,
        session=np.tile(np.arange(SESSIONS), PEOPLE).astype(np.int32),
        prompt=np.full(recordings, -1, np.int32),
        people=tuple("abcde"),
    )


@pytest.fixture(scope="session")
def trials(corpus: Corpus) -> Trials:
    """Everybody enrolled with three sessions, probed with two."""
    return Trials.of(corpus, np.arange(PEOPLE), enrol=(0, 1, 2), test=(3, 4))


@pytest.fixture(scope="session")
def drivers() -> Path:
    """The folder of the peers' drivers."""
    return Path(__file__).resolve().parents[3] / "benchmarks" / "peers"
