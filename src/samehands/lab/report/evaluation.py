"""The report of evaluations: figures, curves and people as one HTML page that stands alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from importlib import resources
from typing import Final, Self

from samehands.errors import SettingsError
from samehands.lab.attack import AttackReport, load_protocol
from samehands.lab.evaluation.result import EvaluationResult
from samehands.lab.report.evaluation_charts import delay_chart, det_charts, frontier_chart
from samehands.lab.report.evaluation_tables import drills, figures, people, sources

_ALLOWED: Final = "default-src 'none'; style-src 'unsafe-inline'"


@dataclass(frozen=True, slots=True)
class Leak:
    """What could be read of the text from a projection's messages: the better attacker's.

    Args:
        projection: its name.
        bits: a window.
        low: lower end of the interval over people.
        high: upper end.
    """

    projection: str
    bits: float
    low: float
    high: float

    @classmethod
    def of(cls, projection: str, report: AttackReport) -> Self:
        """From an attack on what that projection sends."""
        worst = max(
            (report.reading.linear.bits, report.reading.network.bits), key=lambda one: one.value
        )
        return cls(projection, worst.value, worst.low, worst.high)


def evaluation_report(
    results: Sequence[EvaluationResult], leaks: Sequence[Leak] = (), *, version: str
) -> str:
    """The HTML of a report.

    Args:
        results: of any protocols and projections.
        leaks: of the same projections, for the frontier; it is left out where there are none.
        version: of this package.

    Returns:
        A page without script and without a request to anywhere. Whatever names the results hold,
        they are shown and not run.

    Raises:
        SettingsError: there is no result.
    """
    if not results:
        raise SettingsError("report", got="no results", due="at least one")
    style = (resources.files(__package__) / "evaluation.css").read_text(encoding="utf-8")
    limit = load_protocol().limits.bits
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f'<meta http-equiv="Content-Security-Policy" content="{_ALLOWED}">',
        "<title>Samehands: evaluation</title>",
        f"<style>{style}</style></head><body><main>",
        "<h1>Evaluation</h1>",
        "<p>Open set: nobody who is tested was learnt from. Intervals are 95 %, over people.</p>",
        *figures(results),
        *drills(results),
        *_section("Errors at every threshold", det_charts(results)),
        *_section("Time to detect", delay_chart(results)),
        *_section(
            "Accuracy against leak",
            frontier_chart(
                results, [(one.projection, one.low, one.bits, one.high) for one in leaks], limit
            ),
        ),
        *people(results),
        *sources(results, version),
        "</main></body></html>",
    ]
    return "".join(parts)


def _section(title: str, charts: Iterator[tuple[str, str]]) -> Iterator[str]:
    drawn = [
        f"<figure><figcaption>{escape(caption)}</figcaption>{svg}</figure>"
        for caption, svg in charts
    ]
    if drawn:
        yield f"<h2>{escape(title)}</h2>"
        yield from drawn
