"""Contexts: which durations are summed together, and how a duration becomes a normal score."""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray


class Channel(IntEnum):
    """What is timed."""

    HOLD = 0
    DD = 1
    UD = 2
    UU = 3


CHANNELS: Final = len(Channel)
"""How many channels there are."""

RANGE_MS: Final[dict[Channel, tuple[int, int]]] = {
    Channel.HOLD: (1, 1500),
    Channel.DD: (0, 2000),
    Channel.UD: (-600, 2000),
    Channel.UU: (-2000, 2000),
}
"""Durations that count, in ms, both ends included; outside them a duration is missing.

Wider: pauses for thought pass for rhythm. Narrower: slow typists lose their flights."""

LOWEST_MS: Final = -2000
"""The lowest duration in any range: where the tables of normal scores begin."""

HIGHEST_MS: Final = 2000
"""The highest duration in any range: where the tables of normal scores end."""

SCORE_STEPS: Final = 16
"""Steps of a normal score per unit."""

SCORE_LIMIT: Final = 40
"""Largest absolute normal score, in sixteenths: 2.5. What lies beyond is a pause or a slip."""

GAIN_STEPS: Final = 32
"""Steps of a gain per unit."""

NO_SCORE: Final = -128
"""The score of a missing duration."""


@dataclass(frozen=True, slots=True, eq=False)
class Contexts:
    """The tables that turn timed keystrokes into sums; public, part of a projection.

    A *context* is fine (which zones), for means and spreads; a *group* of contexts is coarse
    (which side), for histograms.

    Args:
        hold: shape (zones,), the context of a hold by the zone of its key.
        flight: shape (zones, zones), the context of a flight by the zones of its two keys.
        group: per channel, shape (contexts,): the group of a context.
        share: per channel, shape (contexts,): the share of a context in the population's
            typing. Whatever a window has more or less of, it is weighted like this.
        scores: per channel, shape (contexts, 4001): the normal score, in sixteenths, of a
            duration of LOWEST_MS + column milliseconds.
        shift: per channel, by position, shape (positions,) for holds, (positions, positions) for
            flights: the mean score of everybody's durations on these very keys, in sixteenths.
            It is taken off, so that which keys of a zone were hit moves no score.
        gain: per channel, of the same shapes: what a score is then multiplied with, in 32nds, so
            that it spreads no more on some keys than on others.
    """

    hold: NDArray[np.int8] = field(repr=False)
    flight: NDArray[np.int8] = field(repr=False)
    group: tuple[NDArray[np.int8], ...] = field(repr=False)
    share: tuple[NDArray[np.float64], ...] = field(repr=False)
    scores: tuple[NDArray[np.int8], ...] = field(repr=False)
    shift: tuple[NDArray[np.int8], ...] = field(repr=False)
    gain: tuple[NDArray[np.int8], ...] = field(repr=False)

    def contexts(self, channel: Channel) -> int:
        """How many contexts a channel has."""
        return len(self.scores[channel])

    def groups(self, channel: Channel) -> int:
        """How many groups a channel has."""
        return int(self.group[channel].max()) + 1
