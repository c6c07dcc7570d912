"""The evidence curve of a seat, as SVG: written by hand, so that a style sheet colours it."""

import math
from collections.abc import Iterator
from html import escape
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from samehands.lab.report.account import Account, Seat
from samehands.lab.report.moment import Happening, Moment, counted

WIDTH: Final = 960
"""Of the drawing, in its own units; the page scales it."""

HEIGHT: Final = 190
"""Of the drawing."""

HIGHEST: Final = 4.0
"""Top of the scale at most, in alarm thresholds. Higher: the owner's ups and downs shrink to a line."""

_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 18, 30, 40
_SHAPES: Final = {
    Happening.DETECTED: '<path class="mark detected" d="M0-8 8 0 0 8-8 0Z"/>',
    Happening.FALSE_ALARM: '<path class="mark false-alarm" d="M0-8 8 0 0 8-8 0Z"/>',
    Happening.ALARM: '<path class="mark alarm" d="M0-8 8 0 0 8-8 0Z"/>',
    Happening.PASSED: '<circle class="mark passed" r="5"/>',
    Happening.FAILED: '<path class="mark failed" d="M-6-6 6 6M-6 6 6-6"/>',
    Happening.ENROLLED: '<path class="mark enrolled" d="M0-7 6 4-6 4Z"/>',
}


class _Scale(NamedTuple):
    windows: int
    top: float

    def x(self, window: float) -> float:
        return round(_LEFT + window / max(self.windows, 1) * (WIDTH - _LEFT - _RIGHT), 1)

    def y(self, level: float) -> float:
        share = min(level, self.top) / self.top
        return round(HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM), 1)


def evidence_curve(seat: Seat, account: Account, name: str) -> str:
    """A seat's evidence over its windows, with the alarm line and what happened.

    Args:
        seat: whose; without a window there is a frame and nothing in it.
        account: of the whole replay.
        name: of the drawing in its page, unique there; letters, digits and `-`.

    Returns:
        An `<svg>` element with a title and a description for those who cannot see it. Its parts
        have classes and no colours.
    """
    highest = max((point.level for point in seat.points), default=0.0)
    scale = _Scale(
        len(seat.points),
        account.threshold * max(1.4, min(HIGHEST, 1.1 * highest / account.threshold)),
    )
    parts = [
        *_regions(seat, scale),
        *_axes(seat, account, scale),
        *_lines(seat, scale),
        *_take_overs(seat, scale),
        *_marks(seat, scale),
    ]
    title = escape(f"Evidence for another person at {seat.name}")
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="{name}-t {name}-d">'
        f'<title id="{name}-t">{title}</title>'
        f'<desc id="{name}-d">{escape(described(seat, account))}</desc>{"".join(parts)}</svg>'
    )


def described(seat: Seat, account: Account) -> str:
    """What the curve shows, in words."""
    highest = max((point.level for point in seat.points), default=0.0)
    parts = [
        (
            f"{counted(len(seat.points), 'window')}; the evidence reaches {highest:.1f} nats at "
            f"most, the alarm line is at {account.threshold:.1f}."
        )
    ]
    parts += [
        f"{moment.kind.capitalize()} after window {moment.window}."
        for moment in seat.moments
        if moment.kind in _SHAPES or moment.kind is Happening.TAKE_OVER
    ]
    return " ".join(parts)


def _regions(seat: Seat, scale: _Scale) -> Iterator[str]:
    """Where nothing was judged, and where somebody else types."""
    number = 0
    for kind, points in groupby(
        seat.points,
        lambda point: "other" if point.taken_over else ("", "learning")[not point.judged],
    ):
        length = len(tuple(points))
        if kind:
            left, right = scale.x(number), scale.x(number + length)
            yield (
                f'<rect class="region {kind}" x="{left}" y="{_TOP}" '
                f'width="{round(right - left, 1)}" height="{HEIGHT - _TOP - _BOTTOM}"/>'
            )
            if kind == "learning" and right - left > 70:
                yield _text(left + 6, HEIGHT - _BOTTOM - 6, "not judged yet", "note")
        number += length


def _axes(seat: Seat, account: Account, scale: _Scale) -> Iterator[str]:
    bottom, right = HEIGHT - _BOTTOM, WIDTH - _RIGHT
    for start in seat.starts:
        x = scale.x(start)
        yield f'<line class="session" x1="{x}" y1="{_TOP}" x2="{x}" y2="{bottom}"/>'
    yield f'<line class="axis" x1="{_LEFT}" y1="{bottom}" x2="{right}" y2="{bottom}"/>'
    step = _step(scale.windows)
    for window in range(0, scale.windows + 1, step):
        yield _text(scale.x(window), bottom + 16, f"{window:,}", "tick", anchor="middle")
    yield _text(right, bottom + 33, f"windows of {account.keystrokes} keystrokes", "tick", "end")
    yield _text(_LEFT - 8, bottom + 4, "0", "tick", anchor="end")
    alarm = scale.y(account.threshold)
    yield f'<line class="alarm-line" x1="{_LEFT}" y1="{alarm}" x2="{right}" y2="{alarm}"/>'
    yield _text(_LEFT - 8, alarm - 3, "alarm", "tick", anchor="end")
    yield _text(_LEFT - 8, alarm + 11, f"{account.threshold:.1f}", "tick", anchor="end")
    yield _text(_LEFT - 8, _TOP - 14, "nats", "tick", anchor="end")


def _lines(seat: Seat, scale: _Scale) -> Iterator[str]:
    """The level as steps: one line while the owner types, another while somebody else does."""
    corners = [(0, 0.0), *((place + 1, point.level) for place, point in enumerate(seat.points))]
    steps = zip(pairwise(corners), (point.taken_over for point in seat.points), strict=True)
    for other, part in groupby(steps, lambda step: step[1]):
        drawn = [corners for corners, _ in part]
        window, level = drawn[0][0]
        path = [f"M{scale.x(window)} {scale.y(level)}"]
        path += [f"V{scale.y(after)}H{scale.x(at)}" for _, (at, after) in drawn]
        yield f'<path class="level{" by-other" if other else ""}" d="{"".join(path)}"/>'


def _take_overs(seat: Seat, scale: _Scale) -> Iterator[str]:
    for moment in seat.moments:
        if moment.kind is Happening.TAKE_OVER:
            x = scale.x(moment.window)
            yield (
                f'<line class="take-over" x1="{x}" y1="{_TOP - 12}" x2="{x}" '
                f'y2="{HEIGHT - _BOTTOM}"/>'
            )
            late = moment.window > 0.7 * scale.windows
            anchor = "end" if late else "start"
            words = "somebody else types"
            yield _text(x + (-6 if late else 6), _TOP - 4, words, "note strong", anchor)


def _marks(seat: Seat, scale: _Scale) -> Iterator[str]:
    for moment in seat.moments:
        shape = _SHAPES.get(moment.kind)
        if shape is not None:
            level = _level_of(seat, moment)
            x, y = scale.x(moment.window), scale.y(level)
            told = escape(f"{moment.kind}: {moment.sentence}")
            yield f'<g transform="translate({x} {y})"><title>{told}</title>{shape}</g>'


def _level_of(seat: Seat, moment: Moment) -> float:
    """Where a mark belongs: an alarm on the curve, anything else on the axis below it."""
    alarm = moment.kind in {Happening.DETECTED, Happening.FALSE_ALARM, Happening.ALARM}
    return seat.points[moment.window - 1].level if alarm and moment.window else 0.0


def _text(x: float, y: float, text: str, kind: str, anchor: str = "start") -> str:
    return f'<text class="{kind}" x="{x}" y="{y}" text-anchor="{anchor}">{escape(text)}</text>'


def _step(windows: int) -> int:
    """A round step that gives ten labels at most.

    >>> [_step(number) for number in (3, 10, 45, 1800)]
    [1, 1, 5, 200]
    """
    rough = max(windows / 10, 1)
    power = 10 ** math.floor(math.log10(rough))
    return int(next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough))
