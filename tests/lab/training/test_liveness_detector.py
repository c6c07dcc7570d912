"""The detectors in front of the benchmark."""

from dataclasses import replace

import numpy as np
import pytest

from lab.training.test_liveness_fit import windows
from samehands.errors import SettingsError
from samehands.lab.training.liveness_detector import LivenessDetector
from samehands.liveness.models import shipped_model
from samehands.rhythm.window import PathFlag


@pytest.fixture
def detector() -> LivenessDetector:
    """Fitted on made-up windows."""
    made = LivenessDetector(shipped_model())
    made.fit(windows(600, 2, 1), windows(600, -2, 2, ("a", "b")))
    return made


def test_machines_score_above_people(detector: LivenessDetector) -> None:
    nothing = windows(0, 2, 1)
    people = detector.score(windows(100, 2, 3), nothing)
    machines = detector.score(windows(100, -2, 4), nothing)

    assert people.max() < np.median(machines)


def test_windows_of_the_history_again_are_a_replay(detector: LivenessDetector) -> None:
    history = windows(240, 2, 3)
    rng = np.random.default_rng(3)
    full = replace(history, embedding=rng.integers(-60, 61, (240, 64)).astype(np.int8))
    again = full.chosen(np.arange(60))
    fresh = replace(again, embedding=rng.integers(-60, 61, (60, 64)).astype(np.int8))

    assert detector.replayed(again, full).min() > 3
    assert detector.replayed(fresh, full).max() < 3


def test_a_known_remote_path_cannot_be_told(detector: LivenessDetector) -> None:
    rng = np.random.default_rng(3)
    remote = replace(
        windows(20, -2, 4),
        embedding=rng.integers(-60, 61, (20, 64)).astype(np.int8),
        path=np.full(20, PathFlag.REMOTE, np.int16),
    )

    assert np.isnan(detector.score(remote, windows(0, 2, 1))).all()


def test_a_detector_that_was_not_fitted_says_so() -> None:
    with pytest.raises(SettingsError, match="fit"):
        LivenessDetector(shipped_model()).score(windows(1, 2, 1), windows(0, 2, 1))
