"""A service that only takes record reads, and is away or refuses when a test says so."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import msgspec

from samehands.host.reads import Read, ReadBatch, ReadsAnswer, RejectedRead


@dataclass
class AccessBook:
    """What came, as the real service keeps it: each number of a source once.

    Args:
        url: where it listens.
        statuses: what it answers to the next requests instead of 200; it has taken the batch in
            all the same where the status is 504, as a proxy answers whose patience is over.
        rejects: resources whose reads it refuses one by one.
    """

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    rejects: tuple[str, ...] = ()
    batches: list[ReadBatch] = field(default_factory=list)
    reads: list[Read] = field(default_factory=list)
    _seen: set[tuple[str, int]] = field(default_factory=set)

    def take(self, body: bytes) -> tuple[int, bytes]:
        """A batch; status and body of the answer."""
        batch = msgspec.json.decode(body, type=ReadBatch)
        self.batches.append(batch)
        status = self.statuses.pop(0) if self.statuses else 200
        if status not in {200, 504}:
            return status, b"{}"
        repeated = (batch.source, batch.sequence) in self._seen
        self._seen.add((batch.source, batch.sequence))
        rejected = tuple(
            RejectedRead(place, "unknown", "a resource of this test")
            for place, read in enumerate(batch.reads)
            if read.resource in self.rejects
        )
        taken = (
            [] if repeated else [read for read in batch.reads if read.resource not in self.rejects]
        )
        self.reads += taken
        again = len(batch.reads) - len(rejected) - len(taken)
        answer = ReadsAnswer(len(batch.reads), len(taken), again, rejected)
        return status, msgspec.json.encode(answer)


@contextmanager
def access_book(*statuses: int, rejects: tuple[str, ...] = ()) -> Iterator[AccessBook]:
    """One that listens."""
    book = AccessBook(statuses=list(statuses), rejects=rejects)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Answer."""
            status, body = book.take(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its own name
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        book.url = f"http://127.0.0.1:{server.server_port}"
        yield book
        server.shutdown()
        thread.join()
