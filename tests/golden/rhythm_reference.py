"""Key events → messages in plain Python, one thing after the other: how to write it elsewhere.

Written from the docstrings of `capture`, `rhythm` and `wire`, importing nothing of them: what it
gives is a check of the package and not a copy of its output. It reads a projection's file as it is.
"""

import math
from base64 import b64decode
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

Event = tuple[int, str, str, bool]
"""Time in µs, `KeyboardEvent.code` ("" for none), down | up | repeat | gap, composing."""

Record = dict[str, Any]

_LETTERS: Final = ("QWERT", "ASDFG", "ZXCVB", "YUIOP", "HJKL", "NM")
_OTHERS: Final = {
    "BracketLeft": 3, "Semicolon": 4, "Quote": 4, "Comma": 5, "Period": 5, "Slash": 5,
    "Space": 6, "Backspace": 7, "Enter": 8, "ShiftLeft": 9, "ShiftRight": 9, "ControlLeft": 10,
    "CapsLock": 10, "Digit1": 11, "Digit7": 11, "Minus": 11, "ArrowLeft": 12, "Tab": 12,
}  # fmt: skip
ZONE: Final = {
    f"Key{letter}": zone for zone, letters in enumerate(_LETTERS) for letter in letters
} | _OTHERS
"""The zone of each code that the streams use."""

_ROWS: Final = (
    "KeyQ KeyW KeyE KeyR KeyT", "KeyA KeyS KeyD KeyF KeyG",
    "IntlBackslash KeyZ KeyX KeyC KeyV KeyB",
    "KeyY KeyU KeyI KeyO KeyP BracketLeft BracketRight",
    "KeyH KeyJ KeyK KeyL Semicolon Quote Backslash", "KeyN KeyM Comma Period Slash IntlRo",
    "Space Backspace Enter NumpadEnter ShiftLeft ShiftRight",
    "ControlLeft ControlRight AltLeft AltRight MetaLeft MetaRight CapsLock",
    "Backquote Digit0 Digit1 Digit2 Digit3 Digit4 Digit5 Digit6 Digit7 Digit8 Digit9 Minus Equal",
)  # fmt: skip
POSITION: Final = {code: place for place, code in enumerate(" ".join(_ROWS).split(), start=1)}
"""The number of each key in the tables by key. A key without a name is 0."""

NOT_STORED: Final = -1
"""A key with a name that the tables by key have no room for: its scores stay."""

NAMELESS: Final = 13
RANGES: Final = ((1, 1500), (0, 2000), (-600, 2000), (-2000, 2000))


@dataclass
class Stroke:
    """One keystroke."""

    press: int
    zone: int
    starts_run: bool
    release: int | None = None
    position: int = 0


@dataclass
class Sums:
    """One channel of one window."""

    count: list[int]
    total: list[int]
    square: list[int]
    histogram: list[list[int]] = field(default_factory=list)


def strokes_of(events: Iterable[Event]) -> list[Stroke]:
    """All keystrokes of a session, in order of their presses."""
    strokes: list[Stroke] = []
    down_at: dict[str, int] = {}  # code → its last press or repeat that no release followed
    open_press: dict[str, int] = {}  # code → its keystroke
    last, fresh = 0, True
    for at, code, action, composing in events:
        key = code if code in ZONE else ""
        if action == "gap" or at < last:
            down_at, open_press, fresh = {}, {}, True
        last = at
        if action == "up":
            down_at.pop(key, None)
            which = open_press.pop(key, None)
            if (
                which is not None
                and at - strokes[which].press <= 5_000_000
                and len(strokes) - 1 - which <= 256
            ):
                strokes[which].release = at
        elif action == "repeat" or (
            action == "down" and key in down_at and at - down_at[key] <= 1_100_000
        ):
            down_at[key] = at
        elif action == "down":
            down_at[key], open_press[key] = at, len(strokes)
            zone = NAMELESS if composing else ZONE.get(key, NAMELESS)
            position = 0 if composing or not key else POSITION.get(key, NOT_STORED)
            strokes.append(Stroke(at, zone, fresh, position=position))
            fresh = False
    return strokes


def durations_of(window: Sequence[Stroke]) -> list[tuple[int | None, ...]]:
    """Hold, dd, ud, uu of each keystroke; no flights of the first."""
    found: list[tuple[int | None, ...]] = []
    for place, now in enumerate(window):
        before = window[place - 1] if place and not now.starts_run else None
        hold = None if now.release is None else now.release - now.press
        if before is None:
            found.append((hold, None, None, None))
            continue
        ud = None if before.release is None else now.press - before.release
        both = before.release is not None and now.release is not None
        uu = now.release - before.release if both else None  # type: ignore[operator]  # both are known
        found.append((hold, now.press - before.press, ud, uu))
    return found


def score_tables(record: Record) -> list[list[list[int]]]:
    """Per channel and context, the score of every bin."""
    bins = len(record["bin_starts_ms"])
    tables = []
    for text in record["scores"]:
        steps = [byte - 256 if byte > 127 else byte for byte in b64decode(text)]
        rows = []
        for start in range(0, len(steps), bins):
            score, row = 0, []
            for step in steps[start : start + bins]:
                score += step
                row.append(score)
            rows.append(row)
        tables.append(rows)
    return tables


Scored = tuple[int, int] | None
"""The context and the score of a duration, or None where it does not count."""


def scored(window: Sequence[Stroke], record: Record) -> list[list[Scored]]:
    """Per channel, each keystroke's context and normal score in sixteenths."""
    tables, starts = score_tables(record), record["bin_starts_ms"]
    shifts, gains = (
        [[byte - 256 if byte > 127 else byte for byte in b64decode(text)] for text in record[name]]
        for name in ("shift", "gain")
    )
    found: list[list[Scored]] = [[], [], [], []]
    for place, values in enumerate(durations_of(window)):
        for channel, ((low, high), value) in enumerate(zip(RANGES, values, strict=True)):
            if value is None or not low * 1000 <= value <= high * 1000:
                found[channel].append(None)
                continue
            zone = window[place].zone
            flight = record["flight"][window[place - 1].zone * 14 + zone]
            context = flight if channel else record["hold"][zone]
            column = bisect_right(starts, value // 1000) - 1
            keys = [window[place].position, window[place - 1].position if channel else 0]
            shift, gain = 0, 32
            if NOT_STORED not in keys:
                key = keys[0] + 64 * keys[1]
                shift, gain = shifts[channel][key], gains[channel][key]
            score = ((tables[channel][context][column] - shift) * gain + 16) // 32
            found[channel].append((context, max(-40, min(40, score))))
    return found


def sums_of(window: Sequence[Stroke], record: Record) -> list[Sums]:
    """Per channel, the integer sums."""
    found = []
    for channel, row in enumerate(scored(window, record)):
        size = len(record["group"][channel])
        sums = Sums([0] * size, [0] * size, [0] * size, [[0] * 9 for _ in range(size)])
        for each in row:
            if each is not None:
                context, score = each
                sums.count[context] += 1
                sums.total[context] += score
                sums.square[context] += score * score
                sums.histogram[context][(score + 40) * 9 // 81] += 1
        found.append(sums)
    return found


def features_of(sums: Sums, groups: Sequence[int], shares: Sequence[float]) -> list[float]:
    """One channel's features: doubles, in this order of operations."""
    rough = (sum(sums.total) / 16) / (sum(sums.count) + 2)
    means = [(t / 16 + 2 * rough) / (n + 2) for t, n in zip(sums.total, sums.count, strict=True)]
    spreads = [(q / 256 - n) / (n + 4) for q, n in zip(sums.square, sums.count, strict=True)]
    whole = [sum(column) for column in zip(*sums.histogram, strict=True)]
    parts = [(number + 0.5) / (sum(whole) + 4.5) for number in whole]
    level, bins = 0.0, [[0.0] * 9 for _ in range(max(groups) + 2)]
    for context, weight in enumerate(shares):
        level += weight * means[context]
        for place, part in enumerate(parts):
            smoothed = (sums.histogram[context][place] + 4 * part) / (sums.count[context] + 4)
            bins[groups[context]][place] += weight * smoothed
            bins[-1][place] += weight * smoothed
    return [*means, *spreads, level, *(math.sqrt(part) for row in bins for part in row)]


def embedding_of(window: Sequence[Stroke], record: Record) -> list[int]:
    """The 64 numbers: rounded features times int8 weights, whole numbers up to the last step."""
    raw = [
        number
        for channel, sums in enumerate(sums_of(window, record))
        for number in features_of(sums, record["group"][channel], record["share"][channel])
    ]
    rounded = [
        min(max(math.floor((x - centre) * scale + 0.5), -4096), 4096)
        for x, centre, scale in zip(raw, record["centre"], record["scale"], strict=True)
    ]
    weights = [byte - 256 if byte > 127 else byte for byte in b64decode(record["weights"])]
    embedding = []
    for dimension in range(64):
        row = weights[dimension * len(rounded) : (dimension + 1) * len(rounded)]
        summed = sum(x * weight for x, weight in zip(rounded, row, strict=True))
        step = summed * record["weight_scale"][dimension] - record["offset"][dimension]
        embedding.append(min(max(math.floor(step + 0.5), -124), 124))
    return embedding
