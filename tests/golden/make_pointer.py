"""Write `pointer.json`: pointer events with the windows that a projection makes of them.

Run it in the top folder as `PYTHONPATH=tests python -m golden.make_pointer`. It imports nothing of
ours: events and projection are drawn with whole numbers only, and the windows come from
`pointer_reference`. The collector in any language has to give the same bytes.
"""

import base64
import json
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from golden.pointer_reference import DOWN, MOVE, UP, WHEEL, Event, Record, windows_of

FILE: Final = Path(__file__).with_name("pointer.json")
MEASURES: Final = 29


class Luck:
    """Whole numbers from a hash, the same in every language."""

    def __init__(self, seed: str) -> None:
        self.seed, self.drawn = seed, 0

    def below(self, limit: int) -> int:
        """A number from 0 to limit - 1."""
        self.drawn += 1
        digest = sha256(f"samehands pointer {self.seed} {self.drawn}".encode()).digest()
        return int.from_bytes(digest[:6], "big") % limit


def pointed(seed: str, strokes: int, tick: int) -> list[Event]:
    """Somebody moves, clicks and turns the wheel; with what links and devices do to it."""
    luck, events = Luck(seed), []
    at, x, y = 5_000_000, 300, 200
    for number in range(strokes):
        dx, dy = luck.below(801) - 400, luck.below(601) - 300
        steps = (20 + luck.below(60)) * (2 if tick < 8_000 else 1)
        for step in range(1, steps + 1):
            at += tick + luck.below(300)
            # Slow, fast, slow: the smooth step of step / steps, in whole numbers.
            share = step * step * (3 * steps - 2 * step)
            place = [
                begin + way * share // steps**3 + luck.below(3) - 1
                for begin, way in ((x, dx), (y, dy))
            ]
            events.append([at, *place, MOVE, 0])
            if luck.below(40) == 0:
                events.append([at, *place, MOVE, 0])
            if luck.below(60) == 0:
                events.append([at + 10, 65_535, 65_535, MOVE, 0])
        x, y = x + dx, y + dy
        for _ in range((1, 2, 0, 0)[number % 4]):
            at += 60_000 + luck.below(150_000)
            events.append([at, x, y, DOWN, 1])
            at += 50_000 + luck.below(90_000)
            events.append([at, x, y, UP, 1])
        for _ in range((0, 0, 3, 0)[number % 4]):
            at += 20_000 + luck.below(70_000)
            events.append([at, x, y, WHEEL, 0])
        at += 100_000 + luck.below(900_000)
    return events


def projection() -> Record:
    """A projection with drawn numbers that any language reads as the same doubles."""
    luck = Luck("projection")

    def table() -> dict[str, Any]:
        edges = sorted(
            {luck.below(4_000) / 1_000 for _ in range(12)}
            | {float(luck.below(2_000)) for _ in range(6)}
            | {float(luck.below(900_000)) for _ in range(6)}
        )
        return {
            "edges": edges,
            "scores": sorted(luck.below(81) - 40 for _ in range(len(edges) + 1)),
        }

    weights = bytes(luck.below(255) + 1 for _ in range(64 * 2 * MEASURES))
    return {
        "format": "samehands-pointer-projection/1",
        "name": "golden",
        "strokes": 20,
        "rate_us": 60_000,
        "card": {"data": [], "licence": "none", "commercial": False, "people": 0, "made_by": "us"},
        "tables": [table() for _ in range(MEASURES)],
        "centre": [(luck.below(200) - 100) / 128 for _ in range(2 * MEASURES)],
        "scale": [10 + luck.below(400) / 8 for _ in range(2 * MEASURES)],
        "weights": base64.b64encode(weights).decode(),
        "weight_scale": [(1 + luck.below(7)) / 4096 for _ in range(64)],
        "offset": [(luck.below(64) - 32) / 4 for _ in range(64)],
    }


def document() -> dict[str, Any]:
    """What the file holds: the projection, and sessions with their windows."""
    record = projection()
    data = base64.b64decode(record["weights"])
    wide = 2 * MEASURES
    weights = [
        [value - 256 if value > 127 else value for value in data[row * wide : (row + 1) * wide]]
        for row in range(64)
    ]
    sessions = []
    for seed, strokes, tick in (("fast", 42, 3_000), ("usual", 42, 8_000), ("slow", 25, 33_000)):
        events = pointed(seed, strokes, tick)
        sessions.append({"events": events, "windows": windows_of(events, record, weights)})
    return {"projection": record, "sessions": sessions}


if __name__ == "__main__":
    FILE.write_text(json.dumps(document(), separators=(",", ":")) + "\n", encoding="utf-8")
