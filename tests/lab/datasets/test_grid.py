"""Grids: a row is a recording."""

import numpy as np

from samehands.capture.keystrokes import MISSING
from samehands.capture.positions import ZONE_OF_POSITION, position_of
from samehands.lab.datasets.grid import corpus_of_grid


def test_each_row_becomes_a_recording_that_starts_a_run() -> None:
    position = np.array([position_of("KeyA"), position_of("KeyK")], np.int16)
    corpus = corpus_of_grid(
        "two",
        np.array([[0, 100], [0, 70], [0, 90]]),
        np.array([[60, 50], [40, -1], [80, 80]]),
        position,
        people=np.array(["b", "a", "b"]),
        session=np.array([1, 1, 2], np.int32),
        prompt="ak",
    )
    assert len(corpus) == 3
    assert [corpus.people[one] for one in corpus.person] == ["b", "a", "b"]
    assert corpus.session.tolist() == [1, 1, 2]
    assert corpus.prompts == ("ak",)
    second = corpus.recording(1)
    assert second.release.tolist() == [40, MISSING]
    assert second.starts_run.tolist() == [True, False]
    assert second.zone.tolist() == ZONE_OF_POSITION[position].tolist()
