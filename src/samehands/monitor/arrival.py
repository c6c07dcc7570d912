"""The arrival of a message: where its number stands among those of its session, and its time."""

from dataclasses import dataclass

import msgspec

from samehands.finding import Finding
from samehands.monitor.findings import FindingKind, found
from samehands.monitor.sequence import Order
from samehands.monitor.state import OpenSession
from samehands.quantities import MICROS_PER_SECOND, Micros


@dataclass(frozen=True, slots=True)
class Arrival:
    """What there is to say of a message before anybody looks into it.

    Args:
        session: as it is now, its number noted.
        at: when, never before the session's last input.
        findings: what was noticed of its number and its time.
        dropped: whether it came before, or may have; it must change nothing.
    """

    session: OpenSession
    at: Micros
    findings: tuple[Finding, ...] = ()
    dropped: bool = False


def arrive(session: OpenSession, sequence: int, at: Micros) -> Arrival:
    """Note a message's number; windows and early signs are numbered in one row.

    Args:
        session: that it is of.
        sequence: its number.
        at: when it came.
    """
    noted = session.sequences.note(sequence)
    if noted.order in {Order.REPEAT, Order.TOO_LATE}:
        repeated = noted.order is Order.REPEAT
        kind = FindingKind.WINDOW_REPEATED if repeated else FindingKind.WINDOW_TOO_LATE
        return Arrival(session, max(at, session.last_at), (found(kind),), dropped=True)
    at, findings = dated(session, at)
    if noted.missing:
        missing = found(FindingKind.WINDOWS_MISSING, windows=float(noted.missing))
        findings = (*findings, missing)
    elif noted.order is Order.LATE:
        findings = (*findings, found(FindingKind.WINDOW_LATE))
    return Arrival(msgspec.structs.replace(session, sequences=noted.sequences), at, findings)


def dated(session: OpenSession, at: Micros) -> tuple[Micros, tuple[Finding, ...]]:
    """The time of an input; one before the session's last is a finding and not believed."""
    if at >= session.last_at:
        return at, ()
    back = (session.last_at - at) / MICROS_PER_SECOND
    return session.last_at, (found(FindingKind.TIME_WENT_BACK, seconds=back),)
