"""Monaco: the parts with a prompt."""

from pathlib import Path

import numpy as np
import pytest

from samehands.capture.positions import position_of
from samehands.errors import DataSetError
from samehands.lab.datasets.monaco_fixed import load_fixed_text, load_keypad


def test_the_fixed_text_is_60_people_4_sessions_100_keystrokes(data_root: Path) -> None:
    corpus = load_fixed_text(data_root)
    assert (len(corpus.people), len(corpus), len(corpus.keystrokes)) == (60, 240, 24_000)
    assert np.all(np.diff(corpus.bounds) == 100)
    assert np.all(np.bincount(corpus.person) == 4)
    assert np.all(corpus.prompt == 0)


def test_the_keypad_is_30_people_20_times_one_number_and_enter(data_root: Path) -> None:
    corpus = load_keypad(data_root)
    assert (len(corpus.people), len(corpus), len(corpus.keystrokes)) == (30, 600, 6_600)
    number = [position_of(f"Numpad{digit}") for digit in corpus.prompts[0]]
    assert np.all(corpus.position.reshape(-1, 11) == [*number, position_of("Enter")])


def test_an_absent_data_set_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataSetError, match="no such file"):
        load_keypad(tmp_path)
