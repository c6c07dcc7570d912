"""A chart of lines and points as SVG: its parts have classes, and a style sheet colours them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Final

WIDTH: Final = 720
"""Of the drawing, in its own units; the page scales it."""

HEIGHT: Final = 400
"""Of the drawing."""

COLOURS: Final = 8
"""Lines that a style sheet tells apart; the next one looks like the first."""

_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 20, 16, 48
_ROW = 17


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis.

    Args:
        title: what it shows, with its unit.
        ticks: values that are labelled, rising; the first and last are its ends.
        label: a tick's text.
        place: a rising function that spreads the values; they are linear without one.
    """

    title: str
    ticks: tuple[float, ...]
    label: Callable[[float], str] = "{:g}".format
    place: Callable[[float], float] = float

    def share(self, value: float) -> float:
        """Where a value lies between the ends, 0 to 1; beyond them, at the end."""
        low, high = self.place(self.ticks[0]), self.place(self.ticks[-1])
        inside = min(max(value, self.ticks[0]), self.ticks[-1])
        return (self.place(inside) - low) / (high - low)


@dataclass(frozen=True, slots=True)
class Line:
    """Points that belong together, joined by a line.

    Args:
        name: for the legend.
        points: (x, y).
        steps: whether y stays until the next x.
    """

    name: str
    points: tuple[tuple[float, float], ...] = field(repr=False)
    steps: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A measured point with its intervals.

    Args:
        name: beside it.
        x: low, estimate, high.
        y: the same.
        colour: which.
    """

    name: str
    x: tuple[float, float, float]
    y: tuple[float, float, float]
    colour: int = 0


@dataclass(frozen=True, slots=True)
class Limit:
    """A vertical line that must not be passed."""

    name: str
    x: float


def chart(  # noqa: PLR0913  # all that is drawn
    name: str,
    title: str,
    x: Axis,
    y: Axis,
    *,
    lines: Sequence[Line] = (),
    dots: Sequence[Dot] = (),
    limits: Sequence[Limit] = (),
    legend_below: bool = False,
) -> str:
    """An `<svg>` element with a title and a description for those who cannot see it.

    Args:
        name: of the drawing in its page, unique there; letters, digits and `-`.
        title: what it shows.
        x: horizontal axis.
        y: vertical axis.
        lines: with a legend, in the order of the colours.
        dots: named where they are.
        limits: vertical lines.
        legend_below: in the lower corner, for lines that rise; otherwise in the upper.
    """
    names = [line.name for line in lines] + [dot.name for dot in dots]
    described = f"{y.title} against {x.title}: {', '.join(names)}."
    parts = [
        *_frame(x, y),
        *(_limit(x, one) for one in limits),
        *(_line(x, y, one, index) for index, one in enumerate(lines)),
        *(_dot(x, y, one) for one in dots),
        *_legend(lines, below=legend_below),
    ]
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="{name}-t {name}-d">'
        f'<title id="{name}-t">{escape(title)}</title>'
        f'<desc id="{name}-d">{escape(described)}</desc>{"".join(parts)}</svg>'
    )


def _frame(x: Axis, y: Axis) -> Iterator[str]:
    right, bottom = WIDTH - _RIGHT, HEIGHT - _BOTTOM
    for tick in x.ticks:
        at = _x(x, tick)
        yield f'<line class="grid" x1="{at}" y1="{_TOP}" x2="{at}" y2="{bottom}"/>'
        yield _text(at, bottom + 16, x.label(tick), "tick", "middle")
    for tick in y.ticks:
        at = _y(y, tick)
        yield f'<line class="grid" x1="{_LEFT}" y1="{at}" x2="{right}" y2="{at}"/>'
        yield _text(_LEFT - 8, at + 4, y.label(tick), "tick", "end")
    yield _text((_LEFT + right) / 2, HEIGHT - 10, x.title, "tick", "middle")
    middle = (_TOP + bottom) / 2
    yield (
        f'<text class="tick" transform="translate(14 {middle}) rotate(-90)" '
        f'text-anchor="middle">{escape(y.title)}</text>'
    )


def _line(x: Axis, y: Axis, line: Line, index: int) -> str:
    path = []
    for place, (at, value) in enumerate(line.points):
        here = f"{_x(x, at)} {_y(y, value)}"
        if not place:
            path.append(f"M{here}")
        elif line.steps:
            path.append(f"H{_x(x, at)}V{_y(y, value)}")
        else:
            path.append(f"L{here}")
    return f'<path class="line c{index % COLOURS}" d="{"".join(path)}"/>'


def _dot(x: Axis, y: Axis, dot: Dot) -> str:
    left, across, right = (_x(x, value) for value in dot.x)
    low, up, high = (_y(y, value) for value in dot.y)
    late = across > WIDTH * 0.7
    label = _text(
        across + (-8 if late else 8), up - 8, dot.name, "note", "end" if late else "start"
    )
    return (
        f'<g class="dot c{dot.colour % COLOURS}"><path d="M{left} {up}H{right}M{across} {low}V{high}"/>'
        f'<circle cx="{across}" cy="{up}" r="4.5"/></g>{label}'
    )


def _limit(x: Axis, limit: Limit) -> str:
    at = _x(x, limit.x)
    return (
        f'<line class="limit" x1="{at}" y1="{_TOP}" x2="{at}" y2="{HEIGHT - _BOTTOM}"/>'
        + _text(at + 4, _TOP + 12, limit.name, "note")
    )


def _legend(lines: Sequence[Line], *, below: bool) -> Iterator[str]:
    first = HEIGHT - _BOTTOM - 14 - (len(lines) - 1) * _ROW if below else _TOP + 14
    for index, line in enumerate(lines):
        top = first + index * _ROW
        left = WIDTH - _RIGHT - 10
        yield _text(left - 28, top + 4, line.name, "note", "end")
        yield f'<path class="line c{index % COLOURS}" d="M{left - 22} {top}H{left}"/>'


def _x(axis: Axis, value: float) -> float:
    return round(_LEFT + axis.share(value) * (WIDTH - _LEFT - _RIGHT), 1)


def _y(axis: Axis, value: float) -> float:
    return round(HEIGHT - _BOTTOM - axis.share(value) * (HEIGHT - _TOP - _BOTTOM), 1)


def _text(x: float, y: float, text: str, kind: str, anchor: str = "start") -> str:
    return f'<text class="{kind}" x="{x}" y="{y}" text-anchor="{anchor}">{escape(text)}</text>'
