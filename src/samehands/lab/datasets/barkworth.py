"""Barkworth: typing in one web application, 34 sessions of people and 30 of a simple bot.

J. Barkworth, 2021; no licence is stated, so it is for measuring only. Which sessions are of the
same person is not known: each counts as one of its own.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from samehands.capture.events import Action, KeyEvents
from samehands.errors import DataSetError
from samehands.lab.datasets.corpus import Corpus
from samehands.lab.datasets.keynames import position_of_name
from samehands.lab.datasets.paired import paired_corpus
from samehands.lab.datasets.table import read_table
from samehands.quantities import MICROS_PER_SECOND

_COLUMNS: Final[dict[str, type[pl.DataType]]] = {
    "session": pl.String,
    "class": pl.String,
    "t_s": pl.Float64,
    "pressed": pl.String,
    "released": pl.String,
}


@dataclass(frozen=True, slots=True, eq=False)
class BarkworthKeys:
    """The sessions, and which of them a program typed.

    Args:
        corpus: a recording is a session, a "person" too.
        is_bot: shape (recordings,).
    """

    corpus: Corpus
    is_bot: NDArray[np.bool_] = field(repr=False)


def load_barkworth_keys(root: Path) -> BarkworthKeys:
    """Loads and pairs the key events.

    Raises:
        DataSetError: the file is absent or not as described.
    """
    path = root / "keystroke" / "bot-barkworth" / "key.csv.zst"
    table = read_table(path, _COLUMNS).sort("session", maintain_order=True)
    pressed = (table.get_column("pressed") != "None").to_numpy()  # the logger wrote Python's None
    released = (table.get_column("released") != "None").to_numpy()
    if np.any(pressed == released):
        raise DataSetError(str(path), got="a row that is no event", due="one of pressed, released")
    key = np.where(pressed, table.get_column("pressed"), table.get_column("released"))
    names, which = np.unique(key.astype(np.str_), return_inverse=True)
    events = KeyEvents(
        np.rint(table.get_column("t_s").to_numpy() * MICROS_PER_SECOND).astype(np.int64),
        np.array([position_of_name(str(name)) for name in names], np.int16)[which],
        np.where(pressed, Action.DOWN, Action.UP).astype(np.int8),
        np.zeros(len(table), np.bool_),
    )
    sessions, starts = np.unique(
        table.get_column("session").to_numpy().astype(np.str_), return_index=True
    )
    corpus = paired_corpus("bot-barkworth", events, starts, tuple(str(one) for one in sessions))
    return BarkworthKeys(corpus, table.get_column("class").to_numpy()[starts] == "simple")
