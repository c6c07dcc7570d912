"""Thresholds from a budget: how many false alarms a person may suffer in a month."""

from enum import StrEnum
from typing import Final, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from samehands.errors import EmptyScoresError, SettingsError
from samehands.quantities import Nats
from samehands.trust.runs import GenuineRuns, RunLengths, simulate_run_lengths

KEYSTROKES_PER_MONTH: Final = 200_000
"""A month of an office worker's typing: about four weeks of 40 to 60 thousand (METHODS.md §4)."""

KEYSTROKES_PER_WINDOW: Final = 100
"""Keystrokes in a window unless the projection says otherwise."""

FEWEST_ALARMS: Final = 5.0
"""Alarms that the real windows must hold, for a rate to count as read from them.

A rate read from five events has a standard error of 45 %. Fewer: the curve is trusted further
out than the data go. More: thresholds are extrapolated sooner."""

TAIL_SPAN: Final = 10.0
"""The tail is fitted from `FEWEST_ALARMS` up to this many times as many alarms in the data.

Wider: a steadier slope, taken from less of a tail."""

RESAMPLES: Final = 400
"""Draws of people for the interval: enough for the ends of a 95 % interval."""

INTERVAL_ENDS: Final = (2.5, 97.5)
"""Percentiles of the draws that bound the interval: 95 %."""


class Basis(StrEnum):
    """What a threshold rests on."""

    MEASURED = "measured"
    """The data hold enough false alarms at this rate."""
    EXTRAPOLATED = "extrapolated"
    """The data hold too few: an exponential tail was fitted and followed further out."""
    ASSUMED = "assumed"
    """No data: the bound that holds for perfectly calibrated evidence."""


class Budget(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """False alarms allowed per person and month of work.

    >>> Budget().windows_per_month, Budget(false_alarms=0.5).windows_per_alarm
    (2000, 4000.0)
    """

    false_alarms: float = 1.0
    keystrokes_per_month: int = KEYSTROKES_PER_MONTH
    keystrokes_per_window: int = KEYSTROKES_PER_WINDOW

    def __post_init__(self) -> None:
        if not (np.isfinite(self.false_alarms) and self.false_alarms > 0):
            raise SettingsError(
                "budget", got=f"{self.false_alarms} alarms a month", due="more than zero"
            )
        if not 1 <= self.keystrokes_per_window <= self.keystrokes_per_month:
            raise SettingsError(
                "budget",
                got=f"windows of {self.keystrokes_per_window} keystrokes in a month of "
                f"{self.keystrokes_per_month}",
                due="windows of at least one keystroke, and a month of at least one window",
            )
        if self.windows_per_alarm <= 1:
            raise SettingsError(
                "budget", got="an alarm for each window or more", due="fewer alarms than windows"
            )

    @property
    def windows_per_month(self) -> int:
        """Windows that a person types in a month."""
        return self.keystrokes_per_month // self.keystrokes_per_window

    @property
    def windows_per_alarm(self) -> float:
        """Windows that a person types for each false alarm allowed."""
        return self.windows_per_month / self.false_alarms


class Threshold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the CUSUM alarms, and how well that is known.

    Args:
        level: h, nats.
        low: lower end of the 95 % interval over people.
        high: upper end; None where some draws of people never meet the budget.
        budget: what it was made for.
        basis: what it rests on.
        data_windows: genuine windows that it was measured on.
        needed_windows: genuine windows that would have to be there to measure it.
        tail_slope: fall of the logarithm of the alarm rate per nat; 1 if the evidence is
            calibrated, smaller if it is overconfident. None where no tail was fitted.
        worst_rate: alarms per month of the person who suffers most, at this level.
        over_budget: share of people whose own rate at this level is above the budget. Both are
            lower bounds where the level is extrapolated: nobody's windows reach that far.
    """

    level: Nats
    low: Nats
    high: Nats | None
    budget: Budget
    basis: Basis
    data_windows: int = 0
    needed_windows: int = 0
    tail_slope: float | None = None
    worst_rate: float | None = None
    over_budget: float | None = None

    def __post_init__(self) -> None:
        high = np.inf if self.high is None else self.high
        if not (0 < self.level < np.inf and self.low <= self.level <= high):
            raise SettingsError(
                "threshold",
                got=f"{self.level} [{self.low}, {self.high}]",
                due="finite nats above zero, inside their interval",
            )

    @property
    def extrapolated(self) -> bool:
        """Whether it reaches past what the data can show."""
        return self.basis is not Basis.MEASURED

    @property
    def reach(self) -> float:
        """Windows needed for each window there is: 1 or less is measured, infinite is assumed."""
        return self.needed_windows / self.data_windows if self.data_windows else float("inf")


def assumed_threshold(budget: Budget) -> Threshold:
    """The threshold to start with, before there is a genuine window to measure on.

    If the evidence is a calibrated log-likelihood ratio, the mean run length to a false alarm
    is at least exp(h) windows (Lorden 1971), so h = ln(windows per alarm) keeps the budget.
    Evidence that is overconfident breaks it: replace it by a measured one.

    >>> round(assumed_threshold(Budget()).level, 2)
    7.6
    """
    level = Nats(float(np.log(budget.windows_per_alarm)))
    return Threshold(
        level,
        level,
        level,
        budget,
        Basis.ASSUMED,
        needed_windows=int(np.ceil(FEWEST_ALARMS * budget.windows_per_alarm)),
    )


def threshold_for(
    budget: Budget, runs: GenuineRuns, generator: np.random.Generator
) -> tuple[Threshold, RunLengths]:
    """The lowest threshold that keeps the mean person within the budget, and the curve behind it.

    Where the data hold at least `FEWEST_ALARMS` alarms at the budget's rate, it is read from the
    simulated curve. Past that the logarithm of the rate is followed along a straight line, as the
    tail of a CUSUM falls (Siegmund 1985), and the threshold says so and how far.

    Raises:
        EmptyScoresError: the data hold too few bad stretches for even a tail to be fitted
            (take `assumed_threshold`, or more data), or an owner's evidence rises without end.
    """
    curve = simulate_run_lengths(runs, budget.windows_per_month, generator)
    found = _read_off(curve, curve.alarms.mean(axis=0), budget)
    if found is None:
        raise EmptyScoresError(
            "genuine runs",
            got=f"{len(runs)} windows whose alarm rate cannot be followed down to the budget: "
            "too few alarms, or a rate that does not fall",
            due=f"at least {FEWEST_ALARMS:g} alarms at two thresholds, and a falling rate",
        )
    people = len(curve.people)
    draws = generator.multinomial(people, np.full(people, 1.0 / people), size=RESAMPLES) / people
    levels = [
        read.level for row in draws @ curve.alarms if (read := _read_off(curve, row, budget))
    ]
    levels += [np.inf] * (RESAMPLES - len(levels))
    low, high = np.percentile(levels, INTERVAL_ENDS, method="nearest")
    own_rate = curve.alarms_at(found.level)
    return (
        Threshold(
            level=Nats(found.level),
            low=Nats(min(float(low), found.level)),
            high=Nats(max(float(high), found.level)) if np.isfinite(high) else None,
            budget=budget,
            basis=found.basis,
            data_windows=len(runs),
            needed_windows=int(np.ceil(FEWEST_ALARMS * budget.windows_per_alarm)),
            tail_slope=found.slope,
            worst_rate=float(own_rate.max()),
            over_budget=float((own_rate > budget.false_alarms).mean()),
        ),
        curve,
    )


class _Read(NamedTuple):
    level: float
    basis: Basis
    slope: float | None


def _read_off(curve: RunLengths, alarms: NDArray[np.float64], budget: Budget) -> _Read | None:
    """Where a curve of alarms per month, shape (h,), meets the budget; None where it cannot."""
    in_data = alarms * curve.data_windows / curve.windows_per_month
    held = in_data >= FEWEST_ALARMS
    # The curve is read up to the first threshold at which the data run out.
    points = len(held) if held.all() else int(np.argmin(held))
    within = np.flatnonzero(alarms[:points] <= budget.false_alarms)
    if len(within):
        return _Read(
            _crossing(curve.thresholds, alarms, int(within[0]), budget), Basis.MEASURED, None
        )
    tail = np.flatnonzero(in_data[:points] <= FEWEST_ALARMS * TAIL_SPAN)
    if points == len(held) or len(tail) < 2:  # noqa: PLR2004  # a line needs two points
        return None
    heights, rates, weights = curve.thresholds[tail], np.log(alarms[tail]), in_data[tail]
    centre = np.average(heights, weights=weights)
    base = np.average(rates, weights=weights)
    spread = weights @ (heights - centre) ** 2
    slope = -(weights @ ((heights - centre) * (rates - base))) / spread
    if slope <= 0:
        return None
    level = centre + (base - np.log(budget.false_alarms)) / slope
    return _Read(float(max(level, heights[-1])), Basis.EXTRAPOLATED, float(slope))


def _crossing(
    thresholds: NDArray[np.float64], alarms: NDArray[np.float64], first: int, budget: Budget
) -> float:
    """The threshold between two points at which the rate meets the budget, log rate straight."""
    if first == 0:
        return float(thresholds[0])
    above, below = np.log(alarms[first - 1]), np.log(max(alarms[first], 1e-12))
    part = (above - np.log(budget.false_alarms)) / (above - below)
    return float(thresholds[first - 1] + part * (thresholds[first] - thresholds[first - 1]))
