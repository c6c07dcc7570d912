"""The way from pointer events to a window, written out plainly; it imports nothing of ours.

Slow and simple on purpose: one event after the other, whole numbers of any size. What the package
and the browser do with arrays has to come to the same bytes.
"""

from bisect import bisect_right
from itertools import pairwise
from math import floor, isqrt
from typing import Any, Final, NamedTuple

MOVE, DOWN, UP, WHEEL, GAP = range(5)
PAUSE_END, PRESS, RELEASE, WHEELED, CUT, GAPPED = range(6)

Event = list[int]
"""µs, x, y, kind, button."""

Record = dict[str, Any]

LIMITS: Final = (3_000_000, 2_000_000, 1_500_000, 600_000, 600_000)
"""The longest pause, settling, hold, time between clicks and interval of notches."""


class Stroke(NamedTuple):
    """A stroke as the reference finds it; None where there was no such thing."""

    points: list[tuple[int, int, int]]
    pause: int | None
    settling: int | None
    hold: int | None
    between: int | None
    notches: int | None


def strokes_of(events: list[Event]) -> list[Stroke]:
    """The strokes of a whole session that has no gaps, lost releases or second buttons."""
    accepted = _accepted(events)
    strokes: list[Stroke] = []
    points: list[tuple[int, int, int]] = []
    opened: list[Event] = []
    last: Event | None = None
    pause: int | None = None
    for event in accepted:
        if event[3] == MOVE and points and last is not None and last[3] == MOVE:
            begin = points[0][0]
            piece = (event[0] - begin) // 4_000_000 == (last[0] - begin) // 4_000_000
            if event[0] - last[0] <= 250_000 and piece:
                points.append((event[0], event[1], event[2]))
                last = event
                continue
        if points:
            settling = event[0] - points[-1][0] if event[3] == DOWN else None
            strokes.append(Stroke(points, pause, settling, *_clicks(opened)))
            points, opened = [], []
        if event[3] == MOVE:
            pause = None if last is None else event[0] - last[0]
            points = [(event[0], event[1], event[2])]
        else:
            opened.append(event)
        last = event
    if points:
        strokes.append(Stroke(points, pause, None, *_clicks(opened)))
    return strokes


def _accepted(events: list[Event]) -> list[Event]:
    """The events that count."""
    kept: list[Event] = []
    for place, event in enumerate(events):
        if place and event == events[place - 1]:
            continue
        if event[3] == MOVE and max(abs(event[1]), abs(event[2])) > 32_767:
            continue
        kept.append(event)
    last_of_tick = [
        event
        for event, following in zip(kept, [*kept[1:], None], strict=True)
        if following is None
        or event[3] != MOVE
        or following[3] != MOVE
        or event[0] // 1_000 != following[0] // 1_000
    ]
    accepted: list[Event] = []
    here: tuple[int, int] | None = None
    for event in last_of_tick:
        if event[3] == MOVE and here == (event[1], event[2]):
            continue
        here = (event[1], event[2])
        accepted.append(event)
    return accepted


def _clicks(between: list[Event]) -> tuple[int | None, int | None, int | None]:
    """Hold of the last click, time between the last two, mean interval of the notches."""
    clicks: list[tuple[int, int]] = []
    pressed: int | None = None
    notches = [event[0] for event in between if event[3] == WHEEL]
    for event in between:
        if event[3] == DOWN:
            pressed = event[0]
        elif event[3] == UP and pressed is not None:
            clicks.append((pressed, event[0]))
            pressed = None
    hold = clicks[-1][1] - clicks[-1][0] if clicks else None
    gap = clicks[-1][0] - clicks[-2][1] if len(clicks) > 1 else None
    pace = (notches[-1] - notches[0]) // (len(notches) - 1) if len(notches) > 1 else None
    return hold, gap, pace


def steps_of(points: list[tuple[int, int, int]], rate: int) -> list[tuple[int, int]]:
    """A path at a common rate: steps in sixteenths of a pixel; none where it is too short."""
    spent = points[-1][0] - points[0][0]
    if spent < 2 * rate:
        return []
    places = []
    after = 0
    for number in range(spent // rate + 1):
        wanted = points[0][0] + number * rate
        while points[after][0] < wanted:
            after += 1
        before = max(after - 1, 0)
        part = wanted - points[before][0]
        whole = max(points[after][0] - points[before][0], 1)
        places.append(
            tuple(
                points[before][axis] * 16
                + (points[after][axis] - points[before][axis]) * 16 * part // whole
                for axis in (1, 2)
            )
        )
    return [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(places)]


def measures_of(stroke: Stroke, rate: int) -> list[float | None] | None:
    """All measures in their order, or None where it is too short."""
    steps = steps_of(stroke.points, rate)
    if not steps:
        return None
    count = len(steps)
    length = [isqrt(dx * dx + dy * dy) for dx, dy in steps]
    way, top = max(sum(length), 1), max(*length, 1)
    across, down = sum(dx for dx, _ in steps), sum(dy for _, dy in steps)
    straight = isqrt(across * across + down * down)
    along = max(straight, 1)
    highest = length.index(top) if top in length else 0
    change = [0, *(b - a for a, b in pairwise(length))]
    changes = sum(abs(one) for one in change)
    valleys = sum(
        length[place] < length[place - 1] and length[place] <= length[place + 1]
        for place in range(1, count - 1)
    )
    x = y = 0
    aside, ahead = [], []
    for dx, dy in steps:
        x, y = x + dx, y + dy
        aside.append((x * down - y * across) // along)
        ahead.append((x * across + y * down) // along)
    pairs = list(pairwise(steps))
    product = max(sum(a * b for a, b in pairwise(length)), 1)
    bends = [a[0] * b[1] - a[1] * b[0] for a, b in pairs]
    onward = sum(a[0] * b[0] + a[1] * b[1] for a, b in pairs)
    thirds = [sum(length[k] for k in range(count) if k * 3 // count == third) for third in (0, 2)]
    slow = sum(one * 5 < top for one in length)
    middle = sum(one * (2 * place + 1) for place, one in enumerate(length))
    values: list[float | None] = [
        stroke.points[-1][0] - stroke.points[0][0],
        top * count / way,
        (2 * highest + 1) / count,
        highest + 1,
        count - highest,
        along / way,
        max(abs(one) for one in aside) / along,
        sum(aside) / (count * along),
        max(ahead) / along,
        changes / top,
        changes / way,
        max(change) / top,
        max(-one for one in change) / top,
        valleys,
        valleys / count,
        sum(abs(one) for one in bends) / product,
        sum(bends) / product,
        onward / product,
        thirds[0] / way,
        thirds[1] / way,
        length[0] / top,
        length[-1] / top,
        slow / count,
        middle / (way * count),
    ]
    said = (stroke.pause, stroke.settling, stroke.hold, stroke.between, stroke.notches)
    for known, longest in zip(said, LIMITS, strict=True):
        values.append(None if known is None or not 0 <= known <= longest else known)
    return values


def windows_of(events: list[Event], record: Record, weights: list[list[int]]) -> list[list[int]]:
    """The embeddings of a session's full windows."""
    scored = []
    for stroke in strokes_of(events):
        values = measures_of(stroke, record["rate_us"])
        if values is None:
            continue
        tables = record["tables"]
        scored.append(
            [
                None if value is None else table["scores"][bisect_right(table["edges"], value)]
                for value, table in zip(values, tables, strict=True)
            ]
        )
    size = record["strokes"]
    full = range(0, len(scored) - size + 1, size)
    return [_embedded(scored[start : start + size], record, weights) for start in full]


def _embedded(
    window: list[list[int | None]], record: Record, weights: list[list[int]]
) -> list[int]:
    levels, spreads = [], []
    for column in zip(*window, strict=True):
        there = [score for score in column if score is not None]
        levels.append((sum(there) / 16) / (len(there) + 2))
        square = sum(score * score for score in there) / 256
        spreads.append((square - len(there)) / (len(there) + 4))
    rounded = [
        max(-4096, min(4096, floor((value - centre) * scale + 0.5)))
        for value, centre, scale in zip(
            levels + spreads, record["centre"], record["scale"], strict=True
        )
    ]
    result = []
    for row, scale, offset in zip(weights, record["weight_scale"], record["offset"], strict=True):
        summed = sum(weight * value for weight, value in zip(row, rounded, strict=True))
        result.append(max(-124, min(124, floor(float(summed) * scale - offset + 0.5))))
    return result
