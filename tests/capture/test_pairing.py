"""Pairing against a plain one-event-at-a-time reading of its rules, and its laws."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.capture import pairing
from samehands.capture.counts import EventCounts, Rejection
from samehands.capture.events import Action, KeyEvents
from samehands.capture.keyrows import REPEAT_WITHIN
from samehands.capture.keystrokes import MISSING, Keystrokes
from samehands.capture.pairing import (
    HOLD_LIMIT,
    PENDING_LIMIT,
    TIME_LIMIT,
    PairingState,
    flush,
    pair,
)
from samehands.capture.positions import ZONE_OF_POSITION, Zone, position_of
from samehands.errors import EventError

A, B, SHIFT = position_of("KeyA"), position_of("KeyB"), position_of("ShiftLeft")
DOWN, UP, REPEAT, GAP = Action.DOWN, Action.UP, Action.REPEAT, Action.GAP

Row = tuple[int, int, int] | tuple[int, int, int, bool]


def events_of(*rows: Row) -> KeyEvents:
    """Rows of (ms, position, action[, composing])."""
    return KeyEvents(
        np.array([row[0] * 1_000 for row in rows], np.int64),
        np.array([row[1] for row in rows], np.int16),
        np.array([row[2] for row in rows], np.int8),
        np.array([len(row) > 3 and row[3] for row in rows], np.bool_),
    )


def all_of(*parts: KeyEvents) -> tuple[list[tuple[int, int, int, bool, int]], EventCounts]:
    """Keystrokes and counts of a session whose events come in parts."""
    state, out, counts = PairingState(), [], EventCounts()
    for part in parts:
        paired = pair(state, part)
        state, counts = paired.state, counts + paired.counts
        out += rows_of(paired.keystrokes, paired.position)
    last = flush(state)
    return out + rows_of(last.keystrokes, last.position), counts + last.counts


def rows_of(keystrokes: Keystrokes, position: object) -> list[tuple[int, int, int, bool, int]]:
    columns = (keystrokes.press, keystrokes.release, keystrokes.zone, keystrokes.starts_run)
    return list(zip(*(c.tolist() for c in columns), np.asarray(position).tolist(), strict=True))


def read_plainly(
    events: KeyEvents, pending_limit: int = PENDING_LIMIT
) -> tuple[list[tuple[int, int, int, bool, int]], dict[Rejection, int]]:
    """The rules as the docstrings state them, one event after the other."""
    out: list[list[int]] = []
    rejected = dict.fromkeys(Rejection, 0)
    down_at: dict[int, int] = {}  # key -> its last press or repeat without a release since
    open_press: dict[int, int] = {}  # key -> its keystroke
    last, fresh = 0, True
    rows = zip(*(c.tolist() for c in (events.at, events.position, events.action)), strict=True)
    for (at, key, action), composing in zip(rows, events.composing.tolist(), strict=True):
        if action == GAP or at < last:
            down_at, open_press, fresh = {}, {}, True
        last = at
        if action == REPEAT or (
            action == DOWN and key in down_at and at - down_at[key] <= REPEAT_WITHIN
        ):
            rejected[Rejection.REPEAT] += 1
            down_at[key] = at
        elif action == DOWN:
            zone = Zone.OTHER if composing else ZONE_OF_POSITION[key]
            down_at[key], open_press[key] = at, len(out)
            out.append([at, MISSING, int(zone), fresh, key])
            fresh = False
        elif action == UP:
            down_at.pop(key, None)
            which = open_press.pop(key, None)
            if which is None:
                rejected[Rejection.ORPHAN_RELEASE] += 1
            elif at - out[which][0] > HOLD_LIMIT or len(out) - 1 - which > pending_limit:
                rejected[Rejection.LATE_RELEASE] += 1
            else:
                out[which][1] = at
    return [(p, r, z, bool(s), k) for p, r, z, s, k in out], rejected


steps = st.sampled_from([0, 0, 1, 30, 90, 400, 1_100, 1_101, 4_999, 5_000, 5_001, -1, -700])
rows = st.tuples(
    steps,
    st.sampled_from([0, A, B, SHIFT]),
    st.sampled_from([DOWN, DOWN, DOWN, UP, UP, UP, REPEAT, GAP]),
    st.booleans(),
)


@st.composite
def streams(draw: st.DrawFn) -> KeyEvents:
    drawn = draw(st.lists(rows, max_size=60))
    at = np.cumsum([10_000, *(row[0] for row in drawn)])[1:]
    return events_of(*((int(t), *row[1:]) for t, row in zip(at, drawn, strict=True)))


@given(streams())
def test_pairing_is_the_plain_reading_of_its_rules(events: KeyEvents) -> None:
    keystrokes, counts = all_of(events)
    expected, rejected = read_plainly(events)
    assert keystrokes == expected
    assert counts.rejected == rejected


@given(streams(), st.integers(0, 5), st.integers(1, 9))
def test_the_rules_hold_for_any_limit_and_any_slab(
    events: KeyEvents, pending_limit: int, slab: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pairing, "PENDING_LIMIT", pending_limit)
        patch.setattr(pairing, "_SLAB", slab)
        keystrokes, counts = all_of(events)
        waiting = pair(PairingState(), events).state.waiting
    expected, rejected = read_plainly(events, pending_limit)
    assert (keystrokes, counts.rejected) == (expected, rejected)
    assert waiting <= pending_limit + 1


@given(streams(), st.lists(st.integers(0, 60), max_size=6))
def test_splitting_the_stream_anywhere_changes_nothing(events: KeyEvents, cuts: list[int]) -> None:
    ends = [0, *sorted(min(cut, len(events)) for cut in cuts), len(events)]
    parts = [events[start:end] for start, end in pairwise(ends)]
    assert all_of(*parts) == all_of(events)


@given(streams())
def test_many_at_once_is_one_by_one(events: KeyEvents) -> None:
    assert all_of(*(events[i : i + 1] for i in range(len(events)))) == all_of(events)


@given(streams())
def test_every_event_is_accepted_or_rejected_and_every_press_comes_out(events: KeyEvents) -> None:
    paired = pair(PairingState(), events)
    counts = paired.counts
    assert counts.received == len(events)
    assert counts.received == counts.accepted + sum(counts.rejected.values())
    assert counts.presses == len(paired.keystrokes) + paired.state.waiting
    keystrokes, counts = all_of(events)
    assert counts.presses == len(keystrokes)
    assert counts.releases == counts.presses - counts.lost_releases
    assert counts.gaps == int(np.count_nonzero(events.action == GAP))
    assert counts.clock_jumps == int(np.count_nonzero(np.diff(events.at) < 0))


@given(streams())
def test_a_keystroke_comes_out_as_soon_as_all_before_it_are_settled(events: KeyEvents) -> None:
    at_once = pair(PairingState(), events)
    state, out = PairingState(), 0
    for i in range(len(events)):
        paired = pair(state, events[i : i + 1])
        state, out = paired.state, out + len(paired.keystrokes)
    assert out == len(at_once.keystrokes)


def test_a_roll_over_pairs_each_key_with_its_own_release() -> None:
    keystrokes, counts = all_of(events_of((0, A, DOWN), (50, B, DOWN), (80, A, UP), (120, B, UP)))
    assert [(p, r) for p, r, *_ in keystrokes] == [(0, 80_000), (50_000, 120_000)]
    assert [start for *_, start, _ in keystrokes] == [True, False]
    assert counts.rejected == dict.fromkeys(Rejection, 0)


def test_auto_repeat_is_dropped_and_counted_whether_the_source_says_so_or_not() -> None:
    keystrokes, counts = all_of(
        events_of((0, A, DOWN), (500, A, DOWN), (530, A, REPEAT), (560, A, DOWN), (600, A, UP))
    )
    assert [(p, r) for p, r, *_ in keystrokes] == [(0, 600_000)]
    assert counts.rejected[Rejection.REPEAT] == 3


def test_a_press_long_after_the_last_one_of_that_key_means_that_the_release_was_lost() -> None:
    keystrokes, counts = all_of(events_of((0, A, DOWN), (1_500, A, DOWN), (1_580, A, UP)))
    assert [(p, r) for p, r, *_ in keystrokes] == [(0, MISSING), (1_500_000, 1_580_000)]
    assert counts.lost_releases == 1


def test_shift_holds_back_what_is_typed_under_it_until_it_is_released() -> None:
    under = events_of((0, SHIFT, DOWN), (100, A, DOWN), (180, A, UP))
    paired = pair(PairingState(), under)
    assert len(paired.keystrokes) == 0
    assert paired.state.waiting == 2
    paired = pair(paired.state, events_of((250, SHIFT, UP)))
    assert paired.keystrokes.press.tolist() == [0, 100_000]


def test_a_key_that_is_stuck_blocks_the_others_only_for_the_hold_limit() -> None:
    stuck = events_of((0, SHIFT, DOWN), (100, A, DOWN), (180, A, UP))
    paired = pair(PairingState(), stuck)
    paired = pair(paired.state, events_of((5_001, B, DOWN), (5_050, SHIFT, UP)))
    assert paired.keystrokes.release.tolist() == [MISSING, 180_000]
    assert paired.counts.rejected[Rejection.LATE_RELEASE] == 1


def test_a_focus_gap_loses_what_is_down_and_starts_a_run() -> None:
    keystrokes, counts = all_of(
        events_of((0, A, DOWN), (40, 0, GAP), (60, A, UP), (90, B, DOWN), (150, B, UP))
    )
    assert [(p, r) for p, r, *_ in keystrokes] == [(0, MISSING), (90_000, 150_000)]
    assert [start for *_, start, _ in keystrokes] == [True, True]
    assert (counts.gaps, counts.rejected[Rejection.ORPHAN_RELEASE]) == (1, 1)


def test_a_clock_that_goes_backwards_starts_a_run_and_the_event_is_taken() -> None:
    keystrokes, counts = all_of(events_of((900, A, DOWN), (10, B, DOWN), (70, B, UP)))
    assert [(p, r, s) for p, r, _, s, _ in keystrokes] == [
        (900_000, MISSING, True),
        (10_000, 70_000, True),
    ]
    assert counts.clock_jumps == 1


def test_composing_hides_the_key_but_keeps_its_timing() -> None:
    keystrokes, counts = all_of(events_of((0, A, DOWN, True), (80, A, UP, False)))
    assert keystrokes == [(0, 80_000, Zone.OTHER, True, A)]
    assert counts.composing == 1


def test_presses_without_releases_stay_bounded_however_many_come() -> None:
    count = 4 * PENDING_LIMIT
    at = np.repeat(np.arange(count), 2)
    action = np.tile(np.array([DOWN, UP], np.int8), count)
    flood = KeyEvents(at, np.full(2 * count, A, np.int16), action, np.zeros(2 * count, np.bool_))
    held = pair(PairingState(), events_of((0, SHIFT, DOWN)))
    paired = pair(held.state, flood)
    assert paired.state.waiting <= PENDING_LIMIT
    assert paired.keystrokes.release[0] == MISSING
    after = pair(paired.state, events_of((2, SHIFT, UP)))
    assert after.counts.rejected[Rejection.LATE_RELEASE] == 1


def test_every_key_pressed_at_once_and_never_released_is_bounded_too() -> None:
    every = np.arange(len(ZONE_OF_POSITION), dtype=np.int16)
    flood = KeyEvents(
        np.zeros(len(every), np.int64),
        every,
        np.full(len(every), DOWN, np.int8),
        np.zeros(len(every), np.bool_),
    )
    state = PairingState()
    for _ in range(20):
        state = pair(state, flood).state
    assert state.waiting <= len(every)


def test_flushing_ends_the_session_and_counts_what_was_open() -> None:
    paired = pair(PairingState(), events_of((0, A, DOWN), (50, B, DOWN), (90, B, UP)))
    last = flush(paired.state)
    assert last.keystrokes.release.tolist() == [MISSING, 90_000]
    assert last.counts.lost_releases == 1
    assert flush(last.state).keystrokes.press.tolist() == []
    again = pair(last.state, events_of((10, A, DOWN), (90, A, UP)))
    assert again.counts.clock_jumps == 0
    assert again.keystrokes.starts_run.tolist() == [True]


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ((-1, A, DOWN), "a time"),
        ((TIME_LIMIT, A, DOWN), "a time"),
        ((1, len(ZONE_OF_POSITION), DOWN), "a position"),
        ((1, -1, DOWN), "a position"),
        ((1, A, 4), "an action"),
        ((1, A, -1), "an action"),
    ],
)
def test_an_event_that_cannot_be_names_its_row_and_takes_nothing(
    row: tuple[int, int, int], what: str
) -> None:
    with pytest.raises(EventError, match=f"event 1: got {what} out of range"):
        pair(PairingState(), events_of((0, A, DOWN), row, (5, A, UP)))


def test_events_of_different_lengths_are_refused() -> None:
    whole = events_of((0, A, DOWN))
    with pytest.raises(EventError, match="columns of lengths"):
        KeyEvents(whole.at, whole.position[:0], whole.action, whole.composing)


def test_no_events_change_nothing() -> None:
    paired = pair(PairingState(), events_of())
    assert (len(paired.keystrokes), paired.counts, paired.state.waiting) == (0, EventCounts(), 0)


def test_what_was_typed_is_in_no_repr() -> None:
    paired = pair(PairingState(), events_of((7_777, A, DOWN), (7_800, A, UP), (8_888, B, DOWN)))
    shown = repr(paired) + repr(paired.state) + repr(paired.keystrokes)
    assert "777" not in shown
    assert f"{A}" not in shown.replace("presses=2", "").replace(f"received={3}", "")


@pytest.mark.slow
def test_ten_million_events_at_once_are_what_they_are_in_slices() -> None:
    rng = np.random.default_rng(7)
    count = 5_000_000
    press = np.cumsum(rng.integers(30_000, 300_000, count))
    release = press + rng.integers(40_000, 160_000, count)
    key = rng.integers(1, 60, count).astype(np.int16)
    order = np.argsort(np.concatenate([press, release]), kind="stable")
    events = KeyEvents(
        np.concatenate([press, release])[order],
        np.concatenate([key, key])[order],
        np.repeat(np.array([DOWN, UP], np.int8), count)[order],
        np.zeros(2 * count, np.bool_),
    )
    whole = pair(PairingState(), events)
    assert whole.counts.received == 10_000_000
    assert whole.counts.received == whole.counts.accepted + sum(whole.counts.rejected.values())
    state, parts = PairingState(), []
    for start in range(0, 10_000_000, 1_234_567):
        paired = pair(state, events[start : start + 1_234_567])
        state = paired.state
        parts.append(paired.keystrokes)
    sliced = Keystrokes.concatenated(parts)
    assert np.array_equal(sliced.press, whole.keystrokes.press)
    assert np.array_equal(sliced.release, whole.keystrokes.release)
