"""Synthetic typists with keys: what the references of the literature are tested on."""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import pytest

from samehands.capture.keystrokes import Keystrokes
from samehands.capture.positions import POSITIONS, ZONE_OF_POSITION
from samehands.lab.references import GunettiPicardiTemplate, KeyedKeystrokes, LogZTemplate

KEYS: Final = np.array([POSITIONS[f"Key{letter}"] for letter in "ETAOINSHR"])
SESSION: Final = 300

TypedSessions = Callable[[int, int, int], list[KeyedKeystrokes]]


def _typed(person: int, number: int, seed: int) -> list[KeyedKeystrokes]:
    """Sessions of somebody with a habit of their own for each key and each pair of keys."""
    habit = np.random.default_rng(person)
    hold = habit.normal(np.log(90_000), 0.25, len(KEYS))
    flight = habit.normal(np.log(180_000), 0.25, (len(KEYS), len(KEYS)))
    rng = np.random.default_rng((person, seed))
    sessions = []
    for _ in range(number):
        key = rng.integers(len(KEYS), size=SESSION)
        spread = rng.normal(0, 0.1, (2, SESSION))
        held = np.exp(hold[key] + spread[0])
        flown = np.exp(flight[np.roll(key, 1), key] + spread[1])
        press = np.cumsum(flown).astype(np.int64)
        position = KEYS[key].astype(np.int16)
        sessions.append(
            KeyedKeystrokes(
                Keystrokes(
                    press,
                    press + held.astype(np.int64),
                    ZONE_OF_POSITION[position],
                    np.arange(SESSION) == 0,
                ),
                position,
            )
        )
    return sessions


@pytest.fixture(scope="session")
def typed() -> TypedSessions:
    """(person, sessions, seed) → that many sessions of 300 keystrokes."""
    return _typed


@pytest.fixture
def keyed() -> Callable[[Sequence[int], Sequence[int]], KeyedKeystrokes]:
    """(positions, presses in ms) → keystrokes in one run, each held for 50 ms."""

    def made(position: Sequence[int], press_ms: Sequence[int]) -> KeyedKeystrokes:
        press = np.array(press_ms, np.int64) * 1000
        where = np.array(position, np.int16)
        starts = np.arange(len(press)) == 0
        strokes = Keystrokes(press, press + 50_000, ZONE_OF_POSITION[where], starts)
        return KeyedKeystrokes(strokes, where)

    return made


@pytest.fixture
def held() -> Callable[[object], object]:
    """Everything in a template, as something that can be compared."""

    def everything(template: object) -> object:
        if isinstance(template, GunettiPicardiTemplate):
            return [
                (sample.windows, keys, means.code.tolist(), means.mean.tolist())
                for sample in template.samples
                for keys, means in sample.graphs.items()
            ]
        assert isinstance(template, LogZTemplate)
        habits = (template.hold, template.flight)
        return template.windows, [(h.mean.tolist(), h.deviation.tolist()) for h in habits]

    return everything
