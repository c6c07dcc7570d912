"""Recordings that all have the same number of keystrokes: a password typed again and again."""

import numpy as np
from numpy.typing import NDArray

from samehands.capture.keystrokes import MISSING, Keystrokes
from samehands.capture.positions import ZONE_OF_POSITION
from samehands.lab.datasets.corpus import Corpus


def corpus_of_grid(  # noqa: PLR0913  # a table has its columns
    name: str,
    press: NDArray[np.int64],
    hold: NDArray[np.int64],
    position: NDArray[np.int16],
    *,
    people: NDArray[np.str_],
    session: NDArray[np.int32],
    prompt: str,
) -> Corpus:
    """A corpus from a table with one row for each recording.

    Args:
        name: of the corpus.
        press: shape (recordings, keys), µs, never falling along a row.
        hold: shape (recordings, keys), µs; a negative one is a lost release.
        position: shape (keys,) or (recordings, keys).
        people: shape (recordings,), who typed it.
        session: shape (recordings,).
        prompt: what everyone typed.

    >>> once = corpus_of_grid("ab", np.array([[0, 90]]), np.array([[50, -1]]),
    ...     np.array([13, 30], np.int16), people=np.array(["me"]),
    ...     session=np.array([1], np.int32), prompt="ab")
    >>> once.recording(0).hold.tolist() == [50, MISSING]
    True
    """
    recordings, keys = press.shape
    starts = np.zeros(press.shape, np.bool_)
    starts[:, 0] = True
    flat = np.broadcast_to(position, press.shape).reshape(-1)
    known, person = np.unique(people, return_inverse=True)
    return Corpus(
        name=name,
        keystrokes=Keystrokes(
            press.reshape(-1),
            np.where(hold < 0, MISSING, press + hold).reshape(-1),
            ZONE_OF_POSITION[flat],
            starts.reshape(-1),
            flat,
        ),
        position=flat,
        bounds=np.arange(recordings + 1, dtype=np.int64) * keys,
        person=person.astype(np.int32),
        session=session,
        prompt=np.zeros(recordings, np.int32),
        people=tuple(str(one) for one in known),
        prompts=(prompt,),
    )
