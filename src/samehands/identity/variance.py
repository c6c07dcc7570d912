"""Nested analysis of variance: how much people, sessions and windows each vary, unbalanced."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from samehands.errors import TemplateError
from samehands.rhythm.window import DIMENSIONS, STEPS_PER_SIGMA


@dataclass(frozen=True, slots=True, eq=False)
class LabelledWindows:
    """Windows of many people, each labelled with whose and which session it is.

    Args:
        vectors: shape (n, 64), int8 or float64, steps of 1/31 σ; n may be 0.
        person: shape (n,), any integers.
        session: shape (n,), any integers; a session belongs to one person, so the same number
            under another person is another session.

    Raises:
        TemplateError: shapes that do not fit, or NaN.
    """

    vectors: NDArray[np.int8] | NDArray[np.float64] = field(repr=False)
    person: NDArray[np.integer] = field(repr=False)
    session: NDArray[np.integer] = field(repr=False)

    def __post_init__(self) -> None:
        rows = len(self.vectors)
        if (
            self.vectors.shape != (rows, DIMENSIONS)
            or self.person.shape != (rows,)
            or self.session.shape != (rows,)
        ):
            raise TemplateError(
                "labelled windows",
                got=f"shapes {self.vectors.shape}, {self.person.shape}, {self.session.shape}",
                due=f"(n, {DIMENSIONS}), (n,), (n,)",
            )
        if not np.isfinite(self.vectors).all():
            raise TemplateError("labelled windows", got="NaN or infinity", due="finite numbers")

    def __len__(self) -> int:
        return len(self.vectors)


@dataclass(frozen=True, slots=True, eq=False)
class SessionMeans:
    """Labelled windows with their sessions' means, in σ; sessions are sorted by person.

    Args:
        windows: shape (n, 64), σ.
        session_of: shape (n,), index into sessions.
        mean: shape (s, 64), each session's mean, σ.
        count: shape (s,), windows of each session.
        person_of: shape (s,), index into people.
        people: how many people.
    """

    windows: NDArray[np.float64] = field(repr=False)
    session_of: NDArray[np.intp] = field(repr=False)
    mean: NDArray[np.float64] = field(repr=False)
    count: NDArray[np.float64]
    person_of: NDArray[np.intp]
    people: int

    @classmethod
    def of(cls, table: LabelledWindows) -> "SessionMeans":
        """Groups a table; an empty one has no sessions."""
        labels = np.column_stack((table.person, table.session)).astype(np.int64)
        sessions, session_of = np.unique(labels, axis=0, return_inverse=True)
        session_of = session_of.reshape(-1)  # numpy 2.0 gave it a second axis
        people, person_of = np.unique(sessions[:, 0], return_inverse=True)
        windows = table.vectors.astype(np.float64) / STEPS_PER_SIGMA
        count = np.bincount(session_of, minlength=len(sessions)).astype(np.float64)
        sums = summed(windows, session_of, len(sessions))
        mean = sums / count[:, np.newaxis]
        return cls(windows, session_of, mean, count, person_of, len(people))


@dataclass(frozen=True, slots=True, eq=False)
class NestedVariances:
    """Estimated variances and the number of independent looks behind each.

    Estimates are unbiased and so may be negative; without a look they are 0.

    Args:
        mean: shape (64,), mean of the people's means, σ.
        between: shape (64,), of people, σ².
        session: shape (64,), of a person's sessions, σ².
        within: shape (64,), of a session's windows, σ².
        people: effective number of people less one: of unequally many windows it is less.
        sessions: effective number of sessions less one per person.
        windows: number of windows less one per session.
    """

    mean: NDArray[np.float64] = field(repr=False)
    between: NDArray[np.float64] = field(repr=False)
    session: NDArray[np.float64] = field(repr=False)
    within: NDArray[np.float64] = field(repr=False)
    people: float
    sessions: float
    windows: float


def nested_variances(groups: SessionMeans) -> NestedVariances:
    """The classical estimators: sums of squares set equal to what they are expected to be.

    With n_ij windows in session j of person i, n_i in person i, N in all, S sessions, P people:

    ```
    E[SS within]  = (N - S) w
    E[SS session] = (S - P) w + (N - Σ_i Σ_j n_ij²/n_i) σ
    E[SS person]  = (P - 1) w + (Σ_i Σ_j n_ij²/n_i - Σ_ij n_ij²/N) σ + (N - Σ_i n_i²/N) λ
    ```

    Source: Searle, Casella & McCulloch, Variance Components (1992), the nested classification.
    """
    zero = np.zeros(DIMENSIONS)
    if not len(groups.windows):
        return NestedVariances(zero, zero, zero, zero, 0.0, 0.0, 0.0)
    count, person_of = groups.count, groups.person_of
    total = count.sum()
    of_person = np.bincount(person_of, count)
    squares = np.bincount(person_of, count**2) / of_person
    person_mean = (
        summed(count[:, np.newaxis] * groups.mean, person_of, groups.people)
        / of_person[:, np.newaxis]
    )
    grand_mean = of_person @ person_mean / total

    ss_within = ((groups.windows - groups.mean[groups.session_of]) ** 2).sum(axis=0)
    ss_session = count @ (groups.mean - person_mean[person_of]) ** 2
    ss_person = of_person @ (person_mean - grand_mean) ** 2

    free_windows = total - len(count)
    free_sessions = len(count) - groups.people
    within = ss_within / free_windows if free_windows else zero
    session_share = total - squares.sum()
    session = (ss_session - free_sessions * within) / session_share if free_sessions else zero
    person_share = total - (of_person**2).sum() / total
    shared = squares.sum() - (count**2).sum() / total
    between = (
        (ss_person - (groups.people - 1) * within - shared * session) / person_share
        if groups.people > 1
        else zero
    )
    return NestedVariances(
        person_mean.mean(axis=0),
        between,
        session,
        within,
        people=float(total**2 / (of_person**2).sum() - 1),
        sessions=float((of_person / squares - 1).sum()),
        windows=float(free_windows),
    )


def summed(rows: NDArray[np.float64], index: NDArray[np.intp], size: int) -> NDArray[np.float64]:
    """Sums of rows by index, shape (size, columns)."""
    order = np.argsort(index, kind="stable")
    sums = np.zeros((size, rows.shape[1]))
    if len(rows):
        present, starts = np.unique(index[order], return_index=True)
        sums[present] = np.add.reduceat(rows[order], starts, axis=0)
    return sums
