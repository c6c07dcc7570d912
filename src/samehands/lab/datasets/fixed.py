"""Passwords in the layout of the CMU benchmark: holds H, flights DD and UD per key, in seconds.

CMU: Killourhy and Maxion, DSN 2009, 51 people, `.tie5Roanl`, 8 sessions of 50; to be cited.
IIITBh: Mishra, Das, Pattnaik 2017, 12 people, `.xat17padn`, 6 sessions of 25; ODbL 1.0.
"""

from pathlib import Path

import numpy as np
import polars as pl

from samehands.errors import DataSetError
from samehands.lab.datasets.corpus import Corpus
from samehands.lab.datasets.grid import corpus_of_grid
from samehands.lab.datasets.keynames import position_of_name
from samehands.lab.datasets.table import read_table
from samehands.quantities import MICROS_PER_SECOND


def load_cmu_corpus(root: Path) -> Corpus:
    """Loads CMU's password as keystrokes, a recording being one repetition with Return.

    The capital is one keystroke, its letter's: the set does not time Shift.

    Raises:
        DataSetError: the file is absent or not as described.
    """
    path = root / "keystroke" / "cmu-password" / "DSL-StrongPasswordData.csv.gz"
    return _load("cmu-password", path, ".tie5Roanl")


def load_iiitbh(root: Path) -> Corpus:
    """Loads the 12 people of IIITBh-Big; the small file repeats some of them.

    Raises:
        DataSetError: the file is absent or not as described.
    """
    path = root / "keystroke" / "iiitbh" / "IIITBh-Big.csv.gz"
    return _load("iiitbh", path, ".xat17padn")


def _load(name: str, path: Path, prompt: str) -> Corpus:
    table = read_table(path, {"subject": pl.String, "sessionIndex": pl.Int32, "rep": pl.Int32})
    holds = [column for column in table.columns if column.startswith("H.")]
    flights = [column for column in table.columns if column.startswith("DD.")]
    numbers = all(table.schema[column] == pl.Float64 for column in holds + flights)
    if not (numbers and len(holds) == len(flights) + 1 == len(prompt) + 1):
        raise DataSetError(
            str(path),
            got=f"{len(holds)} columns H and {len(flights)} DD",
            due=f"those of {len(prompt) + 1} keys, in seconds",
        )
    hold = np.rint(table.select(holds).to_numpy() * MICROS_PER_SECOND)
    flight = np.rint(table.select(flights).to_numpy() * MICROS_PER_SECOND)
    if not (np.all(hold >= 0) and np.all(flight >= 0)):
        raise DataSetError(str(path), got="negative or missing times", due="H and DD from 0")
    press = np.zeros(hold.shape, np.int64)
    np.cumsum(flight.astype(np.int64), axis=1, out=press[:, 1:])
    keys = [position_of_name(key) for key in [*prompt, "Return"]]
    return corpus_of_grid(
        name,
        press,
        hold.astype(np.int64),
        np.array(keys, np.int16),
        people=table.get_column("subject").to_numpy().astype(np.str_),
        session=table.get_column("sessionIndex").to_numpy(),
        prompt=prompt,
    )
