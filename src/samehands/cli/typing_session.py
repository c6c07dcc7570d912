"""A session of one's own typing: key events from a file, made into windows on the spot."""

from dataclasses import replace
from pathlib import Path

from samehands.agent import read_events
from samehands.cli.recording_file import in_file
from samehands.errors import EventError, RecordingError
from samehands.lab.report.moment import counted
from samehands.rhythm import (
    Collected,
    CollectorState,
    EarlySign,
    Projection,
    Window,
    collect,
    finish,
)


def typing_session(path: Path, projection: Projection) -> Collected:
    """The windows of a recording of key events, and what became of every event.

    Read and encoded piece by piece, so that no more than a piece of what was typed is in memory.

    Raises:
        RecordingError: the file cannot be read, or a line or an event in it is wrong.
    """
    windows: list[Window] = []
    signs: list[EarlySign] = []
    state = CollectorState()
    parts = []
    try:
        for events in read_events(path):
            part = collect(state, events, projection)
            windows += part.windows
            signs += part.signs
            parts.append(replace(part, windows=(), signs=()))
            state = part.state
    except EventError as error:
        raise in_file(path, error) from error
    ended = finish(state, projection)
    counts = ended.counts
    for part in parts:
        counts += part.counts
    return Collected(
        ended.state,
        (*windows, *ended.windows),
        counts,
        ended.discarded + sum(part.discarded for part in parts),
        (*signs, *ended.signs),
    )


def require_windows(path: Path, collected: Collected, projection: Projection) -> None:
    """Refuse a session that is too short to say anything.

    Raises:
        RecordingError: it fills no window.
    """
    if not collected.windows:
        raise RecordingError(
            path.name,
            got=f"{counted(collected.counts.presses, 'keystroke')}, of which "
            f"{counted(collected.discarded, 'window')} no normal typing",
            due=f"at least one window of {projection.keystrokes} keystrokes",
        )
