"""What each of an analyst's verbs does: the table of `monitor.decision`, row by row."""

from dataclasses import replace

import pytest

from laws import monitored
from samehands.errors import TemplateError
from samehands.monitor import (
    CaseDecided,
    CaseDecision,
    FindingKind,
    Input,
    MonitorState,
    SessionEnded,
    SessionStarted,
    StepResult,
    StepUpAnswered,
    TemplateRolledBack,
    step,
)
from samehands.monitor.decision import version_before
from samehands.monitor.holding import HELD_FOR, windows_in
from samehands.monitor.state import Proof
from samehands.quantities import Micros
from samehands.trust import Hypothesis, ReasonCode, TrustState, VerdictKind

OWNER, INTRUDER = 1, 2
SETUP = monitored.setup()
COMPROMISED, SAFE, FALSE = CaseDecision
LATER = monitored.minute(60)
OWNER_WAS_THERE = pytest.mark.parametrize("decision", [SAFE, FALSE])


def alarmed(name: str = "a") -> MonitorState:
    """The owner's session, in alarm since somebody else sat down at minute 4."""
    typed = monitored.windows(monitored.person(INTRUDER), 3, first=5)
    result = monitored.run(
        monitored.working().state, monitored.arrivals(name, typed, monitored.minute(5)), SETUP
    )[-1]
    assert result.trust is not None
    assert result.trust.state is TrustState.ALARM
    return result.state


def decided(
    state: MonitorState, decision: CaseDecision, session: str = "a", at: Micros = LATER
) -> StepResult:
    return step(state, CaseDecided(session, decision, at), SETUP)


def told(state: MonitorState, *events: Input) -> StepResult:
    return monitored.run(state, events, SETUP)[-1]


def typing(who: int, session: str, number: int, first: int) -> list[Input]:
    typed = monitored.windows(monitored.person(who, life=5), number, first=first)
    return monitored.arrivals(session, typed, LATER + first * monitored.MINUTE)


def step_up(session: str, *, strong: bool, minutes: int = 1) -> StepUpAnswered:
    at = Micros(LATER + minutes * monitored.MINUTE)
    return StepUpAnswered(session, passed=True, at=at, strong=strong)


def reasons(result: StepResult) -> list[ReasonCode]:
    assert result.verdict is not None
    return [reason.code for reason in result.verdict.reasons]


# --- confirm compromised ---------------------------------------------------------------------


def test_a_compromised_session_stays_locked_until_a_strong_step_up_is_passed_in_it() -> None:
    locked = decided(alarmed(), COMPROMISED)
    weak = told(locked.state, step_up("a", strong=False))
    strong = told(weak.state, step_up("a", strong=True))

    for result in (locked, weak):
        assert result.trust is not None
        assert result.trust.state is TrustState.LOCKED
        assert reasons(result)[0] is ReasonCode.LOCKED
        assert result.verdict is not None
        assert "security key" in result.verdict.reasons[0].sentence
        assert result.verdict.reasons[0].numbers == {"strong_step_up_due": 1.0}
    assert monitored.kinds(locked)[0] == FindingKind.CASE_COMPROMISED
    assert monitored.kinds(weak) == [FindingKind.STEP_UP_TOO_WEAK]
    assert strong.trust is not None
    assert strong.trust.state is TrustState.VERIFIED
    assert not strong.state.strong_due


def test_nothing_of_a_compromised_session_ever_teaches() -> None:
    before = alarmed()
    locked = decided(before, COMPROMISED)
    events = [
        step_up("a", strong=True),
        *typing(OWNER, "a", 8, 8),
        SessionEnded("a", Micros(LATER + monitored.DAY)),
    ]
    results = monitored.run(locked.state, events, SETUP)

    assert locked.findings[0].numbers == {"dropped": 8.0}
    assert results[-2].state.sessions["a"].quarantine == ()
    assert results[-1].state.template == before.template


def test_what_was_learnt_since_the_estimated_change_is_taken_back() -> None:
    before = alarmed()
    assert before.template is not None
    other = monitored.whole_session(
        "b", monitored.windows(monitored.person(OWNER, life=8), 8), monitored.minute(6)
    )
    learnt = told(before, *other).state
    assert learnt.template is not None
    assert learnt.template.version == before.template.version + 1
    result = decided(learnt, COMPROMISED)

    assert FindingKind.TEMPLATE_ROLLED_BACK in monitored.kinds(result)
    rolled = next(f for f in result.findings if f.kind == FindingKind.TEMPLATE_ROLLED_BACK)
    assert rolled.numbers == {
        "version": float(learnt.template.version),
        "to": float(before.template.version),
        "changes": 1.0,
    }
    assert result.state.template is not None
    assert result.state.template.sessions == before.template.sessions
    again = decided(result.state, COMPROMISED)
    assert again.state.template == result.state.template


def test_what_was_learnt_before_the_change_stays() -> None:
    before = alarmed()
    result = decided(before, COMPROMISED)

    assert result.state.template == before.template
    assert monitored.kinds(result) == [FindingKind.CASE_COMPROMISED]


def test_a_step_up_in_between_does_not_hide_the_change_that_the_case_knows() -> None:
    state = told(alarmed(), StepUpAnswered("a", passed=True, at=monitored.minute(8))).state
    other = monitored.whole_session(
        "b", monitored.windows(monitored.person(OWNER, life=8), 8), monitored.minute(6)
    )
    learnt = told(state, *other).state
    assert learnt.template is not None
    event = CaseDecided("a", COMPROMISED, LATER, changed_after=monitored.minute(4))
    result = step(learnt, event, SETUP)

    assert FindingKind.TEMPLATE_ROLLED_BACK in monitored.kinds(result)


@pytest.mark.parametrize("ended_first", [True, False])
def test_next_sessions_are_locked_until_a_strong_step_up_is_passed_in_one(
    ended_first: bool,  # noqa: FBT001  # drawn by pytest
) -> None:
    state = alarmed()
    end = SessionEnded("a", Micros(LATER + 1))
    if ended_first:
        state = told(state, SessionEnded("a", monitored.minute(9))).state
    state = decided(state, COMPROMISED).state
    started = told(state, end, SessionStarted("b", Micros(LATER + 2)))
    weak = told(started.state, step_up("b", strong=False))
    gone = told(weak.state, SessionEnded("b", Micros(LATER + monitored.DAY)))
    third = told(gone.state, SessionStarted("c", Micros(LATER + monitored.DAY)))
    strong = told(third.state, step_up("c", strong=True))
    fourth = told(strong.state, SessionStarted("d", Micros(LATER + monitored.DAY)))

    for result in (started, weak, third):
        assert result.verdict is not None
        assert result.verdict.kind is VerdictKind.LOCK
        assert result.verdict.reasons[0].numbers == {"strong_step_up_due": 1.0}
    for result in (strong, fourth):
        assert result.verdict is not None
        assert result.verdict.kind is VerdictKind.ALLOW


def test_other_open_sessions_are_locked_at_their_next_input_and_do_not_teach_before() -> None:
    both = told(alarmed(), SessionStarted("b", monitored.minute(9)), *typing(OWNER, "b", 8, 0))
    due = decided(both.state, COMPROMISED).state
    heard = told(due, *typing(OWNER, "b", 1, 8))
    ended = told(due, SessionEnded("b", Micros(LATER + monitored.DAY)))

    assert heard.trust is not None
    assert heard.trust.state is TrustState.LOCKED
    assert monitored.kinds(ended) == [FindingKind.WINDOWS_NOT_ADMITTED]
    assert ended.state.template == due.template
    assert ended.state.strong_due


def test_a_strong_step_up_elsewhere_does_not_open_the_compromised_session() -> None:
    state = decided(alarmed(), COMPROMISED).state
    elsewhere = told(state, SessionStarted("b", LATER), step_up("b", strong=True))
    weak = told(elsewhere.state, step_up("a", strong=False))

    assert elsewhere.trust is not None
    assert elsewhere.trust.state is TrustState.VERIFIED
    assert weak.trust is not None
    assert weak.trust.state is TrustState.LOCKED


def test_before_there_is_a_template_what_was_gathered_for_it_is_dropped() -> None:
    typed = monitored.windows(monitored.person(OWNER, life=1), 8)
    gathered = told(MonitorState("new"), *monitored.whole_session("one", typed)).state
    result = decided(gathered, COMPROMISED, "one")

    assert result.findings[0].numbers == {"dropped": 8.0}
    assert result.state.enrolling == ()
    assert result.verdict is None


# --- confirm safe, false alarm -----------------------------------------------------------------


@OWNER_WAS_THERE
def test_the_evidence_is_set_to_zero_and_the_windows_in_doubt_are_held(
    decision: CaseDecision,
) -> None:
    before = alarmed()
    level = before.sessions["a"].trust.level(Hypothesis.OTHER_PERSON)
    result = decided(before, decision)
    session = result.state.sessions["a"]

    assert result.trust is not None
    assert (result.trust.state, result.trust.level(Hypothesis.OTHER_PERSON)) == ("verified", 0.0)
    assert result.verdict is not None
    assert result.verdict.kind is VerdictKind.ALLOW
    assert ReasonCode.STEP_UP_PASSED not in reasons(result)
    assert result.findings[0].numbers == {"evidence_nats": level}
    assert result.findings[1].numbers == {"windows": 8.0, "days": 14.0}
    assert (session.quarantine, session.alarmed, session.proof) == ((), False, Proof.NONE)
    assert windows_in(result.state.held) == 8
    assert {part.until for part in result.state.held} == {LATER + HELD_FOR}
    assert result.state.template == before.template


@OWNER_WAS_THERE
def test_without_doubt_there_is_nothing_to_hold(decision: CaseDecision) -> None:
    before = told(alarmed(), step_up("a", strong=True), *typing(OWNER, "a", 3, 8)).state
    result = decided(before, decision, at=Micros(LATER + monitored.DAY))

    assert len(monitored.kinds(result)) == 1
    assert result.state.held == ()
    assert result.state.sessions["a"].quarantine == before.sessions["a"].quarantine
    assert result.state.sessions["a"].proof is Proof.STRONG


@OWNER_WAS_THERE
def test_an_ended_session_s_doubt_is_cleared_and_there_is_nothing_to_hold(
    decision: CaseDecision,
) -> None:
    ended = told(alarmed(), SessionEnded("a", monitored.minute(9))).state
    result = decided(ended, decision)
    next_one = told(result.state, SessionStarted("b", Micros(LATER + 1)))

    assert ended.carried.state is TrustState.ALARM
    assert result.findings[0].numbers["evidence_nats"] > monitored.THRESHOLD
    assert (result.verdict, result.trust, result.state.held) == (None, None, ())
    assert next_one.trust is not None
    assert next_one.trust.state is TrustState.LEARNING


@OWNER_WAS_THERE
def test_a_session_that_took_the_doubt_over_settles_it_for_those_to_come(
    decision: CaseDecision,
) -> None:
    inherited = told(
        alarmed(), SessionEnded("a", monitored.minute(9)), SessionStarted("b", LATER)
    ).state
    result = decided(inherited, decision, "b")
    third = told(result.state, SessionStarted("c", Micros(LATER + 1)))

    assert inherited.sessions["b"].trust.state is TrustState.ALARM
    assert result.trust is not None
    assert result.trust.state is TrustState.VERIFIED
    assert third.trust is not None
    assert third.trust.state is TrustState.LEARNING


@OWNER_WAS_THERE
def test_doubt_that_another_session_left_stays_and_is_said(decision: CaseDecision) -> None:
    beside = told(
        alarmed(), SessionStarted("b", monitored.minute(9)), SessionEnded("a", LATER)
    ).state
    result = decided(beside, decision, "b")

    assert monitored.kinds(result)[-1] == FindingKind.DOUBT_STAYS
    assert result.state.carried.state is TrustState.ALARM
    elsewhere = decided(beside, decision, "long gone")
    assert elsewhere.state.carried == beside.carried
    assert elsewhere.findings[0].numbers == {"evidence_nats": 0.0}


@OWNER_WAS_THERE
def test_no_decision_stands_in_for_a_strong_step_up_that_is_due(decision: CaseDecision) -> None:
    due = decided(alarmed(), COMPROMISED).state
    result = decided(due, decision)

    assert result.trust is not None
    assert result.trust.state is TrustState.LOCKED
    assert monitored.kinds(result)[-1] == FindingKind.DOUBT_STAYS
    assert result.state.strong_due


@OWNER_WAS_THERE
def test_a_confirmed_compromise_drops_what_was_held(decision: CaseDecision) -> None:
    held = decided(alarmed(), decision).state
    result = decided(held, COMPROMISED)

    assert FindingKind.HELD_WINDOWS_DROPPED in monitored.kinds(result)
    assert result.state.held == ()


# --- rollback ----------------------------------------------------------------------------------


def test_a_template_is_taken_back_to_a_version_that_was_asked_for() -> None:
    enrolled = monitored.enrolled(OWNER)
    typed = monitored.windows(monitored.person(OWNER, life=3), 8)
    learnt = told(enrolled, *monitored.whole_session("work", typed)).state
    assert enrolled.template is not None
    assert learnt.template is not None
    event = TemplateRolledBack(enrolled.template.version, LATER)
    result = step(learnt, event, SETUP)

    assert event.session is None
    assert (result.verdict, result.trust) == (None, None)
    assert monitored.kinds(result) == [FindingKind.TEMPLATE_ROLLED_BACK]
    assert result.state.template is not None
    assert result.state.template.sessions == enrolled.template.sessions
    assert result.state.template.version == learnt.template.version + 1


def test_a_version_that_never_was_is_refused_and_so_is_a_subject_without_a_template() -> None:
    with pytest.raises(TemplateError, match="one of 1"):
        step(monitored.enrolled(OWNER), TemplateRolledBack(99, LATER), SETUP)
    with pytest.raises(TemplateError, match="enrolled subject"):
        step(MonitorState("new"), TemplateRolledBack(1, LATER), SETUP)


def test_the_version_before_is_the_newest_that_holds_nothing_of_it() -> None:
    state = monitored.enrolled(OWNER)
    for day in range(1, 4):
        typed = monitored.windows(monitored.person(OWNER, life=10 + day), 8)
        start = monitored.NEXT_WEEK + day * monitored.DAY
        state = told(state, *monitored.whole_session(f"day-{day}", typed, start)).state
    template = state.template
    assert template is not None
    days = [change.at for change in template.history]
    versions = [change.version for change in template.history]

    assert version_before(template, days[-1]) is None
    assert version_before(template, Micros(days[-1] - 1)) == versions[-2]
    assert version_before(template, Micros(0)) == versions[0] - 1
    # Once taken back, nothing newer is to be undone.
    back = step(state, TemplateRolledBack(versions[0], Micros(days[-1] + 5)), SETUP).state
    assert back.template is not None
    assert version_before(back.template, Micros(days[0])) is None
    assert version_before(back.template, Micros(0)) == versions[0] - 1
    forgotten = replace(template, restorable_from=versions[1])
    assert version_before(forgotten, Micros(0)) == versions[1]


def test_a_decision_dated_before_the_last_input_says_so() -> None:
    result = decided(alarmed(), FALSE, at=Micros(0))

    assert monitored.kinds(result)[0] == FindingKind.TIME_WENT_BACK
    assert result.state.sessions["a"].last_at == monitored.minute(7)


def test_a_window_that_comes_after_a_decision_is_judged_anew() -> None:
    cleared = decided(alarmed(), FALSE).state
    result = told(cleared, *typing(INTRUDER, "a", 3, 8))

    assert result.trust is not None
    assert result.trust.state is TrustState.ALARM
