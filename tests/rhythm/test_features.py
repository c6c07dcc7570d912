"""Features: no NaN, the same in any company, and what they say they are."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhythm.drawn_projection import drawn_projection
from rhythm.test_statistics import keystrokes_of
from rhythm.typists import hostile_streams, typing
from samehands.capture import KeyEvents
from samehands.rhythm.contexts import SCORE_STEPS, Channel
from samehands.rhythm.features import (
    BIN_PRIOR,
    CONTEXT_PRIOR,
    LEVEL_PRIOR,
    SPREAD_PRIOR,
    feature_count,
    features,
)
from samehands.rhythm.statistics import HISTOGRAM_BINS, ChannelSums, timed, window_sums

CONTEXTS = drawn_projection(3).contexts


def sums_of(events: KeyEvents, n: int) -> tuple[ChannelSums, ...]:
    """The sums of each window of n keystrokes."""
    stream = timed(keystrokes_of(events), CONTEXTS)
    return window_sums(stream, np.arange(stream.score.shape[1] // n * n).reshape(-1, n), CONTEXTS)


@given(hostile_streams(), st.integers(2, 60))
def test_features_are_finite_whatever_came_in(events: KeyEvents, n: int) -> None:
    raw = features(sums_of(events, n), CONTEXTS)

    assert raw.shape[1] == feature_count(CONTEXTS)
    assert np.isfinite(raw).all()


def plain_features(sums: ChannelSums, channel: Channel) -> list[float]:
    """One window's features of a channel, as their docstring says, in plain Python."""
    count, total, square = (part[0].tolist() for part in (sums.count, sums.total, sums.square))
    histogram = sums.histogram[0].tolist()
    rough = (sum(total) / SCORE_STEPS) / (sum(count) + LEVEL_PRIOR)
    means = [
        (t / SCORE_STEPS + LEVEL_PRIOR * rough) / (n + LEVEL_PRIOR)
        for t, n in zip(total, count, strict=True)
    ]
    spreads = [
        (q / SCORE_STEPS**2 - n) / (n + SPREAD_PRIOR) for q, n in zip(square, count, strict=True)
    ]
    whole = [sum(column) for column in zip(*histogram, strict=True)]
    shares = [(b + BIN_PRIOR) / (sum(whole) + BIN_PRIOR * HISTOGRAM_BINS) for b in whole]
    level = 0.0
    groups = [[0.0] * HISTOGRAM_BINS for _ in range(CONTEXTS.groups(channel) + 1)]
    for context, weight in enumerate(CONTEXTS.share[channel].tolist()):
        level += weight * means[context]
        for place, share in enumerate(shares):
            smoothed = (histogram[context][place] + CONTEXT_PRIOR * share) / (
                count[context] + CONTEXT_PRIOR
            )
            groups[CONTEXTS.group[channel][context]][place] += weight * smoothed
            groups[-1][place] += weight * smoothed
    return [*means, *spreads, level, *(math.sqrt(part) for row in groups for part in row)]


@pytest.mark.parametrize("seed", range(3))
def test_features_are_the_doubles_that_plain_python_gets(seed: int) -> None:
    sums = sums_of(typing(seed, 60).events(), 50)

    due = [number for channel in Channel for number in plain_features(sums[channel], channel)]

    assert features(sums, CONTEXTS)[0].tolist() == due


def test_the_shares_of_all_groups_are_those_of_the_channel() -> None:
    raw = features(sums_of(typing(5, 60).events(), 50), CONTEXTS)
    wide, groups = 2 * CONTEXTS.contexts(Channel.HOLD) + 1, CONTEXTS.groups(Channel.HOLD)
    shares = raw[0, wide : wide + (groups + 1) * HISTOGRAM_BINS].reshape(-1, HISTOGRAM_BINS) ** 2

    assert shares[:-1].sum(axis=0) == pytest.approx(shares[-1])
    assert shares[-1].sum() == pytest.approx(CONTEXTS.share[Channel.HOLD].sum())
