"""The result of a step: the new state, and what was decided, noticed and scored on the way."""

from dataclasses import dataclass

from samehands.finding import Finding
from samehands.identity import NotReady, Scored
from samehands.monitor.exposure import Exposure
from samehands.monitor.state import MonitorState
from samehands.trust import Explanation, Trust, Verdict


@dataclass(frozen=True, slots=True)
class SessionOutcome:
    """What an input that names no session did to one of those that it counts for.

    Args:
        session: which one.
        trust: what is believed about it now.
        verdict: whether it may go on.
        exposure: what it has read, where there is doubt.
    """

    session: str
    trust: Trust
    verdict: Verdict
    exposure: Exposure | None


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
        exposure: what was read while the doubt lasts; None where there is none.
        also: where the input named no session, each one that it counted for. `trust`, `verdict`
            and `exposure` are then those of the one that is worst off.
    """

    state: MonitorState
    verdict: Verdict | None = None
    findings: tuple[Finding, ...] = ()
    trust: Trust | None = None
    outcome: Scored | NotReady | None = None
    explanation: Explanation | None = None
    exposure: Exposure | None = None
    also: tuple[SessionOutcome, ...] = ()
