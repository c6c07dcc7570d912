import numpy as np
import pytest

from laws import monitored, synthetic
from samehands.identity import ReadyTemplate
from samehands.monitor import FindingKind, MonitorState, SessionStarted, StepResult, StepUpAnswered
from samehands.monitor.state import ENROLMENT_SESSIONS, QUARANTINED_WINDOWS
from samehands.quantities import Micros
from samehands.trust import TrustState

OWNER, INTRUDER = 1, 2
SETUP = monitored.setup()


def kinds(result: StepResult) -> list[str]:
    return [finding.kind for finding in result.findings]


def session(
    state: MonitorState, seed: int, *, name: str, life: int, windows: int = 8
) -> StepResult:
    typed = monitored.windows(monitored.person(seed, life), windows)
    start = monitored.NEXT_WEEK + life * monitored.DAY
    return monitored.run(state, monitored.whole_session(name, typed, start), SETUP)[-1]


def owner_llr(state: MonitorState) -> float:
    """Mean llr of fresh windows of the owner's."""
    assert state.template is not None
    ready = SETUP.scorer.prepare(state.template, synthetic.LAPTOP)
    assert isinstance(ready, ReadyTemplate)
    sessions = monitored.person(OWNER, life=99).sessions(30, 4)
    return float(np.mean([ready.score(session.vectors).mean() for session in sessions]))


def test_nobody_is_verified_before_enrolment_is_done_and_it_says_how_far_it_is() -> None:
    state = MonitorState("new")
    first = session(state, OWNER, name="one", life=1)
    second = session(first.state, OWNER, name="two", life=2)

    assert first.trust is not None
    assert first.trust.state is TrustState.LEARNING
    assert kinds(first) == [FindingKind.ENROLMENT_GOES_ON]
    assert first.findings[0].numbers == {"have_windows": 8.0, "have_sessions": 1.0}
    assert kinds(second) == [FindingKind.ENROLLED]
    assert second.state.template is not None
    assert second.state.enrolling == ()


def test_two_people_in_one_enrolment_enrol_nobody() -> None:
    first = session(MonitorState("new"), OWNER, name="one", life=1)
    second = session(first.state, INTRUDER, name="two", life=2)

    assert kinds(second) == [FindingKind.ENROLMENT_FAILED]
    assert second.state.template is None
    assert set(second.findings[0].numbers) > {"have_windows", "have_sessions"}


def test_a_failed_enrolment_heals_as_the_mixed_sessions_leave() -> None:
    state = session(MonitorState("new"), INTRUDER, name="first", life=1).state
    for number in range(ENROLMENT_SESSIONS):
        assert state.template is None
        state = session(state, OWNER, name=f"own-{number}", life=2 + number).state

    assert state.template is not None


def test_a_session_after_a_failed_step_up_does_not_enrol() -> None:
    typed = monitored.windows(monitored.person(INTRUDER), 8)
    login, *rest = monitored.whole_session("one", typed, 0)
    failed = StepUpAnswered("one", passed=False, at=Micros(0))
    result = monitored.run(MonitorState("new"), [login, failed, *rest], SETUP)[-1]

    assert kinds(result) == [FindingKind.WINDOWS_NOT_ADMITTED]
    assert result.state.enrolling == ()


def test_a_genuine_session_teaches_and_every_window_is_accounted_for() -> None:
    before = monitored.enrolled(OWNER)
    after = session(before, OWNER, name="work", life=1)
    accounted = sum(finding.numbers["windows"] for finding in after.findings)

    assert FindingKind.WINDOWS_ADMITTED in kinds(after)
    assert accounted == 8
    assert before.template is not None
    assert after.state.template is not None
    assert after.state.template.version == before.template.version + 1


@pytest.mark.parametrize("life", range(1, 6))
def test_an_intruder_s_session_teaches_nothing(life: int) -> None:
    before = monitored.enrolled(OWNER)
    after = session(before, INTRUDER, name="night", life=life)

    assert kinds(after) == [FindingKind.WINDOWS_NOT_ADMITTED]
    assert after.state.template == before.template


def test_an_intruder_after_the_owner_s_step_up_teaches_nothing_either() -> None:
    own = monitored.windows(monitored.person(OWNER, life=1), 5)
    theirs = monitored.windows(monitored.person(INTRUDER), 20, first=5)
    login, *rest = monitored.whole_session("work", own + theirs)
    passed = StepUpAnswered("work", passed=True, at=Micros(monitored.NEXT_WEEK))
    before = monitored.enrolled(OWNER)
    after = monitored.run(before, [login, passed, *rest], SETUP)[-1]

    assert kinds(after) == [FindingKind.WINDOWS_NOT_ADMITTED]
    assert after.state.template == before.template


def test_a_month_of_work_keeps_the_template_close_to_the_owner() -> None:
    state = monitored.enrolled(OWNER)
    begun = owner_llr(state)
    for day in range(1, 21):
        state = session(state, OWNER, name=f"day-{day}", life=day).state

    assert owner_llr(state) > 0.9 * begun


def test_an_endless_session_keeps_a_bounded_quarantine_of_its_newest_windows() -> None:
    typed = monitored.windows(monitored.person(OWNER), QUARANTINED_WINDOWS + 20)
    login = SessionStarted("long", Micros(monitored.NEXT_WEEK))
    events = [login, *monitored.arrivals("long", typed)]
    kept = monitored.run(MonitorState("new"), events, SETUP)[-1].state.sessions["long"].quarantine

    assert len(kept) == QUARANTINED_WINDOWS
    assert np.array_equal(
        [window.embedding for window in kept], [window.embedding for window in typed[20:]]
    )
