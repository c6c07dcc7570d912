"""Replays: the same typing again, as it was or changed."""

import numpy as np
import pytest
from numpy.typing import NDArray

from samehands.capture.keystrokes import Keystrokes
from samehands.errors import DataSetError
from samehands.lab.forgers.replay import Replay


def test_a_verbatim_replay_is_the_recording(typing: Keystrokes, text: NDArray[np.int16]) -> None:
    again = Replay(typing).forge(text, np.random.default_rng(0))
    assert np.array_equal(again.press, typing.press[:300])
    assert np.array_equal(again.release, typing.release[:300])


def test_a_cut_leaves_out_the_beginning(typing: Keystrokes, text: NDArray[np.int16]) -> None:
    again = Replay(typing, most_cut=99).forge(text, np.random.default_rng(0))
    cut = int(np.flatnonzero(typing.press == again.press[0])[0])
    assert 1 <= cut <= 99


def test_a_stretch_changes_all_gaps_alike(typing: Keystrokes, text: NDArray[np.int16]) -> None:
    again = Replay(typing, stretch=0.1).forge(text, np.random.default_rng(4))
    inside = ~typing.starts_run[1:300] & (np.diff(typing.press[:300]) > 20_000)
    factor = np.diff(again.press)[inside] / np.diff(typing.press[:300])[inside]
    assert factor.min() >= 0.9
    assert factor.max() <= 1.1
    assert np.ptp(factor) < 0.02


def test_jitter_changes_each_gap_a_little(typing: Keystrokes, text: NDArray[np.int16]) -> None:
    again = Replay(typing, jitter=3.0).forge(text, np.random.default_rng(4))
    moved = (np.diff(again.press) - np.diff(typing.press[:300]))[~typing.starts_run[1:300]]
    assert 1_500 < moved.std() < 4_500


def test_a_recording_of_nothing_cannot_be_replayed(text: NDArray[np.int16]) -> None:
    with pytest.raises(DataSetError, match="recording"):
        Replay(Keystrokes.none()).forge(text, np.random.default_rng(0))
