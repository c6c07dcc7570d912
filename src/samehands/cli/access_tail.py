"""The tailer: from a log's lines to batches of reads, each sent until it is answered."""

import hashlib
import signal
import socket
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType, TracebackType
from typing import Final, Literal, Self

import httpx
import msgspec

from samehands.errors import SettingsError
from samehands.host import asking
from samehands.host.errors import AnswerError, AwayError, RefusedError
from samehands.host.followed_file import Chunk, FollowedFile
from samehands.host.log_lines import Line, ReadLine, json_lines, nginx
from samehands.host.outbox import SOURCE_CHARACTERS, wait_after
from samehands.host.reads import Read, ReadBatch, ReadsAnswer
from samehands.host.record_hash import RecordHash, Steps
from samehands.host.record_reads import GIVEN_OUT
from samehands.host.record_routes import RecordRoutes
from samehands.host.records import ASK, HEADERS

POLL_SECONDS: Final = 0.5
"""How often a log that has nothing new is looked at. Longer: a theft is seen as much later."""

PATIENCE: Final = 30.0
"""Seconds to wait for an answer: nobody waits for the tailer."""

LONGEST_KEY: Final = 200
"""Most bytes of the file with the API key."""


class Tailer:
    """Reads a log and tells of it.

    Args:
        log: the file.
        read_line: reads one of its lines.
        routes: which requests read a record.
        hashes: give records their names.
        source: what the log is called at the service.
        http: asks the service.
    """

    def __init__(  # each is one thing that it works with
        self,
        log: FollowedFile,
        read_line: ReadLine,
        routes: RecordRoutes,
        hashes: RecordHash,
        source: str,
        http: httpx.Client,
    ) -> None:
        self._log = log
        self._read_line = read_line
        self._routes = routes
        self._hashes = hashes
        self._steps = Steps()
        self._source = source
        self._http = http
        self.stopping = threading.Event()
        """Set to have it leave."""
        self.told = self.lines = self.rejected = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._log.close()
        self._http.close()

    def step(self) -> bool:
        """Tell of what has come; whether there was anything.

        Raises:
            SettingsError: the service refuses the key or the batch; it would be again.
            StorageError: the log or its place cannot be read or written.
        """
        chunk = self._log.chunk()
        if chunk is None:
            return False
        reads = self.reads_of(chunk)
        if reads and not self._sent(ReadBatch(self._source, chunk.sequence, reads)):
            return False
        self._log.done()
        self.lines += len(chunk.lines)
        self.told += len(reads)
        return True

    def reads_of(self, chunk: Chunk) -> tuple[Read, ...]:
        """The reads that some lines tell of."""
        found = (self._read_of(self._read_line(line)) for line in chunk.lines)
        return tuple(read for read in found if read is not None)

    def _read_of(self, line: Line | None) -> Read | None:
        if line is None or line.status not in GIVEN_OUT:
            return None
        who = line.session or line.subject
        asked = self._routes.find(line.method, line.path) if who else None
        if who is None or asked is None:
            return None
        return Read(
            self._hashes.of(asked.record, asked.resource),
            asked.resource,
            asked.action,
            line.session,
            line.subject,
            line.at,
            sequential=self._steps.follows(who, asked.resource, asked.record),
        )

    def _sent(self, batch: ReadBatch) -> bool:
        """Send a batch until it is answered; False where it is told to leave before."""
        body, failures = msgspec.json.encode(batch), 0
        while True:
            asked_for = None
            try:
                reply = self._http.post(ASK.path, content=body)
                answer = asking.read(ASK, reply, ReadsAnswer)
            except AwayError as error:
                asked_for = error.retry_after
            except (httpx.HTTPError, AnswerError):
                pass
            except RefusedError as error:
                raise SettingsError(
                    "service",
                    got=f"{error.status} {error.kind}".rstrip(),
                    due="200: an API key with the scope `access`, and a log of this service's",
                ) from None
            else:
                self.rejected += len(answer.rejected)
                return True
            failures += 1
            if self.stopping.wait(wait_after(failures, asked_for)):
                return False


def prepared(  # noqa: PLR0913  # as the command's options
    file: Path,
    *,
    server: str,
    key_file: Path,
    secret_file: Path,
    rules: Sequence[str],
    fields: Sequence[str],
    log_format: Literal["nginx", "json"],
    source: str | None,
    place: Path | None,
    from_end: bool,
) -> Tailer:
    """A tailer as the options of the command want it.

    Raises:
        SettingsError: an option that makes no sense.
        StorageError: the place cannot be read.
    """
    if fields and log_format != "json":
        raise SettingsError("--field", got="it with --format nginx", due="--format json")
    pairs = [field.partition("=") for field in fields]
    if not all(name and key for name, _, key in pairs):
        raise SettingsError("--field", got="no pair", due="NAME=KEY")
    reader = nginx if log_format == "nginx" else json_lines({n: key for n, _, key in pairs})
    named = source or _source(file)
    if len(named) > SOURCE_CHARACTERS:
        raise SettingsError(
            "--source", got=f"{len(named)} characters", due=f"at most {SOURCE_CHARACTERS}"
        )
    headers = {**asking.shown(_key(key_file)), **HEADERS}
    return Tailer(
        FollowedFile(file, place or file.with_name(file.name + ".samehands"), from_end=from_end),
        reader,
        RecordRoutes.of(*rules),
        RecordHash.from_file(secret_file),
        named,
        httpx.Client(base_url=asking.address(server), headers=headers, timeout=PATIENCE),
    )


def follow(tailer: Tailer, *, once: bool, say: Callable[[str], None]) -> None:
    """Tell of what comes until told to leave, or for what is there.

    Args:
        tailer: does it.
        once: leave when there is nothing more.
        say: told how much it was, at the end.

    Raises:
        SettingsError: the service refuses the key or a batch.
        StorageError: the log or its place cannot be read or written.
    """

    def stop(_number: int, _frame: FrameType | None) -> None:
        tailer.stopping.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        while not tailer.stopping.is_set():
            if not tailer.step() and (once or tailer.stopping.wait(POLL_SECONDS)):
                return
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        say(
            f"lines {tailer.lines}, of which read a record {tailer.told}, of which the service "
            f"refused {tailer.rejected}"
        )


def _source(file: Path) -> str:
    """A name that no other log has, and that does not say where it is."""
    where = f"{socket.gethostname()}\0{file.absolute()}".encode()
    return f"log-{hashlib.sha256(where).hexdigest()[:24]}"


def _key(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return opened.read(LONGEST_KEY).decode("ascii").strip()
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise SettingsError("API key's file", got=why, due="a file with an API key") from None
    except UnicodeDecodeError:
        raise SettingsError("API key's file", got="no text", due="an API key") from None
