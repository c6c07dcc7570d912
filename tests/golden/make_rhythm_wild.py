"""Write `rhythm_wild.json`: projections that nobody trained, and the messages that they give.

Run it in the top folder as `PYTHONPATH=tests python -m golden.make_rhythm_wild`. The shipped
projection uses 16 numbers and small features; these use all 64, clip, weigh contexts unevenly and
have windows of other lengths. They are drawn with whole numbers only; the events are those of
`rhythm.json`, the messages come from `rhythm_reference`. Nothing of ours is imported.
"""

import json
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Final

from golden.make_rhythm import Luck, streams
from golden.rhythm_reference import Record, messages_of

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
)
"""The streams of `rhythm.json` that each projection reads."""

ZONES: Final = 14
BINS: Final = 80
DIMENSIONS: Final = 64


def record(seed: int, keystrokes: int, holds: int, flights: int) -> Record:
    """A projection's file, drawn: so many contexts of holds and of flights."""
    luck = Luck(f"projection {seed}")
    sizes = (holds, flights, flights, flights)
    groups = [_table(luck, size, 3) for size in sizes]
    wide = sum(
        2 * size + 1 + (max(group) + 2) * 9 for size, group in zip(sizes, groups, strict=True)
    )
    return {
        "format": "samehands-projection/1",
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


def _table(luck: Luck, size: int, most: int) -> list[int]:
    """Numbers below a limit, the largest of which occurs."""
    return [most - 1, *(luck.below(most) for _ in range(size - 1))]


def _bytes(numbers: Iterator[int] | list[int]) -> str:
    return b64encode(bytes(number & 0xFF for number in numbers)).decode()


def records() -> Iterator[Record]:
    """The projections: few contexts and the shortest window, more of both, and one for all."""
    for seed, keystrokes, holds, flights in ((1, 50, 5, 7), (2, 77, 14, 30), (3, 100, 3, 3)):
        yield with_scores(record(seed, keystrokes, holds, flights), seed)


def document() -> str:
    """The whole file, one projection a line, each as its bytes would be fetched."""
    sessions = dict(streams())
    lines = []
    for drawn in records():
        file = json.dumps(drawn, separators=(",", ":")) + "\n"
        digest = sha256(file.encode("ascii")).digest()
        windows = {
            name: [message.hex() for message in messages_of(sessions[name], drawn, digest[:8])[0]]
            for name in STREAMS
        }
        lines.append({"file": file, "sha256": digest.hex(), "windows": windows})
    body = ",\n".join(json.dumps(line, separators=(",", ":")) for line in lines)
    return f"[\n{body}\n]\n"


if __name__ == "__main__":
    FILE.write_text(document(), encoding="ascii", newline="\n")
