"""A session point by point: every input, and what it did to the evidence."""

from typing import Final

import msgspec

from samehands.finding import Finding
from samehands.monitor import (
    CaseDecided,
    EarlySignArrived,
    Input,
    RecordsRead,
    SessionEnded,
    SessionStarted,
    StepUpAnswered,
    Taken,
    WindowArrived,
)
from samehands.monitor.exposure import Exposure
from samehands.quantities import Micros, Nats
from samehands.trust import Channel, Explanation, TrustState, VerdictKind

_KINDS: Final[dict[type[Input], str]] = {
    SessionStarted: "started",
    WindowArrived: "window",
    EarlySignArrived: "early_sign",
    RecordsRead: "records",
    StepUpAnswered: "step_up",
    SessionEnded: "ended",
    CaseDecided: "case_decided",
}


class Point(msgspec.Struct, frozen=True):
    """One input of a session, and what it led to.

    Args:
        ordinal: its place among all inputs of its subject.
        at: when it came, µs.
        kind: started, window, early_sign, records, step_up, ended or case_decided.
        llr: of the window, nats, positive for the owner; null where nothing was scored.
        level: evidence of another person after it, nats.
        threshold: nats at which that alarms.
        state: what was believed after it; null where no session was open.
        verdict: what was decided; null where there was nothing to decide on.
        channels: channel → its part of the window's llr, nats, positive for the owner.
        sentence: what moved the evidence, in words.
        findings: what else was noticed.
        exposure: records read since the estimated change; null while there was no doubt.
    """

    ordinal: int
    at: Micros
    kind: str
    llr: Nats | None
    level: Nats
    threshold: Nats
    state: TrustState | None
    verdict: VerdictKind | None
    channels: dict[Channel, Nats] | None
    sentence: str | None
    findings: tuple[Finding, ...]
    exposure: Exposure | None = None


def point_of(taken: Taken) -> Point:
    """An input as it is shown."""
    explanation = taken.explanation
    return Point(
        taken.ordinal,
        taken.at,
        _KINDS[type(taken.event)],
        taken.llr,
        taken.level,
        taken.threshold,
        taken.state,
        None if taken.verdict is None else taken.verdict.kind,
        None if explanation is None else explanation.parts,
        None if explanation is None else explanation.sentence,
        taken.findings,
        taken.exposure,
    )


def why(points: tuple[Taken, ...]) -> str:
    """In words, why a session stands as it does: the reason, and the typing that moved it most."""
    decided = [taken for taken in points if taken.verdict is not None]
    if not decided:
        return "Nothing has happened in this session yet."
    reasons = decided[-1].verdict.reasons if decided[-1].verdict else ()
    said = next((one for one in reasons if "evidence_nats" in one.numbers), reasons[0])
    moved = _most_telling(points)
    return said.sentence if moved is None else f"{said.sentence} {moved.sentence}"


def _most_telling(points: tuple[Taken, ...]) -> Explanation | None:
    """The window that spoke most against the owner since the evidence was last zero, or the last."""
    since: list[Explanation] = []
    for taken in points:
        if taken.explanation is not None:
            since = [*since, taken.explanation] if taken.level > 0 else [taken.explanation]
        elif taken.level == Nats(0.0):
            since = []
    return min(since, key=lambda one: one.llr, default=None)
