from typing import Final

from samehands.cli.figures import figures_of
from samehands.lab.evaluation import Case, Drill, EvaluationResult, Measure, MeasureName
from samehands.lab.evaluation.result import Cohort, Delay, OperatingPoint, ProjectionUsed
from samehands.lab.metrics import Interval
from samehands.lab.split import Role

SHARE: Final = Interval(0.025, 0.01, 0.04)
NONE: Final = Interval(0.0, 0.0, 0.0)


def result(cases: tuple[Case, ...] = (), drill: Drill | None = None) -> EvaluationResult:
    return EvaluationResult(
        protocol="p",
        title="a protocol",
        projections=(ProjectionUsed("open-1", "00", 100, "00"),),
        cross_fitted=0,
        role=Role.EVALUATION,
        cohort=Cohort(people=14, not_enrolled=1, windows=900, discarded=7, short=0),
        headline="all",
        cases=cases,
        drill=drill,
        persons=(),
        seed=3,
        commit="abc",
        data=(),
    )


def test_every_figure_has_its_interval_and_a_weak_one_its_doubt() -> None:
    measures = (
        Measure(MeasureName.EQUAL_ERROR_RATE, None, SHARE),
        Measure(MeasureName.DETECTION, 0.001, SHARE, resolved=False),
    )
    case = Case("all", 2, 14, 70, 900, measures, (OperatingPoint(0.01, SHARE, SHARE),), ())
    told = "\n".join(figures_of(result((case,))))

    assert "14 people, 1 of them not enrolled" in told
    assert "all, 200 keystrokes: 14 people, 70 genuine and 900 impostor decisions" in told
    assert "equal error rate: 2.50 % [1.00 to 4.00]" in told
    assert "of 0.1 %: 2.50 % [1.00 to 4.00] (too few decisions to tell)" in told
    assert "threshold of other people for 1 %" in told


def test_a_take_over_that_is_never_found_is_said_to_be_never_found() -> None:
    delays = (Delay(0.5, 150.0, 140.0, 160.0), Delay(0.9, None, 900.0, None))
    drill = Drill(
        people=14,
        take_overs=200,
        horizon=1000,
        thresholds=(),
        own_people=False,
        false_alarms=NONE,
        keystrokes=delays,
        seconds=(),
        never=SHARE,
        alarmed_before=0.0,
        curve=(),
    )
    told = "\n".join(figures_of(result(drill=drill)))

    assert "50 % found within 150 keystrokes [140 to 160]" in told
    assert "90 % found never [900 to never]" in told
    assert "not found in 1,000 keystrokes: 2.50 %" in told
