"""Simulated typists: key events of people who do not exist."""

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from samehands.capture import Action, KeyEvents, position_of
from samehands.capture.positions import ZONE_OF_POSITION

LETTERS = np.array([position_of(f"Key{letter}") for letter in "ETAOINSHRDLUCMWFGYPBVKJXQZ"])
SPACE, BACKSPACE, ENTER, SHIFT = (
    position_of(code) for code in ("Space", "Backspace", "Enter", "ShiftLeft")
)


@dataclass(frozen=True)
class Typing:
    """What somebody typed: press and release in µs, and the position of each key."""

    press: NDArray[np.int64]
    release: NDArray[np.int64]
    position: NDArray[np.int16]

    def events(self) -> KeyEvents:
        """As a source sees it, in order of time."""
        at = np.concatenate([self.press, self.release])
        order = np.argsort(at, kind="stable")
        count = len(self.press)
        return KeyEvents(
            at[order],
            np.concatenate([self.position, self.position])[order],
            np.repeat([Action.DOWN, Action.UP], count)[order].astype(np.int8),
            np.zeros(2 * count, np.bool_),
        )


def typing(seed: int, count: int, *, tick: int = 1_000, begins: int = 1_000_000) -> Typing:
    """Words by somebody with a tempo and habits of their own, no key pressed while it is down.

    Args:
        seed: of the person and the text.
        count: keystrokes.
        tick: µs of the clock.
        begins: first press, µs.
    """
    rng = np.random.default_rng(seed)
    common = 1 / np.arange(2, len(LETTERS) + 2)
    position = LETTERS[rng.choice(len(LETTERS), count, p=common / common.sum())]
    position[rng.random(count) < 0.17] = SPACE
    position[rng.random(count) < 0.03] = BACKSPACE
    habit = rng.normal(0, 0.15, (2, len(ZONE_OF_POSITION)))
    gap = np.exp(rng.normal(5.1, 0.2) + habit[0, position] + rng.normal(0, 0.35, count))
    gap = np.where(rng.random(count) < 0.03, gap * 6, gap)
    hold = np.exp(rng.normal(4.5, 0.15) + habit[1, position] + rng.normal(0, 0.2, count))
    press = begins + np.cumsum(np.maximum(gap, 25) * 1_000).astype(np.int64)
    same = np.append(position[1:] == position[:-1], values=False)
    room = np.append(np.diff(press), 10**9) - 2 * tick
    hold = np.where(same, np.minimum(hold * 1_000, room), hold * 1_000)
    release = press + np.maximum(hold, 2 * tick).astype(np.int64)
    return Typing(press // tick * tick, release // tick * tick, position.astype(np.int16))


def joined(parts: list[KeyEvents]) -> KeyEvents:
    """Events one after the other."""
    return KeyEvents(
        np.concatenate([part.at for part in parts]),
        np.concatenate([part.position for part in parts]),
        np.concatenate([part.action for part in parts]),
        np.concatenate([part.composing for part in parts]),
    )


@st.composite
def hostile_streams(draw: st.DrawFn, most: int = 400) -> KeyEvents:
    """Any events that a source may hand in: lost, repeated, unknown, simultaneous, backwards."""
    count = draw(st.integers(0, most))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    quick = draw(st.sampled_from([1, 40, 150, 3_000]))
    step = (rng.exponential(quick, count) * 1_000).astype(np.int64)
    odd = draw(st.sampled_from([0.0, 0.02, 0.3]))
    wild = rng.choice([0, -50_000, -(10**7), 1_999_000, 6_000_000, 10**12], count)
    step = np.where(rng.random(count) < odd, wild, step)
    every = list(range(len(ZONE_OF_POSITION)))
    keys: list[int] = draw(st.sampled_from([[0], [SPACE], LETTERS[:4].tolist(), every]))
    chance = np.array(draw(st.sampled_from([(5, 5, 0, 0), (9, 1, 0, 0), (5, 5, 2, 1)])), float)
    return KeyEvents(
        np.abs(10**8 + np.cumsum(step)),
        rng.choice(keys, count).astype(np.int16),
        rng.choice(
            [Action.DOWN, Action.UP, Action.REPEAT, Action.GAP], count, p=chance / chance.sum()
        ).astype(np.int8),
        rng.random(count) < odd,
    )
