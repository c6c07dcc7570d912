"""A Corpus: recordings of many people as one long run of keystrokes and a table of ranges."""

from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray

from samehands.capture.keystrokes import MISSING, Keystrokes
from samehands.capture.positions import ZONE_OF_POSITION
from samehands.errors import DataSetError
from samehands.quantities import MICROS_PER_MILLI


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """Recordings one after the other, each starting a run of its own.

    Args:
        name: of the data set, as reports print it.
        keystrokes: of all recordings, n in all.
        position: shape (n,), physical positions. Only the laboratory sees them: for references
            that need the key, and for the positive controls of the text-recovery attack.
        bounds: shape (recordings + 1,), row ranges of the recordings.
        person: shape (recordings,), index into `people`.
        session: shape (recordings,), rising with time for one person.
        prompt: shape (recordings,), index into `prompts`, -1 where nothing was shown.
        people: names as the data set gives them.
        prompts: the texts that were shown, never what was typed.

    Raises:
        DataSetError: the columns do not fit each other.
    """

    name: str
    keystrokes: Keystrokes
    position: NDArray[np.int16] = field(repr=False)
    bounds: NDArray[np.int64] = field(repr=False)
    person: NDArray[np.int32] = field(repr=False)
    session: NDArray[np.int32] = field(repr=False)
    prompt: NDArray[np.int32] = field(repr=False)
    people: tuple[str, ...] = field(repr=False)
    prompts: tuple[str, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        recordings = len(self.person)
        fits = (
            len(self.bounds) == recordings + 1
            and len(self.session) == recordings
            and len(self.prompt) == recordings
            and len(self.position) == len(self.keystrokes)
            and (recordings == 0 or int(self.bounds[-1]) == len(self.keystrokes))
        )
        if not fits:
            raise DataSetError(
                f"corpus {self.name}", got="columns that do not fit", due="one row per recording"
            )

    def __len__(self) -> int:
        return len(self.person)

    def recording(self, index: int) -> Keystrokes:
        """The keystrokes of one recording."""
        return self.keystrokes[slice(int(self.bounds[index]), int(self.bounds[index + 1]))]

    def recording_of_row(self) -> NDArray[np.int64]:
        """The recording that each keystroke belongs to, shape (n,)."""
        return np.repeat(np.arange(len(self)), np.diff(self.bounds))

    def selected(self, keep: NDArray[np.bool_]) -> Self:
        """Only some of the recordings; people and prompts keep their numbers.

        Args:
            keep: shape (recordings,).
        """
        rows = np.repeat(keep, np.diff(self.bounds))
        strokes = self.keystrokes
        return type(self)(
            name=self.name,
            keystrokes=Keystrokes(
                strokes.press[rows],
                strokes.release[rows],
                strokes.zone[rows],
                strokes.starts_run[rows],
                strokes.position[rows],
            ),
            position=self.position[rows],
            bounds=np.concatenate([[0], np.cumsum(np.diff(self.bounds)[keep])]),
            person=self.person[keep],
            session=self.session[keep],
            prompt=self.prompt[keep],
            people=self.people,
            prompts=self.prompts,
        )


def starts_of(bounds: NDArray[np.int64], length: int) -> NDArray[np.bool_]:
    """Marks the first row of each range, shape (length,)."""
    starts = np.zeros(length, np.bool_)
    starts[bounds[:-1][bounds[:-1] < bounds[1:]]] = True
    return starts


def keystrokes_of_ms(
    press: NDArray[np.integer],
    release: NDArray[np.integer],
    position: NDArray[np.int16],
    bounds: NDArray[np.int64],
) -> Keystrokes:
    """Keystrokes from a table of presses and releases, each recording starting a run.

    Args:
        press: shape (n,), ms.
        release: shape (n,), ms; one before its press was lost.
        position: shape (n,).
        bounds: shape (recordings + 1,), row ranges.
    """
    at, up = (column.astype(np.int64) * MICROS_PER_MILLI for column in (press, release))
    return Keystrokes(
        at,
        np.where(up < at, MISSING, up),
        ZONE_OF_POSITION[position],
        starts_of(bounds, len(at)),
        position,
    )
