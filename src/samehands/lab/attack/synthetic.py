"""Simulated typists and phrases: the attack without any data set, on every commit."""

from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from samehands.capture.keystrokes import Keystrokes
from samehands.capture.positions import ZONE_OF_POSITION, ZONES, Zone
from samehands.lab.attack.content import keys_of
from samehands.lab.datasets.corpus import Corpus, starts_of

TYPISTS: Final = 150
"""Simulated people."""

PHRASES: Final = 300
"""Phrases in the pool."""

PHRASES_EACH: Final = 100
"""Phrases that each typist types. More: a better trained attacker, more to encode."""

WORDS: Final = 400
"""Words in the made-up vocabulary."""

_ONSETS: Final = (
    "b",
    "d",
    "f",
    "g",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "v",
    "st",
    "tr",
    "pl",
)
_NUCLEI: Final = ("a", "e", "i", "o", "u", "ai", "ea", "ou")
_CODAS: Final = ("", "", "n", "r", "s", "t", "l", "nd", "ck", "m")
_LETTER_ZONES: Final = 6
"""Zones 0 to 5 hold letters, left hand first."""


def made_up_phrases(rng: np.random.Generator, count: int = PHRASES) -> tuple[str, ...]:
    """Phrases of words that do not exist, the commoner words shorter, as in a language."""
    words: list[str] = []
    seen: set[str] = set()
    while len(words) < WORDS:
        syllables = 1 + int(rng.random() < len(words) / WORDS) + int(rng.random() < 0.2)
        word = "".join(
            str(rng.choice(_ONSETS)) + str(rng.choice(_NUCLEI)) + str(rng.choice(_CODAS))
            for _ in range(syllables)
        )
        if word not in seen:
            seen.add(word)
            words.append(word)
    frequency = 1.0 / np.arange(3, WORDS + 3)
    frequency /= frequency.sum()
    phrases: list[str] = []
    while len(phrases) < count:
        chosen = rng.choice(WORDS, int(rng.integers(4, 10)), replace=False, p=frequency)
        text = " ".join(words[index] for index in chosen)
        ending = "?" if rng.random() < 0.2 else "."
        if text.capitalize() + ending not in phrases:
            phrases.append(text.capitalize() + ending)
    return tuple(phrases)


@dataclass(frozen=True, slots=True, eq=False)
class Typists:
    """How each simulated person types; times are ln ms.

    Args:
        hold: shape (typists, zones), mean ln hold.
        flight: shape (typists, zones, zones), mean ln dd.
        spread: shape (typists,), standard deviation of ln dd.
        slips: shape (typists,), chance of a wrong key that is taken back.
    """

    hold: NDArray[np.float64] = field(repr=False)
    flight: NDArray[np.float64] = field(repr=False)
    spread: NDArray[np.float64] = field(repr=False)
    slips: NDArray[np.float64] = field(repr=False)

    @classmethod
    def drawn(cls, rng: np.random.Generator, count: int = TYPISTS) -> Self:
        """Draws people: what all share (the other hand is quicker), a tempo, habits by zone."""
        hand = np.array([0, 0, 0, 1, 1, 1, *([2] * (ZONES - _LETTER_ZONES))])
        alternates = (hand[:, None] != hand[None, :]) & (hand[:, None] < 2) & (hand[None, :] < 2)
        shared = np.log(165.0) - 0.25 * alternates + rng.normal(0.0, 0.3, (ZONES, ZONES))
        tempo = rng.normal(0.0, 0.25, (count, 1, 1))
        habit = rng.normal(0.0, 0.12, (count, ZONES, ZONES))
        hold = np.log(95.0) + rng.normal(0.0, 0.2, ZONES) + rng.normal(0.0, 0.2, (count, 1))
        return cls(
            hold=hold + rng.normal(0.0, 0.08, (count, ZONES)),
            flight=shared + tempo + habit,
            spread=rng.uniform(0.15, 0.3, count),
            slips=rng.uniform(0.0, 0.04, count),
        )


def simulated_corpus(
    rng: np.random.Generator,
    *,
    typists: int = TYPISTS,
    phrases: int = PHRASES,
    phrases_each: int = PHRASES_EACH,
) -> Corpus:
    """A corpus of simulated people who each type some of a pool of made-up phrases."""
    prompts = made_up_phrases(rng, phrases)
    keys = [keys_of(text) for text in prompts]
    people = Typists.drawn(rng, typists)
    person = np.repeat(np.arange(typists), phrases_each)
    prompt = np.concatenate(
        [rng.choice(phrases, phrases_each, replace=False) for _ in range(typists)]
    )
    typed = [
        _with_slips(keys[text], float(people.slips[who]), rng)
        for who, text in zip(person, prompt, strict=True)
    ]
    lengths = np.array([len(one) for one in typed])
    bounds = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    position = np.concatenate(typed)
    starts = starts_of(bounds, len(position))
    strokes = _timed(position, np.repeat(person, lengths), starts, people, rng)
    return Corpus(
        name="simulated typists",
        keystrokes=strokes,
        position=position,
        bounds=bounds,
        person=person.astype(np.int32),
        session=np.zeros(len(person), np.int32),
        prompt=prompt.astype(np.int32),
        people=tuple(f"typist {number}" for number in range(typists)),
        prompts=prompts,
    )


def _with_slips(
    keys: NDArray[np.int16], chance: float, rng: np.random.Generator
) -> NDArray[np.int16]:
    """Here and there a neighbouring key by mistake, a backspace, and then the right one."""
    slip = np.flatnonzero(rng.random(len(keys)) < chance)
    backspace = np.flatnonzero(ZONE_OF_POSITION == Zone.BACKSPACE)[0]
    wrong = np.where(keys[slip] > 1, keys[slip] - 1, keys[slip] + 1)
    inserted = np.stack([wrong, np.full(len(slip), backspace)], axis=1).ravel()
    return np.insert(keys, np.repeat(slip, 2), inserted).astype(np.int16)


def _timed(
    position: NDArray[np.int16],
    who: NDArray[np.int64],
    starts: NDArray[np.bool_],
    people: Typists,
    rng: np.random.Generator,
) -> Keystrokes:
    zone = ZONE_OF_POSITION[position].astype(np.int64)
    before = np.concatenate([zone[:1], zone[:-1]])
    noise = rng.standard_normal((2, len(zone)))
    gap = np.exp(people.flight[who, before, zone] + people.spread[who] * noise[0])
    gap = np.where(rng.random(len(zone)) < 0.03, gap * rng.uniform(2.0, 5.0, len(zone)), gap)
    hold = np.exp(people.hold[who, zone] + 0.2 * noise[1])
    press = np.cumsum(np.maximum(gap, 1.0).round().astype(np.int64)) * 1000
    release = press + np.maximum(hold.round().astype(np.int64), 1) * 1000
    return Keystrokes(press, release, zone.astype(np.int8), starts, position)
