"""Write `rhythm_wild.json`: projections that nobody trained, and the messages that they give.

Run it in the top folder as `PYTHONPATH=tests python -m golden.make_rhythm_wild`. The shipped
projection uses 16 numbers and small features; these use all 64, clip, weigh contexts unevenly,
move scores by key in any way the file has room for, and have windows of other lengths. They are
drawn with whole numbers only; the events are those of `rhythm.json` and of one session on every key
there is, the messages come from `messages_reference`. Nothing of ours is imported.
"""

import json
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Final

from golden.capture_reference import reading_of
from golden.make_capture import EVERY_KEY, typed_on_every_key
from golden.make_rhythm import Luck, streams
from golden.messages_reference import messages_of, messages_of_strokes
from golden.rhythm_reference import NOT_STORED, Event, Record, Stroke

FILE: Final = Path(__file__).with_name("rhythm_wild.json")

STREAMS: Final = (
    "a person on a 1 ms clock",
    "a slow person on a clock of µs",
    "a quick person, keys overlapping",
    "focus gaps",
    "lost releases",
    "pauses and long holds",
    "a machine",
    "two windows too quick between normal ones",
    "an input method composing",
    "keys without a name",
)
"""The streams of `rhythm.json` that each projection reads."""

ZONES: Final = 14
BINS: Final = 80
DIMENSIONS: Final = 64
POSITIONS: Final = 64
"""Keys that the tables by key have."""


def record(seed: int, keystrokes: int, holds: int, flights: int) -> Record:
    """A projection's file, drawn: so many contexts of holds and of flights."""
    luck = Luck(f"projection {seed}")
    sizes = (holds, flights, flights, flights)
    groups = [_table(luck, size, 3) for size in sizes]
    wide = sum(
        2 * size + 1 + (max(group) + 2) * 9 for size, group in zip(sizes, groups, strict=True)
    )
    return {
        "format": "samehands-projection/2",
        "name": f"wild-{seed}",
        "keystrokes": keystrokes,
        "card": {
            "data": ["nobody"],
            "licence": "CC0-1.0",
            "commercial": True,
            "people": 0,
            "made_by": "tests/golden/make_rhythm_wild.py",
        },
        "hold": _table(luck, ZONES, holds),
        "flight": _table(luck, ZONES * ZONES, flights),
        "group": groups,
        "share": [[luck.below(10**5) / 10**5 for _ in range(size)] for size in sizes],
        "bin_starts_ms": sorted(
            {-2000, *(luck.below(4001) - 2000 for _ in range(BINS - 2)), 2000}
        ),
        "centre": [(luck.below(2001) - 1000) / 997 for _ in range(wide)],
        "scale": [(luck.below(10**6) + 1) / 4999 for _ in range(wide)],
        "weights": _bytes(luck.below(255) - 127 for _ in range(DIMENSIONS * wide)),
        "weight_scale": [(luck.below(10**4) + 1) / 10**7 for _ in range(DIMENSIONS)],
        "offset": [(luck.below(2001) - 1000) / 33 for _ in range(DIMENSIONS)],
        "hold_share": [luck.below(1001) / 1000 for _ in range(DIMENSIONS)],
    }


def with_scores(drawn: Record, seed: int) -> Record:
    """The same with its tables of scores: anything within the limit, as steps between bins."""
    luck, bins = Luck(f"scores {seed}"), len(drawn["bin_starts_ms"])
    tables = []
    for group in drawn["group"]:
        steps: list[int] = []
        for _ in group:
            row = [luck.below(81) - 40 for _ in range(bins)]
            steps += [
                row[0],
                *(after - before for before, after in pairwise(row)),
            ]
        tables.append(_bytes(steps))
    return drawn | {"scores": tables}


def with_keys(drawn: Record, seed: int, shift: int, gains: tuple[int, int]) -> Record:
    """The same with its tables by key: shifts up to a limit, either way, and gains in a range."""
    luck, (least, most) = Luck(f"keys {seed}"), gains
    sizes = [POSITIONS] + [POSITIONS**2] * 3
    return drawn | {
        "shift": [_bytes(luck.below(2 * shift + 1) - shift for _ in range(n)) for n in sizes],
        "gain": [_bytes(least + luck.below(most - least + 1) for _ in range(n)) for n in sizes],
    }


def _table(luck: Luck, size: int, most: int) -> list[int]:
    """Numbers below a limit, the largest of which occurs."""
    return [most - 1, *(luck.below(most) for _ in range(size - 1))]


def _bytes(numbers: Iterator[int] | list[int]) -> str:
    return b64encode(bytes(number & 0xFF for number in numbers)).decode()


def records() -> Iterator[Record]:
    """The projections: few contexts and the shortest window, more of both, and one for all.

    Shifts and gains: moderate, as wild as they may be, and barely any.
    """
    by_key = ((9, (20, 60)), (40, (1, 127)), (1, (32, 32)))
    for seed, keystrokes, holds, flights in ((1, 50, 5, 7), (2, 77, 14, 30), (3, 100, 3, 3)):
        drawn = with_scores(record(seed, keystrokes, holds, flights), seed)
        yield with_keys(drawn, seed, *by_key[seed - 1])


def sessions() -> dict[str, list[Event]]:
    """All streams by name: those of `rhythm.json`, and the one on every key."""
    return dict(streams()) | {EVERY_KEY: list(typed_on_every_key())}


def messages_on_every_key(drawn: Record, ref: bytes) -> list[bytes]:
    """As `messages_of`, of the session on keys that its table of positions leaves out."""
    strokes = [
        Stroke(
            stroke.press,
            stroke.zone,
            stroke.starts_run,
            stroke.release,
            stroke.position if stroke.position < POSITIONS else NOT_STORED,
        )
        for stroke in reading_of(typed_on_every_key()).strokes
    ]
    messages, discarded = messages_of_strokes(strokes, drawn, ref)
    assert not discarded
    return messages


def document() -> str:
    """The whole file, one projection a line, each as its bytes would be fetched."""
    known = dict(streams())
    lines = []
    for drawn in records():
        file = json.dumps(drawn, separators=(",", ":")) + "\n"
        digest = sha256(file.encode("ascii")).digest()
        messages = {
            name: [sent.hex() for sent in messages_of(known[name], drawn, digest[:8])[0]]
            for name in STREAMS
        }
        messages[EVERY_KEY] = [sent.hex() for sent in messages_on_every_key(drawn, digest[:8])]
        lines.append({"file": file, "sha256": digest.hex(), "messages": messages})
    body = ",\n".join(json.dumps(line, separators=(",", ":")) for line in lines)
    return f"[\n{body}\n]\n"


if __name__ == "__main__":
    FILE.write_text(document(), encoding="ascii", newline="\n")
