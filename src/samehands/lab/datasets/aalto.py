"""Aalto 136M: transcribed sentences, 15 a person, one sitting on the person's own device.

Dhakal, Feit, Kristensson, Oulasvirta, CHI 2018. Non-commercial: for measuring and for projections
that say so.
"""

from pathlib import Path
from typing import Final, Literal

import numpy as np
import polars as pl

from samehands.errors import DataSetError
from samehands.lab.datasets.corpus import Corpus, keystrokes_of_ms
from samehands.lab.datasets.keynames import JS_KEYCODE_POSITION

_KEYCODES: Final = len(JS_KEYCODE_POSITION)


def load_aalto(root: Path, part: Literal["a", "b"]) -> Corpus:
    """Loads one of the two parts; a recording is a sentence, in the order in which it was typed.

    Args:
        root: the data folder.
        part: "a" holds 1,309 unselected people, "b" 8,015 with clock anomalies over-represented.

    Raises:
        DataSetError: the files are absent or not as described.
    """
    folder = root / "keystroke" / f"aalto136m-{part}"
    if not folder.is_dir():
        raise DataSetError(str(folder), got="no such folder", due="the Aalto data set")
    sections = pl.read_csv(folder / "sections.csv.zst").sort("participant", "order")
    sections = sections.with_row_index("recording")
    strokes = (
        pl.read_csv(folder / "keystrokes.csv.zst", columns=list(range(5)))
        .with_row_index("row")
        .join(
            sections.select("participant", "section", "recording"), on=["participant", "section"]
        )
        .sort("recording", "press_ms", "row")
    )
    recordings = strokes.get_column("recording").to_numpy()
    bounds = np.searchsorted(recordings, np.arange(len(sections) + 1)).astype(np.int64)
    keycode = strokes.get_column("keycode").to_numpy()
    position = JS_KEYCODE_POSITION[np.where((keycode >= 0) & (keycode < _KEYCODES), keycode, 0)]
    people, person = np.unique(sections.get_column("participant").to_numpy(), return_inverse=True)
    texts, prompt = np.unique(sections.get_column("sentence").to_numpy(), return_inverse=True)
    return Corpus(
        name=f"aalto136m-{part}",
        keystrokes=keystrokes_of_ms(
            strokes.get_column("press_ms").to_numpy(),
            strokes.get_column("release_ms").to_numpy(),
            position,
            bounds,
        ),
        position=position,
        bounds=bounds,
        person=person.astype(np.int32),
        session=np.zeros(len(sections), np.int32),
        prompt=prompt.astype(np.int32),
        people=tuple(str(name) for name in people),
        prompts=tuple(str(text) for text in texts),
    )
