"""Delays: when the CUSUM alarms after a take-over, and quantiles of that, with intervals."""

from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from samehands.lab.evaluation.cases import REPEATS
from samehands.lab.evaluation.result import Delay, DelayPoint
from samehands.lab.evaluation.splice import TakeOvers
from samehands.trust import run_cusum

SHARES: Final = (0.5, 0.9)
"""Quantiles that are reported."""


@dataclass(frozen=True, slots=True, eq=False)
class Delays:
    """When each take-over was found.

    Args:
        owner: shape (t,), who was taken over.
        keystrokes: shape (t,), of the impostor until the alarm; infinite: not found.
        seconds: shape (t,), the same in seconds.
        alarmed_before: shape (t,), whether the owner was accused in that session before.
    """

    owner: NDArray[np.int64] = field(repr=False)
    keystrokes: NDArray[np.float64] = field(repr=False)
    seconds: NDArray[np.float64] = field(repr=False)
    alarmed_before: NDArray[np.bool_] = field(repr=False)

    @classmethod
    def of(cls, take_overs: TakeOvers, llr: NDArray[np.float64], threshold: float) -> Self:
        """Runs the CUSUM over every take-over.

        An alarm while the owner types sets S to zero, as the step-up that the owner passes does.

        Args:
            take_overs: t of them, in w windows.
            llr: shape (w,), nats, positive for the owner; 0 for a window that was discarded.
            threshold: nats.
        """
        trials = len(take_overs)
        count = np.bincount(take_overs.number, minlength=trials)
        widest = int(count.max())
        # Rows are aligned at their ends: evidence 0 in front leaves S where it begins, at zero.
        place = np.arange(len(llr)) - np.repeat(np.cumsum(count), count) + widest
        evidence = np.zeros((trials, widest))
        evidence[take_overs.number, place] = -llr
        typed = np.zeros((trials, widest))
        typed[take_overs.number, place] = take_overs.typed
        seconds = np.zeros((trials, widest))
        seconds[take_overs.number, place] = take_overs.seconds

        level = np.zeros(trials)
        keystrokes, spent = np.full(trials, np.inf), np.full(trials, np.inf)
        accused = np.zeros(trials, np.bool_)
        for step in range(widest):
            level = run_cusum((level + evidence[:, step])[:, np.newaxis])[:, 0]
            alarm = level >= threshold
            wrong = alarm & (typed[:, step] <= 0)
            accused |= wrong
            level[wrong] = 0.0
            found = alarm & ~wrong & np.isinf(keystrokes)
            keystrokes[found] = typed[found, step]
            spent[found] = seconds[found, step]
        return cls(take_overs.owner, keystrokes, spent, accused)

    @classmethod
    def joined(cls, parts: "list[Delays]") -> "Delays":
        """One after the other."""
        return cls(
            np.concatenate([part.owner for part in parts]),
            np.concatenate([part.keystrokes for part in parts]),
            np.concatenate([part.seconds for part in parts]),
            np.concatenate([part.alarmed_before for part in parts]),
        )

    def curve(self, step: int, horizon: int) -> tuple[DelayPoint, ...]:
        """Share found within every so many keystrokes, up to the horizon."""
        return tuple(
            DelayPoint(within, float((self.keystrokes <= within).mean()))
            for within in range(0, horizon + 1, step)
        )


def quantiles(
    delay: NDArray[np.float64], owner: NDArray[np.int64], rng: np.random.Generator
) -> tuple[Delay, ...]:
    """Quantiles of delays, with intervals by drawing owners with all their take-overs.

    Args:
        delay: shape (t,), infinite where there was no alarm.
        owner: shape (t,).
        rng: of the resamples.
    """
    order = np.argsort(delay, kind="stable")
    people, of = np.unique(owner[order], return_inverse=True)
    drawn = rng.multinomial(len(people), np.full(len(people), 1 / len(people)), size=REPEATS)
    weights = np.vstack([np.ones(len(people), np.int64), drawn])
    seen = np.cumsum(weights[:, of], axis=1)
    result = []
    for share in SHARES:
        # The smallest delay by which at least this share was found.
        row = np.argmax(seen >= share * seen[:, -1:], axis=1)
        values = delay[order][row]
        low, high = np.quantile(values[1:], [0.025, 0.975], method="nearest")
        result.append(Delay(share, *map(_or_never, (values[0], low, high))))
    return tuple(result)


def _or_never(delay: float) -> float | None:
    return float(delay) if np.isfinite(delay) else None
