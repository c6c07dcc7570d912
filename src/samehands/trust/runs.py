"""How often a CUSUM would accuse the owners: run lengths, simulated on their own windows."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samehands.errors import EmptyScoresError, ScoreError, SettingsError

THRESHOLDS_TRIED: Final = 64
"""Points of the curve, evenly spaced in the logarithm: neighbours differ by about 15 %."""

LOWEST_TRIED: Final = 0.03
"""Lowest threshold tried, in root mean squares of the evidence."""

HIGHEST_TRIED: Final = 200.0
"""Highest threshold tried, in the same unit: a hundred bad windows in a row."""

PERSON_MONTHS: Final = 240
"""Person-months simulated at least, spread evenly over the people: with a budget of one alarm a
month the simulation itself then adds about 6 % to the uncertainty of the rate."""


@dataclass(frozen=True, slots=True, eq=False)
class GenuineRuns:
    """Evidence from windows that owners really typed, grouped by person and session.

    Args:
        evidence: shape (n,), nats, positive against the owner; within a session in time order.
        person: shape (n,), any integers.
        session: shape (n,), any integers; numbers may repeat between people.

    Raises:
        EmptyScoresError: no windows, or evidence that is not finite.
        ScoreError: columns of different lengths.
    """

    evidence: NDArray[np.float64] = field(repr=False)
    person: NDArray[np.int64] = field(repr=False)
    session: NDArray[np.int64] = field(repr=False)

    def __post_init__(self) -> None:
        shapes = {self.evidence.shape, self.person.shape, self.session.shape}
        if len(shapes) != 1 or self.evidence.ndim != 1:
            raise ScoreError("genuine runs", got=f"shapes {sorted(shapes)}", due="one shape (n,)")
        if not len(self.evidence) or not np.isfinite(self.evidence).all():
            raise EmptyScoresError(
                "genuine runs", got="none, or some not finite", due="finite evidence"
            )

    def __len__(self) -> int:
        return len(self.evidence)

    @classmethod
    def of_llr(cls, llr: ArrayLike, person: ArrayLike, session: ArrayLike) -> "GenuineRuns":
        """From llrs, which are positive for the owner.

        >>> len(GenuineRuns.of_llr([2.0, 3.0], [0, 0], [0, 1]))
        2
        """
        return cls(
            -np.asarray(llr, np.float64),
            np.asarray(person, np.int64),
            np.asarray(session, np.int64),
        )


@dataclass(frozen=True, slots=True, eq=False)
class RunLengths:
    """Alarms per person and month at each threshold, as simulated.

    Args:
        thresholds: shape (h,), nats, rising.
        alarms: shape (people, h), mean alarms in a month; each alarm sets S to zero again, as a
            passed step-up does.
        quiet: shape (people, h), share of months without an alarm.
        people: shape (people,), who the rows are.
        windows_per_month: length of a month.
        data_windows: how many real windows all this was drawn from.
    """

    thresholds: NDArray[np.float64]
    alarms: NDArray[np.float64]
    quiet: NDArray[np.float64]
    people: NDArray[np.int64]
    windows_per_month: int
    data_windows: int

    @property
    def average_run_length(self) -> NDArray[np.float64]:
        """Mean number of windows between false alarms, shape (h,); infinite where none came."""
        with np.errstate(divide="ignore"):
            return np.asarray(self.windows_per_month / self.alarms.mean(axis=0))

    def alarms_at(self, threshold: float) -> NDArray[np.float64]:
        """Alarms per month of each person at any threshold, shape (people,), by interpolation."""
        place = np.interp(
            np.log(max(threshold, self.thresholds[0])),
            np.log(self.thresholds),
            np.arange(len(self.thresholds)),
        )
        low = int(place)
        high = min(low + 1, len(self.thresholds) - 1)
        part = place - low
        return np.asarray((1.0 - part) * self.alarms[:, low] + part * self.alarms[:, high])


def simulate_run_lengths(
    runs: GenuineRuns, windows_per_month: int, generator: np.random.Generator
) -> RunLengths:
    """Run the CUSUM over simulated months of each person's work and count the alarms.

    A month of a person is made of whole sessions of that person, drawn with replacement: within
    a session windows stay in order, so what makes neighbours alike (a tired evening, a cold
    hand) stays in. S is carried from a session to the next, as the monitor does it: logging out
    and in again sheds no evidence. A person's few sessions stand for all of that person's work,
    so chance differences between people look lasting: rates err on the high side.

    Args:
        runs: genuine evidence.
        windows_per_month: windows that a person types in a month of work.
        generator: the only source of chance; the same seed gives the same numbers.

    Raises:
        SettingsError: a month of no windows.
    """
    if windows_per_month < 1:
        raise SettingsError("month", got=f"{windows_per_month} windows", due="one or more")
    # Rows in order of person, then session, then as they came.
    order = np.lexsort((np.arange(len(runs)), runs.session, runs.person))
    evidence, person = runs.evidence[order], runs.person[order]
    starts_session = np.diff(person, prepend=person[0] - 1) != 0
    starts_session |= np.diff(runs.session[order], prepend=runs.session[order][0] - 1) != 0
    first_row = np.flatnonzero(starts_session)
    end_row = np.append(first_row[1:], len(evidence))
    people, first_session, sessions = np.unique(
        person[first_row], return_index=True, return_counts=True
    )
    months = -(-PERSON_MONTHS // len(people))
    scale = float(np.sqrt(np.mean(evidence**2))) or 1.0
    thresholds = scale * np.geomspace(LOWEST_TRIED, HIGHEST_TRIED, THRESHOLDS_TRIED)

    first_choice = np.repeat(first_session, months)
    choices = np.repeat(sessions, months)
    row = np.zeros(len(choices), np.int64)
    end = row.copy()
    level = np.zeros((len(choices), THRESHOLDS_TRIED))
    alarms = np.zeros_like(level)
    for _ in range(windows_per_month):
        over = row == end
        if over.any():
            drawn = first_choice[over] + generator.integers(0, choices[over])
            row[over], end[over] = first_row[drawn], end_row[drawn]
        level += evidence[row][:, None]
        np.maximum(level, 0.0, out=level)
        alarm = level >= thresholds
        alarms += alarm
        level[alarm] = 0.0
        row += 1
    per_person = alarms.reshape(len(people), months, THRESHOLDS_TRIED)
    return RunLengths(
        thresholds=thresholds,
        alarms=per_person.mean(axis=1),
        quiet=(per_person == 0).mean(axis=1),
        people=people,
        windows_per_month=windows_per_month,
        data_windows=len(evidence),
    )
