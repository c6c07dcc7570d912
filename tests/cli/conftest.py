"""What the tests of the command line share: a runner, recordings, a template, a team."""

from importlib import resources
from pathlib import Path

import pytest

from cli.typists import (
    COLLEAGUE,
    DAY,
    OWNER,
    STRANGER,
    Command,
    Ran,
    Recorder,
    Typist,
    WindowMaker,
    session,
)
from samehands.cli import main
from samehands.cli.typing_session import typing_session
from samehands.quantities import Micros
from samehands.rhythm import DEFAULT, Window, shipped
from samehands.wire.recording import header_line, record_line
from samehands.wire.records import Card, Header, Record


@pytest.fixture
def samehands(capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs a command as a shell would, but in this process."""

    def run(*arguments: str | Path) -> Ran:
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        code = left.value.code
        return Ran(code if isinstance(code, int) else 0, captured.out, captured.err)

    return run


@pytest.fixture
def recorded(tmp_path: Path) -> Recorder:
    """Writes a recording of a typist's key events into a file."""

    def write(typist: Typist, session: int, keystrokes: int = 640) -> Path:
        path = tmp_path / f"typist-{typist.seed}-{session}.jsonl"
        path.write_bytes(typist.types(session, keystrokes))
        return path

    return write


@pytest.fixture
def windows_of(recorded: Recorder) -> WindowMaker:
    """The windows of a typist's session, by the shipped projection."""

    def made(typist: Typist, session: int, keystrokes: int = 640) -> list[Window]:
        return list(typing_session(recorded(typist, session, keystrokes), shipped()).windows)

    return made


@pytest.fixture
def back_end() -> Path:
    """The shipped back-end's file, handed in as one's own."""
    file = resources.files("samehands.identity.back_ends") / f"{DEFAULT}.json"
    assert isinstance(file, Path)
    return file


@pytest.fixture
def template(samehands: Command, recorded: Recorder, back_end: Path, tmp_path: Path) -> Path:
    """The owner's, from three sittings."""
    path = tmp_path / "owner.template"
    sittings = [recorded(OWNER, session) for session in range(3)]
    assert samehands("enrol", *sittings, "-o", path, "--back-end", back_end).status == 0
    return path


@pytest.fixture
def team(windows_of: WindowMaker, tmp_path: Path) -> Path:
    """A recording of two seats over four days; on the last a stranger sits down at the first."""
    records: list[Record] = []
    for day in range(4):
        for seat, typist in (("seat-1", OWNER), ("seat-2", COLLEAGUE)):
            typed = windows_of(typist, day)
            mark_at = None
            if (seat, day) == ("seat-1", 3):
                mark_at = len(typed)
                typed += windows_of(STRANGER, 0)
            records += session(seat, f"day-{day}", Micros(day * DAY), typed, taken_over=mark_at)
    path = tmp_path / "team.jsonl"
    header = Header(shipped().ref, Card("simulated typists", "CC0-1.0", "tests/cli/conftest.py"))
    path.write_bytes(header_line(header) + b"".join(map(record_line, records)))
    return path
