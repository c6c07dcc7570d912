"""The judgement of one window: evidence, its explanation, and what it does to trust."""

from dataclasses import dataclass

import msgspec

from samehands.finding import Finding
from samehands.identity import DeviceClass, NotReady, Scored, Sitting
from samehands.identity.session_windows import NOT_TYPED, PathClass
from samehands.liveness import Recollection
from samehands.monitor.findings import FindingKind, found
from samehands.monitor.machine import Machine, look_for_machine
from samehands.monitor.prepared import Prepared, scored
from samehands.monitor.setup import Setup
from samehands.monitor.state import QUARANTINED_WINDOWS, MonitorState, OpenSession, Quarantined
from samehands.quantities import Micros
from samehands.rhythm.window import PathFlag, Window
from samehands.trust import Explanation, Trust, evidence_of_other_person, weigh, weigh_aside
from samehands.trust.session import Cue, moved


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one window did.

    Args:
        session: the session after it.
        findings: what was noticed.
        prepared: what the next window is scored with.
        recollection: what a replay of the subject is known by from now on.
        outcome: its score, or what is missing for one; None where nobody's hands typed it.
        explanation: what moved the score; None where there is none.
    """

    session: OpenSession
    findings: tuple[Finding, ...]
    prepared: Prepared | None
    recollection: Recollection
    outcome: Scored | NotReady | None = None
    explanation: Explanation | None = None


def judge(
    session: OpenSession, window: Window, at: Micros, state: MonitorState, setup: Setup
) -> Judgement:
    """Judge a window whose sequence number is noted already.

    A window of a device class that is not enrolled is no evidence of another person: it moves
    the session to "learning", where the policy says what may be done, and asks for a step-up if
    the policy wants one.
    """
    device = DeviceClass.of(window)
    findings = []
    if window.path and window.path & PathFlag.DISCARDED:
        findings.append(found(FindingKind.WINDOWS_DISCARDED))
    # Another keyboard has another shift: what the windows from the last one showed is put away.
    sitting = session.sitting
    if session.device is not None and session.device != device:
        findings.append(found(FindingKind.DEVICE_CHANGED))
        sitting = Sitting()
    if device.path is PathClass.REMOTE and session.device != device:
        findings.append(found(FindingKind.REMOTE_PATH))
    if window.path and window.path & NOT_TYPED:
        findings.append(found(FindingKind.WINDOW_NOT_TYPED))
        machine = look_for_machine(session, window, None, state, setup)
        unjudged = msgspec.structs.replace(
            session,
            trust=_trust(session, None, machine, at, setup),
            device=device,
            sitting=sitting,
            watch=machine.watch,
        )
        return Judgement(
            unjudged, (*findings, *machine.findings), state.prepared, machine.recollection
        )

    outcome, explanation, prepared, sitting = scored(
        window, device, sitting, state.template, state.prepared, setup
    )
    ready = None if prepared is None else prepared.ready
    habit = None if ready is None or isinstance(ready, NotReady) else ready.owner
    machine = look_for_machine(session, window, habit, state, setup)
    trust = _trust(session, outcome, machine, at, setup)
    # Said once for each change of device, or every window would ask for a step-up.
    known = isinstance(outcome, Scored) or state.template is None or session.device == device
    if not known:
        findings.append(found(FindingKind.DEVICE_NOT_ENROLLED))
    quarantine = session.quarantine
    if session.teaches and not machine.typed_by_machine:
        waiting = Quarantined(device, window.embedding, session.proof)
        quarantine = (*quarantine, waiting)[-QUARANTINED_WINDOWS:]
    judged = msgspec.structs.replace(
        session,
        trust=trust,
        device=device,
        sitting=sitting,
        quarantine=quarantine,
        watch=machine.watch,
    )
    return Judgement(
        judged,
        (*findings, *machine.findings),
        prepared,
        machine.recollection,
        outcome,
        explanation,
    )


def _trust(
    session: OpenSession,
    outcome: Scored | NotReady | None,
    machine: Machine,
    at: Micros,
    setup: Setup,
) -> Trust:
    """Trust after the window. What a machine typed says nothing about whose hands type."""
    lines, marks = setup.thresholds, setup.policy.marks
    if isinstance(outcome, Scored) and not machine.typed_by_machine:
        evidence = {**evidence_of_other_person(outcome.llr), **machine.evidence}
        return weigh(session.trust, evidence, at, thresholds=lines, marks=marks)
    trust = session.trust
    if not isinstance(outcome, Scored):
        trust = moved(trust, Cue.NOT_READY)
    return weigh_aside(trust, machine.evidence, at, thresholds=lines, marks=marks)
