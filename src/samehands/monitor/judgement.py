"""The judgement of one window: evidence, its explanation, and what it does to trust."""

from dataclasses import dataclass

import msgspec

from samehands.finding import Finding
from samehands.identity import DeviceClass, NotReady, Scored, Sitting
from samehands.identity.session_windows import NOT_TYPED
from samehands.monitor.findings import FindingKind, found
from samehands.monitor.prepared import Prepared, scored
from samehands.monitor.setup import Setup
from samehands.monitor.state import QUARANTINED_WINDOWS, MonitorState, OpenSession, Quarantined
from samehands.quantities import Micros
from samehands.rhythm.window import PathFlag, Window
from samehands.trust import (
    Explanation,
    evidence_of_other_person,
    weigh,
)
from samehands.trust.session import Cue, moved


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one window did.

    Args:
        session: the session after it.
        findings: what was noticed.
        prepared: what the next window is scored with.
        outcome: its score, or what is missing for one; None where nobody's hands typed it.
        explanation: what moved the score; None where there is none.
    """

    session: OpenSession
    findings: tuple[Finding, ...]
    prepared: Prepared | None
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
    if window.path and window.path & NOT_TYPED:
        findings.append(found(FindingKind.WINDOW_NOT_TYPED))
        unjudged = msgspec.structs.replace(
            session,
            trust=moved(session.trust, Cue.NOT_READY),
            device=device,
            sitting=sitting,
        )
        return Judgement(unjudged, tuple(findings), state.prepared)

    outcome, explanation, prepared, sitting = scored(
        window, device, sitting, state.template, state.prepared, setup
    )
    if isinstance(outcome, Scored):
        trust = weigh(
            session.trust,
            evidence_of_other_person(outcome.llr),
            at,
            thresholds=setup.thresholds,
            marks=setup.policy.marks,
        )
    else:
        trust = moved(session.trust, Cue.NOT_READY)
        # Said once for each change of device, or every window would ask for a step-up.
        if state.template is not None and session.device != device:
            findings.append(found(FindingKind.DEVICE_NOT_ENROLLED))
    quarantine = session.quarantine
    if session.teaches:
        waiting = Quarantined(device, window.embedding, session.proof)
        quarantine = (*quarantine, waiting)[-QUARANTINED_WINDOWS:]
    judged = msgspec.structs.replace(
        session, trust=trust, device=device, sitting=sitting, quarantine=quarantine
    )
    return Judgement(judged, tuple(findings), prepared, outcome, explanation)
