"""The account of a replay: what happened to each seat, what was found, how late, and who was wronged."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from samehands.identity import Scored
from samehands.lab.report.moment import Happening, Moment
from samehands.lab.report.take_over import Found, TakeOver
from samehands.monitor import (
    EarlySignArrived,
    Entry,
    FindingKind,
    RecordsRead,
    SessionStarted,
    StepUpAnswered,
    WindowArrived,
)
from samehands.quantities import Micros, Nats
from samehands.trust import TrustState, VerdictKind
from samehands.wire.records import NOT_THE_OWNER, Mark

ALARMED: Final = frozenset({TrustState.ALARM, TrustState.LOCKED})
"""States that keep a session from going on."""

ROUTINE: Final[frozenset[str]] = frozenset(
    {
        FindingKind.ENROLMENT_GOES_ON,
        FindingKind.WINDOWS_ADMITTED,
        FindingKind.WINDOWS_NOT_ADMITTED,
    }
)
"""Findings that every session's end brings: the JSON has them, the time line would drown in them."""

_NOTHING: Final = Nats(0.0)


_OF_FINDING: Final[dict[str, Happening]] = {
    FindingKind.STEP_UP_PASSED: Happening.PASSED,
    FindingKind.STEP_UP_FAILED: Happening.FAILED,
    FindingKind.ENROLLED: Happening.ENROLLED,
}


_BEGINS: Final[dict[Mark | None, str]] = {
    Mark.TAKEOVER_BEGINS: "From here on somebody else types at this seat.",
    Mark.INJECTION_BEGINS: "From here on a device or program types at this seat.",
}


@dataclass(frozen=True, slots=True)
class Point:
    """A window on a seat's evidence curve.

    Args:
        level: evidence for another person after it, nats.
        judged: whether it was scored; one that was not leaves the level where it was.
        taken_over: whether by the marks somebody else typed it.
    """

    level: Nats
    judged: bool
    taken_over: bool


@dataclass(slots=True)
class Seat:
    """What is known of a seat by now.

    Args:
        name: its pseudonym.
        session: its latest session.
        state: what was last believed; None before anything was.
        verdict: the last one.
        level: evidence for another person, nats.
        llr: of the last window that was scored, nats.
        points: one for each window.
        starts: how many windows there were when each session began.
        moments: what happened, in order.
        stopped: whether its latest session may not go on, for doubt or for what it read.
    """

    name: str
    session: str = ""
    state: TrustState | None = None
    verdict: VerdictKind | None = None
    level: Nats = _NOTHING
    llr: Nats | None = None
    points: list[Point] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)
    stopped: bool = False

    def count(self, kind: Happening) -> int:
        """How often something happened."""
        return sum(moment.kind is kind for moment in self.moments)


class Account:
    """The account, kept entry by entry, so that it can be shown while it grows.

    Args:
        threshold: where the evidence alarms, nats.
        keystrokes: in a window.
        truth_known: whether the recording says where somebody else took over. If it doesn't, an
            alarm is an alarm and nobody can say whether a false one.
    """

    def __init__(self, threshold: Nats, keystrokes: int, *, truth_known: bool) -> None:
        self.threshold = threshold
        self.keystrokes = keystrokes
        self.truth_known = truth_known
        self.seats: dict[str, Seat] = {}
        self.take_overs: list[TakeOver] = []
        self.signs = 0

    @property
    def windows(self) -> int:
        """Windows of all seats."""
        return sum(len(seat.points) for seat in self.seats.values())

    @property
    def moments(self) -> list[Moment]:
        """What happened, in order of time."""
        every = [moment for seat in self.seats.values() for moment in seat.moments]
        return sorted(every, key=lambda moment: moment.at)

    @property
    def false_alarms(self) -> int | None:
        """Alarms on owners; None where the recording doesn't say who typed."""
        return self.count(Happening.FALSE_ALARM) if self.truth_known else None

    def count(self, kind: Happening) -> int:
        """How often something happened, over all seats."""
        return sum(seat.count(kind) for seat in self.seats.values())

    def take(self, entry: Entry) -> tuple[Moment, ...]:
        """Take in the next entry of a replay; what is worth telling of it."""
        seat = self.seats.setdefault(entry.seat, Seat(entry.seat))
        before, stopped = seat.state, seat.stopped
        seat.session = entry.session
        if entry.mark in NOT_THE_OWNER:
            by_program = entry.mark is Mark.INJECTION_BEGINS
            self.take_overs.append(
                TakeOver(entry.seat, entry.session, entry.at, stopped, by_program)
            )
        if isinstance(entry.event, SessionStarted):
            seat.starts.append(len(seat.points))
        if entry.result is not None:
            seat.state = entry.state or before
            seat.level = entry.level
            if entry.result.verdict is not None:
                seat.verdict = entry.result.verdict.kind
            seat.stopped = _stopped(seat, entry)
        if isinstance(entry.event, WindowArrived):
            self._window(seat, entry)
        elif isinstance(entry.event, RecordsRead):
            for take_over in self._of(entry):
                take_over.read += len(entry.event.reads)
        self.signs += isinstance(entry.event, EarlySignArrived)
        raised = seat.stopped and not stopped
        told = tuple(
            Moment(
                entry.at, entry.seat, entry.session, kind, sentence, len(seat.points), seat.level
            )
            for kind, sentence in self._told(entry, raised=raised)
        )
        seat.moments.extend(told)
        return told

    def _window(self, seat: Seat, entry: Entry) -> None:
        outcome = None if entry.result is None else entry.result.outcome
        if isinstance(outcome, Scored):
            seat.llr = outcome.llr
        seat.points.append(Point(entry.level, isinstance(outcome, Scored), entry.taken_over))
        for take_over in self._of(entry):
            take_over.windows += 1

    def _of(self, entry: Entry) -> Iterator[TakeOver]:
        for take_over in self.take_overs:
            if (take_over.seat, take_over.session) == (entry.seat, entry.session):
                yield take_over

    def _told(self, entry: Entry, *, raised: bool) -> Iterator[tuple[Happening, str]]:
        if entry.mark in _BEGINS:
            yield Happening.TAKE_OVER, _BEGINS[entry.mark]
        if raised:
            yield self._alarm(entry)
        if entry.result is None:
            return
        for finding in entry.result.findings:
            if finding.kind not in ROUTINE:
                yield _OF_FINDING.get(finding.kind, Happening.NOTICED), finding.sentence

    def _alarm(self, entry: Entry) -> tuple[Happening, str]:
        why = _why(entry)
        if not entry.taken_over:
            if self.truth_known:
                return Happening.FALSE_ALARM, f"An alarm on the owner. {why}"
            return Happening.ALARM, why
        first = [part for part in self._of(entry) if part.found is None]
        for part in first:
            part.found = Found(
                part.windows,
                in_mid_window=not isinstance(entry.event, WindowArrived),
                after=Micros(entry.at - part.at),
                read=part.read,
                exposure=None if entry.result is None else entry.result.exposure,
            )
        if not first:
            return Happening.ALARM, f"Another alarm after the take-over. {why}"
        sentences = (first[-1].delay(self.keystrokes), first[-1].exposed, why)
        return Happening.DETECTED, " ".join(part for part in sentences if part)

    def taken_over(self, seat: Seat) -> bool:
        """Whether by the marks somebody else types in a seat's latest session."""
        return any(
            (part.seat, part.session) == (seat.name, seat.session) for part in self.take_overs
        )


def _stopped(seat: Seat, entry: Entry) -> bool:
    """Whether a session may not go on after an entry: it is in alarm, or it read too much."""
    if seat.state in ALARMED:
        return True
    asked = seat.verdict not in {None, VerdictKind.ALLOW}
    return asked and (seat.stopped or isinstance(entry.event, RecordsRead))


def _why(entry: Entry) -> str:
    """Why there is an alarm: the verdict's strictest reason with numbers, and what moved it."""
    parts = []
    if entry.result is not None and entry.result.verdict is not None:
        reasons = entry.result.verdict.reasons
        # "The threshold was reached" says less than by how much, which another reason has.
        told = next((reason for reason in reasons if reason.numbers), reasons[0])
        parts.append(told.sentence)
    if entry.result is not None and entry.result.explanation is not None:
        parts.append(entry.result.explanation.sentence)
    if isinstance(entry.event, StepUpAnswered):
        parts.append("The step-up was failed.")
    return " ".join(parts)
