"""The report of evaluations: what it must say, and what it must never do."""

import re

import msgspec
import pytest

from samehands.errors import SettingsError
from samehands.lab.evaluation import Case, Drill, EvaluationResult, Measure, MeasureName
from samehands.lab.evaluation.result import (
    Cohort,
    CurvePoint,
    Delay,
    DelayPoint,
    Habits,
    OperatingPoint,
    PersonRow,
    ProjectionUsed,
)
from samehands.lab.metrics import Interval
from samehands.lab.report.evaluation import Leak, evaluation_report
from samehands.lab.results import DataFile
from samehands.lab.split import Role
from samehands.trust import Budget, assumed_threshold

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def verified() -> EvaluationResult:
    case = Case(
        name="all splits",
        windows=2,
        people=14,
        genuine=332,
        impostor=4316,
        measures=(
            Measure(MeasureName.EQUAL_ERROR_RATE, None, Interval(0.0123, 0.004, 0.02)),
            Measure(MeasureName.DETECTION, 0.01, Interval(0.9871, 0.95, 0.99)),
            Measure(MeasureName.DETECTION, 0.001, Interval(0.9149, 0.9, 0.99), resolved=False),
        ),
        operating=(
            OperatingPoint(0.01, Interval(0.0119, 0.0, 0.02), Interval(0.9888, 0.97, 1.0)),
        ),
        curve=(CurvePoint(0.0, 0.2), CurvePoint(0.01, 0.012), CurvePoint(1.0, 0.0)),
    )
    habits = Habits(94.0, 140.0, 45.0, 0.08, 0.0, "eight_ms")
    return EvaluationResult(
        protocol="cross_session",
        title="across sessions",
        projections=(ProjectionUsed("some-1", "ab" * 32, 100, "cd" * 32),),
        cross_fitted=0,
        role=Role.EVALUATION,
        cohort=Cohort(people=14, not_enrolled=0, windows=1660, discarded=20, short=0),
        headline="all splits",
        cases=(case,),
        drill=None,
        persons=(PersonRow(HOSTILE, 24, 3, -6.7, 308, 4, habits, ("median hold moves",)),),
        seed=1,
        commit="0123456789abcdef",
        data=(DataFile("keystroke/a.csv", "ef" * 32),),
    )


@pytest.fixture
def drilled(verified: EvaluationResult) -> EvaluationResult:
    drill = Drill(
        people=14,
        take_overs=2184,
        horizon=1000,
        thresholds=(assumed_threshold(Budget()),),
        own_people=False,
        false_alarms=Interval(0.25, 0.0, 0.75),
        keystrokes=(Delay(0.5, 213.0, 210.0, 216.0), Delay(0.9, 308.0, 274.0, None)),
        seconds=(Delay(0.5, 61.0, 59.0, 63.0), Delay(0.9, None, 107.0, None)),
        never=Interval(0.0229, 0.01, 0.04),
        alarmed_before=0.0,
        curve=(DelayPoint(0, 0.0), DelayPoint(200, 0.4), DelayPoint(1000, 0.977)),
    )
    return msgspec.structs.replace(
        verified, protocol="take_over", headline="", cases=(), drill=drill, persons=()
    )


def test_a_page_says_every_figure_with_its_interval(
    verified: EvaluationResult, drilled: EvaluationResult
) -> None:
    page = evaluation_report([verified, drilled], version="0.1.0")

    for said in (
        "1.2 % [0.4-2.0]",
        "98.7 % [95.0-99.0]",
        "91.5 % [90.0-99.0] *",
        "1.2 % [0.0-2.0]",
        "98.9 % [97.0-100.0]",
        "213 [210-216]",
        "308 [274-never]",
        "2.3 % [1.0-4.0] within 1,000",
        "0.25 [0.00-0.75]",
        "7.6 nats, assumed, from 0 of 10,000 windows needed",
        "3 of 24",
        "median hold moves",
        "ef" * 32,
        "0123456789ab",
    ):
        assert said in page, said
    assert page.count("<svg") == 2  # a DET curve and the time to detect


def test_a_page_runs_nothing_and_asks_nobody(
    verified: EvaluationResult, drilled: EvaluationResult
) -> None:
    hostile = msgspec.structs.replace(
        verified,
        title=HOSTILE,
        headline=HOSTILE,
        projections=(msgspec.structs.replace(verified.projections[0], name=HOSTILE),),
        cases=(msgspec.structs.replace(verified.cases[0], name=HOSTILE),),
    )

    page = evaluation_report(
        [hostile, drilled], [Leak(HOSTILE, 0.05, 0.04, 0.06)], version=HOSTILE
    )

    assert "<script" not in page
    assert not re.search(r"""(?:src|href)\s*=|url\(|@import|https?://""", page)
    assert "default-src 'none'" in page


def test_the_frontier_is_drawn_where_the_leak_is_known(verified: EvaluationResult) -> None:
    without = evaluation_report([verified], [Leak("other-1", 0.1, 0.0, 0.2)], version="0")
    page = evaluation_report([verified], [Leak("some-1", 0.07, -0.01, 0.1)], version="0")

    assert "Accuracy against leak" not in without
    assert "Accuracy against leak" in page
    assert "limit 0.18" in page
    assert "some-1, cross_session" in page


def test_colours_are_for_light_and_dark(verified: EvaluationResult) -> None:
    page = evaluation_report([verified], version="0")

    assert "prefers-color-scheme: dark" in page
    assert not re.search(r'(?:fill|stroke)="#', page)


def test_a_report_of_nothing_is_refused() -> None:
    with pytest.raises(SettingsError):
        evaluation_report([], version="0")
