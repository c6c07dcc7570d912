"""Delays: counted from the take-over, never by an alarm on the owner."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.lab.evaluation.delays import Delays, quantiles
from samehands.lab.evaluation.splice import TakeOvers


def take_overs(typed: list[list[int]]) -> TakeOvers:
    """Take-overs of which only the times count."""
    counts = [len(one) for one in typed]
    flat = np.array([end for one in typed for end in one])
    return TakeOvers(
        np.zeros((len(flat), 1), np.int64),
        np.repeat(np.arange(len(typed)), counts),
        flat,
        np.maximum(flat, 0) / 4.0,
        np.arange(len(typed)),
        np.arange(len(typed)) + 1,
    )


def test_an_alarm_is_counted_in_keystrokes_of_the_impostor() -> None:
    two = take_overs([[-20, 30, 80, 130], [0, 50, 100]])
    llr = np.array([9.0, -2.0, -3.0, -9.0, 9.0, -1.0, -1.0])

    delays = Delays.of(two, llr, threshold=5.0)

    assert delays.keystrokes.tolist() == [80.0, np.inf]
    assert delays.seconds.tolist() == [20.0, np.inf]
    assert delays.alarmed_before.tolist() == [False, False]


def test_an_alarm_on_the_owner_detects_nothing_and_is_answered() -> None:
    one = take_overs([[-50, 0, 50, 100]])
    llr = np.array([-3.0, -3.0, -4.0, -4.0])

    delays = Delays.of(one, llr, threshold=5.0)

    assert delays.alarmed_before.tolist() == [True]
    assert delays.keystrokes.tolist() == [100.0]  # at 50, S is 4: the owner's 6 were forgiven


@given(
    st.lists(st.lists(st.floats(-9, 9), min_size=1, max_size=8), min_size=1, max_size=5),
    st.floats(0.1, 20),
    st.floats(0, 20),
)
def test_a_higher_threshold_never_finds_sooner(
    llr: list[list[float]], threshold: float, more: float
) -> None:
    trials = take_overs([[50 * (place + 1) for place in range(len(one))] for one in llr])
    flat = np.array([value for one in llr for value in one])

    low = Delays.of(trials, flat, threshold)
    high = Delays.of(trials, flat, threshold + more)

    assert np.all(high.keystrokes >= low.keystrokes)


def test_the_curve_rises_to_the_share_that_is_found() -> None:
    delays = Delays(
        np.arange(4),
        np.array([50.0, 100.0, 100.0, np.inf]),
        np.zeros(4),
        np.zeros(4, np.bool_),
    )

    curve = delays.curve(50, 150)

    assert [(point.keystrokes, point.found) for point in curve] == [
        (0, 0.0),
        (50, 0.25),
        (100, 0.75),
        (150, 0.75),
    ]


def test_a_quantile_beyond_what_was_found_is_never() -> None:
    delay = np.array([10.0] * 8 + [np.inf] * 4)
    owner = np.arange(12)

    half, most = quantiles(delay, owner, np.random.default_rng(0))

    assert (half.share, half.estimate) == (0.5, 10.0)
    assert (most.share, most.estimate, most.high) == (0.9, None, None)


def test_a_quantile_is_the_smallest_delay_that_finds_the_share() -> None:
    delay = np.arange(1.0, 11.0)

    half, most = quantiles(delay, np.arange(10), np.random.default_rng(0))

    assert (half.estimate, most.estimate) == (5.0, 9.0)
    assert half.low is not None
    assert half.high is not None
    assert half.low < 5.0 < half.high


def test_the_same_owner_s_take_overs_are_drawn_together() -> None:
    delay = np.repeat([1.0, 100.0], 50)

    half, _ = quantiles(delay, np.repeat([0, 1], 50), np.random.default_rng(0))

    assert (half.low, half.high) == (1.0, 100.0)


def test_windows_of_take_overs_may_differ_in_number() -> None:
    uneven = take_overs([[50], [-100, -50, 0, 50]])

    delays = Delays.of(uneven, np.array([-9.0, 0.0, 0.0, 0.0, -9.0]), threshold=5.0)

    assert delays.keystrokes == pytest.approx([50.0, 50.0])
