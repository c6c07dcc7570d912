"""What the text does to the features: the covariance that training counts as noise.

What many people's features share when they type the same text, and do not share otherwise, is the
text: each window less its typist's mean, averaged over the typists of a text, in two halves of the
people; the covariance between the halves has no noise of either in it.

Where everybody was shown the same prompts, these are the texts. Elsewhere they are made: a text is
a stretch of anybody's typing, and others "type" it by drawing each keystroke from their own on the
same two keys.

A text also does something to a slow person that it does not to a quick one, and whoever knows how
the person types can read that. So the same is measured once more with each window multiplied by
how much its typist has of a trait, for the traits that tell people apart best.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh

from samehands.capture.positions import ZONE_OF_POSITION, ZONES
from samehands.errors import DataSetError
from samehands.lab.training.covariance import Grouped, Matrix, symmetric_positive
from samehands.lab.training.population import Population

POSITIONS_MOST: Final = len(ZONE_OF_POSITION)
"""How many positions there are."""

OFFSETS: Final = 3
"""Windows around each recording of a prompt. More: steadier means, more to compute."""

TEXTS: Final = 3000
"""Texts that are made up by resampling. Ten times the features, or the covariance is noise."""

TYPISTS: Final = 24
"""People who "type" each of them."""

TRAITS: Final = 12
"""Traits, by how well they tell people apart. More: each is estimated from the same windows."""

TRAIT_LIMIT: Final = 3.0
"""Most standard deviations that a person has of a trait."""

TRAIT_RIDGE: Final = 0.05
"""Share of the mean variance that every feature has at least, when traits are looked for."""


@dataclass(frozen=True, slots=True, eq=False)
class TextNoise:
    """What texts do, each of shape (f, f), positive semi-definite.

    Args:
        alike: to everybody.
        by_trait: beyond that, to people of different traits, summed over the traits.
    """

    alike: Matrix = field(repr=False)
    by_trait: Matrix = field(repr=False)


Encode = Callable[[NDArray[np.int64]], NDArray[np.float32]]
"""Rows of keystrokes, shape (w, n) → standardised features, shape (w, f)."""


def text_by_prompts(
    population: Population, encode: Encode, n: int, rng: np.random.Generator
) -> TextNoise:
    """Covariance of the text from prompts that many people were shown.

    Args:
        population: of one corpus with prompts.
        encode: makes the features.
        n: keystrokes in a window.
        rng: places the windows, each around a whole prompt, and halves the people.

    Raises:
        DataSetError: no prompt was typed by both halves.
    """
    windows = population.prompted(n, rng, OFFSETS)
    values = encode(windows.rows())
    person = windows.person.astype(np.int64)
    return _shared(values, person, windows.prompt.astype(np.int64), rng)


def text_by_resampling(
    population: Population, encode: Encode, n: int, rng: np.random.Generator
) -> TextNoise:
    """Covariance of the text where nobody was shown any: texts are made by resampling.

    Args:
        population: whose keystrokes are drawn, and whose sequences of keys are the texts.
        encode: makes the features.
        n: keystrokes in a window.
        rng: draws texts, typists and keystrokes.

    Raises:
        DataSetError: nobody typed anything.
    """
    keys = Keys.of(population)
    flowing = np.flatnonzero(keys.pair >= 0)
    if len(flowing) <= n:
        raise DataSetError("population", got=f"{len(flowing)} keystrokes", due=f"more than {n}")
    targets = flowing[rng.integers(0, len(flowing) - n, TEXTS)[:, None] + np.arange(n)]
    people = int(population.person.max()) + 1
    typed_by = np.argsort(rng.random((TEXTS, people)), axis=1)[:, :TYPISTS]
    values, person, text = [], [], []
    for one in range(people):
        own = flowing[population.person[flowing] == one]
        texts = np.flatnonzero((typed_by == one).any(axis=1))
        values.append(encode(drawn(keys, own, targets[texts], rng)))
        person.append(np.full(len(texts), one))
        text.append(texts)
    return _shared(np.concatenate(values), np.concatenate(person), np.concatenate(text), rng)


@dataclass(frozen=True, slots=True, eq=False)
class Keys:
    """What can be asked of a drawn keystroke, the strictest first; -1 where a run starts.

    Args:
        pair: shape (n,), its key and the key before.
        zones: shape (n,), their zones.
        zone: shape (n,), its zone.
    """

    pair: NDArray[np.int64] = field(repr=False)
    zones: NDArray[np.int64] = field(repr=False)
    zone: NDArray[np.int64] = field(repr=False)

    @classmethod
    def of(cls, population: Population) -> "Keys":
        """Of every keystroke of a population."""
        starts = population.keystrokes.starts_run
        zone = population.keystrokes.zone

        def pairs(kind: NDArray[np.integer], kinds: int) -> NDArray[np.int64]:
            wide = kind.astype(np.int64)
            return np.where(starts, -1, np.concatenate([[0], wide[:-1]]) * kinds + wide)

        return cls(
            pairs(population.position, POSITIONS_MOST),
            pairs(zone, ZONES),
            np.where(starts, -1, zone).astype(np.int64),
        )


def drawn(
    keys: Keys, own: NDArray[np.int64], targets: NDArray[np.int64], rng: np.random.Generator
) -> NDArray[np.int64]:
    """For each target a keystroke of a person on the same keys, or zones, or at least zone.

    Args:
        keys: of the population.
        own: shape (k,), rows of the person's keystrokes, none of which starts a run.
        targets: shape (texts, n), rows of the keystrokes to imitate.
        rng: draws.

    Returns:
        Shape (texts, n), rows out of `own`.
    """
    luck = rng.random(targets.shape)
    rows = own[(luck * len(own)).astype(np.int64)]
    for code in (keys.zone, keys.zones, keys.pair):
        order = np.argsort(code[own], kind="stable")
        mine = code[own][order]
        first = np.searchsorted(mine, code[targets])
        size = np.searchsorted(mine, code[targets], side="right") - first
        place = np.minimum(first + (luck * size).astype(np.int64), len(own) - 1)
        rows = np.where(size > 0, own[order[place]], rows)
    return rows


def _shared(
    values: NDArray[np.float32],
    person: NDArray[np.int64],
    text: NDArray[np.int64],
    rng: np.random.Generator,
) -> TextNoise:
    """What two halves of the people share about each text."""
    by = Grouped.of(values, person)
    apart = values - by.mean[by.group].astype(np.float32)
    half = rng.permutation(len(by.labels))[by.group] % 2
    alike = symmetric_positive(_common(apart, half, text))
    by_trait = np.zeros_like(alike)
    for trait in _traits(by, apart).T:
        by_trait += _common(apart * trait[by.group, None], half, text)
    return TextNoise(alike, symmetric_positive(by_trait))


def _common(
    values: NDArray[np.float32], half: NDArray[np.int64], text: NDArray[np.int64]
) -> Matrix:
    """Covariance of the two halves' means over texts, shape (f, f)."""
    means = [Grouped.of(values[half == side], text[half == side]) for side in (0, 1)]
    _, first, second = np.intersect1d(
        means[0].labels, means[1].labels, assume_unique=True, return_indices=True
    )
    if len(first) < 2:  # a covariance needs two
        raise DataSetError("texts", got=f"{len(first)} typed by both halves", due="two or more")
    one, other = means[0].mean[first], means[1].mean[second]
    weight = np.sqrt(means[0].count[first] * means[1].count[second])[:, None]
    one, other = (mean - np.average(mean, axis=0, weights=weight[:, 0]) for mean in (one, other))
    common: Matrix = (one * weight).T @ other / weight.sum()
    return common


def _traits(by: Grouped, apart: NDArray[np.float32]) -> NDArray[np.float32]:
    """How much each person has of each trait, in standard deviations, shape (people, traits)."""
    weight = by.count / by.count.sum()
    centred = by.mean - weight @ by.mean
    noise = (apart.T @ apart).astype(np.float64) / len(apart)
    noise += TRAIT_RIDGE * np.trace(noise) / len(noise) * np.eye(len(noise))
    most = min(TRAITS, len(noise))
    axes = eigh(
        (centred * weight[:, None]).T @ centred,
        noise,
        subset_by_index=(len(noise) - most, len(noise) - 1),
    )[1]
    trait = centred @ axes
    spread = np.maximum(np.sqrt(weight @ trait**2), 1e-12)
    limited: NDArray[np.float32] = np.clip(trait / spread, -TRAIT_LIMIT, TRAIT_LIMIT).astype(
        np.float32
    )
    return limited
