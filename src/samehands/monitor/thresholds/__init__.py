"""The alarm lines that are shipped: measured on people whom what judges them had not seen."""

from functools import cache
from importlib import resources
from typing import Final

import msgspec
import numpy as np

from samehands.errors import SettingsError
from samehands.quantities import Nats
from samehands.rhythm.projections import DEFAULT, index
from samehands.trust import Basis, Budget, Threshold, assumed_threshold

__all__ = [
    "machine_threshold_at",
    "shipped_machine_threshold",
    "shipped_threshold",
    "threshold_at",
]

_FILES: Final = resources.files(__name__)

LEAST_LEVEL: Final = Nats(2.0)
"""No alarm line below this, whatever the budget: one odd window must not be an alarm."""


@cache
def shipped_threshold(name: str = DEFAULT) -> Threshold:
    """The threshold of a shipped projection at the budget it was measured for.

    Raises:
        SettingsError: there is none of that name.
    """
    if name not in index():
        raise SettingsError("threshold", got="an unknown name", due=" or ".join(sorted(index())))
    return msgspec.json.decode((_FILES / f"{name}.json").read_bytes(), type=Threshold)


@cache
def shipped_machine_threshold(name: str = DEFAULT) -> Threshold | None:
    """The threshold for machine input at the budget it was measured for; None where nobody has.

    Raises:
        SettingsError: there is no projection of that name.
    """
    if name not in index():
        raise SettingsError("threshold", got="an unknown name", due=" or ".join(sorted(index())))
    file = _FILES / f"machine-{name}.json"
    return msgspec.json.decode(file.read_bytes(), type=Threshold) if file.is_file() else None


def machine_threshold_at(budget: Budget, name: str = DEFAULT) -> Threshold:
    """The threshold for machine input at a budget: measured, or assumed where nobody has measured.

    Raises:
        SettingsError: there is no projection of that name.
    """
    measured = shipped_machine_threshold(name)
    return assumed_threshold(budget) if measured is None else _moved(measured, budget)


def threshold_at(budget: Budget, name: str = DEFAULT) -> Threshold:
    """The threshold of a shipped projection at another budget, along the tail of false alarms.

    Replace it by `threshold_for` on the site's own genuine windows as soon as there are enough.

    Raises:
        SettingsError: there is none of that name.

    >>> threshold_at(Budget(false_alarms=0.1)).level > threshold_at(Budget()).level
    True
    """
    return _moved(shipped_threshold(name), budget)


def _moved(measured: Threshold, budget: Budget) -> Threshold:
    if budget == measured.budget:
        return measured
    rarer = np.log(budget.windows_per_alarm / measured.budget.windows_per_alarm)
    shift = float(rarer) / (measured.tail_slope or 1.0)
    level = Nats(max(measured.level + shift, LEAST_LEVEL))
    high = None if measured.high is None else Nats(max(measured.high + shift, level))
    return msgspec.structs.replace(
        measured,
        level=level,
        low=Nats(min(measured.low + shift, level)),
        high=high,
        budget=budget,
        basis=Basis.EXTRAPOLATED,
        worst_rate=None,
        over_budget=None,
    )
