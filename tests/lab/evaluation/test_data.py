"""The real data: figures may move a little when a projection does, not fall."""

from pathlib import Path

import pytest

from samehands.identity.back_ends import shipped_back_end
from samehands.lab.evaluation import MeasureName, evaluate
from samehands.lab.split import Role
from samehands.rhythm.projections import shipped

pytestmark = pytest.mark.slow


def test_the_research_projection_holds_across_sessions_of_another_corpus(data_root: Path) -> None:
    name = "aalto-research-1"

    result = evaluate(
        "cross_session", shipped(name), shipped_back_end(name), data_root, 1, Role.DEVELOPMENT
    )

    case = result.quoted
    assert case is not None
    eer = case.measure(MeasureName.EQUAL_ERROR_RATE)
    detection = case.measure(MeasureName.DETECTION, 0.01)
    assert eer is not None
    assert detection is not None
    assert eer.value.estimate <= 0.025
    assert detection.value.estimate >= 0.96
    assert len(result.data) == 1


def test_a_take_over_is_found_on_real_people(data_root: Path) -> None:
    name = "aalto-research-1"

    drill = evaluate(
        "take_over", shipped(name), shipped_back_end(name), data_root, 1, Role.DEVELOPMENT
    ).drill

    assert drill is not None
    assert drill.never.estimate <= 0.04
    most = drill.keystrokes[1].estimate
    assert most is not None
    assert most <= 600
