"""A thief at a running service: a subject made for it is enrolled, and then robbed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import cycle
from threading import Event
from typing import Final

from samehands.cli.demo_clock import real_time
from samehands.cli.drill_host import DrillHost
from samehands.cli.live_theft import ENROLLED_DAYS, OWNER_WINDOWS, LiveOutcome, LiveTheft
from samehands.errors import SettingsError, StorageError
from samehands.host import SessionVerdict, StartedSession, VerdictKind
from samehands.host.records import Records
from samehands.quantities import MICROS_PER_SECOND
from samehands.rhythm.window import Window
from samehands.wire.records import Mark, Record, RecordedMark, RecordedWindow

RESOURCE: Final = "drill"
"""Class of the records that a drill reads: no application has it."""

SEEN_AFTER: Final = 1.0
"""Seconds for the last reads to be told and judged, before the last verdict is asked for."""

OWNERS: Final = ("seat-4", "seat-5", "seat-3", "seat-1")
"""Of the recording: those who are enrolled after three days. The others changed keyboards too often,
or type so evenly that they may be taken for a machine."""

TELLS: Final = "tell"
"""Code of the reason that calls for a human without stopping the session."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """Windows of a recorded team, by person and day.

    Args:
        seats: name → day → windows, in order.
    """

    seats: dict[str, dict[str, tuple[Window, ...]]] = field(repr=False)

    @classmethod
    def of(cls, records: Sequence[Record]) -> "Recorded":
        """From a recording, without the session in which somebody else took over."""
        taken = {
            (record.place.seat, record.place.session)
            for record in records
            if isinstance(record, RecordedMark) and record.mark is Mark.TAKEOVER_BEGINS
        }
        seats: dict[str, dict[str, tuple[Window, ...]]] = {}
        for record in records:
            where = (record.place.seat, record.place.session)
            if isinstance(record, RecordedWindow) and where not in taken:
                days = seats.setdefault(record.place.seat, {})
                days[where[1]] = (*days.get(where[1], ()), record.window)
        return cls(seats)

    def days_of(self, number: int) -> list[tuple[Window, ...]]:
        """The days of a person, oldest first."""
        days = self.seats[OWNERS[number % len(OWNERS)]]
        return [days[day] for day in sorted(days)][:ENROLLED_DAYS]

    def typing_of(self, number: int) -> Iterator[Window]:
        """A person types on and on."""
        return cycle([window for day in self.days_of(number) for window in day])


@dataclass
class Thief:
    """Plays one theft.

    Args:
        host: the service, as an application asks it.
        records: tells it of reads.
        recorded: whose hands there are.
        subject: made for this theft.
        number: of the theft: which recorded person is the owner.
        stop: set when everybody shall stop.
        group: whose policy is tried.
        projection: of the recorded windows, first 8 bytes of its SHA-256.
    """

    host: DrillHost
    records: Records
    recorded: Recorded
    subject: str
    number: int
    stop: Event
    group: str
    projection: bytes
    _sent: int = 0

    def play(self, theft: LiveTheft, minutes: float) -> LiveOutcome:
        """Enrol the subject, let its owner work, then steal until it is stopped or time is over.

        Raises:
            StorageError: the service did not take in what it was told, or the drill was stopped.
            SettingsError: it judges windows of another projection than the recorded ones.
        """
        *earlier, today = self.recorded.days_of(self.number)
        for day in earlier:
            session = self._session()
            for window in day:
                self._type(session, window)
            self.host.end(session)
        enrolled = self.host.template_ready(self.subject)
        session = self._session()
        if not theft.from_login:
            for window in today[:OWNER_WINDOWS]:
                self._type(session, window)
        # The owner has no more windows than were recorded: sent again, they would be a replay.
        strangers = self.recorded.typing_of(self.number + 1)
        hands = strangers if theft.stranger else iter(today[OWNER_WINDOWS:])
        return self._steal(theft, session, hands, minutes, enrolled=enrolled)

    def _steal(
        self,
        theft: LiveTheft,
        session: StartedSession,
        hands: Iterator[Window],
        minutes: float,
        *,
        enrolled: bool,
    ) -> LiveOutcome:
        began, noticed, seconds, read = real_time(), None, None, 0
        most = max(1, int(minutes * 60 / theft.seconds))
        while True:
            if self.stop.wait(theft.seconds if read < most else SEEN_AFTER):
                raise StorageError("drill: stopped")
            over = read == most
            if not over:
                read += 1
                self._read(theft, session, read, hands)
            verdict = self.host.verdict(session)
            if noticed is None and _speaks(verdict):
                noticed = read
                seconds = round((real_time() - began) / MICROS_PER_SECOND, 1)
            if over or _asks(verdict) or (noticed is not None and not theft.stranger):
                break
        return LiveOutcome(
            theft=theft.name,
            title=theft.title,
            enrolled=enrolled,
            records=read,
            noticed=noticed,
            stopped=read if _asks(verdict) else None,
            seconds=seconds,
            verdict=str(verdict.verdict.kind),
            reason=_reason(verdict),
        )

    def _read(
        self, theft: LiveTheft, session: StartedSession, number: int, hands: Iterator[Window]
    ) -> None:
        """Read a record, and type what was typed for the last few of them."""
        self.records.read(f"{self.subject}-{number}", RESOURCE, session=session.session)
        due = theft.records_per_window and number % theft.records_per_window == 0
        window = next(hands, None) if due else None
        if window is not None:
            self._type(session, window)

    def _session(self) -> StartedSession:
        self._sent = 0
        session = self.host.open(self.subject, self.group)
        if not session.projection.sha256.startswith(self.projection.hex()):
            raise SettingsError(
                "server's projection", got=session.projection.id, due="that of the recording"
            )
        return session

    def _type(self, session: StartedSession, window: Window) -> None:
        self.host.send(session, replace(window, sequence=self._sent))
        self._sent += 1


def _asks(verdict: SessionVerdict) -> bool:
    return verdict.verdict.kind is not VerdictKind.ALLOW


def _speaks(verdict: SessionVerdict) -> bool:
    return _asks(verdict) or any(one.code == TELLS for one in verdict.verdict.reasons)


def _reason(verdict: SessionVerdict) -> str:
    """The strictest, or the one that calls for a human."""
    reasons = verdict.verdict.reasons
    told = [one.sentence for one in reasons if one.code == TELLS]
    if _asks(verdict) or not told:
        return reasons[0].sentence if reasons else ""
    return told[0]
