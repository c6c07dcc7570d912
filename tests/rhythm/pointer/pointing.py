"""Made-up hands on a pointer, and a drawn projection: enough to test with, nothing to learn from."""

import base64
import hashlib
from typing import Any

import msgspec
import numpy as np

from samehands.capture.pointer import PointerEvents, PointerKind
from samehands.rhythm.pointer import PointerProjection, decode_pointer_projection
from samehands.rhythm.pointer.features import POINTER_FEATURES
from samehands.rhythm.pointer.movement import MEASURES
from samehands.rhythm.pointer.projection_file import POINTER_FORMAT


def pointed(rng: np.random.Generator, strokes: int = 60, step_us: int = 8_000) -> PointerEvents:
    """Aimed movements, most with a click at the end, some with a turn of the wheel."""
    rows: list[tuple[int, int, int, int, int]] = []
    at, x, y = 1_000_000, 400.0, 300.0
    for _ in range(strokes):
        number = int(rng.integers(20, 90))
        right, below = rng.uniform(-300, 300, 2)
        speed = np.sin(np.linspace(0.1, 3.1, number)) ** 2
        for share in np.cumsum(speed / speed.sum()):
            at += step_us
            place = (x + right * share + rng.normal(), y + below * share + rng.normal())
            rows.append((at, round(place[0]), round(place[1]), PointerKind.MOVE, 0))
        x, y = x + right, y + below
        if rng.random() < 0.7:
            pressed = at + int(rng.integers(40_000, 200_000))
            at = pressed + int(rng.integers(60_000, 120_000))
            rows.append((pressed, round(x), round(y), PointerKind.DOWN, 1))
            rows.append((at, round(x), round(y), PointerKind.UP, 1))
        elif rng.random() < 0.5:
            for _ in range(3):
                at += int(rng.integers(30_000, 60_000))
                rows.append((at, round(x), round(y), PointerKind.WHEEL, 0))
        at += int(rng.integers(300_000, 900_000))
    columns = np.array(rows).T
    return PointerEvents(
        columns[0],
        columns[1].astype(np.int32),
        columns[2].astype(np.int32),
        columns[3].astype(np.int8),
        columns[4].astype(np.int8),
    )


def drawn_record(seed: int = 3, strokes: int = 20) -> dict[str, Any]:
    """The fields of a projection file with drawn numbers."""
    rng = np.random.default_rng(seed)
    table = {"edges": [0.2, 0.5, 1.0, 40.0, 90_000.0], "scores": [-20, -9, 0, 7, 15, 30]}
    return {
        "format": POINTER_FORMAT,
        "name": "drawn",
        "strokes": strokes,
        "rate_us": 60_000,
        "card": {"data": [], "licence": "none", "commercial": False, "people": 0, "made_by": "us"},
        "tables": [table] * MEASURES,
        "centre": rng.normal(0, 0.1, POINTER_FEATURES).tolist(),
        "scale": rng.uniform(20, 60, POINTER_FEATURES).tolist(),
        "weights": base64.b64encode(
            rng.integers(-127, 128, (64, POINTER_FEATURES)).astype(np.int8).tobytes()
        ).decode(),
        "weight_scale": [0.002] * 64,
        "offset": [0.0] * 64,
    }


def drawn_pointer_projection(seed: int = 3, strokes: int = 20) -> PointerProjection:
    """A projection with drawn numbers."""
    data = msgspec.json.encode(drawn_record(seed, strokes))
    return decode_pointer_projection(data, expected=hashlib.sha256(data).digest())
