"""A replay as JSON: every entry, every moment and what became of each take-over, for programs."""

from collections.abc import Iterable
from typing import Final

import msgspec

from samehands.identity import NotReady, Scored
from samehands.lab.report.account import Account
from samehands.lab.report.moment import Moment
from samehands.lab.report.take_over import TakeOver
from samehands.monitor import Entry
from samehands.wire.records import Header

FORMAT: Final = "replay/1"
"""First field of the file: another number is another meaning of the rest."""


class EntryRecord(msgspec.Struct, frozen=True):
    """One step of one seat.

    Args:
        seat: whose.
        session: which.
        at_us: when, on the recording's clock.
        event: what the monitor was told: the name of the input.
        mark: what the recording says is true from here on.
        taken_over: whether by the marks somebody else is typing.
        state: what is believed after it.
        level: evidence for another person after it, nats.
        llr: of the window, nats, positive for the owner.
        missing: what was missing for a score.
        verdict: what should happen.
        reasons: why, the strictest first.
        findings: what was noticed: kind → sentence.
        explanation: what moved the score.
    """

    seat: str
    session: str
    at_us: int
    event: str | None = None
    mark: str | None = None
    taken_over: bool = False
    state: str | None = None
    level: float = 0.0
    llr: float | None = None
    missing: tuple[str, ...] = ()
    verdict: str | None = None
    reasons: tuple[str, ...] = ()
    findings: tuple[tuple[str, str], ...] = ()
    explanation: str | None = None


class MomentRecord(msgspec.Struct, frozen=True):
    """A moment of the time line."""

    seat: str
    session: str
    at_us: int
    what: str
    sentence: str
    window: int
    level: float


class TakeOverRecord(msgspec.Struct, frozen=True):
    """A take-over, and how much went by before the alarm, if any came.

    Args:
        seat: whose.
        session: which.
        at_us: when it began, on the recording's clock.
        windows: typed since.
        in_alarm_already: whether the session was when it began.
        windows_to_alarm: typed until the alarm; 0 where it came before the first was full.
        keystrokes_to_alarm: at most.
        by_program: whether a device or program took over, and no person.
        seconds_to_alarm: from when it began.
        records_read: until the alarm: the truth.
        records_exposed: what the monitor takes them to be: the estimate, at least, at most.
    """

    seat: str
    session: str
    at_us: int
    windows: int
    in_alarm_already: bool
    windows_to_alarm: int | None
    keystrokes_to_alarm: int | None
    by_program: bool = False
    seconds_to_alarm: float | None = None
    records_read: int | None = None
    records_exposed: tuple[int, int, int] | None = None


class ReplayRecord(msgspec.Struct, frozen=True):
    """A replay, whole."""

    samehands: str
    projection: str
    threshold: float
    keystrokes_per_window: int
    windows: int
    false_alarms: int | None
    take_overs: tuple[TakeOverRecord, ...]
    moments: tuple[MomentRecord, ...]
    entries: tuple[EntryRecord, ...]


def replay_record(account: Account, header: Header, entries: Iterable[Entry]) -> ReplayRecord:
    """All that a replay gave. False alarms are None where the recording doesn't say who typed."""
    return ReplayRecord(
        FORMAT,
        header.projection.hex(),
        account.threshold,
        account.keystrokes,
        account.windows,
        account.false_alarms,
        tuple(_take_over(part, account.keystrokes) for part in account.take_overs),
        tuple(_moment(moment) for moment in account.moments),
        tuple(_entry(entry) for entry in entries),
    )


def _take_over(part: TakeOver, keystrokes: int) -> TakeOverRecord:
    told = TakeOverRecord(
        part.seat, part.session, part.at, part.windows, part.stood, None, None, part.by_program
    )
    found = part.found
    if found is None:
        return told
    exposed = found.exposure
    return msgspec.structs.replace(
        told,
        windows_to_alarm=found.windows,
        keystrokes_to_alarm=found.most_windows * keystrokes,
        seconds_to_alarm=part.seconds,
        records_read=found.read,
        records_exposed=None if exposed is None else (exposed.records, exposed.low, exposed.high),
    )


def _moment(moment: Moment) -> MomentRecord:
    return MomentRecord(
        moment.seat,
        moment.session,
        moment.at,
        moment.kind,
        moment.sentence,
        moment.window,
        moment.level,
    )


def _entry(entry: Entry) -> EntryRecord:
    told = EntryRecord(
        entry.seat,
        entry.session,
        entry.at,
        None if entry.event is None else type(entry.event).__name__,
        entry.mark,
        entry.taken_over,
        entry.state,
        entry.level,
    )
    result = entry.result
    if result is None:
        return told
    outcome, verdict, explanation = result.outcome, result.verdict, result.explanation
    return msgspec.structs.replace(
        told,
        llr=outcome.llr if isinstance(outcome, Scored) else None,
        missing=tuple(str(lack.need) for lack in outcome.missing)
        if isinstance(outcome, NotReady)
        else (),
        verdict=None if verdict is None else verdict.kind,
        reasons=() if verdict is None else tuple(reason.sentence for reason in verdict.reasons),
        findings=tuple((finding.kind, finding.sentence) for finding in result.findings),
        explanation=None if explanation is None else explanation.sentence,
    )
