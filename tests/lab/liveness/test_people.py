"""People's streams: on one clock, in an earlier and a later part."""

from dataclasses import replace

import numpy as np
import pytest

from samehands.capture.clock import ClockClass, clock_class
from samehands.capture.keystrokes import Keystrokes
from samehands.lab.datasets.corpus import Corpus
from samehands.lab.liveness.people import end_to_end, median_gap, retimed, streams_of


def test_a_single_session_is_divided_and_shares_no_keystroke(corpus: Corpus) -> None:
    streams = streams_of(corpus, np.array([1]), 10, 100)
    typed = int(np.diff(corpus.bounds)[corpus.person == 1].sum())
    assert [one.later for one in streams] == [False, True]
    assert sum(len(one.keystrokes) for one in streams) == typed
    assert [one.person for one in streams] == [11, 11]
    assert [one.session for one in streams] == [100, 101]
    assert all(one.keystrokes.starts_run[0] for one in streams)


def test_sessions_stay_whole_and_the_first_half_is_earlier(corpus: Corpus) -> None:
    numbered = replace(corpus, session=(np.arange(len(corpus)) % 4).astype(np.int32))
    streams = streams_of(numbered, np.array([0]), 0, 0)
    assert [one.later for one in streams] == [False, False, True, True]


def test_little_typing_is_one_later_part(corpus: Corpus) -> None:
    few = corpus.selected(np.arange(len(corpus)) < 3)
    streams = streams_of(few, np.array([0]), 0, 0)
    assert [one.later for one in streams] == [True]


def test_recordings_end_to_end_keep_their_times_and_never_go_back(corpus: Corpus) -> None:
    parts = [corpus.recording(each) for each in range(5)]
    laid = end_to_end([parts[0], Keystrokes.none(), *parts[1:]])
    assert np.all(np.diff(laid.press) >= 0)
    assert len(laid) == sum(len(part) for part in parts)
    inside = ~laid.starts_run[1:]
    gaps = np.concatenate([np.diff(part.press) for part in parts])
    assert np.array_equal(np.diff(laid.press)[inside], gaps)


@pytest.mark.parametrize("clock", list(ClockClass))
def test_a_clock_of_a_class_is_told_to_be_of_that_class(clock: ClockClass) -> None:
    rng = np.random.default_rng(0)
    press = np.cumsum(rng.integers(60_000, 250_000, 400))
    release = press + rng.integers(40_000, 120_000, 400)
    starts = np.zeros(400, np.bool_)
    typed = Keystrokes(press, release, np.zeros(400, np.int8), starts)
    assert clock_class(retimed(typed, clock, rng)) is clock


def test_the_median_gap_of_one_key_is_not_known(corpus: Corpus) -> None:
    stream = streams_of(corpus, np.array([0]), 0, 0)[0]
    assert 50 < median_gap(stream) < 500
    assert np.isnan(median_gap(replace(stream, keystrokes=stream.keystrokes[:1])))
