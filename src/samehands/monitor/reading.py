"""Reading: records that the host application gave out, taken into a subject's state."""

from dataclasses import dataclass, replace
from typing import Final

import msgspec

from samehands.access import (
    AccessFindingKind,
    AccessStep,
    RecordRead,
    forget,
    learn,
    quieted,
    read,
    unusual,
)
from samehands.access.findings import said
from samehands.finding import Finding
from samehands.monitor.inputs import RecordsRead
from samehands.monitor.result import SessionOutcome, StepResult
from samehands.monitor.ruling import decided
from samehands.monitor.sequence import Order
from samehands.monitor.setup import Setup
from samehands.monitor.sources import noted
from samehands.monitor.state import MonitorState, OpenSession
from samehands.quantities import MICROS_PER_SECOND, Micros
from samehands.trust import Hypothesis, TrustState, weigh_reading
from samehands.trust.verdict import SEVERITY

AFTER_THE_END: Final = Micros(120 * MICROS_PER_SECOND)
"""How long after its last session has ended a subject's reads need no session: two minutes.

Longer: reading without a session is noticed later. Shorter: what was on its way is called odd."""

_MASS: Final = Hypothesis.MASS_ACCESS
_DROPPED: Final = {
    Order.REPEAT: AccessFindingKind.READS_REPEATED,
    Order.TOO_LATE: AccessFindingKind.READS_TOO_LATE,
}


@dataclass(frozen=True, slots=True)
class _Reading:
    """One batch, as far as it concerns every session."""

    event: RecordsRead
    step: AccessStep
    findings: tuple[Finding, ...]
    setup: Setup


def take_reads(state: MonitorState, event: RecordsRead, setup: Setup) -> StepResult:
    """Take in reads; a batch that came before changes nothing.

    They count for the session that they name, or for all that are open. Where none is, the
    evidence waits for the next one, as the doubt does that a session leaves.

    Args:
        state: of the subject.
        event: what was read.
        setup: that it is judged by.
    """
    sources, note = noted(state.sources, event.source, event.session, event.sequence)
    if note.order in _DROPPED:
        return StepResult(state, findings=(said(_DROPPED[note.order]),))
    access = state.access
    if event.role is not None and event.role != access.role:
        access = msgspec.structs.replace(access, role=event.role)
    step = read(access, _dated(event), model=setup.access, physical=_windows_of(state))
    honey = (said(AccessFindingKind.HONEY_RECORD),) if event.honey else ()
    state = replace(state, access=step.state, sources=sources)
    reading = _Reading(event, step, (*honey, *step.findings), setup)
    names = [name for name in state.sessions if event.session in {None, name}]
    return _in_sessions(state, names, reading) if names else _in_none(state, reading)


def settled(state: MonitorState, session: OpenSession) -> MonitorState:
    """Let what was read teach, as one of the subject's sessions has ended; or drop it.

    Reading in doubt teaches nothing, whoever was in doubt: the subject's sessions are not told
    apart in what waits.

    Args:
        state: without the session.
        session: the one that has ended.
    """
    doubted = state.strong_due or any(_doubted(one) for one in (session, *state.sessions.values()))
    access = forget(state.access) if doubted else learn(state.access)
    return replace(state, access=access)


def proven(state: MonitorState, setup: Setup) -> MonitorState:
    """Set the evidence of mass reading to zero, as a step-up was passed. Nothing is learnt."""
    return replace(state, access=quieted(state.access, setup.access))


def _in_sessions(state: MonitorState, names: list[str], reading: _Reading) -> StepResult:
    outcomes = []
    result = StepResult(state)
    for name in names:
        result = _in_session(state, name, reading)
        state = result.state
        if result.trust is not None and result.verdict is not None:
            outcomes.append(SessionOutcome(name, result.trust, result.verdict, result.exposure))
    if reading.event.session is not None:
        return result
    worst = max(outcomes, key=lambda one: SEVERITY[one.verdict.kind])
    return StepResult(
        state,
        worst.verdict,
        result.findings,
        worst.trust,
        exposure=worst.exposure,
        also=tuple(outcomes),
    )


def _in_session(state: MonitorState, name: str, reading: _Reading) -> StepResult:
    session, step, setup = state.sessions[name], reading.step, reading.setup
    at = Micros(max(reading.event.at, session.last_at))
    exposed = session.exposed.counting(step.counted)
    trust, findings = session.trust, reading.findings
    if step.evidence is not None:
        trust = weigh_reading(trust, step.evidence, at)
    line = setup.thresholds[_MASS]
    if session.trust.level(_MASS) < line <= trust.level(_MASS):
        exposed = exposed.in_bulk()
        findings = (*findings, unusual(step.state, setup.access))
    session = msgspec.structs.replace(session, trust=trust, exposed=exposed)
    return decided(state, name, session, at, setup, StepResult(state, findings=findings))


def _in_none(state: MonitorState, reading: _Reading) -> StepResult:
    """Reads while no session is open: the evidence is carried."""
    step, findings = reading.step, reading.findings
    if step.evidence is not None:
        carried = weigh_reading(state.carried, step.evidence, reading.event.at)
        state = replace(state, carried=carried)
    ended = state.ended_at
    late = [one for one in step.counted if ended is None or one.at > ended + AFTER_THE_END]
    if late:
        records = float(sum(one.records for one in late))
        findings = (*findings, said(AccessFindingKind.READS_WITHOUT_SESSION, records=records))
    return StepResult(state, findings=findings)


def _dated(event: RecordsRead) -> tuple[RecordRead, ...]:
    """The reads, none of them later than when they arrived."""
    return tuple(
        one if one.at <= event.at else msgspec.structs.replace(one, at=event.at)
        for one in event.reads
    )


def _windows_of(state: MonitorState) -> int | None:
    """A number that changes with every window; None for a subject who has never typed one."""
    windows = sum(session.sequences.due for session in state.sessions.values())
    return windows if windows or state.template is not None else None


def _doubted(session: OpenSession) -> bool:
    unsure = session.trust.state is TrustState.UNSURE
    return session.exposed.bulk or unsure or session.alarmed or not session.teaches
