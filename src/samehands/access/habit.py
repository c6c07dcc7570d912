"""The habit: how many records one person reads, from the role's and from what was learnt."""

import math
from functools import lru_cache
from typing import Final, NamedTuple

from samehands.access.model import ScaleHabit
from samehands.access.state import ScaleCount

ABOVE_ROLE: Final = 3.0
"""Standard deviations of people's means above the role's, past which nobody's habit is learnt.

A habit never rises past that of the busiest colleagues, whatever was fed to it. Higher: more room
for people who really differ, and for whoever teaches slowly."""

PLAUSIBLE: Final = 3.0
"""Standard deviations above the mean past which a bin's records are not learnt from in full.

Lower: habits follow a busier season more slowly. Higher: one day of theft teaches more."""


WEIGHTS_KEPT: Final = 8192
"""Weights that are kept worked out: of five scales of the people who are at work.

They follow from their arguments, so this is no state. More: memory. Fewer: worked out anew."""


class Weights(NamedTuple):
    """How records of a bin turn into evidence, one number for each factor.

    Args:
        mean: records beyond the first that are expected.
        each: nats for each record beyond the first.
        cost: nats taken off for the bin.
        plausible: records beyond the first that one bin may teach at most.
    """

    mean: float
    each: tuple[float, ...]
    cost: tuple[float, ...]
    plausible: float

    def llr(self, beyond: int, factor: int) -> float:
        """Nats for the factor with this place, of a bin with so many records beyond the first."""
        return self.each[factor] * beyond - self.cost[factor]


def weights(habit: ScaleHabit, learnt: ScaleCount, factors: tuple[float, ...]) -> Weights:
    """The evidence that records give against one person's habit.

    Records beyond the first of a bin are negative binomial around the person's mean, and the
    person's mean is gamma around the role's; each learnt bin moves it by its share of a Poisson
    bin's information, as bins vary more than Poisson ones (credibility, Bühlmann 1967). What is
    not yet known of the mean is added to the dispersion. Reading `factor` times as much has the
    same dispersion, so the log-likelihood ratio is a straight line in the records:

        llr(m) = m ln(k (r + mu) / (r + k mu)) - r ln((r + k mu) / (r + mu))
    """
    return _weights(habit, learnt.bins, learnt.beyond, factors)


@lru_cache(maxsize=WEIGHTS_KEPT)
def _weights(habit: ScaleHabit, bins: float, beyond: float, factors: tuple[float, ...]) -> Weights:
    mean, dispersion = _predicted(habit, bins, beyond)
    each, cost = [], []
    for factor in factors:
        ratio = (dispersion + mean) / (dispersion + factor * mean)
        each.append(math.log(factor * ratio))
        cost.append(-dispersion * math.log(ratio))
    spread = math.sqrt(mean + mean**2 / dispersion)
    return Weights(mean, tuple(each), tuple(cost), mean + PLAUSIBLE * spread)


def _predicted(habit: ScaleHabit, bins: float, beyond: float) -> tuple[float, float]:
    """Mean and dispersion of the next bin."""
    information = 1.0 / (1.0 + habit.mean / habit.dispersion)
    shape = habit.alike + information * beyond
    rate = habit.alike / habit.mean + information * bins
    highest = habit.mean * (1.0 + ABOVE_ROLE / math.sqrt(habit.alike))
    unsure = 1.0 / habit.dispersion + (1.0 + 1.0 / habit.dispersion) / shape
    return min(shape / rate, highest), 1.0 / unsure
