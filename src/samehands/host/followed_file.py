"""A log file that is followed: through rotation, and from where it was left.

Before a batch is sent, where it begins and ends in the file is written down, with its number. After
a crash the same bytes are read and sent under the same number, so that each line counts once.
"""

import hashlib
import itertools
import os
import re
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from samehands.errors import SettingsError, StorageError

CHUNK_BYTES: Final = 262_144
"""Most bytes that are read for one batch: fewer than 5,000 lines of a log, the service's limit.

More: batches that it refuses. Less: more requests."""

HEAD_BYTES: Final = 256
"""Bytes at the beginning of a file that it is known by, beside its inode, which may be given to
another file once it is deleted. Two logs that begin with the same two lines are one log."""

PLACE_MODE: Final = 0o600
"""Who may read the file with the place: its owner."""

PLACE_BYTES: Final = 4_096
"""Most bytes of that file; more is another file."""

ROTATED: Final = 1_000
"""Most files beside the log that are looked at for the one that was left."""

_ROTATION: Final = re.compile(r"[.-]\d[\d.-]*")


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How far a log was read.

    Args:
        device: of the file.
        inode: of the file; a rotated one keeps it.
        offset: bytes that were told of.
        sequence: of the last batch.
        until: where the batch ends that is being sent, under the next number; None for none.
        head: hash of the file's first bytes, as far as they were told of.
    """

    device: int = 0
    inode: int = 0
    offset: int = 0
    sequence: int = 0
    until: int | None = None
    head: str = ""


class Chunk(msgspec.Struct, frozen=True):
    """Some whole lines, to be sent as one batch.

    Args:
        sequence: number of the batch.
        lines: without their ends.
    """

    sequence: int
    lines: tuple[bytes, ...]


class FollowedFile:
    """Gives a log's lines in chunks, each once; only one process may follow with a place.

    Args:
        path: of the log. It need not be there yet.
        place: file that remembers how far it was read.
        from_end: begin at the end of what is there, where nothing is remembered.

    Raises:
        SettingsError: the file with the place holds something else.
        StorageError: it cannot be read.
    """

    def __init__(self, path: Path, place: Path, *, from_end: bool = False) -> None:
        self._path = path
        self._place_file = place
        self._place = _read_place(place)
        self._descriptor: int | None = None
        if self._place == Place() and from_end and path.is_file():
            stat = path.stat()
            head = _head(path, stat.st_size)
            self._remember(Place(stat.st_dev, stat.st_ino, stat.st_size, head=head))

    def close(self) -> None:
        """Let go of the log."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    @property
    def place(self) -> Place:
        """How far it was read."""
        return self._place

    def chunk(self) -> Chunk | None:
        """The next lines, the same again until `done` says that they were told; None for none yet.

        Raises:
            StorageError: the disk refuses.
        """
        try:
            return self._chunk()
        except OSError as error:
            raise StorageError(f"log: {error.strerror or type(error).__name__}") from None

    def done(self) -> None:
        """The last chunk was told of.

        Raises:
            StorageError: its place cannot be written; the same chunk comes again after a restart.
        """
        place = self._place
        if place.until is None or self._descriptor is None:
            return
        head = _digest(_bytes(self._descriptor, 0, min(place.until, HEAD_BYTES)))
        told = place.until
        self._remember(Place(place.device, place.inode, told, place.sequence + 1, None, head))

    def _chunk(self) -> Chunk | None:
        descriptor = self._opened()
        if descriptor is None:
            return None
        place = self._place
        size = os.fstat(descriptor).st_size
        if place.until is not None and size >= place.until:
            # It was being sent when somebody pulled the plug: the same again.
            data = _bytes(descriptor, place.offset, place.until - place.offset)
            return Chunk(place.sequence + 1, _lines(data))
        if size < place.offset:
            # Cut off and written anew, as `copytruncate` does.
            self._remember(Place(place.device, place.inode, 0, place.sequence))
            return self._chunk()
        data = _bytes(descriptor, place.offset, CHUNK_BYTES)
        whole = data[: data.rfind(b"\n") + 1]
        if not whole and len(data) == CHUNK_BYTES:
            whole = data  # no line is that long; it is passed over
        if whole:
            until = place.offset + len(whole)
            self._remember(msgspec.structs.replace(place, until=until))
            return Chunk(place.sequence + 1, _lines(whole))
        return self._chunk() if self._moved_on(data) else None

    def _opened(self) -> int | None:
        """The file that is being read: the one that was left, under whatever name it has now."""
        if self._descriptor is not None:
            return self._descriptor
        place = self._place
        left = next((path for path in self._candidates() if _is(path, place)), None)
        if left is None:
            if not self._path.is_file():
                return None
            left = self._path
            stat = left.stat()
            self._remember(Place(stat.st_dev, stat.st_ino, 0, place.sequence))
        self._descriptor = os.open(left, os.O_RDONLY | os.O_CLOEXEC)
        return self._descriptor

    def _candidates(self) -> list[Path]:
        """The log and what it was rotated to, the oldest first: `log.1`, `log-20261124`."""
        beside = self._path.parent.glob(f"{self._path.name}*")
        named = (path for path in beside if _ROTATION.fullmatch(path.name, len(self._path.name)))
        dated = []
        for path in (self._path, *itertools.islice(named, ROTATED)):
            with suppress(OSError):
                # Of two that were last written at the same tick, the higher number is older.
                dated.append((path.stat().st_mtime_ns, -_number(path), path))
        return [path for _, _, path in sorted(dated)]

    def _moved_on(self, rest: bytes) -> bool:
        """Go on with the file that came after this one, if this one was read to its end.

        A last line without an end is told of with nothing behind it only then: nobody adds to it.
        """
        place = self._place
        there = self._candidates()
        own = next((number for number, path in enumerate(there) if _is(path, place)), None)
        if own is not None and there[own] == self._path:
            return False
        newer = (
            there[own + 1 :] if own is not None else [one for one in there if one == self._path]
        )
        if not newer:
            return False
        if rest:
            until = place.offset + len(rest)
            self._remember(msgspec.structs.replace(place, until=until))
            return True
        self.close()
        stat = newer[0].stat()
        self._remember(Place(stat.st_dev, stat.st_ino, 0, place.sequence))
        return True

    def _remember(self, place: Place) -> None:
        """Write the place down, so that it is there after a power cut."""
        beside = self._place_file.with_name(self._place_file.name + ".new")
        try:
            descriptor = os.open(
                beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, PLACE_MODE
            )
            with os.fdopen(descriptor, "wb") as file:
                file.write(msgspec.json.encode(place))
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self._place_file)
        except OSError as error:
            raise StorageError(f"place: {error.strerror or type(error).__name__}") from None
        self._place = place


def _read_place(file: Path) -> Place:
    try:
        with file.open("rb") as opened:
            data = opened.read(PLACE_BYTES)
    except FileNotFoundError:
        return Place()
    except OSError as error:
        raise StorageError(f"place: {error.strerror or type(error).__name__}") from None
    try:
        return msgspec.json.decode(data, type=Place)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        raise SettingsError("place", got="another file", due="one that this wrote") from None


def _number(path: Path) -> int:
    """Of a rotated file that is numbered; the log itself is 0."""
    last = path.name.rpartition(".")[2]
    return int(last) if last.isascii() and last.isdigit() else 0


def _is(path: Path, place: Place) -> bool:
    try:
        stat = path.stat()
    except OSError:
        return False
    if (stat.st_dev, stat.st_ino) != (place.device, place.inode):
        return False
    return stat.st_size < place.offset or _head(path, place.offset) == place.head


def _head(path: Path, offset: int) -> str:
    """The hash of a file's first bytes, as far as it was told of."""
    with path.open("rb") as file:
        return _digest(file.read(min(offset, HEAD_BYTES)))


def _digest(head: bytes) -> str:
    return hashlib.sha256(head).hexdigest() if head else ""


def _bytes(descriptor: int, offset: int, count: int) -> bytes:
    parts = []
    while count > 0 and (part := os.pread(descriptor, count, offset)):
        parts.append(part)
        offset += len(part)
        count -= len(part)
    return b"".join(parts)


def _lines(data: bytes) -> tuple[bytes, ...]:
    return tuple(line for line in data.split(b"\n") if line)
