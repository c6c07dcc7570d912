"""Builds the contexts of a projection: which durations go together, and their normal scores."""

from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from samehands.capture.keystrokes import Keystrokes
from samehands.capture.positions import ZONE_OF_POSITION, ZONES, Zone
from samehands.quantities import MICROS_PER_MILLI
from samehands.rhythm.contexts import (
    GAIN_STEPS,
    HIGHEST_MS,
    LOWEST_MS,
    RANGE_MS,
    SCORE_LIMIT,
    SCORE_STEPS,
    Channel,
    Contexts,
)
from samehands.rhythm.projection_file import LARGEST_GAIN, SHIFTED_POSITIONS
from samehands.rhythm.statistics import durations

BIN_MS: Final = 4
"""Width of a bin of durations below `FINE_MS`: finer than most clocks tell."""

FINE_MS: Final = 400
"""Up to here bins are of equal width; above, `LOG_STEPS` of equal ratio up to 2 s."""

LOG_STEPS: Final = 60

COMMON_SHARE: Final = 0.01
"""A pair of zones with a smaller share of all flights shares a context with other rare pairs.

Smaller: more contexts, a larger file, more of the text in the sums."""

BORROWED_SCORES: Final = 100
"""Durations of mean 0 and spread 1 that the scores of a key or a pair of keys are smoothed with.

More: rare pairs keep some of their text. Fewer: they take a few people's rhythm for everybody's."""

BORROWED: Final = 20
"""Durations of the whole population's shape that a context is smoothed with."""

_LEFT, _RIGHT, _SPACE, _OTHER = range(4)

_SIDE: Final = np.array([_LEFT] * 3 + [_RIGHT] * 3 + [_SPACE] + [_OTHER] * (ZONES - 7))
_HAND_OR_REST: Final = np.minimum(_SIDE, _SPACE)

_HOLD: Final = np.array(
    [int(zone) if zone <= Zone.BACKSPACE else 8 if zone is Zone.SHIFT else 9 for zone in Zone]
)
"""Letters by hand × row, space, backspace, shift, the rest."""

_HOLD_GROUP: Final = np.array([0, 0, 0, 1, 1, 1, 2, 2, 2, 2], np.int8)
"""Left hand, right hand, anything else."""


class Flights(StrEnum):
    """How finely flights are told apart."""

    BY_SIDE = "by side"
    """By the sides of the two keys (left, right, space, other): 16 contexts. For few people."""
    BY_ZONE = "by zone"
    """By the zones of the two keys, rare pairs together. For thousands of people."""


def bin_starts_ms() -> NDArray[np.int64]:
    """Lower edges of the bins of durations, in whole ms, from LOWEST_MS on, mirrored about 0."""
    fine = np.arange(0, FINE_MS, BIN_MS)
    ratio = HIGHEST_MS / FINE_MS
    coarse = np.unique(np.round(FINE_MS * ratio ** (np.arange(LOG_STEPS + 1) / LOG_STEPS)))
    positive = np.concatenate([fine, coarse[:-1]])
    return np.concatenate([-np.concatenate([fine[1:], coarse])[::-1], positive]).astype(np.int64)


def fit_contexts(
    keystrokes: Keystrokes, weight: NDArray[np.float64], flights: Flights
) -> Contexts:
    """Measures the normal scores of every context in a population.

    Args:
        keystrokes: of everybody.
        weight: shape (n,), of each keystroke.
        flights: how finely to tell flights apart.
    """
    zone = keystrokes.zone
    flight = _flight_contexts(zone, flights)
    values = durations(keystrokes)
    columns = np.arange(LOWEST_MS, HIGHEST_MS + 1)
    bin_of = np.searchsorted(bin_starts_ms(), columns, side="right") - 1
    bins = int(bin_of.max()) + 1
    scores, groups, shares, shifts, gains = [], [], [], [], []
    for channel in Channel:
        low, high = RANGE_MS[channel]
        value = values[channel]
        inside = (value >= low * MICROS_PER_MILLI) & (value <= high * MICROS_PER_MILLI)
        context = _HOLD[zone]
        if channel is not Channel.HOLD:
            context = np.concatenate([[0], flight[zone[:-1], zone[1:]]])
        size = int((_HOLD if channel is Channel.HOLD else flight).max()) + 1
        cell = context[inside] * bins + bin_of[value[inside] // MICROS_PER_MILLI - LOWEST_MS]
        mass = np.bincount(cell, weights=weight[inside], minlength=size * bins).astype(np.float64)
        by_context = mass.reshape(size, bins)
        scores.append(_normal_scores(by_context)[:, bin_of])
        shares.append(np.round(by_context.sum(axis=1) / by_context.sum(), 5))
        found = scores[-1][context[inside], value[inside] // MICROS_PER_MILLI - LOWEST_MS]
        shape = (len(ZONE_OF_POSITION),) * (1 if channel is Channel.HOLD else 2)
        of_keys = _by_key(
            found, _keys(keystrokes, channel)[inside], weight[inside], int(np.prod(shape))
        )
        shifts.append(_in_file(of_keys[0].reshape(shape), 0))
        gains.append(_in_file(of_keys[1].reshape(shape), GAIN_STEPS))
        groups.append(_HOLD_GROUP if channel is Channel.HOLD else _flight_groups(flight))
    return Contexts(
        _HOLD.astype(np.int8),
        flight.astype(np.int8),
        tuple(groups),
        tuple(shares),
        tuple(scores),
        tuple(shifts),
        tuple(gains),
    )


def _keys(keystrokes: Keystrokes, channel: Channel) -> NDArray[np.int64]:
    """The key of each keystroke, or for a flight its pair of keys, as one number; shape (n,)."""
    key = keystrokes.position.astype(np.int64)
    if channel is Channel.HOLD:
        return key
    pair: NDArray[np.int64] = np.concatenate([[0], key[:-1]]) * len(ZONE_OF_POSITION) + key
    return pair


def _by_key(
    score: NDArray[np.int8], key: NDArray[np.int64], weight: NDArray[np.float64], size: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For each key, or pair, everybody's mean score, and what brings the spread to one."""
    score = score.astype(np.int64)
    counted = np.bincount(key, weights=weight, minlength=size) + BORROWED_SCORES
    mean = np.bincount(key, weights=weight * score, minlength=size) / counted
    square = np.bincount(key, weights=weight * score**2, minlength=size)
    variance = (square + BORROWED_SCORES * SCORE_STEPS**2) / counted - mean**2
    gain: NDArray[np.float64] = GAIN_STEPS * SCORE_STEPS / np.sqrt(np.maximum(variance, 1.0))
    return mean, np.minimum(gain, LARGEST_GAIN)


def _in_file(values: NDArray[np.float64], nothing: int) -> NDArray[np.int8]:
    """Whole steps, for the keys that a file has room for; the others keep their scores."""
    short = np.full(values.shape, nothing, np.int8)
    corner = (slice(SHIFTED_POSITIONS),) * values.ndim
    short[corner] = np.round(values[corner]).astype(np.int8)
    return short


def _flight_groups(flight: NDArray[np.int64]) -> NDArray[np.int8]:
    """Hand to hand, four ways, or anything else: of contexts that mix them too."""
    hands = np.array([[0, 1, 4], [2, 3, 4], [4, 4, 4]])[_HAND_OR_REST][:, _HAND_OR_REST]
    return np.array(
        [
            found[0] if len(found := np.unique(hands[flight == context])) == 1 else 4
            for context in range(int(flight.max()) + 1)
        ],
        np.int8,
    )


def _flight_contexts(zone: NDArray[np.int8], flights: Flights) -> NDArray[np.int64]:
    if flights is Flights.BY_SIDE:
        by_side: NDArray[np.int64] = _SIDE[:, None] * 4 + _SIDE[None, :]
        return by_side
    kind = np.minimum(np.arange(ZONES), Zone.BACKSPACE)  # all that is no letter or space is one
    kinds = int(kind.max()) + 1
    share = np.bincount(kind[zone[:-1]] * kinds + kind[zone[1:]], minlength=kinds**2) / len(zone)
    common = share >= COMMON_SHARE
    table = np.where(common, np.cumsum(common) - 1, -1)
    letters = np.arange(kinds) < Zone.SPACE
    rare = letters.repeat(kinds) * 2 + np.tile(letters, kinds)
    left = np.unique(rare[~common], return_inverse=True)[1]
    table[~common] = int(common.sum()) + left
    pairs: NDArray[np.int64] = table.reshape(kinds, kinds)[kind][:, kind]
    return pairs


def _normal_scores(mass: NDArray[np.float64]) -> NDArray[np.int8]:
    pooled = mass.sum(axis=0)
    smooth = mass + BORROWED * pooled / pooled.sum()
    middle = (np.cumsum(smooth, axis=1) - smooth / 2) / smooth.sum(axis=1, keepdims=True)
    steps = np.round(norm.ppf(np.clip(middle, 1e-6, 1 - 1e-6)) * SCORE_STEPS)
    scores: NDArray[np.int8] = np.clip(steps, -SCORE_LIMIT, SCORE_LIMIT).astype(np.int8)
    return scores
