"""BKSD: a password and a phrase, some 400 times each, in English or Arabic.

Altwaijry, Applied Sciences 13(20), 2023; 85 people, 50 the password and 35 the phrase, each in both
languages; MIT licence.

The password is `thug-173`, in Arabic the same keys. The files do not name the phrase's 16 keys, so
they are unknown here; so are those of 12 people whose English password file puts the times of
eight other keys in another order. In about one repetition in a hundred the logger read a second
and its milliseconds on both sides of the turn, so that a time is one second early: such a
repetition is left out where a press is wrong, and its release is missing where that is wrong.
"""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from samehands.capture.positions import UNKNOWN_POSITION
from samehands.errors import DataSetError
from samehands.lab.datasets.corpus import Corpus
from samehands.lab.datasets.grid import corpus_of_grid
from samehands.lab.datasets.keynames import position_of_name
from samehands.lab.datasets.table import read_table
from samehands.quantities import MICROS_PER_MILLI

_PASSWORD: Final = "thug-173"  # noqa: S105  # what people were shown, in a published study
_KEYS: Final = {"Password": len(_PASSWORD), "Phrase": 16}


def load_bksd(
    root: Path, task: Literal["Password", "Phrase"], language: Literal["English", "Arabic"]
) -> Corpus:
    """Loads one of the four parts; a recording is one repetition, in the order of the file.

    People carry the same name in every part (`s12`), so that languages can be compared. Sessions
    are not told apart by the files.

    Raises:
        DataSetError: the file is absent or not as described.
    """
    path = root / "keystroke" / "bksd" / f"{task}-{language}.zip"
    if not path.is_file():
        raise DataSetError(str(path), got="no such file", due="the data set BKSD")
    keys = _KEYS[task]
    codes = [position_of_name(key) for key in _PASSWORD]
    named = np.array(codes if task == "Password" else [UNKNOWN_POSITION] * keys, np.int16)
    parts = []
    for name, content in _files(path):
        press, hold, in_order = _person(content, f"{path.name} {name}", keys)
        position = named if in_order else np.full(keys, UNKNOWN_POSITION, np.int16)
        who = name.split("-")[0].lower()[:-1]  # the last letter is the language
        parts.append((press, hold, np.tile(position, (len(press), 1)), [who] * len(press)))
    people = np.array([who for *_, names in parts for who in names])
    return corpus_of_grid(
        f"bksd-{task.lower()}-{language.lower()}",
        np.concatenate([press for press, *_ in parts]),
        np.concatenate([hold for _, hold, *_ in parts]),
        np.concatenate([position for *_, position, _ in parts]),
        people=people,
        session=np.zeros(len(people), np.int32),
        prompt=_PASSWORD if task == "Password" else f"the phrase of BKSD, in {language}",
    )


def _files(path: Path) -> Iterator[tuple[str, bytes]]:
    """Names and contents of one archive, by name."""
    try:
        with zipfile.ZipFile(path) as archive:
            for name in sorted(archive.namelist()):
                yield name, archive.read(name)
    except (zipfile.BadZipFile, zlib.error, OSError) as error:
        raise DataSetError(str(path), got=type(error).__name__, due="a zip archive") from error


def _person(
    content: bytes, where: str, keys: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], bool]:
    """Presses and holds of one person's repetitions, and whether the keys are in their order."""
    holds = [f"H.{key}" for key in range(1, keys + 1)]
    flights = [f"DD.{key}_{key + 1}" for key in range(1, keys)]
    columns: dict[str, type[pl.DataType]] = dict.fromkeys([*holds, *flights], pl.Int64)
    table = read_table(content, columns, where=where)
    hold = table.select(holds).to_numpy() * MICROS_PER_MILLI
    flight = table.select(flights).to_numpy() * MICROS_PER_MILLI
    press = np.zeros(hold.shape, np.int64)
    np.cumsum(flight, axis=1, out=press[:, 1:])
    rising = np.all(flight >= 0, axis=1)
    if np.mean(rising) > 0.5:
        return press[rising], hold[rising], True
    order = np.argsort(press, axis=1, kind="stable")
    press = np.take_along_axis(press, order, axis=1)
    return press - press[:, :1], np.take_along_axis(hold, order, axis=1), False
