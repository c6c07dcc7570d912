"""Days of work: every touch and every window is told once, in order of time."""

from collections import Counter
from collections.abc import Callable

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from samehands.lab.datasets.agent_log import AgentLog
from samehands.lab.exposure.subjects import Subject, System
from samehands.lab.exposure.workday import Touches, days_of, hashed, sent
from samehands.monitor import RecordsRead, SessionEnded, SessionStarted, WindowArrived


def test_the_days_of_an_agent_are_all_touches_in_order(log: AgentLog) -> None:
    days = days_of(log, 1)

    assert np.array_equal(np.concatenate([day.at for day in days]), log.wall[log.rows_of(1)])
    assert len(days) == log.days_worked()[1]


def test_received_is_told(
    subject_of: Callable[[int], Subject], systems: tuple[System, ...]
) -> None:
    subject = subject_of(0)
    for system in systems:
        events = list(subject.inputs(2, system))

        reads = [event for event in events if isinstance(event, RecordsRead)]
        windows = [event for event in events if isinstance(event, WindowArrived)]
        times = [event.at for event in events]
        assert times == sorted(times)
        assert Counter(read.reads[0].record for read in reads) == (
            Counter(map(hashed, subject.days[2].record.tolist())) if system.reads else Counter()
        )
        due = sum(len(subject.typist.sittings[one]) for one in subject.sat[2])
        assert len(windows) == (due if system.windows else 0)


def test_each_stretch_is_a_session_with_windows_from_zero_on(
    subject_of: Callable[[int], Subject], systems: tuple[System, ...]
) -> None:
    opened: str | None = None
    numbers: list[int] = []
    for event in subject_of(1).inputs(0, systems[0]):
        if isinstance(event, SessionStarted):
            assert opened is None
            opened, numbers = event.session, []
        elif isinstance(event, SessionEnded):
            assert event.session == opened
            assert numbers == list(range(len(numbers)))
            opened = None
        elif isinstance(event, WindowArrived):
            numbers.append(event.window.sequence)
    assert opened is None


def test_a_month_of_days_has_a_month_of_windows(
    subject_of: Callable[[int], Subject], systems: tuple[System, ...]
) -> None:
    subject = subject_of(2)
    windows = sum(
        isinstance(event, WindowArrived)
        for day in range(5)
        for event in subject.inputs(day, systems[2])
    )

    assert abs(windows - 2000 / 21 * 5) < 20


@given(st.lists(st.integers(0, 99), max_size=9), st.lists(st.integers(0, 99), max_size=9))
def test_others_are_put_between_without_losing_any(own: list[int], theirs: list[int]) -> None:
    day = Touches(np.sort(np.array(own, np.int64)), np.arange(len(own)))
    at = np.sort(np.array(theirs, np.int64))

    both = day.with_others(at, 1000 + np.arange(len(theirs)))

    assert both.at.tolist() == sorted(own + theirs)
    assert sorted(both.record.tolist()) == [
        *range(len(own)),
        *range(1000, 1000 + len(theirs)),
    ]


@given(st.floats(0, 1e15))
def test_a_window_is_sent_on_the_timer_and_never_before_it_is_full(at: float) -> None:
    assert sent(at) % 5_000_000 == 0
    assert 0 <= sent(at) - at <= 5_000_000
