from dataclasses import replace

import pytest

from laws import monitored
from samehands.errors import ProjectionMismatchError, SettingsError
from samehands.identity import DeviceClass, NotReady, PathClass, Scored
from samehands.monitor import (
    FindingKind,
    MonitorState,
    SessionEnded,
    SessionStarted,
    StepResult,
    StepUpAnswered,
    WindowArrived,
    encode_state,
    step,
)
from samehands.monitor.state import OPEN_SESSIONS
from samehands.quantities import Micros, Nats
from samehands.rhythm.window import ClockClass, PathFlag
from samehands.trust import Check, Hypothesis, Policy, TrustState, VerdictKind

OWNER, INTRUDER = 1, 2
SETUP = monitored.setup()
START = Micros(monitored.NEXT_WEEK)
REMOTE = DeviceClass(ClockClass.ONE_MS, PathClass.REMOTE)


def taken_over(windows: int = 3) -> list[StepResult]:
    """The same session, after somebody else sat down."""
    typed = monitored.windows(monitored.person(INTRUDER), windows, first=5)
    later = START + 5 * monitored.MINUTE
    return monitored.run(monitored.working().state, monitored.arrivals("a", typed, later), SETUP)


def test_the_owner_is_verified_and_allowed() -> None:
    result = monitored.working()

    assert result.trust is not None
    assert result.verdict is not None
    assert (result.trust.state, result.verdict.kind) == ("verified", "allow")
    assert isinstance(result.outcome, Scored)
    assert result.explanation is not None
    assert result.explanation.sentence.startswith("Typed like the owner")


def test_a_take_over_alarms_and_is_dated_to_the_window_before_it() -> None:
    result = taken_over()[-1]

    assert result.trust is not None
    assert result.trust.state is TrustState.ALARM
    assert result.trust.cusums[Hypothesis.OTHER_PERSON].quiet_until == monitored.minute(4)
    assert result.trust.cusums[Hypothesis.OTHER_PERSON].changed_by == monitored.minute(5)
    assert result.verdict is not None
    assert result.verdict.kind is VerdictKind.STEP_UP
    assert result.explanation is not None
    assert result.explanation.sentence.startswith("Typed unlike the owner")


def test_a_passed_step_up_verifies_and_what_was_typed_in_doubt_is_not_learnt_from() -> None:
    result = step(
        taken_over()[-1].state, StepUpAnswered("a", passed=True, at=monitored.minute(9)), SETUP
    )

    assert monitored.kinds(result) == [FindingKind.STEP_UP_PASSED]
    assert result.findings[0].numbers == {"dropped": 8.0}
    assert result.trust is not None
    assert result.trust.state is TrustState.VERIFIED
    assert result.trust.last_reset is not None
    assert result.trust.last_reset.levels[Hypothesis.OTHER_PERSON] > monitored.THRESHOLD
    assert result.state.sessions["a"].quarantine == ()


def test_a_failed_step_up_locks_and_the_lock_outlasts_the_session() -> None:
    failed = step(
        taken_over()[-1].state, StepUpAnswered("a", passed=False, at=monitored.minute(9)), SETUP
    )
    again = monitored.run(
        failed.state,
        [SessionEnded("a", monitored.minute(10)), SessionStarted("b", monitored.minute(11))],
        SETUP,
    )[-1]

    assert failed.verdict is not None
    assert failed.verdict.kind is VerdictKind.LOCK
    assert again.verdict is not None
    assert again.verdict.kind is VerdictKind.LOCK
    freed = step(again.state, StepUpAnswered("b", passed=True, at=monitored.minute(12)), SETUP)
    assert freed.state.carried.state is TrustState.LEARNING
    assert freed.trust is not None
    assert freed.trust.state is TrustState.VERIFIED


def test_doubt_is_not_shed_by_logging_out_and_in() -> None:
    typed = monitored.windows(monitored.person(INTRUDER), 1, first=5)
    doubtful = replace(
        SETUP, thresholds={Hypothesis.OTHER_PERSON: Nats(1.5 * monitored.THRESHOLD)}
    )
    events = [
        *monitored.arrivals("a", typed, monitored.minute(5)),
        SessionEnded("a", monitored.minute(6)),
        SessionStarted("b", monitored.minute(7)),
    ]
    before, _, after = monitored.run(monitored.working().state, events, doubtful)

    assert before.trust is not None
    assert after.trust is not None
    assert before.trust.state is TrustState.UNSURE
    assert after.trust.state is TrustState.UNSURE
    assert after.trust.cusums == before.trust.cusums
    assert after.trust.judged == 0


def test_a_window_of_another_projection_is_refused_and_the_state_stays() -> None:
    state = monitored.working().state
    kept = encode_state(state)
    window = monitored.windows(monitored.person(OWNER), 1, first=5)[0]
    foreign = replace(window, projection=bytes(8))
    with pytest.raises(ProjectionMismatchError, match="window"):
        step(state, WindowArrived("a", foreign, monitored.minute(6)), SETUP)

    assert encode_state(state) == kept


def test_a_state_of_another_projection_is_refused_for_any_input() -> None:
    with pytest.raises(ProjectionMismatchError, match="state of subject-1"):
        step(
            replace(monitored.working().state, projection=bytes(8)),
            SessionEnded("a", monitored.minute(6)),
            SETUP,
        )


def test_a_device_that_is_not_enrolled_is_said_once_and_is_no_evidence() -> None:
    typed = monitored.windows(monitored.person(OWNER, life=3), 3, first=5, device=REMOTE)
    results = monitored.run(
        monitored.working().state, monitored.arrivals("a", typed, monitored.minute(5)), SETUP
    )

    assert [monitored.kinds(result) for result in results] == [
        [
            FindingKind.DEVICE_CHANGED,
            FindingKind.REMOTE_PATH,
            FindingKind.DEVICE_NOT_ENROLLED,
        ],
        [],
        [],
    ]
    assert all(isinstance(result.outcome, NotReady) for result in results)
    assert {r.trust.state for r in results if r.trust} == {TrustState.LEARNING}
    assert {r.trust.level(Hypothesis.OTHER_PERSON) for r in results if r.trust} == {0.0}


def test_a_policy_may_ask_for_a_step_up_on_a_new_device_and_then_lets_it_learn() -> None:
    policy = Policy(
        {"session": Check()}, findings={FindingKind.DEVICE_NOT_ENROLLED: VerdictKind.STEP_UP}
    )
    asked = monitored.setup(policy)
    state = monitored.enrolled(OWNER)
    for number in range(2):
        typed = monitored.windows(monitored.person(OWNER, life=4 + number), 8, device=REMOTE)
        start = monitored.minute(1000 * number)
        login, *rest = monitored.whole_session(f"new-{number}", typed, start)
        results = monitored.run(
            state,
            [login, rest[0], StepUpAnswered(f"new-{number}", passed=True, at=start), *rest[1:]],
            asked,
        )
        state = results[-1].state
        verdicts = [result.verdict.kind for result in results if result.verdict]
        assert verdicts[:2] == [VerdictKind.STEP_UP, VerdictKind.STEP_UP]
        assert set(verdicts[2:]) == {VerdictKind.ALLOW}

    assert state.template is not None
    assert REMOTE in state.template.devices
    assert len(state.template.active(REMOTE)) == 2


@pytest.mark.parametrize("path", [PathFlag.INJECTED, PathFlag.DICTATION])
def test_what_no_hands_typed_is_neither_scored_nor_learnt_from(path: PathFlag) -> None:
    typed = monitored.windows(monitored.person(INTRUDER), 2, first=5, path=path)
    before = monitored.working()
    results = monitored.run(
        before.state, monitored.arrivals("a", typed, monitored.minute(5)), SETUP
    )

    assert [monitored.kinds(result) for result in results] == [[FindingKind.WINDOW_NOT_TYPED]] * 2
    assert [result.outcome for result in results] == [None, None]
    assert results[-1].trust is not None
    assert results[-1].trust.state is TrustState.LEARNING
    assert results[-1].state.sessions["a"].quarantine == before.state.sessions["a"].quarantine


def test_input_that_the_device_discarded_is_a_finding_and_the_window_counts() -> None:
    typed = monitored.windows(monitored.person(OWNER, life=1), 1, first=5, path=PathFlag.DISCARDED)
    result = monitored.run(
        monitored.working().state, monitored.arrivals("a", typed, monitored.minute(5)), SETUP
    )[-1]

    assert monitored.kinds(result) == [FindingKind.WINDOWS_DISCARDED]
    assert isinstance(result.outcome, Scored)


def test_a_verdict_to_lock_locks_the_session() -> None:
    strict = monitored.setup(Policy({"session": Check(without_data=VerdictKind.LOCK)}))
    result = step(monitored.enrolled(OWNER), SessionStarted("a", START), strict)

    assert result.trust is not None
    assert result.trust.state is TrustState.LOCKED


def test_of_too_many_open_sessions_the_most_silent_is_ended_and_not_lost() -> None:
    starts = [SessionStarted(f"extra-{n}", monitored.minute(10 + n)) for n in range(OPEN_SESSIONS)]
    *_, last = monitored.run(monitored.working(8).state, starts, SETUP)

    assert monitored.kinds(last) == [FindingKind.SESSION_ABANDONED, FindingKind.WINDOWS_ADMITTED]
    assert "a" not in last.state.sessions
    assert len(last.state.sessions) == OPEN_SESSIONS


def test_another_session_of_the_owner_does_not_wipe_out_what_an_intruder_s_left() -> None:
    alarmed = step(taken_over()[-1].state, SessionStarted("b", monitored.minute(9)), SETUP).state
    ended = step(alarmed, SessionEnded("a", monitored.minute(10)), SETUP).state

    assert ended.carried.state is TrustState.ALARM
    third = step(ended, SessionStarted("c", monitored.minute(11)), SETUP)
    assert third.trust is not None
    assert third.trust.state is TrustState.ALARM


@pytest.mark.parametrize("name", ["", "x" * 129], ids=len)
def test_names_that_are_none_are_refused(name: str) -> None:
    with pytest.raises(SettingsError, match="session"):
        step(MonitorState("subject"), SessionStarted(name, START), SETUP)
    with pytest.raises(SettingsError, match="subject"):
        MonitorState(name)
