"""The figures of an evaluation as lines of text, each with its interval over people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # at run time the laboratory comes in when a command of it runs, not before
    from collections.abc import Iterator

    from samehands.lab.evaluation import Case, Drill, EvaluationResult
    from samehands.lab.metrics import Interval


def figures_of(result: EvaluationResult) -> Iterator[str]:
    """A line for each figure of a result."""
    cohort = result.cohort
    yield (
        f"{cohort.people:,} people, {cohort.not_enrolled:,} of them not enrolled; "
        f"{cohort.windows:,} windows, {cohort.discarded:,} discarded; seed {result.seed}, "
        f"commit {result.commit}"
    )
    for case in result.cases:
        yield from _of_case(case, result.projections[0].keystrokes)
    if result.drill is not None:
        yield from _of_drill(result.drill)


def _of_case(case: Case, keystrokes: int) -> Iterator[str]:
    decisions = f"{case.genuine:,} genuine and {case.impostor:,} impostor decisions"
    yield f"{case.name}, {case.windows * keystrokes} keystrokes: {case.people} people, {decisions}"
    for measure in case.measures:
        at = "" if measure.at is None else f" of {100 * measure.at:g} %"
        doubt = "" if measure.resolved else " (too few decisions to tell)"
        yield f"  {measure.name}{at}: {_per_cent(measure.value)}{doubt}"
    for point in case.operating:
        yield (
            f"  threshold of other people for {100 * point.asked:g} %: false alarms "
            f"{_per_cent(point.false_alarms)}, detection {_per_cent(point.detection)}"
        )


def _of_drill(drill: Drill) -> Iterator[str]:
    yield f"{drill.take_overs:,} take-overs of {drill.people} people"
    for delay in drill.keystrokes:
        ends = " to ".join(
            "never" if end is None else f"{end:,.0f}" for end in (delay.low, delay.high)
        )
        found = "never" if delay.estimate is None else f"within {delay.estimate:,.0f} keystrokes"
        yield f"  {100 * delay.share:.0f} % found {found} [{ends}]"
    yield f"  not found in {drill.horizon:,} keystrokes: {_per_cent(drill.never)}"
    alarms = drill.false_alarms
    yield (
        f"  false alarms a person and month: {alarms.estimate:.2f} "
        f"[{alarms.low:.2f} to {alarms.high:.2f}]"
    )


def _per_cent(interval: Interval) -> str:
    return (
        f"{100 * interval.estimate:.2f} % [{100 * interval.low:.2f} to {100 * interval.high:.2f}]"
    )
