"""Boğaziçi desktop: ten accounts of ordinary office computers over months, at 125 Hz.

Kilic, Yildirim and Anarim, 2021; no licence is stated, so it is for measuring and research weights
only. Sessions marked illegal are of other people; whether at the owner's computer is not said.
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

FOLDER: Final = "mouse/bogazici-desktop"
"""Where it lies in the data folder."""

FILES: Final = (f"{FOLDER}/sessions.tar.xz", f"{FOLDER}/sessions.csv")
"""What is read."""

OFFICE: Final = frozenset({"work", "office", "browsing", "file system"})
"""Applications that count as office work; a stretch in another one is a gap."""

LEGAL: Final = 0
"""Kind of a recording: the owner's."""

ILLEGAL: Final = 1
"""Kind of a recording: somebody else's."""

_KINDS: Final = {
    "Move": PointerKind.MOVE,
    "Drag": PointerKind.MOVE,
    "Pressed": PointerKind.DOWN,
    "Released": PointerKind.UP,
    "Down": PointerKind.WHEEL,
    "Up": PointerKind.WHEEL,
}
_COLUMNS: Final[dict[str, type[pl.DataType]]] = {
    "client_timestamp": pl.Float64,
    "x": pl.Float64,
    "y": pl.Float64,
    "button": pl.String,
    "state": pl.String,
    "window": pl.String,
}


def load_bogazici(root: Path) -> PointerCorpus:
    """Loads all sessions, office work only, in time order within an account.

    Raises:
        DataSetError: the files are absent or not as described.
    """
    index = read_table(
        root / FILES[1],
        {
            "account": pl.String,
            "session": pl.String,
            "is_illegal": pl.Int64,
            "t_start_epoch": pl.Float64,
        },
    )
    described = {
        f"{account}/{session}": (int(illegal), float(start))
        for account, session, illegal, start in index.select(
            "account", "session", "is_illegal", "t_start_epoch"
        ).iter_rows()
    }
    recordings = []
    for name, content in archive(root / FILES[0]):
        account, session = name.split("/")[-2:]
        if f"{account}/{session}" not in described:
            continue
        illegal, start = described[f"{account}/{session}"]
        recordings.append(_recorded(content, name, account, illegal, start))
    return corpus_of("bogazici-desktop", recordings)


def _recorded(content: bytes, name: str, account: str, illegal: int, start: float) -> Recorded:
    table = read_table(content, _COLUMNS, where=name)
    kind = kinds_of(name, table.get_column("state").to_numpy().astype(np.str_), _KINDS)
    button = table.get_column("button").fill_null("").to_numpy().astype(np.str_)
    away = ~table.get_column("window").is_in(list(OFFICE)).to_numpy()
    kind = np.where(away, np.int8(PointerKind.GAP), kind)
    since = table.get_column("client_timestamp").to_numpy()
    return Recorded(
        events_of(
            np.rint((since - since[:1]) * MICROS_PER_SECOND).astype(np.int64),
            table.get_column("x").to_numpy().astype(np.int64),
            table.get_column("y").to_numpy().astype(np.int64),
            kind.astype(np.int8),
            buttons_of(button, kind),
        ),
        account,
        start,
        illegal,
    )
