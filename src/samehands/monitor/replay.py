"""Replay: a recorded team of windows taken through the monitor, as it would have been live."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from samehands.errors import InputError
from samehands.monitor.inputs import (
    EarlySignArrived,
    RecordsRead,
    SessionEnded,
    SessionInput,
    SessionStarted,
    StepUpAnswered,
    WindowArrived,
)
from samehands.monitor.result import StepResult
from samehands.monitor.setup import Setup
from samehands.monitor.state import MonitorState
from samehands.monitor.step import step
from samehands.quantities import Micros, Nats
from samehands.trust import Hypothesis, TrustState, VerdictKind
from samehands.wire.records import NOT_THE_OWNER, Mark, Record, RecordedMark, RecordedSign

Told: TypeAlias = SessionInput | RecordsRead
"""What the monitor is told in a replay."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the time line.

    Args:
        seat: whose.
        session: which of the seat's.
        at: when, µs on the recording's clock.
        mark: what the recording says is true from here on; None for anything else.
        event: what the monitor was told; None for a mark that it is not told of.
        result: what that led to; None where it was told nothing.
        level: S for another person after it, nats; zero where no session was judged.
        threshold: nats at which that alarms.
        taken_over: whether by the recording's marks another person or a program is typing. Only for telling a
            detection from a false alarm: nothing that judges reads it.
    """

    seat: str
    session: str
    at: Micros
    mark: Mark | None
    event: Told | None
    result: StepResult | None
    level: Nats
    threshold: Nats
    taken_over: bool

    @property
    def state(self) -> TrustState | None:
        """What is believed about the session after it; None where nothing is."""
        if self.result is None or self.result.trust is None:
            return None
        return self.result.trust.state


StepUpAnswer: TypeAlias = Callable[[Entry], bool | None]
"""Who answers a step-up: passed, failed, or None for not answered."""


def never_answered(_: Entry) -> bool | None:
    """Nobody answers: an alarm stays."""
    return None


def answered_by_owner(entry: Entry) -> bool | None:
    """The owner passes every step-up and whoever took over fails it."""
    return not entry.taken_over


def _asks(event: Told, result: StepResult) -> bool:
    """Whether there is a step-up to answer: one is due, or somebody logs in to a locked account."""
    if result.verdict is None or result.verdict.kind is VerdictKind.ALLOW:
        return False
    return result.verdict.kind is VerdictKind.STEP_UP or isinstance(event, SessionStarted)


class Team:
    """The monitors of several seats, fed records as they come.

    Args:
        setup: how all of them are judged.
        answer: who answers step-ups.
        states: seat → state to go on from, as a restart does.
    """

    def __init__(
        self,
        setup: Setup,
        answer: StepUpAnswer = never_answered,
        states: Mapping[str, MonitorState] | None = None,
    ) -> None:
        self.setup = setup
        self.states: dict[str, MonitorState] = dict(states or {})
        self._answer = answer
        self._taken_over: set[tuple[str, str]] = set()

    def take(self, record: Record) -> Iterator[Entry]:
        """The entries that a record leads to: itself, and what has to happen before or after.

        A session starts by its mark or, where there is none, with its first message.

        Raises:
            ProjectionMismatchError: a message of another projection than the setup's.
        """
        place = record.place
        if isinstance(record, RecordedMark):
            yield from self._marked(record)
            return
        if place.session not in self._state(place.seat).sessions:
            yield from self._told(place.seat, SessionStarted(place.session, place.at))
        if isinstance(record, RecordedSign):
            signed = EarlySignArrived(place.session, record.sign, place.at)
            yield from self._told(place.seat, signed)
            return
        arrived = WindowArrived(place.session, record.window, place.at)
        yield from self._told(place.seat, arrived)

    def read(self, seat: str, reads: RecordsRead) -> Iterator[Entry]:
        """The entries that follow when the host application gives out records.

        Args:
            seat: to whom.
            reads: in one session.

        Raises:
            InputError: they name no session.
        """
        if reads.session is None:
            raise InputError("reads", got="no session", due="the one that they belong to")
        yield from self._told(seat, reads)

    def end(self, at: Micros) -> Iterator[Entry]:
        """End all sessions that are open, so that they teach what they can."""
        for seat in sorted(self.states):
            for session in tuple(self.states[seat].sessions):
                yield from self._told(seat, SessionEnded(session, at))

    def _marked(self, record: RecordedMark) -> Iterator[Entry]:
        place = record.place
        if record.mark in NOT_THE_OWNER:
            self._taken_over.add((place.seat, place.session))
        if record.mark is Mark.SESSION_STARTS:
            started = SessionStarted(place.session, place.at)
            yield from self._told(place.seat, started, record.mark)
        elif record.mark is Mark.SESSION_ENDS:
            ended = SessionEnded(place.session, place.at)
            yield from self._told(place.seat, ended, record.mark)
        else:
            yield self._entry(place.seat, place.session, place.at, mark=record.mark)

    def _told(self, seat: str, event: Told, mark: Mark | None = None) -> Iterator[Entry]:
        result = step(self._state(seat), event, self.setup)
        self.states[seat] = result.state
        session = event.session or ""
        entry = self._entry(seat, session, event.at, mark=mark, event=event, result=result)
        yield entry
        if not isinstance(event, StepUpAnswered) and _asks(event, result):
            passed = self._answer(entry)
            if passed is not None:
                yield from self._told(seat, StepUpAnswered(session, passed, event.at))

    def _entry(  # the fields of an entry, less those that follow from them
        self,
        seat: str,
        session: str,
        at: Micros,
        *,
        mark: Mark | None = None,
        event: Told | None = None,
        result: StepResult | None = None,
    ) -> Entry:
        trust = None if result is None else result.trust
        return Entry(
            seat,
            session,
            at,
            mark,
            event,
            result,
            Nats(0.0) if trust is None else trust.level(Hypothesis.OTHER_PERSON),
            self.setup.thresholds[Hypothesis.OTHER_PERSON],
            (seat, session) in self._taken_over,
        )

    def _state(self, seat: str) -> MonitorState:
        return self.states.get(seat) or MonitorState(seat)


def replay(
    records: Iterable[Record], setup: Setup, answer: StepUpAnswer = never_answered
) -> Iterator[Entry]:
    """Take a recording through the monitor in order of time; at its end all sessions end.

    Records of the same time keep the order of the file. The recording is held in memory.

    Raises:
        RecordingError: from the records, before the first entry.
        ProjectionMismatchError: a window of another projection than the setup's.
    """
    team = Team(setup, answer)
    at = Micros(0)
    for record in sorted(records, key=lambda record: record.place.at):
        at = record.place.at
        yield from team.take(record)
    yield from team.end(at)
