"""The monitor's one function: a state and an input give a state, a verdict and findings."""

from dataclasses import replace
from typing import assert_never

import msgspec

from samehands.errors import SettingsError
from samehands.finding import Finding
from samehands.identity.session_windows import require_projection
from samehands.monitor.arrival import Arrival, arrive, dated
from samehands.monitor.carrying import carry, inherited, left_by, outweighs, take_over
from samehands.monitor.change import watched_from
from samehands.monitor.decision import rolled_back, settle
from samehands.monitor.findings import FindingKind, found, told_early
from samehands.monitor.holding import dropped, in_time
from samehands.monitor.inputs import (
    CaseDecided,
    CaseDecision,
    EarlySignArrived,
    Input,
    RecordsRead,
    SessionEnded,
    SessionStarted,
    StepUpAnswered,
    TemplateRolledBack,
    WindowArrived,
)
from samehands.monitor.judgement import judge
from samehands.monitor.learning import learn
from samehands.monitor.machine import take_sign
from samehands.monitor.reading import proven, settled, take_reads
from samehands.monitor.result import StepResult
from samehands.monitor.ruling import decided, verdict_on
from samehands.monitor.setup import Setup
from samehands.monitor.state import (
    OPEN_SESSIONS,
    SUBJECT_CHARACTERS,
    MonitorState,
    OpenSession,
    Proof,
)
from samehands.quantities import Micros
from samehands.trust import (
    Trust,
    TrustState,
    answer_step_up,
)


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
        case RecordsRead():
            return take_reads(state, event, setup)
        case _:
            return _in_session(state, event, setup)


def _in_session(
    state: MonitorState,
    event: WindowArrived | EarlySignArrived | StepUpAnswered | SessionEnded,
    setup: Setup,
) -> StepResult:
    session = state.sessions.get(event.session)
    if session is None:
        return StepResult(state, findings=(found(FindingKind.SESSION_UNKNOWN),))
    match event:
        case WindowArrived():
            return _window(state, session, event, setup)
        case EarlySignArrived():
            return _early_sign(state, session, event, setup)
        case StepUpAnswered():
            return _step_up(state, session, event, setup)
        case SessionEnded():
            at, findings = dated(session, event.at)
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
        at, late = dated(session, event.at)
        findings = (*late, found(FindingKind.SESSION_ALREADY_OPEN))
        return decided(state, event.session, session, at, setup, StepResult(state, None, findings))
    held = in_time(state.held, event.at)
    if held is not state.held:
        findings = dropped(state.held, held)
        state = replace(state, held=held)
    if len(state.sessions) >= OPEN_SESSIONS:
        silent = min(state.sessions, key=lambda name: state.sessions[name].last_at)
        state, learnt = _ended(state, silent, event.at, setup)
        findings = (*findings, found(FindingKind.SESSION_ABANDONED), *learnt)
    session = OpenSession(
        event.at,
        take_over(state.carried, event.at),
        inherited=state.carried_from,
        exposed=inherited(state, event.at),
    )
    return decided(
        state, event.session, session, event.at, setup, StepResult(state, None, findings)
    )


def _window(
    state: MonitorState, session: OpenSession, event: WindowArrived, setup: Setup
) -> StepResult:
    require_projection(event.window.projection, setup.projection, where="window")
    arrival = arrive(session, event.window.sequence, event.at)
    if arrival.dropped:
        return _dropped(state, arrival, setup)
    session, at, findings = arrival.session, arrival.at, arrival.findings
    judgement = judge(session, event.window, at, state, setup)
    state = replace(
        state,
        projection=setup.projection,
        prepared=judgement.prepared,
        recollection=judgement.recollection,
    )
    result = StepResult(
        state,
        findings=(*findings, *judgement.findings),
        outcome=judgement.outcome,
        explanation=judgement.explanation,
    )
    return decided(state, event.session, judgement.session, at, setup, result)


def _early_sign(
    state: MonitorState, session: OpenSession, event: EarlySignArrived, setup: Setup
) -> StepResult:
    require_projection(event.sign.projection, setup.projection, where="early sign")
    arrival = arrive(session, event.sign.sequence, event.at)
    if arrival.dropped:
        return _dropped(state, arrival, setup)
    findings = (*arrival.findings, *told_early(event.sign))
    return decided(
        state,
        event.session,
        take_sign(arrival.session, event.sign, arrival.at, setup),
        arrival.at,
        setup,
        StepResult(state, None, findings),
    )


def _dropped(state: MonitorState, arrival: Arrival, setup: Setup) -> StepResult:
    verdict = verdict_on(state, arrival.session, arrival.at, setup, arrival.findings)
    return StepResult(
        state, verdict=verdict, findings=arrival.findings, trust=arrival.session.trust
    )


def _step_up(
    state: MonitorState, session: OpenSession, event: StepUpAnswered, setup: Setup
) -> StepResult:
    at, findings = dated(session, event.at)
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
            exposed=session.exposed.proven(at) if event.strong else session.exposed,
        )
        state = replace(
            proven(state, setup), carried=Trust(), carried_from=None, strong_due=False, left=None
        )
    return decided(state, event.session, session, at, setup, StepResult(state, None, findings))


def _case(state: MonitorState, event: CaseDecided, setup: Setup) -> StepResult:
    session = state.sessions.get(event.session)
    at, findings = (event.at, ()) if session is None else dated(session, event.at)
    decision = settle(state, event, at)
    findings = (*findings, *decision.findings)
    # A new state also where nothing changed: that somebody decided is a fact to be kept.
    state = replace(decision.state)
    if event.decision is not CaseDecision.CONFIRM_COMPROMISED:
        state = proven(state, setup)
    if decision.session is None:
        return StepResult(state, findings=findings)
    result = StepResult(state, None, findings)
    return decided(state, event.session, decision.session, at, setup, result)


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
        ended_at=at,
        left=left_by(session, state, alone=alone),
    )
    return learn(settled(left, session), session, at, setup)
