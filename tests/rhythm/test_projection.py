"""The projection: exact in any order, the same alone and among others."""

from dataclasses import replace
from math import floor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhythm.drawn_projection import drawn_projection
from rhythm.test_statistics import keystrokes_of
from rhythm.typists import typing
from samehands.rhythm import Projection, projection
from samehands.rhythm.projection import FEATURE_LIMIT
from samehands.rhythm.projection_file import LARGEST_WINDOW, MOST_FEATURES
from samehands.rhythm.window import DIMENSIONS, EMBEDDING_CLIP

PROJECTION = drawn_projection(11)
WIDE = PROJECTION.weights.shape[1]


def raw_features(
    seed: int, windows: int = 5, spread: float = 1.0
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Features out of the blue, shape (windows, WIDE)."""
    return np.random.default_rng(seed).normal(0, spread, (windows, WIDE))


def plain_projection(given: Projection, row: list[float]) -> list[int]:
    """One window's embedding with whole numbers only, from the rounded features on."""
    rounded = [
        min(max(floor((x - centre) * scale + 0.5), -FEATURE_LIMIT), FEATURE_LIMIT)
        for x, centre, scale in zip(row, given.centre.tolist(), given.scale.tolist(), strict=True)
    ]
    steps = []
    for weights, weight_scale, offset in zip(
        given.weights.tolist(), given.weight_scale.tolist(), given.offset.tolist(), strict=True
    ):
        summed = sum(x * weight for x, weight in zip(rounded, weights, strict=True))
        step = floor((summed * weight_scale - offset) + 0.5)
        steps.append(min(max(step, -EMBEDDING_CLIP), EMBEDDING_CLIP))
    return steps


@given(st.integers(0, 2**32), st.sampled_from([0.01, 0.3, 5.0, 1e6]))
def test_the_embedding_is_what_whole_numbers_give(seed: int, spread: float) -> None:
    raw = raw_features(seed, 2, spread)

    assert PROJECTION.project(raw).tolist() == [
        plain_projection(PROJECTION, row) for row in raw.tolist()
    ]


@given(st.integers(0, 2**32))
def test_features_and_weights_in_another_order_give_the_same_embedding(seed: int) -> None:
    raw, order = raw_features(seed), np.random.default_rng(seed).permutation(WIDE)
    other = replace(
        PROJECTION,
        centre=PROJECTION.centre[order],
        scale=PROJECTION.scale[order],
        weights=PROJECTION.weights[:, order],
    )

    assert (other.project(raw[:, order]) == PROJECTION.project(raw)).all()


def test_the_largest_sums_that_a_file_allows_are_whole_numbers_of_a_double() -> None:
    assert 128 * FEATURE_LIMIT * MOST_FEATURES < 2**53
    assert LARGEST_WINDOW * 40**2 < 2**53  # a window's sum of squares, see `window_sums`


def test_wild_features_are_clipped_and_say_far_not_how_far() -> None:
    far = PROJECTION.project(np.full((1, WIDE), 1e12))
    farther = PROJECTION.project(np.full((1, WIDE), 1e15))

    assert (far == farther).all()
    assert np.abs(far.astype(int)).max() <= EMBEDDING_CLIP


@pytest.mark.parametrize("batch", [1, 3, 4096])
def test_many_windows_are_embedded_as_one_by_one(
    batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    keystrokes = keystrokes_of(typing(2, 520).events())
    rows = np.arange(500).reshape(10, 50)
    singly = [PROJECTION.embed(keystrokes, rows[[index]])[0].tolist() for index in range(10)]
    monkeypatch.setattr(projection, "BATCH_WINDOWS", batch)

    assert PROJECTION.embed(keystrokes, rows).tolist() == singly
    assert len({tuple(window) for window in singly}) == 10


def test_no_windows_embed_to_none() -> None:
    keystrokes = keystrokes_of(typing(2, 60).events())

    assert PROJECTION.embed(keystrokes, np.empty((0, 50), np.int64)).shape == (0, DIMENSIONS)


def test_a_reference_is_the_beginning_of_the_digest() -> None:
    assert PROJECTION.digest.startswith(PROJECTION.ref)
    assert len(PROJECTION.ref) == 8


def test_a_repr_is_short() -> None:
    assert len(repr(PROJECTION)) < 300
