"""The golden vectors, and the plain reference they come from, against the collector."""

import json
from collections import Counter
from functools import reduce
from itertools import pairwise
from operator import or_
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from golden.make_rhythm import FILE, document, streams
from golden.messages_reference import messages_of
from golden.rhythm_reference import ZONE, Event, Record
from rhythm.drawn_projection import drawn_projection, file_of
from samehands.capture import Action, KeyEvents, PairingState, pair, position_of
from samehands.capture.positions import POSITIONS, ZONE_OF_POSITION
from samehands.rhythm import (
    DEFAULT,
    ClockClass,
    CollectorState,
    EarlySign,
    PathFlag,
    Projection,
    SignFlag,
    Window,
    collect,
    decode_projection,
    finish,
    shipped,
)
from samehands.rhythm.statistics import timed, window_sums
from samehands.wire import decode_message, encode_message

VECTORS: Final[dict[str, Any]] = json.loads(FILE.read_text(encoding="ascii"))
ACTIONS: Final = {"up": Action.UP, "down": Action.DOWN, "repeat": Action.REPEAT, "gap": Action.GAP}
STREAMS: Final = dict(streams())


def key_events(events: list[Event]) -> KeyEvents:
    """A stream as the collector takes it."""
    return KeyEvents(
        np.array([event[0] for event in events], np.int64),
        np.array([position_of(event[1]) for event in events], np.int16),
        np.array([ACTIONS[event[2]] for event in events], np.int8),
        np.array([event[3] for event in events], np.bool_),
    )


def events_in(vector: dict[str, Any]) -> KeyEvents:
    """The events of a vector in the file."""
    return key_events([(*event[:3], len(event) > 3) for event in vector["events"]])


def sent(parts: list[KeyEvents], projection: Projection) -> tuple[list[bytes], int]:
    """The messages of a session, and how many windows were discarded."""
    state, messages, discarded = CollectorState(), list[bytes](), 0
    for part in parts:
        collected = collect(state, part, projection)
        state, discarded = collected.state, discarded + collected.discarded
        messages += map(encode_message, collected.messages)
    last = finish(state, projection)
    return [*messages, *map(encode_message, last.messages)], discarded + last.discarded


def test_the_file_is_what_its_maker_writes() -> None:
    assert FILE.read_text(encoding="ascii") == document(), (
        "run `PYTHONPATH=tests python -m golden.make_rhythm`"
    )


def test_the_file_is_of_the_shipped_projection() -> None:
    assert VECTORS["projection"] == {"name": DEFAULT, "sha256": shipped().digest.hex()}


def test_the_vectors_hold_every_clock_a_discard_and_enough_windows() -> None:
    messages = [
        decode_message(bytes.fromhex(message))
        for vector in VECTORS["streams"]
        for message in vector["messages"]
    ]
    windows = [message for message in messages if isinstance(message, Window)]
    signs = [message.signs for message in messages if isinstance(message, EarlySign)]

    assert len(VECTORS["streams"]) >= 12
    assert len(windows) >= 25
    assert {window.clock for window in windows} == set(ClockClass)
    assert {window.path for window in windows} == {PathFlag.NONE, PathFlag.DISCARDED}
    assert sum(vector["discarded"] for vector in VECTORS["streams"]) >= 2
    assert len({window.embedding for window in windows}) == len(windows)
    assert reduce(or_, signs) == sum(SignFlag)


def test_the_streams_hold_every_way_that_an_event_is_rejected() -> None:
    rejected: Counter[str] = Counter()
    for events in STREAMS.values():
        rejected.update(pair(PairingState(), key_events(events)).counts.rejected)

    assert all(rejected.values())


def test_the_reference_knows_the_zones_of_the_codes_that_it_uses() -> None:
    assert set(ZONE) <= set(POSITIONS)
    assert {code: int(ZONE_OF_POSITION[position_of(code)]) for code in ZONE} == ZONE
    used = {event[1] for events in STREAMS.values() for event in events}
    assert {code for code in used if code in POSITIONS} <= set(ZONE)


@pytest.mark.parametrize("vector", VECTORS["streams"], ids=lambda vector: vector["name"])
def test_a_stream_gives_exactly_these_messages(vector: dict[str, Any]) -> None:
    events = events_in(vector)
    cuts = sorted({0, len(events) // 7, len(events) // 3, len(events)})

    for parts in ([events], [events[start:end] for start, end in pairwise(cuts)]):
        messages, discarded = sent(parts, shipped())
        assert [message.hex() for message in messages] == vector["messages"]
        assert discarded == vector["discarded"]


@pytest.mark.parametrize("vector", VECTORS["sums"], ids=lambda vector: vector["name"])
def test_the_first_window_s_sums_are_these_whole_numbers(vector: dict[str, Any]) -> None:
    events = next(each for each in VECTORS["streams"] if each["name"] == vector["name"])
    keystrokes = pair(PairingState(), events_in(events)).keystrokes
    contexts = shipped().contexts
    rows = np.arange(shipped().keystrokes)[None, :]

    sums = window_sums(timed(keystrokes, contexts), rows, contexts)

    for part, due in zip(sums, vector["channels"], strict=True):
        for name, numbers in due.items():
            assert getattr(part, name)[0].tolist() == numbers


@pytest.mark.parametrize("name", STREAMS)
@pytest.mark.parametrize("seed", [1, 2])
def test_the_reference_and_the_collector_agree_for_other_projections(name: str, seed: int) -> None:
    file = file_of(drawn_projection(seed, keystrokes=50 + 13 * seed))
    projection, record = decode_projection(file), json.loads(file)

    assert sent([key_events(STREAMS[name])], projection) == messages_of(
        STREAMS[name], record, projection.ref
    )


HOSTILE: Final = file_of(drawn_projection(9))
HOSTILE_PROJECTION: Final = decode_projection(HOSTILE)
HOSTILE_RECORD: Final[Record] = json.loads(HOSTILE)

rows = st.tuples(
    st.sampled_from([0, 1, 900, 19_999, 30_000, 77_000, 400_000, 1_100_001, 5_000_001, -60_000]),
    st.sampled_from(["", "KeyA", "KeyJ", "Space", "ShiftLeft", "Backspace", "Digit1"]),
    st.sampled_from(["down", "down", "up", "up", "repeat", "gap"]),
    st.booleans(),
)


@given(st.lists(rows, max_size=20), st.integers(0, 2**32))
@settings(max_examples=40)
def test_the_reference_and_the_collector_agree_on_hostile_events(
    pattern: list[tuple[int, str, str, bool]], seed: int
) -> None:
    rng = np.random.default_rng(seed)
    at, events = 10**8, list[Event]()
    for step, code, action, composing in (pattern * 40)[:400]:
        at = max(at + step + int(rng.integers(0, 90_000)), 0)
        events.append((at, code, action, composing))

    assert sent([key_events(events)], HOSTILE_PROJECTION) == messages_of(
        events, HOSTILE_RECORD, HOSTILE_PROJECTION.ref
    )
