"""How well a count of rare events is known: the exact interval of a Poisson mean."""

import math
from typing import Final

TAIL: Final = 0.025
"""Probability left outside at each end: a 95 % interval."""

_STEPS: Final = 80


def poisson_interval(count: int) -> tuple[float, float]:
    """Means with which a count so high, and one so low, still happen in 2.5 % of cases.

    Garwood's interval (1936): exact, so never too narrow.

    >>> [round(end, 2) for end in poisson_interval(0)]
    [0.0, 3.69]
    >>> [round(end, 2) for end in poisson_interval(3)]
    [0.62, 8.77]
    """
    widest = count + 10 * math.sqrt(count + 1) + 10
    low = 0.0 if count == 0 else _mean_at(count - 1, 1 - TAIL, widest)
    return low, _mean_at(count, TAIL, widest)


def _mean_at(count: int, probability: float, widest: float) -> float:
    """The mean at which so many events or fewer have a probability; it falls with the mean."""
    low, high = 0.0, widest
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if _at_most(count, middle) > probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _at_most(count: int, mean: float) -> float:
    if mean == 0:
        return 1.0
    logs = (n * math.log(mean) - mean - math.lgamma(n + 1) for n in range(count + 1))
    return math.fsum(math.exp(log) for log in logs)
