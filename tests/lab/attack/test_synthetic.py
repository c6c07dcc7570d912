"""Simulated typists and phrases."""

import numpy as np

from samehands.capture.positions import ZONE_OF_POSITION
from samehands.lab.attack.synthetic import made_up_phrases, simulated_corpus
from samehands.lab.datasets.corpus import Corpus


def test_phrases_differ_and_share_words() -> None:
    phrases = made_up_phrases(np.random.default_rng(0))
    assert len(set(phrases)) == 300
    words = [word for text in phrases for word in text[:-1].lower().split()]
    assert len(set(words)) < len(words) / 3


def test_the_same_seed_makes_the_same_typists() -> None:
    one, two = (
        simulated_corpus(np.random.default_rng(1), typists=3, phrases=10, phrases_each=5)
        for _ in range(2)
    )
    assert one.prompts == two.prompts
    assert np.array_equal(one.keystrokes.press, two.keystrokes.press)


def test_keystrokes_are_as_capture_gives_them(few: Corpus) -> None:
    strokes = few.keystrokes
    assert (np.diff(strokes.press) > 0).all()
    assert (strokes.release > strokes.press).all()
    assert np.array_equal(strokes.zone, ZONE_OF_POSITION[few.position])
    assert np.array_equal(np.flatnonzero(strokes.starts_run), few.bounds[:-1])


def test_times_are_like_peoples(few: Corpus) -> None:
    gap = np.diff(few.keystrokes.press) / 1000
    assert 80 < np.median(few.keystrokes.hold) / 1000 < 120
    assert 100 < np.median(gap) < 250
    assert (gap < 20).mean() < 0.01


def test_some_keys_are_taken_back(few: Corpus) -> None:
    assert 0 < (few.keystrokes.zone == 7).mean() < 0.1
