"""A small made-up population: people with habits, several sessions each, texts of made-up words."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.capture import position_of
from samehands.capture.keystrokes import Keystrokes
from samehands.capture.positions import ZONE_OF_POSITION, ZONES
from samehands.lab.datasets.corpus import Corpus, starts_of

KEYS: Final = np.array([position_of(f"Key{letter}") for letter in "ETAOINSHRDLUCMWFGYPBVK"])
SPACE: Final = position_of("Space")
BACKSPACE: Final = position_of("Backspace")


def words(rng: np.random.Generator, count: int = 150) -> list[NDArray[np.int16]]:
    """Made-up words, of 2 to 8 keys, no key twice in a row."""
    common = 1 / np.arange(2, len(KEYS) + 2)
    found = []
    for _ in range(count):
        steps = rng.choice(len(KEYS), int(rng.integers(2, 9)), p=common / common.sum())
        steps = steps[np.append(True, np.diff(steps) != 0)]
        found.append(KEYS[steps].astype(np.int16))
    return found


def text(
    vocabulary: list[NDArray[np.int16]], rng: np.random.Generator, keys: int
) -> NDArray[np.int16]:
    """So many keys of words with a space after each and now and then a backspace."""
    rarity = 1 / np.arange(3, len(vocabulary) + 3)
    parts: list[NDArray[np.int16]] = []
    while sum(map(len, parts)) < keys:
        end = [SPACE] if rng.random() < 0.9 else [BACKSPACE, SPACE]
        word = vocabulary[rng.choice(len(vocabulary), p=rarity / rarity.sum())]
        parts += [word, np.array(end, np.int16)]
    return np.concatenate(parts)[:keys]


@dataclass(frozen=True)
class People:
    """How each of them types; ln ms. All share how long each pair of zones takes."""

    hold: NDArray[np.float64]
    flight: NDArray[np.float64]

    @classmethod
    def drawn(cls, rng: np.random.Generator, count: int, shared: int = 5) -> "People":
        """So many people; what all share comes from a seed of its own."""
        everybody = np.random.default_rng(shared)
        hold = np.log(95) + everybody.normal(0, 0.25, ZONES)
        flight = np.log(165) + everybody.normal(0, 0.35, (ZONES, ZONES))
        return cls(
            hold + rng.normal(0, 0.15, (count, 1)) + rng.normal(0, 0.12, (count, ZONES)),
            flight
            + rng.normal(0, 0.15, (count, 1, 1))
            + rng.normal(0, 0.12, (count, ZONES, ZONES)),
        )

    def typed(
        self, person: int, position: NDArray[np.int16], rng: np.random.Generator
    ) -> Keystrokes:
        """One recording of a text."""
        zone = ZONE_OF_POSITION[position]
        before = np.concatenate([zone[:1], zone[:-1]])
        gap = np.exp(self.flight[person, before, zone] + rng.normal(0, 0.25, len(zone)))
        hold = np.exp(self.hold[person, zone] + rng.normal(0, 0.2, len(zone)))
        press = np.cumsum(np.maximum(gap, 21).round().astype(np.int64)) * 1_000
        release = press + np.maximum(hold, 10).round().astype(np.int64) * 1_000
        return Keystrokes(press, release, zone.copy(), np.arange(len(zone)) == 0)


def corpus(
    seed: int,
    people: int,
    *,
    sessions: int = 4,
    keys: int = 260,
    texts: list[NDArray[np.int16]] | None = None,
) -> Corpus:
    """Recordings of made-up people: each session another text, or everybody the texts given.

    Args:
        seed: of the people and of what they type.
        people: how many.
        sessions: recordings of each.
        keys: keystrokes in a recording.
        texts: what all type, in this order, instead of texts of their own.
    """
    rng = np.random.default_rng(seed)
    drawn = People.drawn(rng, people)
    vocabulary = words(np.random.default_rng(1))
    recordings, positions = [], []
    number = sessions if texts is None else len(texts)
    for person in range(people):
        for session in range(number):
            shown = text(vocabulary, rng, keys) if texts is None else texts[session]
            positions.append(shown)
            recordings.append(drawn.typed(person, shown, rng))
    bounds = np.concatenate([[0], np.cumsum([len(part) for part in positions])]).astype(np.int64)
    strokes = Keystrokes.concatenated(recordings)
    return Corpus(
        name="made-up people",
        keystrokes=Keystrokes(
            strokes.press,
            strokes.release,
            strokes.zone,
            starts_of(bounds, len(strokes)),
            np.concatenate(positions).astype(np.int16),
        ),
        position=np.concatenate(positions),
        bounds=bounds,
        person=np.repeat(np.arange(people), number).astype(np.int32),
        session=np.tile(np.arange(number), people).astype(np.int32),
        prompt=np.full(people * number, -1, np.int32),
        people=tuple(f"person {person}" for person in range(people)),
    )
