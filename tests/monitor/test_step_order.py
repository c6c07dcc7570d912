from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laws import monitored
from samehands.monitor import (
    FindingKind,
    SessionEnded,
    SessionStarted,
    StepUpAnswered,
    WindowArrived,
    step,
)
from samehands.quantities import Micros

OWNER = 1
SETUP = monitored.setup()
START = Micros(monitored.NEXT_WEEK)


@settings(max_examples=15)
@given(st.lists(st.integers(0, 7), min_size=1, max_size=4), st.integers(0, 3))
def test_delivering_windows_twice_changes_nothing_but_says_so(
    repeated: list[int], delay: int
) -> None:
    typed = monitored.windows(monitored.person(OWNER, life=2), 8)
    once = monitored.arrivals("a", typed)
    twice = list(once)
    for place in sorted(repeated, reverse=True):
        twice.insert(min(place + 1 + delay, len(twice)), once[place])
    begun = step(monitored.enrolled(OWNER), SessionStarted("a", START), SETUP).state
    results = monitored.run(begun, twice, SETUP)

    assert results[-1].state == monitored.run(begun, once, SETUP)[-1].state
    said = [kind for result in results for kind in monitored.kinds(result)]
    assert said.count(FindingKind.WINDOW_REPEATED) == len(repeated)


def test_a_gap_is_a_finding_and_a_late_window_fills_it() -> None:
    typed = monitored.windows(monitored.person(OWNER, life=1), 6)
    gap, late = monitored.arrivals("a", [typed[5], typed[4]], monitored.minute(6))
    results = monitored.run(monitored.working(4).state, [gap, late], SETUP)

    assert [monitored.kinds(result) for result in results] == [
        [FindingKind.WINDOWS_MISSING],
        [FindingKind.WINDOW_LATE],
    ]
    assert results[0].findings[0].numbers == {"windows": 1.0}
    assert results[1].trust is not None
    assert results[1].trust.judged == 6


def test_a_window_too_late_to_be_told_from_a_repeat_is_dropped() -> None:
    first, last = monitored.windows(monitored.person(OWNER, life=1), 2)
    state = step(monitored.enrolled(OWNER), SessionStarted("a", START), SETUP).state
    far = step(state, WindowArrived("a", replace(last, sequence=500), START), SETUP).state
    result = step(far, WindowArrived("a", first, START), SETUP)

    assert monitored.kinds(result) == [FindingKind.WINDOW_TOO_LATE]
    assert result.state is far


def test_a_time_before_the_last_is_a_finding_and_is_not_believed() -> None:
    typed = monitored.windows(monitored.person(OWNER, life=1), 1, first=5)
    result = monitored.run(
        monitored.working().state, monitored.arrivals("a", typed, monitored.minute(2)), SETUP
    )[-1]

    assert monitored.kinds(result) == [FindingKind.TIME_WENT_BACK]
    assert result.findings[0].numbers == {"seconds": 120.0}
    assert result.state.sessions["a"].last_at == monitored.minute(4)


@pytest.mark.parametrize(
    "event", [SessionEnded("b", START), StepUpAnswered("b", passed=True, at=START)], ids=repr
)
def test_an_input_for_a_session_that_is_not_open_is_a_finding(
    event: SessionEnded | StepUpAnswered,
) -> None:
    state = monitored.working().state
    result = step(state, event, SETUP)

    assert monitored.kinds(result) == [FindingKind.SESSION_UNKNOWN]
    assert result.verdict is None
    assert result.state is state


def test_starting_an_open_session_again_keeps_its_evidence() -> None:
    before = monitored.working()
    result = step(before.state, SessionStarted("a", monitored.minute(6)), SETUP)

    assert monitored.kinds(result) == [FindingKind.SESSION_ALREADY_OPEN]
    assert result.trust == before.trust
