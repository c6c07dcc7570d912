"""The vectors of capture and of wild projections, against their makers and against the package."""

import json
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pytest

from golden import make_capture, make_positions, make_rhythm_wild
from golden.rhythm_reference import Event
from samehands.capture import (
    MISSING,
    Action,
    EventCounts,
    KeyEvents,
    Keystrokes,
    PairingState,
    flush,
    pair,
    position_of,
)
from samehands.rhythm import CollectorState, collect, decode_projection, finish
from samehands.wire import MESSAGE_BYTES, encode_message

MAKERS: Final = (make_positions, make_capture, make_rhythm_wild)
ACTIONS: Final = {"up": Action.UP, "down": Action.DOWN, "repeat": Action.REPEAT, "gap": Action.GAP}
PAIRED: Final[list[dict[str, Any]]] = json.loads(make_capture.FILE.read_text(encoding="ascii"))
WILD: Final[list[dict[str, Any]]] = json.loads(make_rhythm_wild.FILE.read_text(encoding="ascii"))
STREAMS: Final = make_rhythm_wild.sessions()


def key_events(events: list[Event]) -> KeyEvents:
    """A stream as pairing takes it."""
    return KeyEvents(
        np.array([event[0] for event in events], np.int64),
        np.array([position_of(event[1]) for event in events], np.int16),
        np.array([ACTIONS[event[2]] for event in events], np.int8),
        np.array([event[3] for event in events], np.bool_),
    )


def events_in(vector: Mapping[str, Any]) -> KeyEvents:
    """The events of a vector: its own, or those of its name."""
    if "events" not in vector:
        return key_events(STREAMS[vector["name"]])
    return key_events([(*event[:3], len(event) > 3) for event in vector["events"]])


def rows(keystrokes: Keystrokes) -> list[list[int | None]]:
    """Keystrokes as they stand in the file."""
    columns = (
        keystrokes.press,
        keystrokes.release,
        keystrokes.zone,
        keystrokes.starts_run,
        keystrokes.position,
    )
    return [
        [press, None if release == MISSING else release, zone, int(starts), position]
        for press, release, zone, starts, position in zip(
            *(column.tolist() for column in columns), strict=True
        )
    ]


def spelled(counts: EventCounts) -> dict[str, int]:
    """Counts as they stand in the file."""
    named = {reason.replace(" ", "_"): number for reason, number in counts.rejected.items()}
    own = ("received", "presses", "releases", "gaps", "lost_releases", "clock_jumps", "composing")
    return named | {name: getattr(counts, name) for name in own}


@pytest.mark.parametrize("maker", MAKERS, ids=lambda maker: maker.__name__)
def test_a_file_is_what_its_maker_writes(maker: Any) -> None:
    assert maker.FILE.read_text(encoding="ascii") == maker.document(), (
        f"run `PYTHONPATH=tests python -m {maker.__name__}`"
    )


@pytest.mark.parametrize("vector", PAIRED, ids=lambda vector: vector["name"])
def test_pairing_gives_exactly_these_keystrokes_and_counts(vector: dict[str, Any]) -> None:
    events, found = events_in(vector), list[list[int | None]]()
    state, counts, out_after = PairingState(), EventCounts(), list[int]()
    step = 1 if "out_after" in vector else max(len(events), 1)
    for start in range(0, len(events), step):
        paired = pair(state, events[start : start + step])
        state, counts = paired.state, counts + paired.counts
        found += rows(paired.keystrokes)
        out_after.append(len(found))
    last = flush(state)

    assert found + rows(last.keystrokes) == vector["keystrokes"]
    assert spelled(counts + last.counts) == vector["counts"]
    if "out_after" in vector:
        assert out_after == vector["out_after"][:-1]


@pytest.mark.parametrize("vector", WILD, ids=lambda vector: json.loads(vector["file"])["name"])
def test_wild_projections_give_exactly_these_messages(vector: dict[str, Any]) -> None:
    projection = decode_projection(
        vector["file"].encode(), expected=bytes.fromhex(vector["sha256"])
    )

    for name, due in vector["messages"].items():
        first = collect(CollectorState(), key_events(STREAMS[name]), projection)
        last = finish(first.state, projection)
        assert [encode_message(each).hex() for each in (*first.messages, *last.messages)] == due


def test_wild_projections_fill_the_range_of_the_numbers() -> None:
    embeddings = np.array(
        [
            np.frombuffer(bytes.fromhex(message)[20:84], np.int8)
            for vector in WILD
            for messages in vector["messages"].values()
            for message in messages
            if len(message) == 2 * MESSAGE_BYTES
        ]
    )

    assert len(embeddings) >= 50
    assert {-124, 124} <= set(embeddings.ravel().tolist())
    assert (np.abs(embeddings) < 124).mean() > 0.5
    assert all(len(set(column)) > 10 for column in embeddings.T.tolist())
