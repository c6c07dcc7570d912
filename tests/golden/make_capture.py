"""Write `capture.json`: key events with the keystrokes and counts that pairing makes of them.

Run it in the top folder as `PYTHONPATH=tests python -m golden.make_capture`. It imports nothing of
ours: the streams are those of `rhythm.json`, and wild ones drawn with whole numbers; what is due
comes from `capture_reference`. Pairing in any language has to give the same, one event at a time.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from golden.capture_reference import ZONE_OF_CODE, reading_of
from golden.make_rhythm import Luck, streams
from golden.rhythm_reference import Event

FILE: Final = Path(__file__).with_name("capture.json")

EVERY_KEY: Final = "typed on every key"
"""The stream that `make_rhythm_wild` reads too."""

_NEVER: Final = "LaunchMail"
"""A code that has no position."""

_KEYS: Final[tuple[tuple[str, ...], ...]] = (
    ("KeyA",),
    ("", _NEVER),
    ("KeyA", "KeyJ", "ShiftLeft"),
    ("KeyE", "KeyN", "Space", "Backspace", "", "IntlRo"),
    tuple(ZONE_OF_CODE),
)
_ACTIONS: Final = (
    ("down", "up"),
    ("down", "down", "down", "up"),
    ("down", "down", "up", "up", "repeat"),
    ("down", "up", "down", "up", "down", "up", "repeat", "gap"),
)
_NAMED_OR_NOT: Final = (*ZONE_OF_CODE, "", _NEVER)
_WILD_STEPS: Final = (
    0, 1, 19_999, 999_999, 1_099_999, 1_100_000, 1_100_001, 1_999_000, 4_999_999, 5_000_000,
    5_000_001, 60_000_000, -1, -50_000, -10**7,
)  # fmt: skip


def wild(seed: int) -> Iterator[Event]:
    """Lost, repeated, unknown, simultaneous, backwards: whatever a source may hand in."""
    luck = Luck(f"wild {seed}")
    keys, actions = _KEYS[seed % len(_KEYS)], _ACTIONS[seed % len(_ACTIONS)]
    longest, odd = (1_000, 40_000, 150_000, 900_000)[seed % 3], (0, 2, 10)[seed % 3]
    at = 10**9
    for _ in range(240):
        step = luck.below(longest)
        if luck.below(30) < odd:
            step = _WILD_STEPS[luck.below(len(_WILD_STEPS))]
        at = max(at + step, 0)
        code, action = keys[luck.below(len(keys))], actions[luck.below(len(actions))]
        yield (at, "" if action == "gap" else code, action, luck.below(9) == 0)


def flood(held: str, presses: int) -> Iterator[Event]:
    """A key is down while others are pressed and released so fast that it is given up on."""
    yield (1_000, held, "down", False)
    for place in range(presses):
        yield (1_000 + place, "KeyJ", "down", False)
        yield (1_000 + place, "KeyJ", "up", False)
    yield (2_000, held, "up", False)
    yield (3_000, held, "down", False)


def every_key() -> Iterator[Event]:
    """All keys that have a name go down at one moment, and up one after the other."""
    yield from ((5_000, code, "down", False) for code in ZONE_OF_CODE)
    yield from (
        (90_000 + place * 777, code, "up", False) for place, code in enumerate(ZONE_OF_CODE)
    )


def typed_on_every_key() -> Iterator[Event]:
    """A session on all keys there are, two nameless ones among them, composing now and then."""
    luck, at = Luck("every key"), 10**9
    for _ in range(420):
        at += 40_000 + luck.below(400_000)
        code, composing = _NAMED_OR_NOT[luck.below(len(_NAMED_OR_NOT))], luck.below(12) == 0
        yield (at, code, "down", composing)
        at += 20_000 + luck.below(140_000)
        yield (at, code, "up", composing)


def late() -> Iterator[Event]:
    """The last times that there are: 285 years, up to the last integer of a double."""
    for place in range(40):
        begins = 2**53 - 5_000_001 + place * 123_457
        yield (begins, "KeyA", "down", False)
        yield (begins + 61_728, "KeyA", "up", False)
    yield (2**53, "KeyB", "down", False)
    yield (2**53, "KeyB", "up", False)


def vectors() -> Iterator[tuple[str, list[Event], bool]]:
    """Name, events, and whether they stand in `rhythm.json` under that name."""
    for name, events in streams():
        yield name, events, True
    for seed in range(15):
        yield f"wild {seed}", list(wild(seed)), False
    yield "256 presses while a key is down", list(flood("ShiftLeft", 256)), False
    yield "257 presses while a key is down", list(flood("ShiftLeft", 257)), False
    yield "a nameless key while 300 are pressed", list(flood(_NEVER, 300)), False
    yield "every key at once", list(every_key()), False
    yield EVERY_KEY, list(typed_on_every_key()), False
    yield "the last times that there are", list(late()), False


def document() -> str:
    """The whole file, one stream a line."""
    lines: list[dict[str, Any]] = []
    for name, events, known in vectors():
        reading = reading_of(events)
        line: dict[str, Any] = {"name": name}
        if not known:
            line["events"] = [[*event[:3], 1] if event[3] else [*event[:3]] for event in events]
            line["out_after"] = reading.out_after
        line["keystrokes"] = [stroke.row() for stroke in reading.strokes]
        line["counts"] = reading.counts
        lines.append(line)
    body = ",\n".join(json.dumps(line, separators=(",", ":")) for line in lines)
    return f"[\n{body}\n]\n"


if __name__ == "__main__":
    FILE.write_text(document(), encoding="ascii", newline="\n")
