"""The sums of windows: order-free, whole numbers, nothing shared, nothing printed."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhythm.drawn_projection import drawn_projection
from rhythm.typists import hostile_streams, typing
from samehands.capture import MISSING, KeyEvents, Keystrokes, PairingState, Zone, flush, pair
from samehands.capture.positions import ZONE_OF_POSITION
from samehands.rhythm.contexts import GAIN_STEPS, NO_SCORE, RANGE_MS, SCORE_LIMIT, Channel
from samehands.rhythm.features import features
from samehands.rhythm.statistics import HISTOGRAM_BINS, Timed, durations, timed, window_sums

PROJECTION = drawn_projection(3)
CONTEXTS = PROJECTION.contexts


def keystrokes_of(events: KeyEvents) -> Keystrokes:
    """All keystrokes of a session."""
    paired = pair(PairingState(), events)
    return Keystrokes.concatenated([paired.keystrokes, flush(paired.state).keystrokes])


def strokes(*rows: tuple[int, int, Zone, bool]) -> Keystrokes:
    """Rows of press and release in µs, zone, whether a run starts."""
    return Keystrokes(
        np.array([row[0] for row in rows], np.int64),
        np.array([row[1] for row in rows], np.int64),
        np.array([row[2] for row in rows], np.int8),
        np.array([row[3] for row in rows], np.bool_),
    )


def test_a_key_that_is_usually_slow_counts_as_usual() -> None:
    position = np.array([17, 18, 17, 18], np.int16)
    typed = Keystrokes(
        np.arange(4) * 150_000,
        np.arange(4) * 150_000 + 90_000,
        ZONE_OF_POSITION[position],
        np.arange(4) == 0,
        position,
    )
    plain = replace(
        CONTEXTS,
        shift=tuple(np.zeros_like(table) for table in CONTEXTS.shift),
        gain=tuple(np.full_like(table, GAIN_STEPS) for table in CONTEXTS.gain),
    )
    base = timed(typed, plain).score.astype(int)
    shift = [table.copy() for table in plain.shift]
    gain = [table.copy() for table in plain.gain]
    shift[Channel.HOLD][17] = 4
    shift[Channel.DD][17, 18] = -3
    gain[Channel.UD][18, 17] = 2 * GAIN_STEPS

    moved = timed(typed, replace(plain, shift=tuple(shift), gain=tuple(gain))).score

    def within(score: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> list[int]:
        return [int(each) for each in np.clip(score, -SCORE_LIMIT, SCORE_LIMIT)]

    assert moved[Channel.HOLD].tolist() == within(base[Channel.HOLD] - [4, 0, 4, 0])
    assert moved[Channel.DD, 1:].tolist() == within(base[Channel.DD, 1:] + [3, 0, 3])
    assert moved[Channel.UD, 1:].tolist() == within(base[Channel.UD, 1:] * [1, 2, 1])
    assert (moved[Channel.UU] == base[Channel.UU]).all()


def test_the_flights_are_those_of_two_keys_that_overlap() -> None:
    found = durations(
        strokes((1_000, 91_000, Zone.SPACE, True), (71_000, 131_500, Zone.SPACE, False))
    )

    assert found[:, 0].tolist() == [90_000, MISSING, MISSING, MISSING]
    assert found[:, 1].tolist() == [60_500, 70_000, -20_000, 40_500]


def test_what_is_not_known_is_missing_and_nothing_else() -> None:
    found = durations(
        strokes(
            (0, MISSING, Zone.SPACE, True),
            (100, 300, Zone.SPACE, False),
            (200, MISSING, Zone.SPACE, False),
            (900, 950, Zone.SPACE, True),
        )
    )
    missing = found == MISSING

    assert missing[Channel.HOLD].tolist() == [True, False, True, False]
    assert missing[Channel.DD].tolist() == [True, False, False, True]
    assert missing[Channel.UD].tolist() == [True, True, False, True]
    assert missing[Channel.UU].tolist() == [True, True, True, True]


@given(hostile_streams())
def test_hold_and_flights_add_up_wherever_all_are_known(events: KeyEvents) -> None:
    keystrokes = keystrokes_of(events)
    hold, dd, ud, uu = durations(keystrokes)
    before = np.concatenate([[MISSING], hold[:-1]])[: len(hold)]
    known = (ud != MISSING) & (uu != MISSING)

    assert (before[known] + ud[known] == dd[known]).all()
    assert (ud[known] + hold[known] == uu[known]).all()


@pytest.mark.parametrize("channel", Channel)
def test_a_duration_counts_up_to_both_ends_of_its_range_and_no_further(channel: Channel) -> None:
    low, high = RANGE_MS[channel]
    for micros, counts in (
        (low * 1_000, True),
        (high * 1_000, True),
        (low * 1_000 - 1, False),
        (high * 1_000 + 1, False),
    ):
        first, second = 10_000_000, 10_000_000 + 50
        held = [first + 10, second + 10]
        pressed = [first, second]
        match channel:
            case Channel.HOLD:
                held[1] = pressed[1] + micros
            case Channel.DD:
                pressed[1] = first + micros
            case Channel.UD:
                pressed[1] = held[0] + micros
            case Channel.UU:
                held[1] = held[0] + micros
        found = timed(
            strokes(
                (pressed[0], held[0], Zone.LEFT_TOP, True),
                (pressed[1], held[1], Zone.SPACE, False),
            ),
            CONTEXTS,
        )
        assert (found.score[channel, 1] != NO_SCORE) == counts, micros


@given(hostile_streams())
def test_a_score_is_within_its_limit_or_none(events: KeyEvents) -> None:
    score = timed(keystrokes_of(events), CONTEXTS).score

    assert ((np.abs(score.astype(int)) <= SCORE_LIMIT) | (score == NO_SCORE)).all()


def plain_sums(stream: Timed, rows: list[int], channel: Channel) -> dict[str, list[int]]:
    """One window's sums, one duration after the other."""
    size = CONTEXTS.contexts(channel)
    found = {
        "count": [0] * size,
        "total": [0] * size,
        "square": [0] * size,
        "histogram": [0] * (size * HISTOGRAM_BINS),
    }
    for place, row in enumerate(rows):
        score = int(stream.score[channel, row])
        if score == NO_SCORE or (place == 0 and channel is not Channel.HOLD):
            continue
        context = int(stream.context[channel, row])
        found["count"][context] += 1
        found["total"][context] += score
        found["square"][context] += score**2
        found["histogram"][
            context * HISTOGRAM_BINS
            + (score + SCORE_LIMIT) * HISTOGRAM_BINS // (2 * SCORE_LIMIT + 1)
        ] += 1
    return found


@given(hostile_streams(), st.integers(2, 20))
def test_the_sums_are_the_plain_sums_of_whole_numbers(events: KeyEvents, n: int) -> None:
    keystrokes = keystrokes_of(events)
    stream = timed(keystrokes, CONTEXTS)
    rows = np.arange(len(keystrokes) // n * n).reshape(-1, n)
    sums = window_sums(stream, rows, CONTEXTS)
    for channel in Channel:
        part = sums[channel]
        for window in range(len(rows)):
            due = plain_sums(stream, rows[window].tolist(), channel)
            for name, numbers in due.items():
                assert getattr(part, name)[window].ravel().tolist() == numbers


def permuted(stream: Timed, n: int, rng: np.random.Generator) -> Timed:
    """The timed events of each window in another order; the first row's flights stay apart."""
    context, score = stream.context.copy(), stream.score.copy()
    for start in range(0, score.shape[1] - n + 1, n):
        for channel in Channel:
            rows = np.arange(start + (channel is not Channel.HOLD), start + n)
            other = rng.permutation(rows)
            for column in (context, score):
                column[channel, rows] = column[channel, other]
    return Timed(context, score, stream.plain, stream.usual)


@given(hostile_streams(), st.integers(2, 60), st.integers(0, 2**32))
def test_the_order_of_a_windows_timed_events_changes_no_embedding(
    events: KeyEvents, n: int, seed: int
) -> None:
    stream = timed(keystrokes_of(events), CONTEXTS)
    rows = np.arange(stream.score.shape[1] // n * n).reshape(-1, n)
    shuffled = permuted(stream, n, np.random.default_rng(seed))

    embedded, again = (
        PROJECTION.project(features(window_sums(each, rows, CONTEXTS), CONTEXTS))
        for each in (stream, shuffled)
    )

    assert (embedded == again).all()


def test_a_window_does_not_depend_on_what_was_typed_before_it() -> None:
    keystrokes = keystrokes_of(typing(1, 150).events())
    late = np.arange(70, 120)[None, :]
    alone = keystrokes[slice(70, 120)]

    assert (
        PROJECTION.embed(keystrokes, late) == PROJECTION.embed(alone, np.arange(50)[None, :])
    ).all()


def test_neither_times_nor_zones_are_in_a_repr() -> None:
    stream = timed(keystrokes_of(typing(1, 60).events()), CONTEXTS)
    sums = window_sums(stream, np.arange(50)[None, :], CONTEXTS)

    assert repr(stream) == "Timed()"
    assert {repr(part) for part in sums} == {"ChannelSums()"}
    assert repr(CONTEXTS) == "Contexts()"
