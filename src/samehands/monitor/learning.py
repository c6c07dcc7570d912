"""Learning from a session that has ended: enrolment at first, admission after that."""

from dataclasses import replace

import numpy as np

from samehands.finding import Finding
from samehands.identity import (
    DeviceClass,
    EnrolmentFailed,
    NotReady,
    SessionEvidence,
    SessionWindows,
    Template,
    admit,
)
from samehands.monitor.findings import FindingKind, found
from samehands.monitor.holding import release
from samehands.monitor.setup import Setup
from samehands.monitor.state import (
    ENROLMENT_SESSIONS,
    EnrolmentSession,
    MonitorState,
    OpenSession,
    Proof,
)
from samehands.quantities import Micros
from samehands.rhythm.window import DIMENSIONS
from samehands.trust import TrustState


def learn(
    state: MonitorState, session: OpenSession, at: Micros, setup: Setup
) -> tuple[MonitorState, tuple[Finding, ...]]:
    """Let an ended session teach, if it may; every window is admitted, gathered or refused.

    Without a template its windows are gathered until there are enough to enrol; with one, they
    are admitted under the setup's rule, and so are those held that they vouch for. A session in
    doubt teaches nothing, and none does while a strong step-up is due.
    """
    if not session.quarantine:
        return state, ()
    doubted = session.alarmed or session.trust.state is TrustState.UNSURE or state.strong_due
    if state.template is not None:
        return _admitted(state, state.template, session, at, setup, doubted=doubted)
    if doubted:
        return state, (_not_admitted(len(session.quarantine)),)
    gathered = [
        EnrolmentSession(
            device, b"".join(w.embedding for w in session.quarantine if w.device == device)
        )
        for device in _devices(session)
    ]
    return _enrolled(
        replace(state, enrolling=(*state.enrolling, *gathered)[-ENROLMENT_SESSIONS:]), setup
    )


def _enrolled(state: MonitorState, setup: Setup) -> tuple[MonitorState, tuple[Finding, ...]]:
    sessions = [
        _windows(setup.projection, part.device, part.embeddings) for part in state.enrolling
    ]
    have = {
        "have_windows": float(sum(len(session) for session in sessions)),
        "have_sessions": float(len(sessions)),
    }
    template = setup.scorer.enrol(sessions)
    if isinstance(template, NotReady):
        return state, (found(FindingKind.ENROLMENT_GOES_ON, **have),)
    if isinstance(template, EnrolmentFailed):
        measured = {reason.flaw.replace(" ", "_"): reason.measured for reason in template.reasons}
        return state, (found(FindingKind.ENROLMENT_FAILED, **have, **measured),)
    return replace(state, template=template, enrolling=()), (found(FindingKind.ENROLLED, **have),)


def _admitted(
    state: MonitorState,
    template: Template,
    session: OpenSession,
    at: Micros,
    setup: Setup,
    *,
    doubted: bool,
) -> tuple[MonitorState, tuple[Finding, ...]]:
    admitted = refused = 0
    for confirmed in (False, True):
        for device in _devices(session):
            embeddings = b"".join(
                window.embedding
                for window in session.quarantine
                if window.device == device and (window.proof > Proof.NONE) == confirmed
            )
            outcome = admit(
                setup.scorer,
                template,
                _windows(setup.projection, device, embeddings),
                SessionEvidence(alarmed=doubted, confirmed=confirmed),
                at,
                setup.admission,
            )
            template = outcome.template
            admitted += outcome.admitted
            refused += sum(outcome.refused.values())
    findings = []
    if admitted:
        findings.append(found(FindingKind.WINDOWS_ADMITTED, windows=float(admitted)))
    if refused:
        findings.append(_not_admitted(refused))
    held = state.held
    if held and not doubted:
        held, template, released = release(held, template, session, at, setup)
        findings += released
    return replace(state, template=template, held=held), tuple(findings)


def _not_admitted(windows: int) -> Finding:
    return found(FindingKind.WINDOWS_NOT_ADMITTED, windows=float(windows))


def _devices(session: OpenSession) -> list[DeviceClass]:
    """The device classes of a session's windows, in the order in which they first came."""
    return list(dict.fromkeys(window.device for window in session.quarantine))


def _windows(projection: bytes, device: DeviceClass, embeddings: bytes) -> SessionWindows:
    vectors = np.frombuffer(embeddings, np.int8).reshape(-1, DIMENSIONS)
    return SessionWindows(projection, device, vectors)
