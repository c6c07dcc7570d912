"""What the routes answer, as types: the OpenAPI is made from them."""

from enum import StrEnum
from typing import Final

import msgspec

from samehands.monitor.exposure import Exposure
from samehands.quantities import Micros
from samehands.server.problems import ProblemError, ProblemKind
from samehands.server.setups import Setups
from samehands.server.standing import Standing
from samehands.trust import SESSION, TrustState, Verdict, VerdictKind, decide
from samehands.trust.verdict import SEVERITY


class SeatState(StrEnum):
    """What a seat is shown as: what is believed about it, or that the person has paused."""

    LEARNING = "learning"
    VERIFIED = "verified"
    UNSURE = "unsure"
    ALARM = "alarm"
    LOCKED = "locked"
    PAUSED = "paused"


PAUSABLE: Final = frozenset({TrustState.LEARNING, TrustState.VERIFIED})
"""States that a pause is shown instead of. A doubt is not put out of sight by a pause."""


class SessionVerdict(msgspec.Struct, frozen=True):
    """What should happen with a session now, and why.

    Args:
        session: its id.
        revision: rises with every change; ask for the next with `after`.
        state: what is believed about who is in control.
        verdict: what should happen, with every reason that was found, the strictest first.
        share: of the alarm threshold that the evidence stands at; 1 is the alarm.
        at: when anything last happened in the session, µs.
        exposure: records read since the estimated change; null while there is no doubt.
    """

    session: str
    revision: int
    state: TrustState
    verdict: Verdict
    share: float
    at: Micros
    exposure: Exposure | None = None


class Seat(msgspec.Struct, frozen=True):
    """One open session, on one line.

    Args:
        session: its id.
        subject: whose; a pseudonym.
        group: whose policy applies.
        state: what is believed about who is in control; or that the person has paused, where
            there is no doubt.
        verdict: what should happen; null before anything was decided.
        share: of the alarm threshold that the evidence stands at; 1 is the alarm.
        since: when the state began, µs.
        last_at: when anything last happened in it, µs.
        case: id of the case that is open about it.
        exposure: records read since the estimated change; null while there is no doubt.
    """

    session: str
    subject: str
    group: str
    state: SeatState
    verdict: VerdictKind | None
    share: float
    since: Micros
    last_at: Micros
    case: str | None
    exposure: Exposure | None = None


class Gone(msgspec.Struct, frozen=True):
    """A session that has ended."""

    session: str


def session_verdict(standing: Standing, setups: Setups, now: Micros) -> SessionVerdict:
    """The verdict on a session at a moment.

    What was decided with the last input holds until the next one, unless time alone has made it
    stricter: a step-up no longer stands in for a judgement, or the last judgement is too old.

    While the person has paused, nothing counts as judged: the policy's answer to that holds, unless
    what was decided is stricter. What was believed stays, so that a pause lifts nothing.

    Raises:
        ProblemError: `unavailable`, nothing is known about the session yet.
    """
    if standing.trust is None or standing.verdict is None:
        raise ProblemError(ProblemKind.UNAVAILABLE, "Nothing was decided yet.", retry_after=1)
    setup = setups.of(standing.row.group)
    trust = standing.trust
    if standing.paused:
        trust = msgspec.structs.replace(trust, last_judged=None)
    by_now = decide(
        setup.policy,
        trust,
        action=SESSION,
        now=now,
        thresholds=setup.thresholds,
        findings=standing.findings,
    )
    stricter = SEVERITY[by_now.kind] > SEVERITY[standing.verdict.kind]
    unjudged = standing.paused and by_now.kind is standing.verdict.kind
    row = standing.row
    return SessionVerdict(
        row.id,
        row.revision,
        row.state,
        by_now if stricter or unjudged else standing.verdict,
        row.share,
        row.last_at,
        standing.exposure,
    )


def seat(standing: Standing) -> Seat:
    """A session on one line."""
    row = standing.row
    paused = standing.paused and row.state in PAUSABLE
    return Seat(
        row.id,
        row.subject,
        row.group,
        SeatState.PAUSED if paused else SeatState(row.state.value),
        row.verdict,
        row.share,
        standing.since,
        row.last_at,
        standing.case,
        standing.exposure,
    )
