"""The charts of the evaluation report: DET curves, time to detect, accuracy against leak."""

from collections.abc import Iterator, Sequence
from typing import Final

from scipy.special import ndtri

from samehands.lab.evaluation.result import EvaluationResult, MeasureName
from samehands.lab.report.chart import Axis, Dot, Limit, Line, chart

_RATES: Final = (0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4)
_SHARES: Final = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


def label_of(result: EvaluationResult) -> str:
    """What tells a result from others of its protocol: the projection, its N and the people."""
    first = result.projections[0]
    fitted = f", {result.cross_fitted} folds" if result.cross_fitted else ""
    return f"{first.name}, N = {first.keystrokes}, {result.role}{fitted}"


def det_charts(results: Sequence[EvaluationResult]) -> Iterator[tuple[str, str]]:
    """One chart a protocol, on normal deviates; caption and SVG."""
    for number, protocol in enumerate(dict.fromkeys(result.protocol for result in results)):
        quoted = [
            (result, case)
            for result in results
            if result.protocol == protocol and (case := result.quoted) is not None
        ]
        if not quoted:
            continue
        lines = [
            Line(
                f"{label_of(result)}, {case.windows} window{'s' * (case.windows > 1)}",
                tuple(
                    (point.fmr, point.fnmr)
                    for point in case.curve
                    if max(point.fmr, point.fnmr) <= _RATES[-1]
                ),
            )
            for result, case in quoted
        ]
        rates = (_rates("impostors accepted (FMR)"), _rates("owners refused (FNMR)"))
        title = quoted[0][0].title
        yield title, chart(f"det-{number}", f"DET curve: {title}", *rates, lines=lines)


def delay_chart(results: Sequence[EvaluationResult]) -> Iterator[tuple[str, str]]:
    """Share of take-overs found by keystrokes, one line a result; caption and SVG."""
    drilled = [(result, drill) for result in results if (drill := result.drill) is not None]
    if not drilled:
        return
    horizon = max(drill.horizon for _, drill in drilled)
    lines = [
        Line(
            f"{result.protocol}: {label_of(result)}",
            tuple((float(point.keystrokes), point.found) for point in drill.curve),
            steps=True,
        )
        for result, drill in drilled
    ]
    keystrokes = Axis(
        "keystrokes since the take-over", tuple(horizon * tenth / 10 for tenth in range(11))
    )
    found = Axis("take-overs found", _SHARES, "{:.0%}".format)
    title = "Share of take-overs found, by keystrokes"
    yield title, chart("delay", title, keystrokes, found, lines=lines, legend_below=True)


def frontier_chart(
    results: Sequence[EvaluationResult],
    leaks: Sequence[tuple[str, float, float, float]],
    limit: float,
) -> Iterator[tuple[str, str]]:
    """EER against bits of text a window, one dot a projection and protocol; caption and SVG.

    Args:
        results: whose headline's EER is shown.
        leaks: name of a projection, and low, estimate and high of its leak, bits.
        limit: the most bits that may leak.
    """
    bits = {name: values for name, *values in leaks}
    protocols = list(dict.fromkeys(result.protocol for result in results))
    dots = []
    for result in results:
        known = bits.get(result.projections[0].name)
        case = result.quoted
        measure = None if case is None else case.measure(MeasureName.EQUAL_ERROR_RATE)
        if known is None or measure is None:
            continue
        low, estimate, high = (max(one, 0.0) for one in known)
        eer = measure.value
        dots.append(
            Dot(
                f"{result.projections[0].name}, {result.protocol}",
                (low, estimate, high),
                (eer.low, eer.estimate, eer.high),
                protocols.index(result.protocol),
            )
        )
    if not dots:
        return
    leak = Axis("bits of text a window", _even(max(limit, *(dot.x[2] for dot in dots)), 0.05))
    error = Axis("EER", _even(max(dot.y[2] for dot in dots), 0.01), "{:.0%}".format)
    title = "Equal error rate against leak"
    yield (
        title,
        chart(
            "frontier", title, leak, error, dots=dots, limits=[Limit(f"limit {limit:g}", limit)]
        ),
    )


def _rates(title: str) -> Axis:
    return Axis(title, _RATES, lambda rate: f"{100 * rate:g} %", lambda rate: float(ndtri(rate)))


def _even(highest: float, step: float) -> tuple[float, ...]:
    """Ticks from 0 past the highest value, at most eleven.

    >>> _even(0.2, 0.05)[-1]
    0.25
    """
    while highest / step >= 10:
        step *= 2
    return tuple(round(step * number, 6) for number in range(int(highest / step) + 2))
