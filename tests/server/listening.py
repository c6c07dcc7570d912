"""The service at a port of this machine, as it is run: for what a test client cannot do."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from websockets.sync.client import ClientConnection, connect

from samehands.adapters.sql import ApiKeyRow, open_store
from samehands.server.assembly import make_parts
from samehands.server.auth import Scope
from samehands.server.auth.key_text import KeyText
from samehands.server.auth.secret import digest
from samehands.server.parts import Parts
from samehands.server.run import in_background
from server.auth.house import ring
from server.service import ORIGIN, Clock, settings_for


@dataclass
class Listening:
    """A service at an address, and an API key for it."""

    address: str
    parts: Parts
    clock: Clock
    client: httpx.Client
    key: str

    def start(self, subject: str = "seat-1", **more: Any) -> dict[str, Any]:
        """Start a session."""
        asked = {"subject": subject, "origin": ORIGIN, **more}
        return dict(self.client.post("/v1/sessions", json=asked).raise_for_status().json())

    def step_up(self, session: str, *, passed: bool) -> dict[str, Any]:
        """Say how a step-up went."""
        path = f"/v1/sessions/{session}/step-up"
        answer = self.client.post(path, json={"passed": passed})
        return dict(answer.raise_for_status().json())

    def connect(self, token: str, origin: str | None = ORIGIN, **more: Any) -> ClientConnection:
        """A collector's WebSocket."""
        return connect(
            self.address.replace("http://", "ws://") + "/v1/windows/live",
            subprotocols=more.get("subprotocols", ["samehands.v1", f"bearer.{token}"]),
            origin=origin,  # type: ignore[arg-type]  # a type of its own for the same text
            compression=None,
        )

    @contextmanager
    def events(self, session: str, last: str | None = None) -> Iterator[Iterator[dict[str, Any]]]:
        """The events of a session: their name, id and data."""
        headers = {} if last is None else {"Last-Event-ID": last}
        path = f"/v1/sessions/{session}/events"
        with self.client.stream("GET", path, headers=headers) as answer:
            assert answer.status_code == 200, answer.read()
            assert answer.headers["Content-Type"].startswith("text/event-stream")
            yield read_events(answer.iter_lines())


def read_events(lines: Iterator[str]) -> Iterator[dict[str, Any]]:
    """Events out of their lines, as a browser reads them."""
    event: dict[str, Any] = {}
    for line in lines:
        name, _, value = line.partition(": ")
        if not line and event.keys() & {"data"}:
            yield {**event, "data": json.loads(event["data"])}
        if not line:
            event = {}
        elif name:
            event[name] = value


@contextmanager
def listening(folder: Path, **chosen: Any) -> Iterator[Listening]:
    """A service that listens, until the context is left."""
    clock = Clock()
    settings = settings_for(folder, **{"port": 0, "public_url": None, **chosen})
    key = KeyText.fresh()
    scopes = frozenset(map(str, Scope))
    with open_store(settings.database, keys=ring()) as store:
        row = ApiKeyRow(key.id, "crm", digest(key.secret), scopes, clock.now, "admin")
        store.api_keys.add(row)
        parts = make_parts(settings, store, clock)
        headers = {"Authorization": f"Bearer {key}"}
        with (
            in_background(parts) as address,
            httpx.Client(base_url=address, headers=headers, timeout=30) as client,
        ):
            yield Listening(address, parts, clock, client, str(key))
