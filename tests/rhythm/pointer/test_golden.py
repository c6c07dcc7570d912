"""The golden vectors, and the plain reference they come from, against the pointer's collector."""

import json
from typing import Any, Final

import msgspec
import numpy as np
import pytest

from golden.make_pointer import FILE, document
from samehands.capture.pointer import PointerEvents
from samehands.rhythm.pointer import (
    PointerCollectorState,
    collect_pointer,
    decode_pointer_projection,
    finish_pointer,
)

GOLDEN: Final[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))


def test_the_file_is_what_the_reference_makes() -> None:
    assert document() == GOLDEN, "run `PYTHONPATH=tests python -m golden.make_pointer`"


@pytest.mark.parametrize("number", range(len(GOLDEN["sessions"])))
def test_the_collector_makes_the_golden_windows(number: int) -> None:
    projection = decode_pointer_projection(msgspec.json.encode(GOLDEN["projection"]))
    session = GOLDEN["sessions"][number]
    columns = np.array(session["events"]).T
    events = PointerEvents(
        columns[0],
        columns[1].astype(np.int32),
        columns[2].astype(np.int32),
        columns[3].astype(np.int8),
        columns[4].astype(np.int8),
    )

    begun = collect_pointer(PointerCollectorState(), events, projection)
    windows = (*begun.windows, *finish_pointer(begun.state, projection).windows)

    made = [np.frombuffer(window.embedding, np.int8).tolist() for window in windows]
    assert made == session["windows"]
    assert len(made) == (2 if number < 2 else 1)
    assert np.ptp(made) > 60, "windows that are all clipped or zero compare nothing"
