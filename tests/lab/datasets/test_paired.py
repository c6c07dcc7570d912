"""Corpora from raw events: nobody's events pair with another's."""

import numpy as np

from samehands.capture.events import Action, KeyEvents
from samehands.capture.keystrokes import MISSING
from samehands.capture.positions import position_of
from samehands.lab.datasets.paired import paired_corpus


def test_a_press_left_open_by_one_person_is_not_released_by_the_next() -> None:
    key = position_of("KeyA")
    events = KeyEvents(
        np.array([0, 50, 60, 100]),
        np.full(4, key, np.int16),
        np.array([Action.DOWN, Action.UP, Action.DOWN, Action.UP], np.int8),
        np.zeros(4, np.bool_),
    )
    corpus = paired_corpus("two", events, np.array([0, 1]), ("one", "two"))
    assert corpus.recording(0).release.tolist() == [MISSING]
    assert corpus.recording(1).press.tolist() == [60]
    assert corpus.recording(1).release.tolist() == [100]
    assert corpus.keystrokes.starts_run.tolist() == [True, True]
    assert corpus.position.tolist() == [key, key]
    assert (corpus.person.tolist(), corpus.people) == ([0, 1], ("one", "two"))
