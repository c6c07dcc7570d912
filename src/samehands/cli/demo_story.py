"""The demo's story: a recorded team played to a running server, the last day in time-lapse.

Who is asked for proof is given no records until it is given, as an application would have it.
"""

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Final, TypeAlias

from samehands.cli.demo_clock import DemoClock, real_time
from samehands.cli.demo_reads import MadeUpRead
from samehands.cli.host_application import HostApplication
from samehands.cli.live_reads import LiveReads
from samehands.host import Exposure, SessionVerdict, StartedSession, VerdictKind
from samehands.quantities import MICROS_PER_SECOND, Micros
from samehands.wire.records import NOT_THE_OWNER, Mark, Record, RecordedMark, RecordedWindow

THINKING: Final = Micros(25 * MICROS_PER_SECOND)
"""How long a person takes to answer a step-up in the story: 25 seconds."""

LAPSE_SECONDS: Final = 75.0
"""How long the last day takes unless told otherwise: time to look around in the console."""

Tell: TypeAlias = Callable[[Micros, str, str], None]
"""Told of a moment of the story: when, at which seat, and what happened, as a sentence."""


Event: TypeAlias = Record | MadeUpRead
"""What the story is made of."""

_BEGINS: Final = {
    Mark.TAKEOVER_BEGINS: "somebody else takes over the keyboard; nobody tells the server",
    Mark.INJECTION_BEGINS: "a keystroke injector begins to type; nobody tells the server",
}


_BEGINNING: Final = Micros(0)


@dataclass
class _Seat:
    """A seat as the story knows it; the server is told of none but the session."""

    session: StartedSession
    taken_over: Mark | None = None
    since: Micros = _BEGINNING
    asked: bool = False
    stopped: bool = False
    windows_since: int = 0


@dataclass
class Story:
    """Plays a recording to a server.

    Args:
        host: through which.
        clock: of the server.
        tell: told of what happens on the last day.
        reads: tells the server of records that are read; None where none are.
        seats: those with an open session, by name.
    """

    host: HostApplication
    clock: DemoClock
    tell: Tell
    reads: LiveReads | None = None
    seats: dict[str, _Seat] = field(default_factory=dict)
    _answers: list[tuple[Micros, int, str]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=count)

    def earlier_days(self, records: Sequence[Event]) -> Micros:
        """Everything before the last day, at once.

        Args:
            records: in order of time.

        Returns:
            What is to be added to a time of the recording for one of the demo: the recording
            ends now.
        """
        shift = Micros(real_time() - records[-1].place.at)
        for record in before_the_last_day(records):
            at = Micros(record.place.at + shift)
            self._due_answers(at, sets_clock=True)
            self.clock.set(at)
            self._take(record, at, aloud=False)
        self._due_answers(None, sets_clock=False)
        return shift

    def last_day(self, records: Sequence[Event], shift: Micros, speed: float | None) -> None:
        """The last day, in time-lapse; its sessions stay open.

        Args:
            records: in order of time.
            shift: as `earlier_days` gave it.
            speed: times faster than it was; None so that it takes `LAPSE_SECONDS`.
        """
        today = records[len(before_the_last_day(records)) :]
        start, end = today[0].place.at, today[-1].place.at
        faster = (end - start) / MICROS_PER_SECOND / LAPSE_SECONDS if speed is None else speed
        self.clock.run(start=Micros(start + shift), speed=faster)
        for record in today:
            at = Micros(record.place.at + shift)
            self._due_answers(at, sets_clock=False)
            self.clock.wait_until(at)
            if not (isinstance(record, RecordedMark) and record.mark is Mark.SESSION_ENDS):
                self._take(record, at, aloud=True)
        self._due_answers(None, sets_clock=False)

    def _take(self, record: Event, at: Micros, *, aloud: bool) -> None:
        name = record.place.seat
        if isinstance(record, RecordedMark):
            self._marked(name, record.mark, at, aloud=aloud)
            return
        seat = self.seats[name]
        if isinstance(record, MadeUpRead):
            if self.reads is None or seat.stopped:
                return
            self.reads.tell(seat.session, record, at)
            answer = self.host.verdict(seat.session)
        else:
            answer = self.host.send(seat.session, record.message)
            if isinstance(record, RecordedWindow) and seat.taken_over is not None:
                seat.windows_since += 1
        self._answered(name, answer, at, aloud=aloud)

    def _marked(self, name: str, mark: Mark, at: Micros, *, aloud: bool) -> None:
        if mark is Mark.SESSION_STARTS:
            self.seats[name] = _Seat(self.host.open(name))
            if aloud:
                self.tell(at, name, "logs in")
        elif mark is Mark.SESSION_ENDS:
            self.host.end(self.seats.pop(name).session)
        elif mark in NOT_THE_OWNER:
            seat = self.seats[name]
            seat.taken_over, seat.since = mark, at
            self.tell(at, name, _BEGINS[mark])

    def _answered(self, name: str, answer: SessionVerdict, at: Micros, *, aloud: bool) -> None:
        seat = self.seats[name]
        seat.stopped = answer.verdict.kind is not VerdictKind.ALLOW
        if answer.verdict.kind is not VerdictKind.STEP_UP or seat.asked:
            return
        seat.asked = True
        heapq.heappush(self._answers, (Micros(at + THINKING), next(self._order), name))
        if aloud or seat.taken_over is not None:
            said = f"alarm{_after(seat, at)}{_exposed(answer.exposure)}: a step-up is asked for"
            self.tell(at, name, said)

    def _due_answers(self, until: Micros | None, *, sets_clock: bool) -> None:
        """Answer the step-ups whose time has come: the owner passes, anybody else fails."""
        while self._answers and (until is None or self._answers[0][0] <= until):
            at, _, name = heapq.heappop(self._answers)
            seat = self.seats.get(name)
            if seat is None:
                continue
            if sets_clock:
                self.clock.set(at)
            else:
                self.clock.wait_until(at)
            owner = seat.taken_over is None
            self.host.answer_step_up(seat.session, passed=owner)
            seat.asked, seat.stopped = False, not owner
            said = "passes it" if owner else "fails the step-up: the session is locked"
            self.tell(at, name, said)


def _after(seat: _Seat, at: Micros) -> str:
    """How long somebody or something else has typed; nothing for an owner."""
    if seat.taken_over is None:
        return ""
    if seat.taken_over is Mark.INJECTION_BEGINS:
        return f" {(at - seat.since) / MICROS_PER_SECOND:.1f} seconds after the injector began"
    noun = "window" if seat.windows_since == 1 else "windows"
    return f" after {seat.windows_since} {noun} of another's typing"


def _exposed(exposure: Exposure | None) -> str:
    if exposure is None or not exposure.high:
        return ""
    noun = "record" if exposure.records == 1 else "records"
    return (
        f"; about {exposure.records:,} {noun} exposed, "
        f"between {exposure.low:,} and {exposure.high:,}"
    )


def before_the_last_day(records: Sequence[Event]) -> Sequence[Event]:
    """The records before the first of the seats' last sessions began.

    Args:
        records: in order of time.
    """
    started: dict[str, int] = {}
    for place, record in enumerate(records):
        if isinstance(record, RecordedMark) and record.mark is Mark.SESSION_STARTS:
            started[record.place.seat] = place
    return records[: min(started.values(), default=len(records))]
