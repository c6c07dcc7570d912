"""Features: the sums of a window, smoothed, as numbers that a linear projection can use.

How much of each context a window holds is text. So no feature weighs contexts by their counts in
the window: levels and histograms weigh them by their share in the population.

Only additions, subtractions, multiplications, divisions and square roots of doubles, in the order
written here, each correctly rounded (IEEE 754): another language gets the same doubles.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.rhythm.contexts import SCORE_STEPS, Channel, Contexts
from samehands.rhythm.statistics import HISTOGRAM_BINS, ChannelSums

LEVEL_PRIOR: Final = 2
"""Durations of score 0 that a level is smoothed with, and of level score that a mean is.

More: rare contexts say less, about the person and about the text."""

SPREAD_PRIOR: Final = 4
"""Durations of variance 1 that a spread is smoothed with."""

BIN_PRIOR: Final = 0.5
"""Durations added to each bin of a channel's histogram."""

CONTEXT_PRIOR: Final = 4
"""Durations, spread like the whole channel's, added to a context's histogram."""


def feature_count(contexts: Contexts) -> int:
    """How many features a window has."""
    return sum(
        2 * contexts.contexts(channel) + 1 + (contexts.groups(channel) + 1) * HISTOGRAM_BINS
        for channel in Channel
    )


def features(sums: tuple[ChannelSums, ...], contexts: Contexts) -> NDArray[np.float64]:
    """A window's features, channel by channel.

    For each channel: per context the smoothed mean and the smoothed surplus of variance; the
    level over all contexts; square roots of the shares of each bin of scores, per group and over
    all groups.

    Returns:
        Shape (w, feature_count), no NaN whatever came in.
    """
    return np.concatenate(
        [_of_channel(sums[channel], contexts, channel) for channel in Channel], 1
    )


def _of_channel(sums: ChannelSums, contexts: Contexts, channel: Channel) -> NDArray[np.float64]:
    count = sums.count.astype(np.float64)
    rough = (sums.total.sum(axis=1) / SCORE_STEPS) / (sums.count.sum(axis=1) + LEVEL_PRIOR)
    mean = (sums.total / SCORE_STEPS + LEVEL_PRIOR * rough[:, None]) / (count + LEVEL_PRIOR)
    spread = (sums.square / SCORE_STEPS**2 - count) / (count + SPREAD_PRIOR)
    whole = sums.histogram.sum(axis=1)
    shares = (whole + BIN_PRIOR) / (whole.sum(axis=1) + BIN_PRIOR * HISTOGRAM_BINS)[:, None]
    weight, group = contexts.share[channel], contexts.group[channel]
    level = _added_in_order(weight * mean)
    smoothed = (sums.histogram + CONTEXT_PRIOR * shares[:, None, :]) / (count + CONTEXT_PRIOR)[
        :, :, None
    ]
    weighted = weight[:, None] * smoothed
    parts = [weighted[:, group == each] for each in range(contexts.groups(channel))]
    bins = np.stack([_added_in_order(part) for part in (*parts, weighted)], axis=1)
    wide = bins.shape[1] * HISTOGRAM_BINS
    return np.concatenate(
        [mean, spread, level[:, None], np.sqrt(bins).reshape(len(bins), wide)], axis=1
    )


def _added_in_order(terms: NDArray[np.float64]) -> NDArray[np.float64]:
    """The sum over contexts, one after the other: the order of additions is part of the result.

    Args:
        terms: shape (w, contexts, ...).

    Returns:
        Shape (w, ...).
    """
    if not terms.shape[1]:
        return np.zeros((len(terms), *terms.shape[2:]))
    # A running sum has no choice of order; a plain sum may add in pairs.
    last: NDArray[np.float64] = np.cumsum(terms, axis=1)[:, -1]
    return last
