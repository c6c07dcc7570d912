"""The tables of the evaluation report, as HTML: figures, take-overs, people and sources."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from samehands.lab.evaluation.result import (
    Case,
    Delay,
    Drill,
    EvaluationResult,
    Measure,
    MeasureName,
    PersonRow,
)
from samehands.lab.metrics import Interval
from samehands.lab.report.evaluation_charts import label_of

LONGEST_FIGURE: Final = 46
"""Most characters of a cell that is kept on one line."""

REFUSED_SHOWN: Final = 15
"""Most rows of a table of people; the result's file has more."""


def figures(results: Sequence[EvaluationResult]) -> Iterator[str]:
    """Every case of every result: figures with their intervals."""
    verified = [result for result in results if result.cases]
    if not verified:
        return
    yield "<h2>Figures</h2>"
    for result in verified:
        yield f"<h3>{escape(result.title)} · {escape(label_of(result))}</h3>"
        yield from _table(
            (
                "case",
                "decision",
                "people",
                "own",
                "others'",
                "EER",
                "found at 1 % false alarms",
                "at 0.1 %",
                "FNMR at 1 % FMR",
                "at 0.1 % FMR",
                "false alarms at others' 1 % threshold",
                "found there",
            ),
            [
                (
                    case.name,
                    _decision(result, case),
                    f"{case.people:,}",
                    f"{case.genuine:,}",
                    f"{case.impostor:,}",
                    *(_measured(case, name, at) for name, at in _COLUMNS),
                    *_operating(case),
                )
                for case in result.cases
            ],
        )
    yield (
        "<p>own, others': decisions about the owner and about impostors. * Too few decisions to "
        "resolve that rate: the figure is that of the single worst one.</p>"
    )


_COLUMNS: Final = (
    (MeasureName.EQUAL_ERROR_RATE, None),
    (MeasureName.DETECTION, 0.01),
    (MeasureName.DETECTION, 0.001),
    (MeasureName.FNMR, 0.01),
    (MeasureName.FNMR, 0.001),
)


def _decision(result: EvaluationResult, case: Case) -> str:
    if not any(one.name is not MeasureName.EQUAL_ERROR_RATE for one in case.measures):
        return "one sentence, own thresholds"
    if any(one.name is MeasureName.FNMR for one in case.measures):
        return "one sentence"
    return f"{case.windows * result.projections[0].keystrokes} keystrokes"


def _measured(case: Case, name: MeasureName, at: float | None) -> str:
    measure: Measure | None = case.measure(name, at)
    if measure is None:
        return ""
    return _percent(measure.value) + ("" if measure.resolved else " *")


def _operating(case: Case) -> tuple[str, str]:
    point = next((one for one in case.operating if one.asked == 0.01), None)
    return (_percent(point.false_alarms), _percent(point.detection)) if point else ("", "")


def drills(results: Sequence[EvaluationResult]) -> Iterator[str]:
    """How long take-overs lasted, at which thresholds."""
    drilled = [(result, result.drill) for result in results if result.drill is not None]
    if not drilled:
        return
    yield "<h2>Take-over</h2>"
    for result, drill in drilled:
        yield f"<h3>{escape(result.title)} · {escape(label_of(result))}</h3>"
        yield from _table(
            (
                "take-overs",
                "keystrokes to alarm, p50",
                "p90",
                "seconds, p50",
                "p90",
                "never",
                "false alarms a person and month",
            ),
            [
                (
                    f"{drill.take_overs:,} of {drill.people} people",
                    *map(_delay, drill.keystrokes),
                    *map(_delay, drill.seconds),
                    f"{_percent(drill.never)} within {drill.horizon:,}",
                    _rate(drill.false_alarms),
                )
            ],
        )
        yield f"<p>Threshold: {escape(_threshold(drill))}.</p>"


def _threshold(drill: Drill) -> str:
    said = [
        f"{one.level:.1f} nats, {one.basis}, from {one.data_windows:,} of "
        f"{one.needed_windows:,} windows needed"
        for one in drill.thresholds
    ]
    return "; ".join(said) + (" (the people tested)" if drill.own_people else "")


def people(results: Sequence[EvaluationResult]) -> Iterator[str]:
    """Those who are refused or taken for others, and what is different about them."""
    shown = [(result, _failing(result)) for result in results]
    if not any(rows for _, rows in shown):
        return
    yield "<h2>Whom it fails for</h2>"
    yield (
        "<p>At the threshold that refuses 1 % of all genuine decisions: people who are refused, or "
        "for whom more than one impostor decision in twenty passes.</p>"
    )
    for result, rows in shown:
        if rows:
            yield f"<h3>{escape(result.title)} · {escape(label_of(result))}</h3>"
            yield from _table(_PERSON, [_person(row) for row in rows])


_PERSON: Final = (
    "person",
    "refused",
    "lowest llr, nats",
    "impostors accepted",
    "median hold, ms",
    "median dd, ms",
    "hold moves, ms",
    "discarded",
    "clock",
    "unlike the others",
)


def _failing(result: EvaluationResult) -> list[PersonRow]:
    failing = [
        row for row in result.persons if row.refused or row.accepted > max(0.05 * row.impostor, 1)
    ]
    return failing[:REFUSED_SHOWN]


def _person(row: PersonRow) -> tuple[str, ...]:
    habits = row.habits
    return (
        row.person,
        f"{row.refused} of {row.genuine}",
        f"{row.worst:.1f}",
        f"{row.accepted} of {row.impostor}",
        f"{habits.hold_ms:.0f}",
        f"{habits.flight_ms:.0f}",
        f"{habits.hold_change_ms:.0f}",
        f"{habits.discarded:.1%}",
        habits.clock,
        "; ".join(row.unlike),
    )


def sources(results: Sequence[EvaluationResult], version: str) -> Iterator[str]:
    """What the results were made of, and what of it can be checked."""
    yield "<h2>What this was made of</h2>"
    yield from _table(
        (
            "protocol",
            "people",
            "not enrolled",
            "windows",
            "discarded",
            "seed",
            "commit",
            "projection SHA-256",
        ),
        [
            (
                result.protocol,
                f"{result.cohort.people} ({result.role}"
                + (f", {result.cross_fitted} folds)" if result.cross_fitted else ")"),
                f"{result.cohort.not_enrolled}",
                f"{result.cohort.windows:,}",
                f"{result.cohort.discarded:,}",
                f"{result.seed}",
                result.commit[:12],
                " ".join(one.sha256[:16] for one in result.projections),
            )
            for result in results
        ],
    )
    files = {file.path: file.sha256 for result in results for file in result.data}
    yield from _table(("data", "SHA-256"), list(files.items()))
    yield f"<footer>Samehands {escape(version)}</footer>"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A table without the columns that nobody has anything in."""
    columns = [place for place in range(len(head)) if any(row[place] for row in rows)]
    yield '<div class="scrolls" tabindex="0"><table><thead><tr>'
    yield "".join(f'<th scope="col">{escape(head[place])}</th>' for place in columns)
    yield "</tr></thead><tbody>"
    for row in rows:
        yield f"<tr>{''.join(_cell(row[place]) for place in columns)}</tr>"
    yield "</tbody></table></div>"


def _cell(text: str) -> str:
    words = ' class="words"' if len(text) > LONGEST_FIGURE else ""
    return f"<td{words}>{escape(text)}</td>"


def _percent(value: Interval) -> str:
    return f"{100 * value.estimate:.1f} % [{100 * value.low:.1f}-{100 * value.high:.1f}]"


def _rate(value: Interval) -> str:
    return f"{value.estimate:.2f} [{value.low:.2f}-{value.high:.2f}]"


def _delay(delay: Delay) -> str:
    def said(value: float | None) -> str:
        return "never" if value is None else f"{value:.0f}"

    return f"{said(delay.estimate)} [{said(delay.low)}-{said(delay.high)}]"
