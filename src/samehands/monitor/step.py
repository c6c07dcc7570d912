"""The monitor's one function: a state and an input give a state, a verdict and findings."""

from dataclasses import dataclass, replace
from typing import Final, assert_never

import msgspec

from samehands.errors import SettingsError
from samehands.finding import Finding
from samehands.identity import NotReady, Scored
from samehands.identity.session_windows import require_projection
from samehands.monitor.carrying import carry, outweighs, take_over
from samehands.monitor.change import watched_from
from samehands.monitor.decision import rolled_back, settle
from samehands.monitor.findings import FindingKind, found
from samehands.monitor.holding import dropped, in_time
from samehands.monitor.inputs import (
    CaseDecided,
    Input,
    SessionEnded,
    SessionStarted,
    StepUpAnswered,
    TemplateRolledBack,
    WindowArrived,
)
from samehands.monitor.judgement import judge
from samehands.monitor.learning import learn
from samehands.monitor.sequence import Order
from samehands.monitor.setup import Setup
from samehands.monitor.state import (
    OPEN_SESSIONS,
    SUBJECT_CHARACTERS,
    MonitorState,
    OpenSession,
    Proof,
)
from samehands.quantities import MICROS_PER_SECOND, Micros
from samehands.trust import (
    SESSION,
    Explanation,
    Reason,
    ReasonCode,
    Trust,
    TrustState,
    Verdict,
    VerdictKind,
    answer_step_up,
    decide,
)
from samehands.trust.session import Cue, moved

_STRONG_DUE: Final = Reason(
    ReasonCode.LOCKED,
    VerdictKind.LOCK,
    "An analyst confirmed a compromise: the session is locked until a step-up is passed by a "
    "security key or a passkey.",
    {"strong_step_up_due": 1.0},
)


@dataclass(frozen=True, slots=True)
class StepResult:
    """What an input led to.

    Args:
        state: what is known of the subject now.
        verdict: whether the session may go on; None where the input was for no open session,
            so that there is nothing to decide on.
        findings: what was noticed.
        trust: what is believed about the session after the input, also when that ended it.
        outcome: the window's score, or what is missing for one; None where none was scored.
        explanation: what moved the score; None where there is none.
    """

    state: MonitorState
    verdict: Verdict | None = None
    findings: tuple[Finding, ...] = ()
    trust: Trust | None = None
    outcome: Scored | NotReady | None = None
    explanation: Explanation | None = None


def step(state: MonitorState, event: Input, setup: Setup) -> StepResult:
    """Take in one input.

    A function of its arguments: replaying the inputs of a day gives the states of the day.
    Delivering a window twice changes nothing; the second time only says so.

    Raises:
        ProjectionMismatchError: a window, a template or a state of another projection than the
            setup's. The state is as it was.
        SettingsError: a session without a name or with an endless one.
        TemplateError: a rollback without a template, or to a version that cannot be gone back to.
    """
    if state.projection is not None:
        require_projection(state.projection, setup.projection, where=f"state of {state.subject}")
    match event:
        case SessionStarted():
            return _started(state, event, setup)
        case CaseDecided():
            return _case(state, event, setup)
        case TemplateRolledBack():
            state, findings = rolled_back(state, event.version, event.at)
            return StepResult(state, findings=findings)
        case _:
            return _in_session(state, event, setup)


def _in_session(
    state: MonitorState, event: WindowArrived | StepUpAnswered | SessionEnded, setup: Setup
) -> StepResult:
    session = state.sessions.get(event.session)
    if session is None:
        return StepResult(state, findings=(found(FindingKind.SESSION_UNKNOWN),))
    match event:
        case WindowArrived():
            return _window(state, session, event, setup)
        case StepUpAnswered():
            return _step_up(state, session, event, setup)
        case SessionEnded():
            at, findings = _dated(session, event.at)
            ended, learnt = _ended(state, event.session, at, setup)
            return StepResult(ended, findings=(*findings, *learnt), trust=session.trust)
        case _:
            assert_never(event)


def _started(state: MonitorState, event: SessionStarted, setup: Setup) -> StepResult:
    if not 0 < len(event.session) <= SUBJECT_CHARACTERS:
        raise SettingsError(
            "session", got=f"{len(event.session)} characters", due=f"1 to {SUBJECT_CHARACTERS}"
        )
    findings: tuple[Finding, ...] = ()
    session = state.sessions.get(event.session)
    if session is not None:
        at, late = _dated(session, event.at)
        findings = (*late, found(FindingKind.SESSION_ALREADY_OPEN))
        return _decided(
            state, event.session, session, at, setup, StepResult(state, None, findings)
        )
    held = in_time(state.held, event.at)
    if held is not state.held:
        findings = dropped(state.held, held)
        state = replace(state, held=held)
    if len(state.sessions) >= OPEN_SESSIONS:
        silent = min(state.sessions, key=lambda name: state.sessions[name].last_at)
        state, learnt = _ended(state, silent, event.at, setup)
        findings = (*findings, found(FindingKind.SESSION_ABANDONED), *learnt)
    session = OpenSession(
        event.at, take_over(state.carried, event.at), inherited=state.carried_from
    )
    return _decided(
        state, event.session, session, event.at, setup, StepResult(state, None, findings)
    )


def _window(
    state: MonitorState, session: OpenSession, event: WindowArrived, setup: Setup
) -> StepResult:
    require_projection(event.window.projection, setup.projection, where="window")
    noted = session.sequences.note(event.window.sequence)
    if noted.order in {Order.REPEAT, Order.TOO_LATE}:
        repeated = noted.order is Order.REPEAT
        kind = FindingKind.WINDOW_REPEATED if repeated else FindingKind.WINDOW_TOO_LATE
        dropped = StepResult(state, findings=(found(kind),), trust=session.trust)
        at = max(event.at, session.last_at)
        verdict = _verdict(session, at, setup, dropped.findings)
        return replace(dropped, verdict=verdict)
    at, findings = _dated(session, event.at)
    if noted.missing:
        missing = found(FindingKind.WINDOWS_MISSING, windows=float(noted.missing))
        findings = (*findings, missing)
    elif noted.order is Order.LATE:
        findings = (*findings, found(FindingKind.WINDOW_LATE))
    session = msgspec.structs.replace(session, sequences=noted.sequences)
    judgement = judge(session, event.window, at, state, setup)
    if state.projection is None or state.prepared is not judgement.prepared:
        state = replace(state, projection=setup.projection, prepared=judgement.prepared)
    result = StepResult(
        state,
        findings=(*findings, *judgement.findings),
        outcome=judgement.outcome,
        explanation=judgement.explanation,
    )
    return _decided(state, event.session, judgement.session, at, setup, result)


def _step_up(
    state: MonitorState, session: OpenSession, event: StepUpAnswered, setup: Setup
) -> StepResult:
    at, findings = _dated(session, event.at)
    trust = answer_step_up(session.trust, at, passed=event.passed)
    if not event.passed:
        session = msgspec.structs.replace(session, trust=trust)
        findings = (*findings, found(FindingKind.STEP_UP_FAILED))
    elif (state.strong_due or session.strong_due) and not event.strong:
        findings = (*findings, found(FindingKind.STEP_UP_TOO_WEAK))
    else:
        # The proof is of who is there now. What was typed in doubt before it may be another's.
        doubted = session.alarmed or session.trust.state is TrustState.UNSURE
        gone = len(session.quarantine) if doubted else 0
        findings = (*findings, found(FindingKind.STEP_UP_PASSED, dropped=float(gone)))
        session = msgspec.structs.replace(
            session,
            trust=watched_from(trust, at),
            sitting=session.sitting.confirmed(),
            alarmed=False,
            proof=max(session.proof, Proof.STRONG if event.strong else Proof.STEP_UP),
            strong_due=False,
            quarantine=() if doubted else session.quarantine,
        )
        state = replace(state, carried=Trust(), carried_from=None, strong_due=False)
    return _decided(state, event.session, session, at, setup, StepResult(state, None, findings))


def _case(state: MonitorState, event: CaseDecided, setup: Setup) -> StepResult:
    session = state.sessions.get(event.session)
    at, findings = (event.at, ()) if session is None else _dated(session, event.at)
    settled = settle(state, event, at)
    findings = (*findings, *settled.findings)
    if settled.session is None:
        # A new state also where nothing changed: that somebody decided is a fact to be kept.
        return StepResult(replace(settled.state), findings=findings)
    result = StepResult(settled.state, None, findings)
    return _decided(settled.state, event.session, settled.session, at, setup, result)


def _decided(
    state: MonitorState,
    name: str,
    session: OpenSession,
    at: Micros,
    setup: Setup,
    result: StepResult,
) -> StepResult:
    """Decide on a session, lock it if that is the verdict, and put it back into the state."""
    if state.strong_due or session.strong_due:
        locked = moved(session.trust, Cue.LOCK)
        session = msgspec.structs.replace(session, trust=locked, strong_due=True)
    verdict = _verdict(session, at, setup, result.findings)
    trust = session.trust
    if verdict.kind is VerdictKind.LOCK:
        trust = moved(trust, Cue.LOCK)
    alarming = trust.state in {TrustState.ALARM, TrustState.LOCKED}
    session = msgspec.structs.replace(
        session, last_at=at, trust=trust, alarmed=session.alarmed or alarming
    )
    state = replace(state, sessions={**state.sessions, name: session})
    return StepResult(state, verdict, result.findings, trust, result.outcome, result.explanation)


def _verdict(
    session: OpenSession, at: Micros, setup: Setup, findings: tuple[Finding, ...]
) -> Verdict:
    verdict = decide(
        setup.policy,
        session.trust,
        action=SESSION,
        now=at,
        thresholds=setup.thresholds,
        findings=findings,
    )
    if not session.strong_due:
        return verdict
    reasons = (
        _STRONG_DUE if reason.code is ReasonCode.LOCKED else reason for reason in verdict.reasons
    )
    return Verdict(verdict.kind, tuple(reasons))


def _ended(
    state: MonitorState, name: str, at: Micros, setup: Setup
) -> tuple[MonitorState, tuple[Finding, ...]]:
    session = state.sessions[name]
    others = {other: left for other, left in state.sessions.items() if other != name}
    alone = not others and not state.strong_due
    carried_from = None if alone else state.carried_from
    if outweighs(session.trust, Trust() if alone else state.carried):
        carried_from = name
    left = replace(
        state,
        sessions=others,
        carried=carry(state.carried, session.trust, alone=alone),
        carried_from=carried_from,
    )
    return learn(left, session, at, setup)


def _dated(session: OpenSession, at: Micros) -> tuple[Micros, tuple[Finding, ...]]:
    """The time of an input; one before the session's last is a finding and not believed."""
    if at >= session.last_at:
        return at, ()
    back = (session.last_at - at) / MICROS_PER_SECOND
    return session.last_at, (found(FindingKind.TIME_WENT_BACK, seconds=back),)
