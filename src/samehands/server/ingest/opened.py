"""When a case is opened, and what it says."""

from collections.abc import Iterable
from typing import Final

from samehands.access import AccessFindingKind
from samehands.adapters.sql import CaseRow, SessionRow
from samehands.finding import Finding
from samehands.monitor import Setup, estimated_change
from samehands.quantities import Micros
from samehands.trust import Hypothesis, ReasonCode, Trust, TrustState, Verdict, VerdictKind

ALARMING: Final = frozenset({TrustState.ALARM, TrustState.LOCKED})
"""States in which somebody should look."""


def alarming(trust: Trust | None) -> bool:
    """Whether the session is in such a state."""
    return trust is not None and trust.state in ALARMING


_CALLING: Final = frozenset({ReasonCode.TELL, ReasonCode.JOINT})


def calls(verdict: Verdict | None) -> bool:
    """Whether a verdict has a reason that somebody should look into, in whatever state it is."""
    return verdict is not None and any(one.code in _CALLING for one in verdict.reasons)


def baited(findings: Iterable[Finding]) -> bool:
    """Whether a honey record was read: that is looked into each time."""
    return any(finding.kind == AccessFindingKind.HONEY_RECORD for finding in findings)


def shown_share(trust: Trust, setup: Setup, *, in_doubt: bool) -> float:
    """How far the strongest evidence is on its way to its threshold, as it may be shown.

    Without a doubt, how much somebody reads shows nowhere, so not here either.

    Args:
        trust: what is believed.
        setup: that it was judged by.
        in_doubt: whether the session is.
    """
    shares = trust.shares(setup.thresholds)
    if not in_doubt:
        shares.pop(Hypothesis.MASS_ACCESS, None)
    return max(shares.values(), default=0.0)


def opened_case(  # all that a case says
    name: str, row: SessionRow, at: Micros, setup: Setup, trust: Trust, verdict: Verdict | None
) -> CaseRow:
    """The case that a session becomes.

    Args:
        name: its id.
        row: of the session.
        at: when, µs.
        setup: that it was judged by.
        trust: what is believed.
        verdict: what was decided; None where nothing was.
    """
    change = estimated_change(trust)
    about = _about(trust, setup)
    return CaseRow(
        id=name,
        subject=row.subject,
        session=row.id,
        opened_at=at,
        changed_after=None if change is None else change.after,
        level=trust.level(about),
        threshold=setup.thresholds[about],
        sentence="The session is locked." if verdict is None else _why(verdict),
    )


def _about(trust: Trust, setup: Setup) -> Hypothesis:
    """The doubt that is nearest to its threshold; somebody else, where there is none."""
    shares = {name: share for name, share in trust.shares(setup.thresholds).items() if share > 0}
    return max(shares, key=lambda name: shares[name], default=Hypothesis.OTHER_PERSON)


def _why(verdict: Verdict) -> str:
    """The evidence in words, where there is any; or else the strictest reason."""
    if verdict.kind is VerdictKind.ALLOW:
        told = [one.sentence for one in verdict.reasons if one.code in _CALLING]
        return (told or [verdict.reasons[0].sentence])[0]
    for reason in verdict.reasons:
        if "evidence_nats" in reason.numbers:
            return reason.sentence
    return verdict.reasons[0].sentence
