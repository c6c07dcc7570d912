"""Projections drawn at random: what holds for these holds for any weights that are shipped."""

from typing import Final

import numpy as np

from samehands.capture.positions import ZONE_OF_POSITION, ZONES
from samehands.rhythm import Card, Projection
from samehands.rhythm.contexts import (
    GAIN_STEPS,
    HIGHEST_MS,
    LOWEST_MS,
    SCORE_LIMIT,
    Channel,
    Contexts,
)
from samehands.rhythm.features import feature_count
from samehands.rhythm.projection_file import (
    LARGEST_GAIN,
    SHIFTED_POSITIONS,
    encode_projection,
)
from samehands.rhythm.window import DIMENSIONS

BINS: Final = np.arange(LOWEST_MS, HIGHEST_MS + 1, 50)
"""Lower edges of the bins of durations, ms."""

CARD: Final = Card(("nobody",), "CC0-1.0", commercial=True, people=1, made_by="a test")


def drawn_projection(seed: int, keystrokes: int = 50) -> Projection:
    """A projection as its file would give it, with wild contexts and weights."""
    rng = np.random.default_rng(seed)

    def table(size: tuple[int, ...], most: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int8]]:
        drawn = rng.integers(0, most, size).astype(np.int8)
        drawn.flat[0] = most - 1
        return drawn

    hold, flight = table((ZONES,), 5), table((ZONES, ZONES), 7)
    sizes = [5 if channel is Channel.HOLD else 7 for channel in Channel]
    columns = np.arange(HIGHEST_MS - LOWEST_MS + 1) // 50
    scores = tuple(
        np.sort(rng.integers(-SCORE_LIMIT, SCORE_LIMIT + 1, (size, len(BINS))), axis=1)[
            :, columns
        ].astype(np.int8)
        for size in sizes
    )
    contexts = Contexts(
        hold,
        flight,
        tuple(table((size,), 3) for size in sizes),
        tuple(rng.dirichlet(np.ones(size)).round(5) for size in sizes),
        scores,
        tuple(_by_key(rng, channel, 0, -9, 9) for channel in Channel),
        tuple(_by_key(rng, channel, GAIN_STEPS, 20, LARGEST_GAIN) for channel in Channel),
    )
    wide = feature_count(contexts)
    return Projection(
        name=f"drawn-{seed}",
        digest=rng.bytes(32),
        keystrokes=keystrokes,
        contexts=contexts,
        centre=rng.normal(0, 0.3, wide).round(6),
        scale=rng.uniform(1, 200, wide).round(6),
        weights=rng.integers(-127, 128, (DIMENSIONS, wide)).astype(np.int8),
        weight_scale=rng.uniform(1e-5, 1e-2, DIMENSIONS).round(8),
        offset=rng.normal(0, 10, DIMENSIONS).round(6),
        hold_share=rng.random(DIMENSIONS).round(6),
    )


def _by_key(
    rng: np.random.Generator, channel: Channel, nothing: int, low: int, high: int
) -> np.ndarray[tuple[int, ...], np.dtype[np.int8]]:
    """A table by key, or by two keys, of which only what a file has room for differs."""
    axes = 1 if channel is Channel.HOLD else 2
    table = np.full((len(ZONE_OF_POSITION),) * axes, nothing, np.int8)
    corner = (slice(SHIFTED_POSITIONS),) * axes
    table[corner] = rng.integers(low, high + 1, table[corner].shape)
    return table


def file_of(projection: Projection) -> bytes:
    """Its file."""
    return encode_projection(projection, CARD, BINS)


def small(keystrokes: int, seed: int = 0) -> Projection:
    """A projection of few keystrokes, fewer than a file may say: many windows from few events."""
    return drawn_projection(seed, keystrokes)
