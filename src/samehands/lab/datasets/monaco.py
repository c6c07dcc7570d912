"""Monaco, POHMM: free text of 27 people in six sessions, the cross-session set.

J. V. Monaco and C. C. Tappert, Pace University; the repository's licence is BSD-3. The clock
ticked every 15.6 ms in 74 of the 162 sessions, every 8 or 10 ms in as many.
"""

from pathlib import Path

import numpy as np
import polars as pl

from samehands.errors import DataSetError
from samehands.lab.datasets.corpus import Corpus, keystrokes_of_ms
from samehands.lab.datasets.keynames import position_of_name


def load_free_text(root: Path) -> Corpus:
    """Loads the free-text part: a recording is a session of 500 keystrokes.

    Raises:
        DataSetError: the file is absent.
    """
    return load_part(root, "free_text")


def load_part(root: Path, part: str) -> Corpus:
    """Loads one part of the set, by the name of its file.

    Raises:
        DataSetError: the file is absent.
    """
    path = root / "keystroke" / "monaco-pohmm" / f"{part}.csv.gz"
    if not path.is_file():
        raise DataSetError(str(path), got="no such file", due="the Monaco data set")
    table = (
        pl.read_csv(path)
        .with_row_index("row")
        .sort("user", "session", "timepress", "row")
        .with_columns(pl.struct("user", "session").rank("dense").alias("recording") - 1)
    )
    recording = table.get_column("recording").to_numpy()
    bounds = np.searchsorted(recording, np.arange(recording[-1] + 2)).astype(np.int64)
    first = table[bounds[:-1]]
    names = table.get_column("keyname").to_numpy()
    known, which = np.unique(names, return_inverse=True)
    position = np.array([position_of_name(str(name)) for name in known], np.int16)[which]
    people, person = np.unique(first.get_column("user").to_numpy(), return_inverse=True)
    return Corpus(
        name=f"monaco-{part.replace('_', '-')}",
        keystrokes=keystrokes_of_ms(
            table.get_column("timepress").to_numpy(),
            table.get_column("timerelease").to_numpy(),
            position,
            bounds,
        ),
        position=position,
        bounds=bounds,
        person=person.astype(np.int32),
        session=first.get_column("session").to_numpy().astype(np.int32),
        prompt=np.full(len(first), -1, np.int32),
        people=tuple(str(name) for name in people),
    )
