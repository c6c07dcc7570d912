"""BB-MAS, desktop keyboard: free and fixed text of 116 people in one visit, as raw events.

Belman and others, 2019; the copy is MIT-licensed, the original's terms are not checked. The logger
of 73 people never gives events closer than about 47 ms: a degraded sensor, left out by default.
"""

from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from samehands.capture.events import Action, KeyEvents
from samehands.errors import DataSetError
from samehands.lab.datasets.corpus import Corpus
from samehands.lab.datasets.keynames import position_of_name
from samehands.lab.datasets.paired import paired_corpus
from samehands.lab.datasets.table import read_table
from samehands.quantities import MICROS_PER_MILLI

_PRESSED: Final = 0
_RELEASED: Final = 1
_COLUMNS: Final[dict[str, type[pl.DataType]]] = {
    "subject": pl.Int64,
    "eid": pl.Int64,
    "key": pl.String,
    "direction": pl.Int64,
    "time_ms": pl.Int64,
}


def load_bbmas(root: Path, *, clean_only: bool = True) -> Corpus:
    """Loads and pairs the raw events; a recording is one person's visit.

    Args:
        root: the data folder.
        clean_only: without the people of the logger with the floor of 47 ms.

    Raises:
        DataSetError: the files are absent or not as described.
    """
    folder = root / "keystroke" / "bbmas-desktop"
    subjects = read_table(
        folder / "subjects.csv", {"subject": pl.Int64, "logger_floor_47ms": pl.Int64}
    )
    if clean_only:
        subjects = subjects.filter(pl.col("logger_floor_47ms") == 0)
    table = (
        read_table(folder / "events.csv.zst", _COLUMNS)
        .join(subjects.select("subject"), on="subject")
        .sort("subject", "eid")
    )
    direction = table.get_column("direction").to_numpy()
    if not np.all((direction == _PRESSED) | (direction == _RELEASED)):
        raise DataSetError(str(folder), got="another direction", due="0 (down) or 1 (up)")
    names, which = np.unique(
        table.get_column("key").fill_null("").to_numpy().astype(np.str_), return_inverse=True
    )
    events = KeyEvents(
        table.get_column("time_ms").to_numpy() * MICROS_PER_MILLI,
        np.array([position_of_name(str(name)) for name in names], np.int16)[which],
        np.where(direction == _PRESSED, Action.DOWN, Action.UP).astype(np.int8),
        np.zeros(len(table), np.bool_),
    )
    people, starts = np.unique(table.get_column("subject").to_numpy(), return_index=True)
    return paired_corpus("bbmas-desktop", events, starts, tuple(str(one) for one in people))
