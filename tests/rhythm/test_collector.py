"""The privacy boundary: what comes out, when it comes out, and what can never come out."""

import re
from collections.abc import Iterable
from dataclasses import fields, replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhythm.drawn_projection import drawn_projection, small
from rhythm.test_statistics import keystrokes_of
from rhythm.typists import BACKSPACE, ENTER, SPACE, Typing, hostile_streams, joined, typing
from samehands.capture import Action, EventCounts, KeyEvents, clock_class
from samehands.errors import EventError
from samehands.rhythm import (
    ClockClass,
    CollectorState,
    EarlySign,
    PathFlag,
    Projection,
    Scalars,
    Window,
    collect,
    finish,
)
from samehands.rhythm.collector import QUICK_GAP, normal_typing
from samehands.wire import MESSAGE_BYTES, encode

PROJECTION = drawn_projection(1, keystrokes=50)
FEW = small(keystrokes=5)


def session(
    parts: Iterable[KeyEvents], projection: Projection, path: PathFlag = PathFlag.NONE
) -> tuple[list[Window], EventCounts, int]:
    """Windows, counts and discarded windows of a session whose events come in parts."""
    state, counts, discarded = CollectorState(), EventCounts(), 0
    windows: list[Window] = []
    for part in parts:
        collected = collect(state, part, projection, path)
        state, counts = collected.state, counts + collected.counts
        windows += collected.windows
        discarded += collected.discarded
    last = finish(state, projection, path)
    return [*windows, *last.windows], counts + last.counts, discarded + last.discarded


def gap(at: int) -> KeyEvents:
    """Focus is lost."""
    return KeyEvents(
        np.array([at]), np.array([0], np.int16), np.array([Action.GAP], np.int8), np.zeros(1, bool)
    )


def test_a_window_has_the_allowed_fields_and_no_other() -> None:
    assert [each.name for each in fields(Window)] == [
        "projection",
        "sequence",
        "embedding",
        "scalars",
        "clock",
        "path",
    ]
    assert [each.name for each in fields(Scalars)] == [
        "rhythm_memory",
        "longest_equal_run",
        "lattice",
        "key_fit",
        "hold_level",
        "hold_lattice",
        "hold_spread",
    ]
    assert [each.name for each in fields(EarlySign)] == ["projection", "sequence", "signs"]


@given(hostile_streams(), st.sampled_from([PathFlag.NONE, PathFlag.REMOTE | PathFlag.INJECTED]))
def test_every_window_of_any_input_encodes_to_the_one_length(
    events: KeyEvents, path: PathFlag
) -> None:
    windows, _, _ = session([events], FEW, path)

    assert {len(encode(window)) for window in windows} <= {MESSAGE_BYTES}
    for window in windows:
        assert window.projection == FEW.ref
        assert type(window.clock) is ClockClass
        assert window.path & ~PathFlag.DISCARDED == path


@pytest.mark.parametrize(
    "position", [0, SPACE, BACKSPACE, ENTER], ids=["unknown", "space", "backspace", "enter"]
)
def test_one_key_only_gives_windows_of_the_one_length(position: int) -> None:
    typed = typing(4, 120)
    only = Typing(typed.press, typed.press + 20_000, np.full(120, position, np.int16))

    windows, _, _ = session([only.events()], PROJECTION)

    assert [len(encode(window)) for window in windows] == [MESSAGE_BYTES] * 2


def test_no_input_gives_nothing() -> None:
    nothing = typing(0, 0).events()

    assert session([nothing], PROJECTION) == ([], EventCounts(), 0)
    assert session([], PROJECTION) == ([], EventCounts(), 0)


@given(hostile_streams(), st.lists(st.integers(0, 400), max_size=8))
def test_the_same_comes_out_however_the_events_are_split(
    events: KeyEvents, cuts: list[int]
) -> None:
    ends = [0, *sorted(min(cut, len(events)) for cut in cuts), len(events)]
    parts = [events[start:end] for start, end in pairwise(ends)]

    assert session(parts, FEW) == session([events], FEW)


@pytest.mark.parametrize("seed", range(3))
def test_one_by_one_is_all_at_once(seed: int) -> None:
    events = typing(seed, 180).events()
    singly = session((events[at : at + 1] for at in range(len(events))), PROJECTION)

    assert singly == session([events], PROJECTION)
    assert len(singly[0]) == 3


@given(hostile_streams())
def test_every_event_is_accepted_or_rejected_and_every_press_is_in_one_window_at_most(
    events: KeyEvents,
) -> None:
    windows, counts, discarded = session([events], FEW)

    assert counts.received == len(events)
    assert counts.received == counts.accepted + sum(counts.rejected.values())
    assert len(windows) + discarded == counts.presses // FEW.keystrokes
    assert [window.sequence for window in windows] == list(range(len(windows)))


def test_windows_are_the_keystrokes_in_order_and_share_none() -> None:
    events = typing(8, 240).events()
    keystrokes = keystrokes_of(events)

    windows, _, _ = session([events], PROJECTION)
    embedded = PROJECTION.embed(keystrokes, np.arange(200).reshape(4, 50))

    assert [window.vector.tolist() for window in windows] == embedded.tolist()


def test_changing_one_window_s_keystrokes_changes_no_other_window() -> None:
    typed = typing(8, 200)
    press, release = typed.press.copy(), typed.release.copy()
    release[60:90] += 7_000  # longer holds in the second window
    press[100:] += 400_000  # and a pause at its end, which is the flight into the third
    release[100:] += 400_000
    before, _, _ = session([typed.events()], PROJECTION)
    after, _, _ = session([Typing(press, release, typed.position).events()], PROJECTION)

    assert [one == other for one, other in zip(before, after, strict=True)] == [
        True,
        False,
        True,
        True,
    ]


def test_nothing_comes_out_before_the_last_keystroke_of_a_window() -> None:
    typed = typing(3, PROJECTION.keystrokes)
    events = typed.events()
    nearly = collect(CollectorState(), events[:-1], PROJECTION)
    whole = collect(nearly.state, events[-1:], PROJECTION)

    assert nearly.windows == ()
    assert len(whole.windows) == 1


@pytest.mark.parametrize("count", [1, 49, 50, 51, 99, 149])
def test_a_window_that_is_not_full_never_leaves(count: int) -> None:
    windows, counts, _ = session([typing(3, count).events()], PROJECTION)

    assert counts.presses == count
    assert len(windows) == count // 50


@pytest.mark.parametrize("at", [10, 49])
def test_enter_closes_no_window(at: int) -> None:
    typed = typing(3, 50)
    typed.position[at] = ENTER
    events = typed.events()
    until = int(np.flatnonzero((events.position == ENTER) & (events.action == Action.UP))[0]) + 1

    assert collect(CollectorState(), events[: min(until, 99)], PROJECTION).windows == ()


def test_a_gap_closes_no_window_and_starts_none() -> None:
    first, second = typing(3, 30), typing(4, 70, begins=100_000_000)
    state = collect(CollectorState(), first.events(), PROJECTION).state
    at_gap = collect(state, gap(99_000_000), PROJECTION)
    assert at_gap.windows == ()

    windows, counts, _ = session([first.events(), gap(99_000_000), second.events()], PROJECTION)

    assert len(windows) == 2  # 30 + 20, then 50: the window goes on after the gap
    assert counts.gaps == 1


def test_finishing_drops_what_fills_no_window_and_begins_a_new_session() -> None:
    state = collect(CollectorState(), typing(3, 75).events(), PROJECTION).state
    ended = finish(state, PROJECTION)

    assert ended.windows == ()
    assert len(ended.state.waiting) == 0
    assert ended.state.pairing.waiting == 0
    again = collect(ended.state, typing(4, 49).events(), PROJECTION)
    assert again.windows == ()
    assert again.counts.clock_jumps == 0


def test_a_full_window_behind_a_stuck_key_comes_at_the_end() -> None:
    typed = typing(3, 60)
    quick = Typing(
        5_000_000 + 40_000 * np.arange(60), 5_030_000 + 40_000 * np.arange(60), typed.position
    )
    stuck = joined(
        [replace(gap(4_900_000), action=np.array([Action.DOWN], np.int8)), quick.events()]
    )
    collected = collect(CollectorState(), stuck, PROJECTION)

    assert collected.windows == ()
    assert len(finish(collected.state, PROJECTION).windows) == 1


def quick_typing(begins: int, count: int, share: float) -> KeyEvents:
    """Typing of which a share of the press gaps is quicker than anybody's."""
    typed = typing(6, count)
    step = np.full(count, 150_000)
    step[1 : 1 + round(share * (count - 1))] = QUICK_GAP - 1
    press = begins + np.cumsum(step)
    return Typing(press, press + 10_000, typed.position).events()


@pytest.mark.parametrize(
    ("share", "leaves"), [(0.0, True), (0.04, True), (0.07, False), (1, False)]
)
def test_a_window_of_too_many_quick_gaps_is_discarded(share: float, leaves: bool) -> None:  # noqa: FBT001  # a table of examples
    windows, _, discarded = session([quick_typing(10**6, 50, share)], PROJECTION)

    assert (len(windows), discarded) == (int(leaves), int(not leaves))


def test_a_discarded_window_leaves_a_flag_on_the_next_and_no_number() -> None:
    normal = typing(1, 50, begins=10**9).events(), typing(2, 50, begins=2 * 10**9).events()
    parts = [
        quick_typing(10**6, 50, 1.0),
        quick_typing(10**8, 50, 1.0),
        *normal,
    ]
    for split in (parts, [joined(parts)]):
        windows, _, discarded = session(split, PROJECTION)
        assert discarded == 2
        # Such typing gives an early sign each time, and only these have a number before.
        assert [window.sequence for window in windows] == [2, 3]
        assert [window.path for window in windows] == [PathFlag.DISCARDED, PathFlag.NONE]


def test_an_early_sign_comes_before_its_window_is_full_and_has_its_number_in_one_row() -> None:
    collected = collect(CollectorState(), quick_typing(10**6, 230, 0.0), PROJECTION)

    assert [window.sequence for window in collected.windows] == [1, 3, 5, 7]
    assert [sign.sequence for sign in collected.signs] == [0, 2, 4, 6, 8]
    assert {sign.projection for sign in collected.signs} == {PROJECTION.ref}


@given(hostile_streams(), st.lists(st.integers(0, 400), max_size=4))
def test_the_same_numbers_come_out_however_the_events_are_split(
    events: KeyEvents, cuts: list[int]
) -> None:
    bounds = sorted({0, len(events), *(min(cut, len(events)) for cut in cuts)})
    state, found = CollectorState(), list[Window | EarlySign]()
    for start, end in pairwise(bounds):
        part = collect(state, events[start:end], FEW)
        state = part.state
        found += part.messages
    whole = collect(CollectorState(), events, FEW)

    assert [made.sequence for made in found] == list(range(len(found)))
    assert found == [*whole.messages]


def test_a_gap_that_is_missing_is_not_quick_and_the_first_does_not_count() -> None:
    slow = np.full((1, 50), 10**5)
    slow[0, 0] = 1

    assert normal_typing(slow).tolist() == [True]
    assert normal_typing(np.full((1, 50), np.iinfo(np.int64).min)).tolist() == [True]
    assert normal_typing(np.full((1, 50), QUICK_GAP)).tolist() == [True]
    assert normal_typing(np.full((1, 50), QUICK_GAP - 1)).tolist() == [False]


@pytest.mark.parametrize(
    ("tick", "due"),
    [
        (100, ClockClass.TENTH_MS),
        (1_000, ClockClass.ONE_MS),
        (8_000, ClockClass.EIGHT_MS),
        (15_625, ClockClass.SIXTEEN_MS),
    ],
)
def test_a_window_says_how_fine_its_clock_is(tick: int, due: ClockClass) -> None:
    events = typing(2, 100, tick=tick).events()
    windows, _, _ = session([events], PROJECTION)
    keystrokes = keystrokes_of(events)

    assert [window.clock for window in windows] == [due, due]
    assert [clock_class(keystrokes[slice(at, at + 50)]) for at in (0, 50)] == [due, due]


@given(st.integers(0, 2**50))
def test_the_time_of_day_is_in_no_window(by: int) -> None:
    events = typing(5, 110).events()

    assert session([replace(events, at=events.at + by)], PROJECTION) == session(
        [events], PROJECTION
    )


def test_a_bad_event_takes_nothing_in_and_the_state_still_works() -> None:
    events = typing(5, 60).events()
    state = collect(CollectorState(), events[:40], PROJECTION).state
    bad = replace(events[40:], at=np.where(np.arange(80) == 7, -1, events.at[40:]))

    with pytest.raises(EventError, match="event 7: got a time out of range"):
        collect(state, bad, PROJECTION)

    assert len(collect(state, events[40:], PROJECTION).windows) == 1


def numbers_in(text: str) -> set[int]:
    """The whole numbers that a text shows."""
    return {int(number) for number in re.findall(r"\d+", text)}


def test_neither_times_nor_keys_are_in_what_a_program_would_print() -> None:
    typed = typing(5, 83, begins=777_000_000)
    events = typed.events()
    collected = collect(CollectorState(), events[:-9], PROJECTION)
    values = [
        events,
        keystrokes_of(events),
        collected.state,
        collected.state.waiting,
        replace(collected, windows=()),  # what a window shows may leave anyway
        finish(collected.state, PROJECTION),
    ]
    shown = " ".join(f"{value!r} {value!s} {value}" for value in values)

    assert max(numbers_in(shown), default=0) < 1_000  # counts only
    assert not re.search(r"array|press=|release=|zone=|position=|at=", shown)


def test_no_error_shows_times_or_keys() -> None:
    events = typing(5, 30, begins=777_000_000).events()
    for spoilt in (
        replace(events, at=np.where(events.at > 777_900_000, 2**60, events.at)),
        replace(events, position=np.where(events.at > 777_900_000, 9_999, events.position)),
        replace(events, action=np.where(events.at > 777_900_000, 77, events.action)),
    ):
        with pytest.raises(EventError) as caught:
            collect(CollectorState(), spoilt, PROJECTION)
        message = f"{caught.value} {caught.value!r}"
        assert not {2**60, 9_999, 77} & numbers_in(message)
        assert not any(777_000_000 <= number < 10**9 for number in numbers_in(message))


def test_the_state_stays_small_however_long_the_session() -> None:
    state = CollectorState()
    for chunk in range(20):
        state = collect(
            state, typing(chunk, 77, begins=10**9 * (chunk + 1)).events(), PROJECTION
        ).state
        assert len(state.waiting) < PROJECTION.keystrokes
        assert state.pairing.waiting <= 2
