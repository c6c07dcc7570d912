"""The log-z reference: how many standard deviations each duration lies from the owner's habit.

The oldest idea in the field (Leggett and Williams 1988; Joyce and Gupta 1990), on logarithms. A
laboratory reference only: it needs to know which key was typed, and after which.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.capture.positions import ZONE_OF_POSITION, ZONES
from samehands.identity.calibration import UNCALIBRATED, Calibration
from samehands.identity.outcome import Missing, Need, NotReady, Scored
from samehands.identity.scorer import Readiness
from samehands.lab.references.keyed import POSITION_COUNT, KeyedKeystrokes, Timed, graphs, holds

PRIOR_COUNT: Final = 1.0
"""Keystrokes that the zone's habit counts as in a key's, and everything's in a zone's.

Less: a key typed once decides by its chance value; more: all keys of a zone are one. On the
development people of monaco-pohmm 0.5 to 2 do equally well, 10 worse by three points of EER."""

CAP: Final = 3.0
"""A duration further off than this many standard deviations counts as this many: one long pause
must not outweigh a hundred keystrokes."""

LEAST_DEVIATION: Final = 0.05
"""Least standard deviation of a logarithm: 5 % of a duration, finer than a coarse clock tells."""


@dataclass(frozen=True, slots=True, eq=False)
class Habit:
    """Mean and standard deviation of the logarithm of each duration of one kind.

    Args:
        mean: shape (codes,), ln µs.
        deviation: shape (codes,).
    """

    mean: NDArray[np.float64] = field(repr=False)
    deviation: NDArray[np.float64] = field(repr=False)

    @classmethod
    def of(cls, timed: Timed, zone: NDArray[np.int64]) -> "Habit":
        """A person's habit, a rare key's filled up from its zone and a rare zone's from all.

        Args:
            timed: durations with codes; at least one.
            zone: shape (codes,), each code's zone or pair of zones.
        """
        log = np.log(timed.micros)
        everything = log.mean(), log.var()
        by_zone = _filled_up(log, zone[timed.code], int(zone.max()) + 1, *everything)
        mean, variance = _filled_up(log, timed.code, len(zone), *(part[zone] for part in by_zone))
        return cls(mean, np.maximum(np.sqrt(variance), LEAST_DEVIATION))

    def strangeness(self, timed: Timed) -> NDArray[np.float64]:
        """|z| of each duration, at most `CAP`, shape (k,)."""
        z = (np.log(timed.micros) - self.mean[timed.code]) / self.deviation[timed.code]
        return np.minimum(np.abs(z), CAP)


@dataclass(frozen=True, slots=True, eq=False)
class LogZTemplate:
    """A person's habits, and how much is behind them."""

    hold: Habit
    flight: Habit
    windows: int


@dataclass(frozen=True, slots=True)
class LogZScorer:
    """Mean |z| of the logarithms of holds and flights, negated: a `Scorer` of `KeyedKeystrokes`.

    Args:
        readiness: how much must be enrolled.
        calibration: from negated mean |z| to nats.
    """

    readiness: Readiness = field(default_factory=Readiness)
    calibration: Calibration = UNCALIBRATED

    def enrol(self, sessions: Sequence[KeyedKeystrokes], /) -> LogZTemplate | NotReady:
        """The habits of all sessions together."""
        sessions = [session for session in sessions if len(session)]
        windows = sum(session.windows for session in sessions)
        lack = self.readiness.missing(windows=windows, sessions=len(sessions))
        if lack is not None:
            return lack
        hold = _together([holds(session) for session in sessions])
        flight = _together([graphs(session, 2) for session in sessions])
        if not (len(hold.code) and len(flight.code)):
            return NotReady((Missing(Need.ENROLLED_WINDOWS, 0, self.readiness.windows),))
        return LogZTemplate(Habit.of(hold, _ZONE), Habit.of(flight, _ZONE_PAIR), windows)

    def score(self, template: LogZTemplate, probe: KeyedKeystrokes, /) -> Scored | NotReady:
        """The mean of the two channels' mean |z|, negated; a channel without a duration is left out."""
        means = [
            float(strange.mean())
            for habit, timed in (
                (template.hold, holds(probe)),
                (template.flight, graphs(probe, 2)),
            )
            if len(strange := habit.strangeness(timed))
        ]
        if not means:
            return NotReady((Missing(Need.PROBE_WINDOWS, have=0, due=1),))
        nearness = -math.fsum(means) / len(means)
        return Scored(
            self.calibration.llr(nearness, enrolled=template.windows),
            windows=probe.windows,
            enrolled=template.windows,
        )


_ZONE: Final = ZONE_OF_POSITION.astype(np.int64)
_ZONE_PAIR: Final = (_ZONE[:, np.newaxis] * ZONES + _ZONE).reshape(POSITION_COUNT**2)


def _filled_up(
    log: NDArray[np.float64],
    code: NDArray[np.int64],
    codes: int,
    mean: NDArray[np.float64] | float,
    variance: NDArray[np.float64] | float,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean and variance by code, each as if `PRIOR_COUNT` more had been seen as given."""
    count = np.bincount(code, minlength=codes) + PRIOR_COUNT
    filled = (np.bincount(code, log, minlength=codes) + PRIOR_COUNT * mean) / count
    away = (log - filled[code]) ** 2
    return filled, (np.bincount(code, away, minlength=codes) + PRIOR_COUNT * variance) / count


def _together(parts: list[Timed]) -> Timed:
    """All durations, sorted, so that sums agree to the last bit whatever the order of sessions."""
    code = np.concatenate([part.code for part in parts])
    micros = np.concatenate([part.micros for part in parts])
    order = np.lexsort((micros, code))
    return Timed(code[order], micros[order])
