"""What an attacker learns from typing: durations by key, and how they follow each other.

The attacker sees the keys that are typed and knows the text that is to be forged. How finely keys
are told apart is the attacker's choice: by zone of the keyboard, or key by key where there was
typing enough.
"""

from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from samehands.capture.keystrokes import MISSING, Keystrokes
from samehands.capture.positions import ZONE_OF_POSITION, ZONES
from samehands.errors import DataSetError
from samehands.lab.forgers.script import played
from samehands.quantities import MICROS_PER_MILLI

FEWEST: Final = 10
"""Durations that a context must have to speak for itself; others speak with a coarser one.

Fewer: a forger repeats the few it has seen. More: it tells fewer keys apart."""

LONGEST_HOLD: Final = 1_500 * MICROS_PER_MILLI
"""Holds beyond are no typing, µs."""

LONGEST_FLIGHT: Final = 2_000 * MICROS_PER_MILLI
"""Flights beyond are absences, which no attacker need forge, µs."""

Contexts = tuple[NDArray[np.int64], ...]
"""What each duration is told apart by, each of shape (n,), the finest first."""


@dataclass(frozen=True, slots=True, eq=False)
class Marginals:
    """One channel's durations by context, each sorted, µs.

    Args:
        levels: for each fineness, context → durations, where there are enough; finest first.
        whole: all of them.
    """

    levels: tuple[dict[int, NDArray[np.float64]], ...] = field(repr=False)
    whole: NDArray[np.float64] = field(repr=False)

    @classmethod
    def of(cls, contexts: Contexts, value: NDArray[np.float64]) -> Self:
        """Sorts durations into their contexts.

        Args:
            contexts: of each.
            value: shape (n,), µs.

        Raises:
            DataSetError: fewer durations than one context needs.
        """
        if len(value) < FEWEST:
            raise DataSetError("typing to learn from", got=f"{len(value)} durations", due="more")
        return cls(tuple(_by(context, value) for context in contexts), np.sort(value))

    def quantile(self, contexts: Contexts, level: NDArray[np.float64]) -> NDArray[np.float64]:
        """The duration at a level of each context, between neighbours by a straight line.

        Args:
            contexts: of n durations.
            level: shape (n,), in [0, 1].

        Returns:
            Shape (n,), µs.
        """
        result = np.empty(len(level))
        for at, values in self._parts(contexts):
            result[at] = np.interp(level[at] * len(values) - 0.5, np.arange(len(values)), values)
        return result

    def score(self, contexts: Contexts, value: NDArray[np.float64]) -> NDArray[np.float64]:
        """The normal score of each duration among those of its context, by its middle rank."""
        result = np.empty(len(value))
        for at, values in self._parts(contexts):
            below = np.searchsorted(values, value[at], "left")
            upto = np.searchsorted(values, value[at], "right")
            result[at] = ndtri((below + upto + 1) / (2 * len(values) + 2))
        return result

    def moments(
        self, contexts: Contexts, *, of_logarithms: bool = False
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Mean and standard deviation in each context, shape (n,) each; µs or ln µs."""
        n = len(contexts[0])
        mean, spread = np.empty(n), np.empty(n)
        for at, seen in self._parts(contexts):
            values = np.log(np.maximum(seen, MICROS_PER_MILLI)) if of_logarithms else seen
            mean[at], spread[at] = values.mean(), values.std()
        return mean, spread

    def _parts(self, contexts: Contexts) -> list[tuple[NDArray[np.int64], NDArray[np.float64]]]:
        """Rows of each of the finest contexts, with the durations that speak for it, sorted."""
        order = np.argsort(contexts[0], kind="stable")
        edges = np.flatnonzero(np.diff(contexts[0][order])) + 1
        parts = []
        for rows in np.split(order, edges):
            if not len(rows):
                continue
            named = [int(context[rows[0]]) for context in contexts]
            found = [
                level[name]
                for level, name in zip(self.levels, named, strict=True)
                if name in level
            ]
            parts.append((rows, found[0] if found else self.whole))
        return parts


@dataclass(frozen=True, slots=True, eq=False)
class Learnt:
    """Typing as a sampler sees it.

    Args:
        by_key: whether keys are told apart one by one, or by zone only.
        hold: durations of holds.
        flight: durations of flights dd.
        score: shape (n, 2), normal scores of hold and of the flight before it; 0 where unknown.
        starts_run: shape (n,), whether nothing is known of the flight, so that nothing follows.
    """

    by_key: bool
    hold: Marginals = field(repr=False)
    flight: Marginals = field(repr=False)
    score: NDArray[np.float64] = field(repr=False)
    starts_run: NDArray[np.bool_] = field(repr=False)

    def played_scores(self, text: NDArray[np.int16], score: NDArray[np.float64]) -> Keystrokes:
        """Plays normal scores with the durations that were learnt for these keys.

        Args:
            text: shape (n,).
            score: shape (n, 2), of hold and flight.
        """
        hold, flight = self.contexts(text)
        level = ndtr(score)
        return played(
            text, self.flight.quantile(flight, level[:, 1]), self.hold.quantile(hold, level[:, 0])
        )

    def contexts(self, text: NDArray[np.int16]) -> tuple[Contexts, Contexts]:
        """The contexts of the hold of each key, and of the flight to it."""
        return contexts_of(text, by_key=self.by_key)


def learn(typing: Keystrokes, *, by_key: bool = False) -> Learnt:
    """Learns from typing, of one person or of many one after the other.

    Raises:
        DataSetError: too little of it.
    """
    hold_context, flight_context = contexts_of(typing.position, by_key=by_key)
    hold = np.where(typing.release == MISSING, 0, typing.hold).astype(np.float64)
    dd = np.diff(typing.press, prepend=typing.press[:1]).astype(np.float64)
    held = (hold > 0) & (hold <= LONGEST_HOLD)
    flew = ~typing.starts_run & (dd >= 0) & (dd <= LONGEST_FLIGHT)
    holds = Marginals.of(_of(hold_context, held), hold[held])
    flights = Marginals.of(_of(flight_context, flew), dd[flew])
    score = np.zeros((len(typing), 2))
    score[held, 0] = holds.score(_of(hold_context, held), hold[held])
    score[flew, 1] = flights.score(_of(flight_context, flew), dd[flew])
    return Learnt(by_key, holds, flights, score, ~flew)


def contexts_of(text: NDArray[np.int16], *, by_key: bool) -> tuple[Contexts, Contexts]:
    """What holds and flights of a text are told apart by, the finest first."""
    key = text.astype(np.int64)
    zone = ZONE_OF_POSITION[text].astype(np.int64)
    pair = _before(zone) * ZONES + zone
    if not by_key:
        return (zone,), (pair, zone)
    return (key, zone), (_before(key) * len(ZONE_OF_POSITION) + key, pair, zone)


def _before(values: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([values[:1], values[:-1]])


def _of(contexts: Contexts, rows: NDArray[np.bool_]) -> Contexts:
    return tuple(context[rows] for context in contexts)


def _by(context: NDArray[np.int64], value: NDArray[np.float64]) -> dict[int, NDArray[np.float64]]:
    order = np.lexsort((value, context))
    seen, first = np.unique(context[order], return_index=True)
    parts = np.split(value[order], first[1:])
    return {
        each: part for each, part in zip(seen.tolist(), parts, strict=True) if len(part) >= FEWEST
    }
