"""A recording on disk: which kind it is, and the windows of one."""

import json
import stat
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from samehands.errors import InputError, RecordingError
from samehands.wire.limits import LINE_BYTES
from samehands.wire.recording import FORMAT, read_recording
from samehands.wire.records import Header, Record


class RecordingKind(StrEnum):
    """What a recording holds."""

    WINDOWS = "windows"
    """What left the devices of a team: `wire.recording`."""
    KEY_EVENTS = "key events"
    """One person's key events, which never leave the device: `agent.recording`."""


class WindowsFile(NamedTuple):
    """A recording of windows, read whole."""

    header: Header
    records: list[Record]


def kind_of(path: Path) -> RecordingKind:
    """Tells the kinds apart by the first line; whatever is not windows is read as key events.

    Raises:
        RecordingError: there is no such file, or it cannot be read.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe's first line can be read only once
            raise RecordingError(
                path.name, got="a folder, a pipe or a device", due="a file with a recording"
            )
        with path.open("rb") as file:
            first = file.readline(LINE_BYTES.value + 1)
    except OSError as error:
        raise _unreadable(path, error) from error
    try:
        header = json.loads(first)
    except (ValueError, RecursionError):
        return RecordingKind.KEY_EVENTS
    told = header.get("samehands") if isinstance(header, dict) else None
    return RecordingKind.WINDOWS if told == FORMAT else RecordingKind.KEY_EVENTS


def read_windows(path: Path) -> WindowsFile:
    """A recording of windows; the file's name is in every error.

    Raises:
        RecordingError: it cannot be read, or a line of it is wrong.
    """
    try:
        with path.open("rb") as file:
            lines = iter(lambda: file.readline(LINE_BYTES.value + 1), b"")
            recording = read_recording(lines)
            return WindowsFile(recording.header, list(recording.records))
    except OSError as error:
        raise _unreadable(path, error) from error
    except RecordingError as error:
        raise in_file(path, error) from error


def in_file(path: Path, error: InputError) -> RecordingError:
    """The same error, with the name of the file that it is about."""
    return RecordingError(f"{path.name}, {error.where}", got=error.got, due=error.due)


def _unreadable(path: Path, error: OSError) -> RecordingError:
    return RecordingError(
        path.name, got=error.strerror or type(error).__name__, due="a recording that can be read"
    )
