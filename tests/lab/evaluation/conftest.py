"""A small town of simulated typists, whose rhythm is their own and whose texts are random."""

from collections.abc import Callable

import numpy as np
import pytest

from samehands.capture.keystrokes import Keystrokes
from samehands.capture.positions import ZONES
from samehands.identity import BackEnd
from samehands.identity.back_ends import shipped_back_end
from samehands.lab.datasets.corpus import Corpus, starts_of
from samehands.rhythm.projection import Projection
from samehands.rhythm.projections import shipped

Town = Callable[..., Corpus]


def typed_town(
    *,
    people: int = 6,
    sessions: int = 4,
    keystrokes: int = 300,
    recordings: int = 1,
    alike: bool = False,
    seed: int = 0,
) -> Corpus:
    """People, each in so many sessions of so many recordings of so many keystrokes.

    Args:
        people: how many.
        sessions: of each.
        keystrokes: of each recording.
        recordings: of each session.
        alike: whether all have one rhythm.
        seed: of everything.
    """
    rng = np.random.default_rng(seed)
    rows = sessions * recordings * keystrokes
    holds = rng.normal(95, 22, (people, ZONES)).clip(40, 200)
    flights = rng.normal(180, 45, (people, ZONES)).clip(70, 400)
    if alike:
        holds[:], flights[:] = holds[0], flights[0]
    press, release, zone = [], [], []
    for person in range(people):
        keys = rng.integers(0, 8, rows)
        gap = flights[person, keys] * np.exp(rng.normal(0, 0.25, rows))
        down = np.cumsum(gap * 1000).astype(np.int64)
        held = (holds[person, keys] * np.exp(rng.normal(0, 0.15, rows)) * 1000).astype(np.int64)
        press.append(down)
        release.append(down + held)
        zone.append(keys.astype(np.int8))
    bounds = np.arange(people * sessions * recordings + 1) * keystrokes
    total = people * rows
    return Corpus(
        name="town",
        keystrokes=Keystrokes(
            np.concatenate(press),
            np.concatenate(release),
            np.concatenate(zone),
            starts_of(bounds, total),
        ),
        position=np.zeros(total, np.int16),
        bounds=bounds,
        person=np.repeat(np.arange(people), sessions * recordings).astype(np.int32),
        session=np.tile(np.repeat(np.arange(sessions), recordings), people).astype(np.int32),
        prompt=np.full(people * sessions * recordings, -1, np.int32),
        people=tuple(f"typist {person}" for person in range(people)),
    )


@pytest.fixture(scope="session")
def town() -> Town:
    """Builds towns."""
    return typed_town


@pytest.fixture(scope="session")
def projection() -> Projection:
    """The one that is used when none is named."""
    return shipped()


@pytest.fixture(scope="session")
def back_end() -> BackEnd:
    """The one that goes with it."""
    return shipped_back_end()
