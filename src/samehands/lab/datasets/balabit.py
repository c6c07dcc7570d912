"""Balabit: remote-desktop sessions of ten people; other people's sessions play the thieves.

Fülöp, Kovács, Kurics and Windhager-Pokol, 2016, Balabit Mouse Dynamics Challenge data set; no
licence is stated, so it is for measuring and research weights only. Sampling and screen alone tell
its people apart (AUC 0.838): quote the leak baseline beside every figure.
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
from samehands.quantities import MICROS_PER_SECOND

FOLDER: Final = "mouse/balabit"
"""Where it lies in the data folder."""

FILES: Final = (f"{FOLDER}/balabit-full.tar.xz", f"{FOLDER}/public_labels.csv")
"""What is read."""

TRAINING: Final = 0
"""Kind of a recording: known to be the owner's."""

LEGAL: Final = 1
"""Kind of a recording: of the test, the owner's."""

ILLEGAL: Final = 2
"""Kind of a recording: of the test, another's."""

UNLABELLED: Final = 3
"""Kind of a recording: of the test, and nobody says whose."""

FINE_CLOCK: Final = ("user7", "user9", "user20")
"""People sampled at some 16 ms; the others at some 110 ms."""

_KINDS: Final = {
    "Move": PointerKind.MOVE,
    "Drag": PointerKind.MOVE,
    "Pressed": PointerKind.DOWN,
    "Released": PointerKind.UP,
    "Down": PointerKind.WHEEL,
    "Up": PointerKind.WHEEL,
}
_COLUMNS: Final[dict[str, type[pl.DataType]]] = {
    "client timestamp": pl.Float64,
    "button": pl.String,
    "state": pl.String,
    "x": pl.Int64,
    "y": pl.Int64,
}


def load_balabit(root: Path) -> PointerCorpus:
    """Loads training sessions and the labelled test sessions; the others are left out.

    Raises:
        DataSetError: the files are absent or not as described.
    """
    labels = read_table(root / FILES[1], {"filename": pl.String, "is_illegal": pl.Int64})
    label = dict(labels.select("filename", "is_illegal").iter_rows())
    recordings = []
    for name, content in archive(root / FILES[0]):
        folder, person, session = ("", "", *name.split("/"))[-3:]
        if folder == "training_files":
            kind = TRAINING
        elif session in label:
            kind = ILLEGAL if label[session] else LEGAL
        else:
            continue
        recordings.append(_recorded(content, name, person, kind))
    return corpus_of("balabit", recordings)


def _recorded(content: bytes, name: str, person: str, kind: int) -> Recorded:
    table = read_table(content, _COLUMNS, where=name)
    what = kinds_of(name, table.get_column("state").to_numpy().astype(np.str_), _KINDS)
    button = table.get_column("button").to_numpy().astype(np.str_)
    events = events_of(
        np.rint(table.get_column("client timestamp").to_numpy() * MICROS_PER_SECOND).astype(
            np.int64
        ),
        table.get_column("x").to_numpy(),
        table.get_column("y").to_numpy(),
        what,
        buttons_of(button, what),
    )
    return Recorded(events, person, kind, kind)
