"""The ruling: a session after an input, with its verdict, put back into the subject's state."""

from dataclasses import replace
from typing import Final

import msgspec

from samehands.access import pace
from samehands.finding import Finding
from samehands.monitor.exposure import exposure_of, strongest
from samehands.monitor.result import StepResult
from samehands.monitor.setup import Setup
from samehands.monitor.state import MonitorState, OpenSession
from samehands.quantities import Micros
from samehands.trust import (
    SESSION,
    AtStake,
    Reason,
    ReasonCode,
    TrustState,
    Verdict,
    VerdictKind,
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


def decided(
    state: MonitorState,
    name: str,
    session: OpenSession,
    at: Micros,
    setup: Setup,
    result: StepResult,
) -> StepResult:
    """Decide on a session, lock it if that is the verdict, and put it back into the state.

    Args:
        state: without what the input did to the session.
        name: of the session.
        session: after the input.
        at: when, by a clock that does not go back.
        setup: that it is judged by.
        result: what else the input led to.
    """
    if state.strong_due or session.strong_due:
        locked = moved(session.trust, Cue.LOCK)
        session = msgspec.structs.replace(session, trust=locked, strong_due=True)
    before = state.sessions.get(name, session).trust
    exposed = session.exposed.marking(before, session.trust, at)
    session = msgspec.structs.replace(session, exposed=exposed)
    verdict = verdict_on(state, session, at, setup, result.findings)
    trust = session.trust
    if verdict.kind is VerdictKind.LOCK:
        trust = moved(trust, Cue.LOCK)
    alarming = trust.state in {TrustState.ALARM, TrustState.LOCKED}
    session = msgspec.structs.replace(
        session, last_at=at, trust=trust, alarmed=session.alarmed or alarming
    )
    return replace(
        result,
        state=replace(state, sessions={**state.sessions, name: session}),
        verdict=verdict,
        trust=trust,
        exposure=exposure_of(session, setup),
    )


def verdict_on(
    state: MonitorState,
    session: OpenSession,
    at: Micros,
    setup: Setup,
    findings: tuple[Finding, ...],
) -> Verdict:
    """The verdict on a session as it stands.

    Args:
        state: of its subject.
        session: to decide on.
        at: when.
        setup: that it is judged by.
        findings: what was just noticed.
    """
    change = strongest(session, setup)
    exposed = 0 if change is None else change.estimated.records
    verdict = decide(
        setup.policy,
        session.trust,
        action=SESSION,
        now=at,
        thresholds=setup.thresholds,
        findings=findings,
        at_stake=AtStake(pace(state.access, at), exposed, session.exposed.judged.records),
    )
    if not session.strong_due:
        return verdict
    reasons = (
        _STRONG_DUE if reason.code is ReasonCode.LOCKED else reason for reason in verdict.reasons
    )
    return Verdict(verdict.kind, tuple(reasons))
