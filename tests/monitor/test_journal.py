import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laws import monitored
from samehands.identity import Scored
from samehands.monitor import (
    CaseDecided,
    CaseDecision,
    Input,
    Kept,
    MonitorState,
    SessionEnded,
    StepUpAnswered,
    TemplateRolledBack,
    decode_state,
    encode_state,
    resume,
    step,
    taken_of,
)
from samehands.quantities import Micros
from samehands.trust import Hypothesis

SETUP = monitored.setup()
OWNER, INTRUDER = 1, 2


def a_week() -> list[Input]:
    """Enrolment, work, a take-over, decisions and a rollback."""
    events: list[Input] = []
    for day in range(3):
        typed = monitored.windows(monitored.person(OWNER, life=20 + day), 8)
        events += monitored.whole_session(f"day-{day}", typed, day * monitored.DAY)
    own = monitored.windows(monitored.person(OWNER, life=24), 5)
    theirs = monitored.windows(monitored.person(INTRUDER), 3, first=5)
    login, *work = monitored.whole_session("work", own + theirs)
    late = Micros(monitored.NEXT_WEEK + monitored.DAY)
    return [
        *events,
        login,
        *work[:-1],
        CaseDecided("work", CaseDecision.FALSE_ALARM, late),
        StepUpAnswered("work", passed=True, at=late, strong=True),
        SessionEnded("work", late),
        CaseDecided("work", CaseDecision.CONFIRM_COMPROMISED, late, changed_after=Micros(0)),
        TemplateRolledBack(1, late),
    ]


@settings(max_examples=20)
@given(st.integers(0, len(a_week())))
def test_from_any_snapshot_the_inputs_since_give_the_state_there_was(cut: int) -> None:
    events = a_week()
    states = [MonitorState("new")]
    states += [result.state for result in monitored.run(states[0], events, SETUP)]
    kept = Kept(decode_state(encode_state(states[cut])), cut, tuple(events[cut:]))

    assert kept.ordinal == len(events)
    assert resume(kept, SETUP) == states[-1]


def test_what_is_kept_of_a_step_is_a_point_of_the_curve() -> None:
    events = monitored.arrivals("a", monitored.windows(monitored.person(INTRUDER), 3, first=5))
    result = monitored.run(monitored.working().state, events, SETUP)[-1]
    taken = taken_of(9, events[-1], result, SETUP)

    assert result.trust is not None
    assert isinstance(result.outcome, Scored)
    assert (taken.ordinal, taken.session, taken.at) == (9, "a", events[-1].at)
    assert (taken.state, taken.level) == (
        result.trust.state,
        result.trust.level(Hypothesis.OTHER_PERSON),
    )
    assert taken.threshold == pytest.approx(monitored.THRESHOLD)
    assert taken.llr == result.outcome.llr
    assert (taken.verdict, taken.findings) == (result.verdict, result.findings)
    assert taken.explanation == result.explanation


def test_what_is_about_no_session_has_a_point_too() -> None:
    event = TemplateRolledBack(1, Micros(5))
    taken = taken_of(1, event, step(monitored.enrolled(OWNER), event, SETUP), SETUP)

    assert (taken.session, taken.state, taken.level, taken.llr) == (None, None, 0.0, None)
    assert taken.findings
