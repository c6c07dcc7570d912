"""SapiMouse: one game in a browser, three minutes and one minute of each person.

Antal and others, Sapientia, 2021; no licence is stated, so it is for measuring and research weights
only. Times are those of the browser's frames (16 to 17 ms).
"""

from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from samehands.capture.pointer import PointerKind
from samehands.lab.datasets.pointer_corpus import (
    PointerCorpus,
    Recorded,
    archive,
    buttons_of,
    corpus_of,
    events_of,
    kinds_of,
)
from samehands.lab.datasets.table import read_table
from samehands.quantities import MICROS_PER_MILLI

FILES: Final = ("mouse/sapimouse/sapimouse.tar.xz",)
"""What is read."""

THREE_MINUTES: Final = 0
"""Kind of a recording: to enrol."""

ONE_MINUTE: Final = 1
"""Kind of a recording: to test."""

_KINDS: Final = {
    "Move": PointerKind.MOVE,
    "Drag": PointerKind.MOVE,
    "Pressed": PointerKind.DOWN,
    "Released": PointerKind.UP,
    "Down": PointerKind.WHEEL,
    "Up": PointerKind.WHEEL,
}
_COLUMNS: Final[dict[str, type[pl.DataType]]] = {
    "client timestamp": pl.Int64,
    "button": pl.String,
    "state": pl.String,
    "x": pl.Int64,
    "y": pl.Int64,
}


def load_sapimouse(root: Path) -> PointerCorpus:
    """Loads both recordings of everybody, the longer first.

    Raises:
        DataSetError: the file is absent or not as described.
    """
    recordings = []
    for name, content in archive(root / FILES[0]):
        person, session = name.split("/")[-2:]
        kind = ONE_MINUTE if session.startswith("session_1min") else THREE_MINUTES
        table = read_table(content, _COLUMNS, where=name)
        what = kinds_of(name, table.get_column("state").to_numpy().astype(np.str_), _KINDS)
        since = table.get_column("client timestamp").to_numpy()
        events = events_of(
            (since - since[:1]) * MICROS_PER_MILLI,
            table.get_column("x").to_numpy(),
            table.get_column("y").to_numpy(),
            what,
            buttons_of(table.get_column("button").to_numpy().astype(np.str_), what),
        )
        recordings.append(Recorded(events, person, kind, kind))
    return corpus_of("sapimouse", recordings)
