"""The demo's story: a recorded team played to a running server, the last day in time-lapse."""

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Final, TypeAlias

from samehands.cli.demo_clock import DemoClock, real_time
from samehands.cli.host_application import HostApplication
from samehands.host import StartedSession, VerdictKind
from samehands.quantities import MICROS_PER_SECOND, Micros
from samehands.wire.records import Mark, Record, RecordedMark, RecordedWindow

THINKING: Final = Micros(25 * MICROS_PER_SECOND)
"""How long a person takes to answer a step-up in the story: 25 seconds."""

LAPSE_SECONDS: Final = 75.0
"""How long the last day takes unless told otherwise: time to look around in the console."""

Tell: TypeAlias = Callable[[Micros, str, str], None]
"""Told of a moment of the story: when, at which seat, and what happened, as a sentence."""


@dataclass
class _Seat:
    """A seat as the story knows it; the server is never told of `taken_over`."""

    session: StartedSession
    taken_over: bool = False
    asked: bool = False
    windows_since: int = 0


@dataclass
class Story:
    """Plays a recording to a server.

    Args:
        host: through which.
        clock: of the server.
        tell: told of what happens on the last day.
        seats: those with an open session, by name.
    """

    host: HostApplication
    clock: DemoClock
    tell: Tell
    seats: dict[str, _Seat] = field(default_factory=dict)
    _answers: list[tuple[Micros, int, str]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=count)

    def earlier_days(self, records: Sequence[Record]) -> Micros:
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

    def last_day(self, records: Sequence[Record], shift: Micros, speed: float | None) -> None:
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

    def _take(self, record: Record, at: Micros, *, aloud: bool) -> None:
        name = record.place.seat
        if isinstance(record, RecordedWindow):
            self._window(name, record, at, aloud=aloud)
        elif record.mark is Mark.SESSION_STARTS:
            self.seats[name] = _Seat(self.host.open(name))
            if aloud:
                self.tell(at, name, "logs in")
        elif record.mark is Mark.SESSION_ENDS:
            self.host.end(self.seats.pop(name).session)
        elif record.mark is Mark.TAKEOVER_BEGINS:
            self.seats[name].taken_over = True
            self.tell(at, name, "somebody else takes over the keyboard; nobody tells the server")

    def _window(self, name: str, record: RecordedWindow, at: Micros, *, aloud: bool) -> None:
        seat = self.seats[name]
        verdict = self.host.send(seat.session, record.window)
        seat.windows_since += seat.taken_over
        if verdict.verdict.kind is not VerdictKind.STEP_UP or seat.asked:
            return
        seat.asked = True
        heapq.heappush(self._answers, (Micros(at + THINKING), next(self._order), name))
        if aloud or seat.taken_over:
            after = (
                f" after {seat.windows_since} windows of another's typing"
                if seat.taken_over
                else ""
            )
            self.tell(at, name, f"alarm{after}: a step-up is asked for")

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
            self.host.answer_step_up(seat.session, passed=not seat.taken_over)
            seat.asked = False
            said = "fails the step-up: the session is locked" if seat.taken_over else "passes it"
            self.tell(at, name, said)


def before_the_last_day(records: Sequence[Record]) -> Sequence[Record]:
    """The records before the first of the seats' last sessions began.

    Args:
        records: in order of time.
    """
    started: dict[str, int] = {}
    for place, record in enumerate(records):
        if isinstance(record, RecordedMark) and record.mark is Mark.SESSION_STARTS:
            started[record.place.seat] = place
    return records[: min(started.values(), default=len(records))]
