"""Fitting how people of a role read: a negative binomial per time scale, gamma over people.

Counted are distinct records in a bin of a person, less the first, over bins in which there is one.
Given a person's mean they are negative binomial; the means of people are gamma. Both, and how far
bins of one person vary, are found together by maximum likelihood, the means integrated out on a
grid. What is fitted is who changed records, not who looked at them: a floor for a role of readers.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import gammaln, logsumexp

from samehands.access.hours import HOURS, hour_of_week
from samehands.access.model import RoleHabit, ScaleHabit
from samehands.access.scales import LENGTH, SCALES, Scale
from samehands.errors import DataSetError
from samehands.lab.datasets.agent_log import AgentLog
from samehands.lab.exposure.protocol import Watching
from samehands.quantities import MICROS_PER_SECOND, Micros

FEWEST_BINS: Final = 5
"""Bins of a scale below which a person says nothing about how people differ."""

GRID: Final = np.geomspace(1e-3, 1e3, 160)
"""Means at which a person's likelihood is evaluated: neighbours differ by 9 %."""

HOUR_WIDTH: Final = 1.5
"""Standard deviation of the kernel that hours of the day are smoothed with, hours.

Wider: an hour just outside the usual ones is less odd. Narrower: chance gaps in the log are."""

HOUR_FLOOR: Final = 0.02
"""Share of the working hours that is spread over the whole week: no hour is impossible."""

SEQUENTIAL: Final = 0.05
"""Share of reads next to the one before by id, assumed: ids of a log say nothing about it.

Higher: lists worked off one by one are less odd. Measure it where the client says so."""

FULL_SAY: Final = 100
"""Hours worked from which all people count the same in the hours of the week.

More: people who are hardly ever there leave no spikes. Fewer: a part-timer counts like a colleague."""

_HOUR: Final = 3_600 * MICROS_PER_SECOND
_BOUNDS: Final = (
    (np.log(1e-2), np.log(200)),
    (np.log(0.1), np.log(100)),
    (np.log(0.2), np.log(50)),
)


def fit_role(log: AgentLog, agents: NDArray[np.int64], watching: Watching) -> RoleHabit:
    """The habit of a role, from some of the agents of a log.

    Args:
        log: on the wall clock, so that hours are hours of work.
        agents: shape (a,), indices into the log's agents.
        watching: the weights of the time scales, and what cannot be seen in a log.

    Raises:
        DataSetError: fewer than two of them have enough bins.
    """
    kept = np.isin(log.agent, agents)
    agent, record, wall = log.agent[kept], log.record[kept], log.wall[kept]
    scales = {
        scale: _fitted(distinct_beyond_first(agent, record, wall, scale), scale, watching)
        for scale in SCALES
    }
    return RoleHabit(
        scales=scales,
        hours=hours_of(agent, wall),
        sequential=SEQUENTIAL,
        between_windows=watching.between_windows,
    )


def distinct_beyond_first(
    agent: NDArray[np.int64], record: NDArray[np.int64], wall: NDArray[np.int64], scale: Scale
) -> NDArray[np.int64]:
    """Each active bin: whose it is, and how many distinct records beyond the first.

    Args:
        agent: shape (n,).
        record: shape (n,).
        wall: shape (n,), µs.
        scale: length of the bins.

    Returns:
        Shape (bins, 2): agent, records.
    """
    touched = np.unique(np.stack([agent, wall // LENGTH[scale], record]), axis=1)
    bins, count = np.unique(touched[:2], axis=1, return_counts=True)
    return np.stack([bins[0], count - 1], axis=1)


def hours_of(agent: NDArray[np.int64], wall: NDArray[np.int64]) -> tuple[float, ...]:
    """The share of working hours in each hour of the week; nobody counts more than `FULL_SAY`.

    Args:
        agent: shape (n,).
        wall: shape (n,), µs.
    """
    shares = np.zeros(HOURS)
    for one in np.unique(agent):
        worked = np.unique(wall[agent == one] // _HOUR)
        weekly = [hour_of_week(Micros(int(hour) * _HOUR)) for hour in worked]
        shares += np.bincount(weekly, minlength=HOURS) / max(len(worked), FULL_SAY)
    days = (shares / shares.sum()).reshape(7, 24)
    distance = np.abs(np.arange(24)[:, None] - np.arange(24))
    kernel = np.exp(-0.5 * (np.minimum(distance, 24 - distance) / HOUR_WIDTH) ** 2)
    smooth = days @ (kernel / kernel.sum(axis=0))
    flat = (1 - HOUR_FLOOR) * smooth.ravel() / smooth.sum() + HOUR_FLOOR / HOURS
    return tuple(np.round(flat / flat.sum(), 8).tolist())


def _fitted(bins: NDArray[np.int64], scale: Scale, watching: Watching) -> ScaleHabit:
    people, whose = np.unique(bins[:, 0], return_inverse=True)
    histogram = np.zeros((len(people), int(bins[:, 1].max()) + 1))
    np.add.at(histogram, (whose, bins[:, 1]), 1)
    histogram = histogram[histogram.sum(axis=1) >= FEWEST_BINS]
    if len(histogram) < 2:
        raise DataSetError(
            f"scale {scale}", got=f"{len(histogram)} people with enough bins", due="two or more"
        )

    def cost(logs: NDArray[np.float64]) -> float:
        return -_log_likelihood(histogram, *np.exp(logs))

    overall = float((bins[:, 1]).mean()) + 0.01
    found = minimize(cost, np.log([overall, 2.0, 2.0]), method="Nelder-Mead", bounds=_BOUNDS)
    mean, dispersion, alike = np.exp(found.x)
    return ScaleHabit(
        mean=round(float(mean), 4),
        dispersion=round(float(dispersion), 4),
        alike=round(float(alike), 4),
        weight=watching.weights[scale],
    )


def _log_likelihood(
    histogram: NDArray[np.float64], mean: float, dispersion: float, alike: float
) -> float:
    """Of everybody's bins, the people's means integrated out; shape (people, counts) in."""
    extra = np.arange(histogram.shape[1])[:, None]
    log_nb = (
        gammaln(extra + dispersion)
        - gammaln(dispersion)
        - gammaln(extra + 1)
        + dispersion * np.log(dispersion / (dispersion + GRID))
        + extra * np.log(GRID / (dispersion + GRID))
    )
    rate = alike / mean
    # On a logarithmic grid the density gets the factor of the grid's step, which is the mean itself.
    log_prior = alike * np.log(GRID * rate) - rate * GRID - gammaln(alike)
    log_prior -= logsumexp(log_prior)
    return float(logsumexp(histogram @ log_nb + log_prior, axis=1).sum())
