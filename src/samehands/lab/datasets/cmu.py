"""Passwords as the CMU benchmark has them: 31 times per repetition, in the order of the file.

For the protocols of the literature, which are about these numbers; `fixed.py` has the same sets as
keystrokes. CMU: Killourhy and Maxion, DSN 2009, to be cited. IIITBh: Mishra, Das, Pattnaik 2017,
ODbL 1.0.

The period's hold of 146 CMU rows is known to ±0.5 ms only (`uncertain-rows.csv`). The value in the
benchmark's file lies in the middle of the range and is what is loaded: published figures can be
compared with no other. `with_first_hold` moves it to either end, to see whether it matters.
"""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Literal, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from samehands.errors import DataSetError
from samehands.lab.datasets.table import read_table

Times: TypeAlias = NDArray[np.float64]
"""Shape (..., features), seconds: hold, dd, ud of each key in turn, and the last key's hold."""

PasswordSet: TypeAlias = Literal["cmu", "iiitbh-big", "iiitbh-small"]

FILES: Final[dict[PasswordSet, str]] = {
    "cmu": "keystroke/cmu-password/DSL-StrongPasswordData.csv.gz",
    "iiitbh-big": "keystroke/iiitbh/IIITBh-Big.csv.gz",
    "iiitbh-small": "keystroke/iiitbh/IIITBh-Small.csv.gz",
}
"""Where each set lies under the data root."""

UNCERTAIN: Final = "keystroke/cmu-password/uncertain-rows.csv"

TENTH_MS: Final = 1e-4
"""A tenth of a millisecond in seconds: the unit of `uncertain-rows.csv`."""


@dataclass(frozen=True, slots=True, eq=False)
class PasswordTable:
    """One password typed by everybody equally often.

    Args:
        name: of the data set, as reports print it.
        people: names as the data set gives them, p in all.
        times: shape (p, sessions, repetitions, features), seconds, in the order of typing.
    """

    name: str
    people: tuple[str, ...] = field(repr=False)
    times: Times = field(repr=False)

    @property
    def sessions(self) -> int:
        """How many sessions each person has."""
        return int(self.times.shape[1])

    def of_sessions(self, sessions: slice) -> Times:
        """The repetitions of some sessions, one after the other, shape (p, n, features)."""
        chosen = self.times[:, sessions]
        return chosen.reshape(len(self.people), -1, chosen.shape[-1])


@dataclass(frozen=True, slots=True, eq=False)
class UncertainHolds:
    """The repetitions of CMU whose first hold is known within a range only.

    Args:
        row: shape (n,), in the file's order, from 0.
        low: shape (n,), seconds, the least that the hold can have been.
        high: shape (n,), seconds, the most.
    """

    row: NDArray[np.int64] = field(repr=False)
    low: Times = field(repr=False)
    high: Times = field(repr=False)


def load_passwords(root: Path, name: PasswordSet) -> PasswordTable:
    """Loads a set as a table of times.

    Raises:
        DataSetError: the file is absent, or holds another table than everybody's repetitions.
    """
    path = root / FILES[name]
    table = read_table(path, {"subject": pl.String, "sessionIndex": pl.Int64, "rep": pl.Int64})
    columns = [
        column for column in table.columns if column not in ("subject", "sessionIndex", "rep")
    ]
    kinds = [column.split(".")[0] for column in columns]
    if not columns or kinds != [*("H", "DD", "UD") * (len(kinds) // 3), "H"]:
        raise DataSetError(
            str(path), got=f"{len(columns)} columns of times", due="H, DD, UD in turn"
        )
    table = table.sort("subject", "sessionIndex", "rep", maintain_order=True)
    people = table.get_column("subject").unique(maintain_order=True).to_list()
    sessions = table.get_column("sessionIndex").n_unique()
    repetitions = table.get_column("rep").n_unique()
    due = [
        (person, session, repetition)
        for person in people
        for session in range(1, sessions + 1)
        for repetition in range(1, repetitions + 1)
    ]
    if table.select("subject", "sessionIndex", "rep").rows() != due:
        raise DataSetError(
            str(path), got=f"{len(table)} rows", due="every repetition of every session once"
        )
    return PasswordTable(
        name,
        tuple(people),
        _times(path, table, columns).reshape(len(people), sessions, repetitions, len(columns)),
    )


def load_uncertain_holds(root: Path) -> UncertainHolds:
    """Loads which first holds of CMU are uncertain, and by how much.

    Raises:
        DataSetError: the file is absent, or is no list of ranges.
    """
    path = root / UNCERTAIN
    wanted = ["data_row_1based", "H.period_min_0.1ms", "H.period_max_0.1ms"]
    table = read_table(path, dict.fromkeys(wanted, pl.Int64)).select(wanted)
    if sum(table.null_count().row(0)):
        raise DataSetError(str(path), got="missing values", due="a row and its range")
    row, low, high = table.to_numpy().T
    if not (np.all(row > 0) and np.all(low > 0) and np.all(low <= high)):
        raise DataSetError(
            str(path), got="rows or ranges out of order", due="min to max, row from 1"
        )
    return UncertainHolds(row.astype(np.int64) - 1, low * TENTH_MS, high * TENTH_MS)


def with_first_hold(table: PasswordTable, uncertain: UncertainHolds, hold: Times) -> PasswordTable:
    """The table with other values for the uncertain first holds; ud follows, dd stays.

    Args:
        table: of CMU, whose rows lie in the file's order.
        uncertain: which repetitions.
        hold: shape (n,), seconds, such as `uncertain.low`.

    Raises:
        DataSetError: a row is not in the table.
    """
    times = table.times.copy()
    rows = times.reshape(-1, times.shape[-1])
    if len(uncertain.row) and uncertain.row.max() >= len(rows):
        raise DataSetError(
            "uncertain rows", got=f"row {uncertain.row.max() + 1}", due=f"1 to {len(rows)}"
        )
    rows[uncertain.row, 0] = hold
    rows[uncertain.row, 2] = rows[uncertain.row, 1] - hold
    return replace(table, times=times)


def _times(path: Path, table: pl.DataFrame, columns: list[str]) -> Times:
    chosen = table.select(columns)
    if not all(kind.is_numeric() for kind in chosen.dtypes) or sum(chosen.null_count().row(0)):
        raise DataSetError(str(path), got="missing times", due="seconds in every row")
    times = chosen.to_numpy().astype(np.float64)
    if not np.isfinite(times).all():
        raise DataSetError(str(path), got="times that are no numbers", due="seconds in every row")
    return times
