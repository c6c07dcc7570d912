"""The decision on a case: what each of an analyst's three verbs does.

| what | confirm compromised | confirm safe | false alarm |
|---|---|---|---|
| means | somebody else was there | the owner was there, typing unlike themselves | the owner was there, and there was no reason for an alarm |
| the session, if still open | is locked until a *strong* step-up is passed in it | its evidence is set to zero, as by a passed step-up, and it is verified | the same |
| its windows in doubt | dropped; nothing of the session ever teaches | held for 14 days | held for 14 days |
| held windows | of all sessions are dropped | are learnt from only after a strong step-up, if what is typed after it is like them | the same |
| what the template learnt | since the estimated change is rolled back, from whichever session | stays | stays |
| enrolment | what was gathered is dropped, if there is no template yet | goes on | goes on |
| the subject's other and next sessions | are locked at their next input until a strong step-up is passed in one of them; none of them teaches before | doubt that this session left or took over is cleared; a strong step-up that is due stays due | the same |
| counts against the false-alarm budget | no | no | yes |

A decision never teaches by itself. A session that ended before it was decided on left nothing to
hold: its windows were refused when it ended. The estimated change is the last time the evidence
was at zero before the case was opened. A step that takes the same decision twice takes it twice:
whoever keeps cases sees to it that each is decided once.
"""

from dataclasses import dataclass, replace

import msgspec

from samehands.errors import TemplateError
from samehands.finding import Finding
from samehands.identity import Template, restorable, roll_back
from samehands.identity.template import Change, ChangeKind
from samehands.monitor.change import watched_from
from samehands.monitor.findings import FindingKind, found
from samehands.monitor.holding import HELD_FOR, dropped, hold
from samehands.monitor.inputs import CaseDecided, CaseDecision
from samehands.monitor.state import MonitorState, OpenSession, Proof
from samehands.quantities import MICROS_PER_SECOND, Micros
from samehands.rhythm.window import DIMENSIONS
from samehands.trust import Hypothesis, Trust, TrustState
from samehands.trust.session import Cue, moved

_DAY = 24 * 3600 * MICROS_PER_SECOND
_SAID = {
    CaseDecision.CONFIRM_SAFE: FindingKind.CASE_SAFE,
    CaseDecision.FALSE_ALARM: FindingKind.CASE_FALSE_ALARM,
}


@dataclass(frozen=True, slots=True)
class Settled:
    """What a decision did.

    Args:
        state: what is known of the subject after it; the session is not yet put back.
        session: the one that was decided on, if it is still open.
        findings: each effect in words.
    """

    state: MonitorState
    session: OpenSession | None
    findings: tuple[Finding, ...]


def settle(state: MonitorState, event: CaseDecided, at: Micros) -> Settled:
    """Take in a decision.

    Args:
        state: before it.
        event: the decision.
        at: when, by a clock that does not go back.
    """
    session = state.sessions.get(event.session)
    if event.decision is CaseDecision.CONFIRM_COMPROMISED:
        return _compromised(state, session, event, at)
    return _cleared(state, session, event, at)


def rolled_back(
    state: MonitorState, to: int, at: Micros
) -> tuple[MonitorState, tuple[Finding, ...]]:
    """Take the template back to a version, because somebody asked for it.

    Raises:
        TemplateError: there is no template, or that version cannot be gone back to.
    """
    if state.template is None:
        raise TemplateError("version to roll back to", got=f"{to}", due="an enrolled subject")
    template = roll_back(state.template, to, at=at)
    undone = sum(change.version > to for change in _in_effect(state.template))
    said = found(
        FindingKind.TEMPLATE_ROLLED_BACK,
        version=float(state.template.version),
        to=float(to),
        changes=float(undone),
    )
    return replace(state, template=template), (said,)


def version_before(template: Template, since: Micros) -> int | None:
    """The newest version that holds nothing learnt since a moment; None where that is this one.

    Should that version be out of reach, the oldest that can be gone back to.
    """
    learnt = [change.version for change in _in_effect(template) if change.at > since]
    if not learnt:
        return None
    possible = restorable(template)
    return max((version for version in possible if version < learnt[0]), default=possible[0])


def _in_effect(template: Template) -> list[Change]:
    """The changes that taught something and were not taken back since, oldest first."""
    changes: list[Change] = []
    for change in template.history:
        if change.kind is ChangeKind.ROLLED_BACK:
            changes = [earlier for earlier in changes if earlier.version <= change.amount]
        else:
            changes.append(change)
    return changes


def _compromised(
    state: MonitorState, session: OpenSession | None, event: CaseDecided, at: Micros
) -> Settled:
    gathered = () if state.template is not None else state.enrolling
    lost = sum(len(part.embeddings) for part in gathered) // DIMENSIONS
    if session is not None:
        lost += len(session.quarantine)
    findings: tuple[Finding, ...] = (
        found(FindingKind.CASE_COMPROMISED, dropped=float(lost)),
        *dropped(state.held, ()),
    )
    since = _changed_after(state, session, event)
    if state.template is not None and since is not None:
        to = version_before(state.template, since)
        if to is not None and to != state.template.version:
            state, said = rolled_back(state, to, at)
            findings = (*findings, *said)
    if session is not None:
        session = msgspec.structs.replace(
            session, strong_due=True, teaches=False, proof=Proof.NONE, quarantine=()
        )
    enrolling = () if gathered else state.enrolling
    return Settled(
        replace(state, enrolling=enrolling, held=(), strong_due=True), session, findings
    )


def _changed_after(
    state: MonitorState, session: OpenSession | None, event: CaseDecided
) -> Micros | None:
    """The earliest of what the case and the evidence say of when S was last zero."""
    trusts = [] if session is None else [session.trust]
    if state.carried_from == event.session:
        trusts.append(state.carried)
    cusums = [trust.cusums.get(Hypothesis.OTHER_PERSON) for trust in trusts]
    known = [event.changed_after, *(cusum.quiet_until for cusum in cusums if cusum is not None)]
    return min((at for at in known if at is not None), default=None)


def _cleared(
    state: MonitorState, session: OpenSession | None, event: CaseDecided, at: Micros
) -> Settled:
    settles = {event.session}
    if session is not None and session.inherited is not None:
        settles.add(session.inherited)
    own = state.carried if session is None else session.trust
    if session is None and state.carried_from != event.session:
        own = Trust()
    evidence = own.level(Hypothesis.OTHER_PERSON)
    findings = [found(_SAID[event.decision], evidence_nats=evidence)]
    if session is not None:
        state, session, said = _verified(state, session, event.session, at)
        findings += said
    if state.carried_from in settles and not state.strong_due:
        state = replace(state, carried=Trust(), carried_from=None)
    if state.strong_due or state.carried_from is not None or (session and session.strong_due):
        findings.append(found(FindingKind.DOUBT_STAYS))
    return Settled(state, session, tuple(findings))


def _verified(
    state: MonitorState, session: OpenSession, name: str, at: Micros
) -> tuple[MonitorState, OpenSession, list[Finding]]:
    """The session without its evidence, and its windows in doubt held."""
    trust = msgspec.structs.replace(session.trust, cusums={})
    if not (state.strong_due or session.strong_due):
        trust = moved(trust, Cue.STEP_UP_PASSED)
    cleared = msgspec.structs.replace(
        session, trust=watched_from(trust, at), sitting=session.sitting.confirmed()
    )
    if not (session.alarmed or session.trust.state is TrustState.UNSURE):
        return state, cleared, []
    held = hold(state.held, name, session.quarantine, at)
    findings = list(dropped(state.held, tuple(part for part in held if part in state.held)))
    if session.quarantine:
        windows, days = float(len(session.quarantine)), HELD_FOR / _DAY
        findings.append(found(FindingKind.WINDOWS_HELD, windows=windows, days=days))
    # What proof there was came before the doubt, and says nothing of who typed since.
    cleared = msgspec.structs.replace(cleared, alarmed=False, proof=Proof.NONE, quarantine=())
    return replace(state, held=held), cleared, findings
