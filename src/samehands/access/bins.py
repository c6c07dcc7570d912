"""The bins that are open, one on each time scale, while reads are counted into them."""

import math
from collections.abc import Sequence
from typing import Final

from samehands.access.habit import Weights
from samehands.access.scales import LENGTH, SCALES, Scale
from samehands.access.state import LARGEST, ScaleCount
from samehands.quantities import Micros

BINS_A_DAY: Final = {
    Scale.MINUTE: 240,
    Scale.FIVE_MINUTES: 96,
    Scale.QUARTER: 40,
    Scale.HOUR: 12,
    Scale.DAY: 1,
}
"""Scale → most bins of a day that may be learnt from: those of a long day of work.

More: a single day moves a habit further."""

_LENGTHS: Final = tuple(LENGTH[scale] for scale in SCALES)
_LIMITS: Final = tuple(BINS_A_DAY[scale] for scale in SCALES)
_LONGEST: Final = len(SCALES) - 1
_HIGHEST: Final = float(LARGEST)


class _Open:
    """One scale's bin, to be written to."""

    __slots__ = (
        "beyond", "bin", "bins", "bins_today", "length", "levels", "limit", "records",
        "waiting_beyond", "waiting_bins", "weights",
    )  # fmt: skip

    def __init__(self, place: int, count: ScaleCount, weights: Weights) -> None:
        self.length, self.limit, self.weights = _LENGTHS[place], _LIMITS[place], weights
        self.bin, self.records, self.levels = count.bin, count.records, count.levels
        if len(self.levels) != len(weights.each):
            # Another model may watch other factors: what was gathered for the old ones is gone.
            self.levels = (0.0,) * len(weights.each)
        self.bins, self.beyond = count.bins, count.beyond
        self.waiting_bins, self.waiting_beyond = count.waiting_bins, count.waiting_beyond
        self.bins_today = count.bins_today

    def close(self) -> None:
        """Weigh the bin as a whole, and put it by to be learnt from."""
        beyond = self.records - 1
        if beyond < 0:
            return
        self.levels = tuple(
            min(max(0.0, level + each * beyond - cost), _HIGHEST)
            for level, each, cost in zip(
                self.levels, self.weights.each, self.weights.cost, strict=True
            )
        )
        if self.bins_today < self.limit:
            self.bins_today += 1
            self.waiting_bins += 1
            self.waiting_beyond += min(beyond, self.weights.plausible)

    def now(self) -> list[float]:
        """S of each factor: of the open bin only what speaks for it already counts.

        The evidence of a bin rises with its records, so whatever the rest of it brings, S at its
        end is no lower than this for a bin that speaks for mass reading, and a bin that does not
        is weighed when it is over. So an alarm need not wait, and none is added.
        """
        beyond = max(self.records - 1, 0)
        return [
            max(0.0, level + max(0.0, each * beyond - cost))
            for level, each, cost in zip(
                self.levels, self.weights.each, self.weights.cost, strict=True
            )
        ]

    def count(self) -> ScaleCount:
        return ScaleCount(
            self.bin,
            self.records,
            self.levels,
            self.bins,
            self.beyond,
            self.waiting_bins,
            self.waiting_beyond,
            self.bins_today,
        )


class OpenBins:
    """The bins of all scales, and what they say together.

    Args:
        counts: one for each scale, the shortest first.
        weights: the same.
    """

    def __init__(self, counts: Sequence[ScaleCount], weights: Sequence[Weights]) -> None:
        self._open = [
            _Open(place, count, weighed)
            for place, (count, weighed) in enumerate(zip(counts, weights, strict=True))
        ]

    def take(self, at: Micros, records: int, last: Micros | None) -> int:
        """Count a read.

        Args:
            at: when.
            records: that it stands for.
            last: when the same was read before; None where that is not known.

        Returns:
            Records that are new on the longest scale: the day's distinct ones.
        """
        fresh = 0
        for place, opened in enumerate(self._open):
            bin_ = at // opened.length
            if bin_ < opened.bin:
                if place < _LONGEST:
                    continue
                bin_ = opened.bin
            if bin_ > opened.bin:
                opened.close()
                opened.bin, opened.records = bin_, 0
                if place == _LONGEST:
                    self._new_day()
            if last is None or last // opened.length < bin_:
                opened.records = min(opened.records + records, LARGEST)
                fresh = records if place == _LONGEST else 0
        return fresh

    def mixed(self, weights: Sequence[float]) -> float:
        """S of reading more than usual on any scale, by any factor; nats, zero or more.

        Each scale and factor has a CUSUM of its own; that of their mixture is the logarithm of
        the weighted mean of their exponentials.

        Args:
            weights: of the scales.
        """
        levels = [opened.now() for opened in self._open]
        top = max(map(max, levels))
        if top <= 0.0:
            return 0.0
        mass = sum(
            weight * sum(math.exp(level - top) for level in of_scale) / len(of_scale)
            for weight, of_scale in zip(weights, levels, strict=True)
        )
        return max(0.0, top + math.log(mass / sum(weights)))

    def counts(self) -> tuple[ScaleCount, ...]:
        """What is left to be kept, one for each scale."""
        return tuple(opened.count() for opened in self._open)

    def _new_day(self) -> None:
        for opened in self._open:
            opened.bins_today = 0
