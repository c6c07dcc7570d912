"""The judgement of one window: evidence, its explanation, and what it does to trust."""

from dataclasses import dataclass

import msgspec

from samehands.identity import (
    DeviceClass,
    Missing,
    Need,
    NotReady,
    Scored,
    SessionWindows,
    Sitting,
    Template,
)
from samehands.identity.session_windows import NOT_TYPED
from samehands.monitor.findings import FindingKind, found
from samehands.monitor.setup import Setup
from samehands.monitor.state import QUARANTINED_WINDOWS, OpenSession, Quarantined
from samehands.quantities import Micros, Nats
from samehands.rhythm.window import PathFlag, Window
from samehands.trust import (
    Explanation,
    Finding,
    evidence_of_other_person,
    explain,
    weigh,
)
from samehands.trust.session import Cue, moved


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one window did.

    Args:
        session: the session after it.
        findings: what was noticed.
        outcome: its score, or what is missing for one; None where nobody's hands typed it.
        explanation: what moved the score; None where there is none.
    """

    session: OpenSession
    findings: tuple[Finding, ...]
    outcome: Scored | NotReady | None = None
    explanation: Explanation | None = None


def judge(
    session: OpenSession, window: Window, at: Micros, template: Template | None, setup: Setup
) -> Judgement:
    """Judge a window whose sequence number is noted already.

    A window of a device class that is not enrolled is no evidence of another person: it moves
    the session to "learning", where the policy says what may be done, and asks for a step-up if
    the policy wants one.
    """
    device = DeviceClass.of(window)
    findings = []
    if window.path & PathFlag.DISCARDED:
        findings.append(found(FindingKind.WINDOWS_DISCARDED))
    # Another keyboard has another shift: what the windows from the last one showed is put away.
    sitting = session.sitting
    if session.device is not None and session.device != device:
        findings.append(found(FindingKind.DEVICE_CHANGED))
        sitting = Sitting()
    if window.path & NOT_TYPED:
        findings.append(found(FindingKind.WINDOW_NOT_TYPED))
        unjudged = msgspec.structs.replace(
            session,
            trust=moved(session.trust, Cue.NOT_READY),
            device=device,
            sitting=sitting,
        )
        return Judgement(unjudged, tuple(findings))

    outcome, explanation, sitting = _scored(window, sitting, template, setup)
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
        if template is not None and session.device != device:
            findings.append(found(FindingKind.DEVICE_NOT_ENROLLED))
    waiting = Quarantined(device, window.embedding, session.confirmed)
    judged = msgspec.structs.replace(
        session,
        trust=trust,
        device=device,
        sitting=sitting,
        quarantine=(*session.quarantine, waiting)[-QUARANTINED_WINDOWS:],
    )
    return Judgement(judged, tuple(findings), outcome, explanation)


def _scored(
    window: Window, sitting: Sitting, template: Template | None, setup: Setup
) -> tuple[Scored | NotReady, Explanation | None, Sitting]:
    if template is None:
        readiness = setup.scorer.readiness
        nothing = (
            Missing(Need.ENROLLED_WINDOWS, have=0, due=readiness.windows),
            Missing(Need.ENROLLED_SESSIONS, have=0, due=readiness.sessions),
        )
        return NotReady(nothing), None, sitting
    outcome = setup.scorer.follow(template, sitting, SessionWindows.of(window))
    if isinstance(outcome, NotReady):
        return outcome, None, sitting
    scored, said = outcome
    explanation = explain(
        {
            channel: Nats(float(said.by_dimension @ shares))
            for channel, shares in setup.channels.items()
        }
    )
    return scored, explanation, said.sitting
