"""The service as it runs, on a real database, with a host application and collectors."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib import resources
from pathlib import Path
from time import sleep
from typing import Any, Final

from httpx import Response
from litestar.testing import TestClient

from samehands.adapters.sql import open_store
from samehands.quantities import MICROS_PER_SECOND, Micros
from samehands.rhythm.window import Window
from samehands.server.app import create_app
from samehands.server.assembly import make_parts
from samehands.server.auth import Scope
from samehands.server.parts import Parts
from samehands.server.settings import Settings
from samehands.wire import Message, encode_batch
from samehands.wire.recording import read_recording
from samehands.wire.records import Record, RecordedWindow
from server.auth.house import NOON, ORIGIN, PUBLIC_URL, Clock, House, quick_passwords, ring

MESSAGE_PACK: Final = "application/vnd.msgpack"


def settings_for(folder: Path, **chosen: Any) -> Settings:
    """Settings of a service that keeps everything in a folder."""
    database = f"sqlite:///{folder / 'samehands.db'}"
    return Settings(**{"public_url": PUBLIC_URL, "database": database, **chosen})


@contextmanager
def open_service(
    folder: Path, clock: Clock | None = None, static: Path | None = None, **chosen: Any
) -> Iterator[House]:
    """A whole service until the context is left; another one in the same folder goes on from it."""
    clock = clock or Clock()
    settings = settings_for(folder, **chosen)
    with open_store(settings.database, keys=ring()) as store:
        parts = make_parts(settings, store, clock)
        app = create_app(parts, static=static or folder, passwords=quick_passwords())
        base = settings.public_url or "http://127.0.0.1:8080"
        with TestClient(app, base_url=base) as client:
            yield House(parts, clock, app, client)


@dataclass
class Host:
    """A host application with its API key, and the pages that it handed tokens to."""

    house: House
    key: str = ""
    _windows: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.key = self.key or self.house.key(*Scope)

    @property
    def parts(self) -> Parts:
        return self.house.parts

    def ask(self, method: str, path: str, **options: Any) -> Response:
        """Ask as the back end does."""
        headers = {"Authorization": f"Bearer {self.key}", **options.pop("headers", {})}
        return self.house.client.request(method, path, headers=headers, **options)

    def start(self, subject: str = "seat-1", **more: Any) -> dict[str, Any]:
        """Start a session."""
        asked = {"subject": subject, "origin": ORIGIN, **more}
        answer = self.ask("POST", "/v1/sessions", json=asked)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    def end(self, session: str) -> None:
        """End a session."""
        assert self.ask("DELETE", f"/v1/sessions/{session}").status_code == 204

    def verdict(self, session: str, **query: Any) -> dict[str, Any]:
        """The verdict on a session."""
        answer = self.ask("GET", f"/v1/sessions/{session}/verdict", params=query)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def step_up(self, session: str, **answered: Any) -> dict[str, Any]:
        """Say how a step-up went."""
        answer = self.ask("POST", f"/v1/sessions/{session}/step-up", json=answered)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def post(self, token: str, body: bytes, **headers: str) -> Response:
        """Send bytes as a page does."""
        sent = {
            "Authorization": f"Bearer {token}",
            "Content-Type": MESSAGE_PACK,
            "Origin": ORIGIN,
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        return self.house.client.post("/v1/windows", content=body, headers=sent)

    def send(self, token: str, windows: Iterable[Message]) -> dict[str, Any]:
        """Send windows as a page does."""
        answer = self.post(token, encode_batch(windows))
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def pass_seconds(self, seconds: float) -> None:
        """Let time go by."""
        self.house.clock.pass_seconds(seconds)


def demo_records() -> list[Record]:
    """The recording that comes with the package, in order of time."""
    with (resources.files("samehands.cli") / "demo_data" / "team.jsonl").open("rb") as file:
        records = list(read_recording(iter(lambda: file.readline(9_000), b"")).records)
    return sorted(records, key=lambda record: record.place.at)


def windows_of(seat: str, session: str) -> list[Window]:
    """The windows of one session of the recording."""
    return [
        record.window
        for record in demo_records()
        if isinstance(record, RecordedWindow)
        and (record.place.seat, record.place.session) == (seat, session)
    ]


def numbered(windows: Sequence[Window], first: int = 0) -> list[Window]:
    """The same windows with other numbers."""
    return [replace(window, sequence=first + at) for at, window in enumerate(windows)]


def enrol(host: Host, subject: str = "seat-6") -> None:
    """Have a subject typed in until there is a template, as in the recording."""
    for day in ("day-1", "day-2", "day-3"):
        session = host.start(subject)
        host.pass_seconds(60)
        host.send(session["token"], windows_of(subject, day))
        host.end(session["session"])
        host.pass_seconds(86_400)


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait for something that is about to be true; a test that waits for ever tells nobody why."""
    for _ in range(6_000):
        if holds():
            return
        sleep(0.01)
    raise TimeoutError


def seconds(count: float) -> Micros:
    """A duration."""
    return Micros(int(count * MICROS_PER_SECOND))


__all__ = [
    "NOON",
    "ORIGIN",
    "PUBLIC_URL",
    "Clock",
    "Host",
    "House",
    "demo_records",
    "enrol",
    "numbered",
    "open_service",
    "seconds",
    "settings_for",
    "wait_until",
    "windows_of",
]
