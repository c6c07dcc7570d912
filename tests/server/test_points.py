"""Points: what each window did to the evidence, side by side, and why in words."""

from hypothesis import strategies as st

from samehands.monitor import (
    Input,
    MonitorState,
    SessionEnded,
    SessionStarted,
    StepUpAnswered,
    Taken,
    WindowArrived,
    step,
    taken_of,
)
from samehands.monitor.defaults import default_setup
from samehands.quantities import Micros
from samehands.server.points import point_of, why
from server.service import numbered, windows_of

NATS = st.floats(-30, 30, allow_nan=False)


def taken_over() -> tuple[Taken, ...]:
    """A subject's three sessions of enrolment, and one of somebody else's."""
    setup = default_setup()
    state = MonitorState("p")
    taken: list[Taken] = []
    at = 0
    for session, windows in [
        *((f"day-{day}", windows_of("seat-6", f"day-{day}")) for day in (1, 2, 3)),
        ("last", numbered(windows_of("seat-2", "day-1") + windows_of("seat-2", "day-2"))),
    ]:
        at += 86_400_000_000
        events: list[Input] = [
            SessionStarted(session, Micros(at)),
            *(WindowArrived(session, window, Micros(at)) for window in windows),
        ]
        if session != "last":
            events.append(SessionEnded(session, Micros(at)))
        for event in events:
            result = step(state, event, setup)
            state = result.state
            taken.append(taken_of(len(taken) + 1, event, result, setup))
    return tuple(one for one in taken if one.session == "last")


def test_a_session_in_doubt_is_explained_by_its_evidence_and_its_strongest_window() -> None:
    taken = taken_over()
    said = why(taken)

    assert "The evidence that somebody else is typing stands at" in said
    explained = [one.explanation for one in taken if one.explanation is not None]
    assert said.endswith(min(explained, key=lambda one: one.llr).sentence)


def test_after_a_step_up_what_came_before_it_explains_nothing() -> None:
    setup = default_setup()
    taken = taken_over()
    passed = StepUpAnswered("last", passed=True, at=taken[-1].at)
    started = step(MonitorState("p"), SessionStarted("last", Micros(0)), setup)
    answered = taken_of(99, passed, step(started.state, passed, setup), setup)

    assert "unlike" not in why((*taken, answered))


def test_a_session_in_which_nothing_happened_says_so() -> None:
    assert why(()) == "Nothing has happened in this session yet."


def test_every_point_has_its_kind_and_its_numbers() -> None:
    points = [point_of(one) for one in taken_over()]

    assert points[0].kind == "started"
    assert {point.kind for point in points[1:]} == {"window"}
    assert points[0].channels is None
    assert all(point.sentence for point in points[1:])
