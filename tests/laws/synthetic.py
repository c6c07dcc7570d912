"""Synthetic people in the space of a projection, drawn from the back-end's own model."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samehands.identity import BackEnd, DeviceClass, LabelledWindows, SessionWindows
from samehands.rhythm.window import DIMENSIONS, EMBEDDING_CLIP, STEPS_PER_SIGMA, ClockClass

PROJECTION = bytes(range(8))
LAPTOP = DeviceClass(ClockClass.ONE_MS)

BETWEEN = np.geomspace(6.0, 0.3, DIMENSIONS)
SESSION = np.full(DIMENSIONS, 0.25)


def back_end(nu: float = 10.0) -> BackEnd:
    """A back-end as a projection's training would leave it."""
    return BackEnd.whitened(PROJECTION, "synthetic", between=BETWEEN, session=SESSION, nu=nu)


@dataclass(frozen=True)
class Typist:
    """A person at `home`, in σ; every draw from the same generator continues their life."""

    home: NDArray[np.float64]
    rng: np.random.Generator

    def session(
        self, windows: int, *, device: DeviceClass = LAPTOP, spread: float = 1.0
    ) -> SessionWindows:
        """One session's windows, int8 as sent."""
        level = self.home + self.rng.normal(0, np.sqrt(SESSION))
        noise = self.rng.normal(0, spread * np.sqrt(1 - SESSION), (windows, DIMENSIONS))
        return SessionWindows(PROJECTION, device, as_sent(level + noise))

    def sessions(self, number: int, windows: int) -> list[SessionWindows]:
        """Several sessions of as many windows each."""
        return [self.session(windows) for _ in range(number)]


def typist(seed: int) -> Typist:
    """A person drawn from the population."""
    rng = np.random.default_rng(seed)
    return Typist(rng.normal(0, np.sqrt(BETWEEN)), rng)


def as_sent(sigmas: NDArray[np.float64]) -> NDArray[np.int8]:
    """Numbers in σ as int8 steps."""
    steps = np.rint(sigmas * STEPS_PER_SIGMA)
    return np.clip(steps, -EMBEDDING_CLIP, EMBEDDING_CLIP).astype(np.int8)


def labelled(people: int, sessions: int, windows: int, *, seed: int = 0) -> LabelledWindows:
    """A site's windows, balanced, in steps, unrounded and unclipped."""
    rng = np.random.default_rng(seed)
    person = np.repeat(np.arange(people), sessions * windows)
    session = np.tile(np.repeat(np.arange(sessions), windows), people)
    home = rng.normal(0, np.sqrt(BETWEEN), (people, DIMENSIONS))
    level = rng.normal(0, np.sqrt(SESSION), (people * sessions, DIMENSIONS))
    noise = rng.normal(0, np.sqrt(1 - SESSION), (len(person), DIMENSIONS))
    vectors = home[person] + level[person * sessions + session] + noise
    return LabelledWindows(vectors * STEPS_PER_SIGMA, person, session)
