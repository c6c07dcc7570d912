"""Keystrokes: slices, holds and joining."""

import numpy as np

from samehands.capture.keystrokes import MISSING, Keystrokes


def some() -> Keystrokes:
    return Keystrokes(
        np.array([100, 200, 300]),
        np.array([180, MISSING, 350]),
        np.array([1, 2, 3], np.int8),
        np.array([True, False, False]),
    )


def test_the_hold_of_a_lost_release_is_missing() -> None:
    assert some().hold.tolist() == [80, MISSING, 50]


def test_slices_joined_again_are_the_whole() -> None:
    whole = some()
    joined = Keystrokes.concatenated([whole[:1], whole[1:1], whole[1:]])
    for name in ("press", "release", "zone", "starts_run"):
        assert np.array_equal(getattr(joined, name), getattr(whole, name))
    assert len(Keystrokes.concatenated([])) == 0


def test_nothing_typed_is_in_the_repr() -> None:
    assert repr(some()) == "Keystrokes()"
