"""A server in front of which real people typed: the demo's, whom no shipped projection has seen."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final

from litestar.handlers import HTTPRouteHandler
from litestar.testing import TestClient

from samehands.adapters.sql import SessionRow
from samehands.monitor import Input, SessionEnded, SessionStarted, WindowArrived
from samehands.quantities import MICROS_PER_SECOND, Micros
from samehands.rhythm.window import Window
from samehands.server.ingest import Outcome, Told
from samehands.trust import TrustState
from samehands.wire.recording import read_recording
from samehands.wire.records import Mark, RecordedMark, RecordedWindow
from server.auth.house import NOON, PUBLIC_URL, Clock, House, application, parts_of

OWNER: Final = "seat-1"
INTRUDER: Final = "intruder"
DAY: Final = Micros(24 * 3600 * MICROS_PER_SECOND)
MINUTE: Final = 60 * MICROS_PER_SECOND


@cache
def typed() -> dict[str, list[list[Window]]]:
    """Who → the windows of each session; whoever took over is somebody of their own, an injector nobody."""
    sessions: dict[str, dict[str, list[Window]]] = {}
    taken: set[tuple[str, str]] = set()
    injected: set[tuple[str, str]] = set()
    recording = resources.files("samehands.cli") / "demo_data" / "team.jsonl"
    with recording.open("rb") as lines:
        records = sorted(read_recording(lines).records, key=lambda record: record.place.at)
    for record in records:
        place = record.place
        if isinstance(record, RecordedMark) and record.mark is Mark.TAKEOVER_BEGINS:
            taken.add((place.seat, place.session))
        if isinstance(record, RecordedMark) and record.mark is Mark.INJECTION_BEGINS:
            injected.add((place.seat, place.session))
        if isinstance(record, RecordedWindow) and (place.seat, place.session) not in injected:
            who = INTRUDER if (place.seat, place.session) in taken else place.seat
            sessions.setdefault(who, {}).setdefault(place.session, []).append(record.window)
    return {who: list(of_person.values()) for who, of_person in sessions.items()}


class Typing:
    """The owner's seat, and who sits at it.

    Args:
        house: the server.
    """

    def __init__(self, house: House) -> None:
        self.house = house
        self.next: dict[str, int] = {}

    def tell(self, *inputs: Input, starts: SessionRow | None = None) -> Outcome:
        """Have inputs taken in."""
        told = Told(OWNER, inputs, starts=starts)
        with self.house.client.portal() as portal:
            return portal.call(self.house.parts.ingest.take, told)

    def log_in(self, session: str) -> None:
        """A session starts."""
        at = self.house.clock.now
        row = SessionRow(
            id=session,
            subject=OWNER,
            origin="https://crm.example",
            collector="browser",
            group="default",
            api_key_id="crm",
            started_at=at,
            expires_at=Micros(at + DAY),
            ended_at=None,
            last_at=at,
            state=TrustState.LEARNING,
            verdict=None,
            share=0.0,
            revision=0,
        )
        self.next[session] = 0
        self.tell(SessionStarted(session, at), starts=row)

    def type_in(self, session: str, windows: Sequence[Window]) -> None:
        """Somebody types, a window a minute."""
        for window in windows:
            self.house.clock.pass_seconds(60)
            numbered = replace(window, sequence=self.next[session])
            self.next[session] += 1
            self.tell(WindowArrived(session, numbered, self.house.clock.now))

    def log_out(self, session: str) -> None:
        """A session ends; a day goes by."""
        self.tell(SessionEnded(session, self.house.clock.now))
        self.house.clock.now = Micros(self.house.clock.now + DAY)

    def work(self, session: str, windows: Sequence[Window]) -> None:
        """A whole session."""
        self.log_in(session)
        self.type_in(session, windows)
        self.log_out(session)

    def enrol(self, days: int = 4) -> None:
        """The owner works for some days."""
        for day in range(days):
            self.work(f"day-{day}", typed()[OWNER][day])

    def take_over(self, session: str = "work", day: int = 4) -> str:
        """The owner works, somebody else sits down and is noticed; the id of the case."""
        self.log_in(session)
        self.type_in(session, typed()[OWNER][day][:4])
        self.type_in(session, typed()[INTRUDER][0])
        (case,) = self.house.store.cases.of_session(session)
        return case.id


@contextmanager
def office(folder: Path, *routes: HTTPRouteHandler) -> Iterator[Typing]:
    """A server that takes inputs in, with these routes, until the context is left."""
    clock = Clock(NOON)
    parts = parts_of(folder, clock)
    app = application(parts, *routes)

    async def start() -> None:
        parts.ingest.start()

    app.on_startup.append(start)
    app.on_shutdown.append(parts.ingest.stop)
    with parts.store, TestClient(app, base_url=PUBLIC_URL) as client:
        yield Typing(House(parts, clock, app, client))
