"""A password's times on a scale on which one person's repetitions lie evenly spread.

Flights and holds vary by a share of themselves, so they are compared by their logarithm; and
people get quicker for weeks, so the last repetitions tell more than the first.
"""

from typing import Annotated, Final, TypeAlias

import numpy as np
from msgspec import Meta

from samehands.errors import ScoreError
from samehands.lab.datasets.cmu import Times

Weight = Annotated[float, Meta(ge=0)]
Weights: TypeAlias = tuple[Weight, Weight, Weight]
"""Of the channels hold, dd and ud."""

CHANNELS: Final = 3
"""Hold, dd and ud take turns in a row of times."""

UD_SHIFT: Final = 0.3
"""Seconds added to ud, which is negative in a roll-over, before the logarithm.

Less: differences between roll-overs count more."""

SHORTEST: Final = 0.005
"""Seconds below which a time is the clock's noise and counts as this."""

LEAST_SPREAD: Final = 0.03
"""Spread of a logarithm that is added to everybody's: nobody repeats a time to within 3 %.

Less: somebody who was very even while enrolling is locked out by any change."""


def rhythm(times: Times) -> Times:
    """The times as logarithms, the same shape.

    >>> float(np.exp(rhythm(np.array([0.1, 0.2, 0.1, 0.1]))[2]).round(6))
    0.4
    """
    shifted = times.copy()
    shifted[..., 2::CHANNELS] += UD_SHIFT
    logarithm: Times = np.log(np.maximum(shifted, SHORTEST))
    return logarithm


def recency(repetitions: int, half_life: float) -> Times:
    """How much each repetition counts, shape (repetitions,); the last one 1.

    Args:
        repetitions: how many there are, in time order.
        half_life: repetitions until one counts half.

    >>> recency(3, half_life=1.0).tolist()
    [0.25, 0.5, 1.0]
    """
    weight: Times = 0.5 ** (np.arange(repetitions - 1, -1, -1) / half_life)
    return weight


def centre_and_spread(repetitions: Times, half_life: float) -> tuple[Times, Times]:
    """Where a person's logarithmic times lie of late, and how far they stray.

    Args:
        repetitions: shape (n, features), n > 0, in time order, as `rhythm` gives them.
        half_life: repetitions until one counts half.

    Returns:
        The weighted median and the weighted mean absolute deviation from it, with
        `LEAST_SPREAD` added in quadrature; both of shape (features,).
    """
    weight = recency(len(repetitions), half_life)
    order = np.argsort(repetitions, axis=0)
    ranked = np.take_along_axis(repetitions, order, axis=0)
    reached = np.cumsum(weight[order], axis=0)
    middle = np.argmax(reached >= reached[-1] / 2, axis=0)
    centre = np.take_along_axis(ranked, middle[None], axis=0)[0]
    stray = weight @ np.abs(repetitions - centre) / weight.sum()
    return centre, np.hypot(stray, LEAST_SPREAD)


def spread_of(training: Times, half_life: float) -> Times:
    """How far each of a person's logarithmic times strays, shape (features,).

    Args:
        training: shape (n, features), n > 0, seconds, in time order.
        half_life: repetitions until one counts half.
    """
    return centre_and_spread(rhythm(training), half_life)[1]


def feature_weights(weights: Weights, features: int) -> Times:
    """A weight per feature from those of the channels, summing to 1, shape (features,).

    Raises:
        ScoreError: no feature has a weight.

    >>> feature_weights((2.0, 0.0, 1.0), 4).tolist()
    [0.4, 0.0, 0.2, 0.4]
    """
    each = np.resize(np.array(weights, np.float64), features)
    if not each.sum() > 0:
        raise ScoreError("weights of the channels", got="all 0", due="one above 0")
    share: Times = each / each.sum()
    return share
