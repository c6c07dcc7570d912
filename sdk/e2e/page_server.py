"""A server for the browser tests: the built SDK, the pages, and a collector that keeps every byte."""

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final, Self

import msgspec

from samehands.rhythm import DEFAULT, shipped
from samehands.rhythm.projections import file_of
from samehands.wire import decode_batch, encode_batch

HERE: Final = Path(__file__).resolve().parent
DIST: Final = HERE.parent / "dist"
SITE: Final = HERE / "site"
RECORDERS: Final = HERE / "recorders" / "node_modules" / "@rrweb" / "record" / "dist"

POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self' http://127.0.0.1:*",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
"""As strict as a page can be that loads scripts at all."""

TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".cjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
}


def messages_in(batch: bytes) -> list[bytes]:
    """The bytes of each message of a batch; a batch that holds anything else fails the test."""
    messages = msgspec.msgpack.decode(batch, type=list[bytes])
    assert encode_batch(decode_batch(batch).accepted) == batch
    return messages


@dataclass
class Request:
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Collector:
    """What came in, and how it is answered.

    Args:
        requests: all of them, in order.
        messages: of all batches that were answered with 200, in order.
        due: one more than the highest sequence number that came.
        status: what batches are answered with.
        verdict: what answers carry.
        says_next: whether answers name the next free sequence number.
    """

    requests: list[Request] = field(default_factory=list)
    messages: list[bytes] = field(default_factory=list)
    due: int = 0
    status: int = 200
    retry_after: str | None = None
    verdict: dict[str, object] | None = None
    says_next: bool = True
    projection: bytes = field(default_factory=lambda: file_of(DEFAULT))

    @property
    def batches(self) -> list[bytes]:
        """The bodies of all batches, refused ones too."""
        return [each.body for each in self.requests if each.path == "/v1/windows"]

    def take(self, body: bytes) -> dict[str, object]:
        """Reads a batch as the real server does; a message that it would refuse fails the test."""
        batch = decode_batch(body)
        assert not batch.rejected, batch.rejected
        self.messages += messages_in(body)
        self.due = max([self.due, *(each.sequence + 1 for each in batch.accepted)])
        count = len(batch.accepted)
        answer = {
            "received": count,
            "accepted": count,
            "repeated": 0,
            "rejected": [],
            "missing": 0,
        }
        if self.says_next:
            answer["next_sequence"] = self.due
        return answer | {"verdict": self.verdict}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "PageServer"

    def do_GET(self) -> None:
        self._note(b"")
        path = self.path.partition("?")[0]
        if path.startswith("/sdk/"):
            self._file(DIST / path.removeprefix("/sdk/"))
        elif path.startswith("/site/"):
            self._file(SITE / path.removeprefix("/site/"))
        elif path.startswith("/recorders/"):
            self._file(RECORDERS / path.removeprefix("/recorders/"))
        elif path == f"/v1/projections/{DEFAULT}/{shipped().digest.hex()}":
            self._answer(200, self.server.collector.projection, "application/json")
        else:
            self._answer(404, b"", "text/plain")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self._note(body)
        collector = self.server.collector
        if self.path != "/v1/windows":
            self._answer(200, b"<!doctype html>", "text/html")
        elif collector.status == 200:
            self._answer(200, json.dumps(collector.take(body)).encode(), "application/json")
        else:
            self._answer(collector.status, b"{}", "application/problem+json")

    def do_OPTIONS(self) -> None:
        """What a browser asks before it sends to another origin."""
        self._note(b"")
        self._answer(204, b"", "text/plain")

    def _note(self, body: bytes) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.collector.requests.append(Request(self.command, self.path, headers, body))

    def _file(self, path: Path) -> None:
        self._answer(200, path.read_bytes(), TYPES.get(path.suffix, "application/octet-stream"))

    def _answer(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        if self.server.allows is not None:
            self.send_header("Access-Control-Allow-Origin", self.server.allows)
            self.send_header("Access-Control-Allow-Headers", "authorization, content-type")
            self.send_header("Access-Control-Expose-Headers", "retry-after")
        # Isolated pages have a clock of 5 µs, others of 100 µs.
        if self.server.isolated:
            self.send_header("Cross-Origin-Opener-Policy", "same-origin")
            self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
        retry_after = self.server.collector.retry_after
        if status != 200 and retry_after is not None:
            self.send_header("Retry-After", retry_after)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class's name
        """Say nothing."""


class PageServer(ThreadingHTTPServer):
    """The server, on a port of its own; a context manager."""

    daemon_threads = True

    def __init__(self, *, isolated: bool = False) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.collector = Collector()
        self.isolated = isolated
        self.allows: str | None = None  # the origin of pages that it serves besides its own

    @property
    def url(self) -> str:
        """Where it answers, without a slash at the end."""
        return f"http://127.0.0.1:{self.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()
