"""IKDD: daily typing of 80 people, as lists of holds and flights per key; their order is lost.

Tsimperidis, Asvesta, Vrochidou, Papakostas, Information 15(9), 2024; to be cited, for measuring and
for projections that say so. Keys are Windows' virtual key codes.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from samehands.capture.positions import ZONE_OF_POSITION
from samehands.errors import DataSetError
from samehands.lab.datasets.keynames import WINDOWS_KEYCODE_POSITION
from samehands.quantities import MICROS_PER_MILLI

_NO_KEY: Final = 0
"""The second key of a feature that is a hold."""


@dataclass(frozen=True, slots=True, eq=False)
class IkddFeatures:
    """Holds of keys and flights dd of pairs of keys, without order, by log.

    Args:
        people: names as the data set gives them.
        person: shape (logs,), index into `people`.
        number: shape (logs,), the log's number, rising with time for one person.
        log: shape (features,), index of the log.
        first: shape (features,), position of the key held, or of the first of two.
        second: shape (features,), position of the second key, -1 for a hold.
        bounds: shape (features + 1,), ranges of `values`.
        values: shape (n,), µs, in no order.
        rejected: how many values were negative, which neither a hold nor a flight dd can be.
    """

    people: tuple[str, ...] = field(repr=False)
    person: NDArray[np.int32] = field(repr=False)
    number: NDArray[np.int32] = field(repr=False)
    log: NDArray[np.int32] = field(repr=False)
    first: NDArray[np.int16] = field(repr=False)
    second: NDArray[np.int16] = field(repr=False)
    bounds: NDArray[np.int64] = field(repr=False)
    values: NDArray[np.int64] = field(repr=False)
    rejected: int

    @property
    def is_hold(self) -> NDArray[np.bool_]:
        """Which features are holds, shape (features,)."""
        return self.second < 0

    @property
    def first_zone(self) -> NDArray[np.int8]:
        """The zone of the key held, or of the first of two, shape (features,)."""
        return ZONE_OF_POSITION[self.first]

    @property
    def second_zone(self) -> NDArray[np.int8]:
        """The zone of the second key, -1 for a hold, shape (features,)."""
        return np.where(self.is_hold, np.int8(-1), ZONE_OF_POSITION[self.second])

    def feature_of_value(self) -> NDArray[np.int64]:
        """The feature that each value belongs to, shape (n,)."""
        return np.repeat(np.arange(len(self.log)), np.diff(self.bounds))


def load_ikdd(root: Path) -> IkddFeatures:
    """Loads all logs.

    Raises:
        DataSetError: the file is absent or not as described.
    """
    path = root / "keystroke" / "ikdd" / "features.csv.zst"
    rows = _rows_of(path)
    codes = rows.select("first", "second").to_numpy()
    if codes.min() < 0 or codes.max() >= len(WINDOWS_KEYCODE_POSITION):
        raise DataSetError(str(path), got="a key code out of range", due="0 to 255")
    values = rows.get_column("values").explode().to_numpy()
    good = values >= 0
    good_before = np.concatenate([[0], np.cumsum(good)])
    ends = np.cumsum(rows.get_column("values").list.len().to_numpy().astype(np.int64))
    logs = rows.unique(["user", "number"], maintain_order=True).select("user", "number")
    people, person = np.unique(
        logs.get_column("user").to_numpy().astype(np.str_), return_inverse=True
    )
    log = rows.join(logs.with_row_index("log"), on=["user", "number"], maintain_order="left")
    position = WINDOWS_KEYCODE_POSITION[codes]
    return IkddFeatures(
        people=tuple(str(one) for one in people),
        person=person.astype(np.int32),
        number=logs.get_column("number").to_numpy(),
        log=log.get_column("log").to_numpy().astype(np.int32),
        first=position[:, 0],
        second=np.where(codes[:, 1] == _NO_KEY, np.int16(-1), position[:, 1]),
        bounds=good_before[np.concatenate([[0], ends])],
        values=values[good] * MICROS_PER_MILLI,
        rejected=int(np.count_nonzero(~good)),
    )


def _rows_of(path: Path) -> pl.DataFrame:
    """The lines, which differ in length: user, number, first, second, values (a list)."""
    if not path.is_file():
        raise DataSetError(str(path), got="no such file", due="the data set IKDD")
    try:
        lines = pl.read_csv(
            path, has_header=False, separator="\x1f", quote_char=None, new_columns=["line"]
        )
        parts = lines.select(pl.col("line").str.splitn(",", 4).alias("part")).unnest("part")
        keys = pl.col("field_2").str.split("-")
        rows = parts.select(
            pl.col("field_0").alias("user"),
            pl.col("field_1").cast(pl.Int32).alias("number"),
            keys.list.get(0).cast(pl.Int64).alias("first"),
            keys.list.get(1).cast(pl.Int64).alias("second"),
            pl.col("field_3").str.split(",").cast(pl.List(pl.Int64)).alias("values"),
        )
    except pl.exceptions.PolarsError as error:
        raise DataSetError(
            str(path), got=type(error).__name__, due="user,log,key-key,ms,..."
        ) from error
    if any(rows.null_count().row(0)) or rows.is_empty():
        raise DataSetError(
            str(path), got="a line that is too short", due="user,log,key-key,ms,..."
        )
    return rows
