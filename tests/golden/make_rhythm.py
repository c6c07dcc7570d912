"""Write `rhythm.json`: key events with the messages that the shipped projection makes of them.

Run it in the top folder as `PYTHONPATH=tests python -m golden.make_rhythm`, again whenever the
default projection changes. It imports nothing of ours: the events are drawn with whole numbers
only, and the messages come from `messages_reference`. The collector in any language has to give the
same messages for the same events.
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from golden.messages_reference import is_normal, messages_of
from golden.rhythm_reference import Event, Record, strokes_of, sums_of

FILE: Final = Path(__file__).with_name("rhythm.json")
PROJECTIONS: Final = Path(__file__).parents[2] / "src" / "samehands" / "rhythm" / "projections"
DEFAULT: Final = "open-1"

_SIGNS: Final = {" ": "Space", ",": "Comma", ".": "Period", "<": "Backspace", "\n": "Enter"}
TEXT: Final = [
    _SIGNS.get(sign, f"Digit{sign}" if sign.isdigit() else f"Key{sign.upper()}")
    for sign in "the same hands, writing of jugs<<s and vexed quizplckby7.\n"
]

Row = list[Any]
"""A key as typed: press, release, code."""


class Luck:
    """Whole numbers from a hash, the same in every language."""

    def __init__(self, seed: str) -> None:
        self.seed, self.drawn = seed, 0

    def below(self, limit: int) -> int:
        """A number from 0 to limit - 1."""
        self.drawn += 1
        digest = sha256(f"samehands rhythm {self.seed} {self.drawn}".encode()).digest()
        return int.from_bytes(digest[:6], "big") % limit

    def around(self, middle: int, width: int) -> int:
        """A number that is mostly near the middle."""
        return middle + sum(self.below(2 * width + 1) - width for _ in range(3)) // 2


def typed(
    seed: str, count: int, *, gap: int = 160, hold: int = 90, tick: int = 1_000, begins: int = 1
) -> list[Row]:
    """Somebody types the text over and over; gap and hold in ms, tick in µs, begin in s."""
    luck, at = Luck(seed), begins * 1_000_000
    rows: list[Row] = []
    for place in range(count):
        code = TEXT[place % len(TEXT)]
        at += max(luck.around(gap, gap // 3) * 1000, 30_000) + luck.below(1000)
        if luck.below(40) == 0:
            at += 900_000
        release = at + max(luck.around(hold, hold // 4), 15) * 1000 + luck.below(1000)
        if rows and rows[-1][2] == code:
            rows[-1][1] = min(rows[-1][1], at - 5_000)
        rows.append([at // tick * tick, release // tick * tick, code])
    for earlier, later in pairwise(rows):
        if earlier[2] == later[2]:
            earlier[1] = min(earlier[1], later[0])
    return rows


def events_of(rows: list[Row]) -> list[Event]:
    """The events of what was typed, in order of time; at one time releases come first."""
    events = [(at, code, "down", False) for at, _, code in rows]
    events += [(at, code, "up", False) for _, at, code in rows if at is not None]
    return sorted(events, key=lambda event: (event[0], event[2] == "down"))


def streams() -> Iterator[tuple[str, list[Event]]]:
    """Sessions by name."""
    yield "nothing", []
    yield "one keystroke less than a window", events_of(typed("short", 99))
    yield "a person on a 1 ms clock", events_of(typed("plain", 230))
    yield (
        "a slow person on a clock of µs",
        events_of(typed("slow", 210, gap=420, hold=150, tick=1)),
    )
    yield "a quick person, keys overlapping", events_of(typed("quick", 220, gap=85, hold=110))
    yield "an 8 ms clock", events_of(typed("eight", 200, tick=8_000))
    yield "a 15.625 ms clock", events_of(typed("sixteen", 200, tick=15_625))
    yield "focus gaps", list(with_gaps(events_of(typed("gaps", 230))))
    yield "keys that repeat, said so or not", list(repeating(events_of(typed("repeat", 220))))
    lost = typed("lost", 230)
    for row in lost[5::9]:
        row[1] = None
    yield "lost releases", events_of(lost)
    yield "releases without a press", list(orphaned(events_of(typed("orphan", 210))))
    yield "a clock that goes backwards", list(jumping(events_of(typed("jump", 230))))
    yield (
        "an input method composing",
        [
            (at, code, action, at // 1_000_000 % 7 < 3)
            for at, code, action, _ in events_of(typed("compose", 220))
        ],
    )
    yield (
        "keys without a name",
        [
            (at, "LaunchMail" if place % 5 == 0 else "", action, composing)
            for place, (at, _, action, composing) in enumerate(
                events_of(typed("nameless", 120, gap=400, hold=40))
            )
        ],
    )
    words = typed("shift", 220)
    held = [
        [words[place][0] - 45_000, words[place + 6][1] + 20_000, "ShiftLeft"]
        for place in range(10, 210, 40)
    ]
    yield "shift held over words", events_of(sorted(words + held))
    yield "a key that is stuck", list(stuck(typed("stuck", 130, gap=30, hold=20)))
    long = typed("long", 210, gap=300)
    for place in range(3, 200, 11):
        # Pauses past 2 s and holds at, and past, the longest that count or are waited for.
        for row in long[place:]:
            row[0], row[1] = row[0] + 2_100_000, row[1] + 2_100_000
        long[place - 1][1] = long[place - 1][0] + (1_500_000, 1_501_000, 5_000_001)[place % 3]
    yield "pauses and long holds", list(without_repeats(events_of(long)))
    yield (
        "a machine",
        [
            event
            for place in range(200)
            for event in (
                (10**6 + place * 60_000, TEXT[place % len(TEXT)], "down", False),
                (10**6 + place * 60_000 + 20_000, TEXT[place % len(TEXT)], "up", False),
            )
        ],
    )
    yield (
        "two keys at one time, every time",
        events_of(
            [
                [begins, begins + 70_000 + place, ("KeyF", "KeyJ")[place % 2]]
                for place in range(220)
                for begins in [10**6 + place // 2 * 250_000]
            ]
        ),
    )
    yield (
        "two keys at one time, now and then",
        events_of(
            [
                [row[0] - (row[0] - before[0]) * (place % 30 == 7), row[1], row[2]]
                for place, (before, row) in enumerate(pairwise(typed("chord", 211)))
            ]
        ),
    )
    too_quick: list[Row] = [
        [begins, begins + 9_000, TEXT[place % len(TEXT)]]
        for place in range(200)
        for begins in [10**9 + place * 19_999]
    ]
    yield (
        "two windows too quick between normal ones",
        events_of(typed("before", 100) + too_quick + typed("after", 210, begins=2_000)),
    )


def with_gaps(events: list[Event]) -> Iterator[Event]:
    """Focus is lost now and then, also with keys down."""
    for place, event in enumerate(events):
        if place % 71 == 40:
            yield (event[0], "", "gap", False)
        yield event


def repeating(events: list[Event]) -> Iterator[Event]:
    """Some presses repeat before their release."""
    for place, event in enumerate(events):
        yield event
        at, code, action, _ = event
        if action == "down" and place % 17 == 4 and code not in {"KeyS", "Backspace"}:
            yield (at, code, "repeat" if place % 2 else "down", False)


def orphaned(events: list[Event]) -> Iterator[Event]:
    """Releases of keys that nobody pressed."""
    for place, event in enumerate(events):
        yield event
        if place % 23 == 7:
            yield (event[0], "ShiftRight", "up", False)


def jumping(events: list[Event]) -> Iterator[Event]:
    """After a third and after two thirds the clock is set back."""
    third = len(events) // 3
    for place, (at, code, action, composing) in enumerate(events):
        yield (at - place // third * 400_000, code, action, composing)


def stuck(rows: list[Row]) -> Iterator[Event]:
    """A key is down from the start to after the end: windows come out when the session ends."""
    yield (rows[0][0], "CapsLock", "down", False)
    yield from events_of(rows)


def without_repeats(events: list[Event]) -> Iterator[Event]:
    """Leaves out the presses of keys that are still down, and their releases."""
    down: dict[str, int] = {}
    for event in events:
        at, code, action, _ = event
        if action == "down" and code in down:
            continue
        if action == "down":
            down[code] = at
        elif code in down:
            del down[code]
        yield event


WITH_SUMS: Final = ("a person on a 1 ms clock", "focus gaps")
"""Streams of which the integer sums of the first window stand in the file, for debugging."""


def document() -> str:
    """The whole file, one stream a line."""
    data = (PROJECTIONS / f"{DEFAULT}.json").read_bytes()
    record: Record = json.loads(data)
    digest = sha256(data).digest()
    lines = []
    for name, events in streams():
        messages, discarded = messages_of(events, record, digest[:8])
        lines.append(
            {
                "name": name,
                "events": [[*event[:3], 1] if event[3] else [*event[:3]] for event in events],
                "messages": [message.hex() for message in messages],
                "discarded": discarded,
            }
        )
    sums = []
    for name in WITH_SUMS:
        window = strokes_of(dict(streams())[name])[: record["keystrokes"]]
        assert is_normal(window), name  # the first window is one that is sent
        sums.append({"name": name, "channels": [vars(part) for part in sums_of(window, record)]})
    head = {"name": DEFAULT, "sha256": digest.hex()}

    def spelled(items: list[dict[str, Any]]) -> str:
        return (
            "[\n" + ",\n".join(json.dumps(item, separators=(",", ":")) for item in items) + "\n]"
        )

    return (
        f'{{\n"projection": {json.dumps(head)},\n"streams": {spelled(lines)},\n'
        f'"sums": {spelled(sums)}\n}}\n'
    )


if __name__ == "__main__":
    FILE.write_text(document(), encoding="ascii", newline="\n")
