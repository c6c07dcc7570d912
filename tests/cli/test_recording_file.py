import os
from pathlib import Path

import pytest

from cli.typists import OWNER, Recorder
from samehands.cli.recording_file import RecordingKind, kind_of, read_windows
from samehands.errors import RecordingError


def test_the_kinds_are_told_apart_by_the_first_line(team: Path, recorded: Recorder) -> None:
    assert kind_of(team) is RecordingKind.WINDOWS
    assert kind_of(recorded(OWNER, 0)) is RecordingKind.KEY_EVENTS


@pytest.mark.parametrize("first", [b"", b"[1]\n", b"null", b'{"samehands": 1}\n', b"\xff\n"])
def test_whatever_is_not_windows_is_for_the_reader_of_key_events_to_judge(
    first: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "some"
    path.write_bytes(first)

    assert kind_of(path) is RecordingKind.KEY_EVENTS


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    with pytest.raises(RecordingError, match="pipe"):
        kind_of(pipe)


def test_an_error_in_a_recording_names_file_and_line(team: Path) -> None:
    lines = team.read_bytes().splitlines(keepends=True)
    lines[4] = b'{"seat": "x"}\n'
    team.write_bytes(b"".join(lines))

    with pytest.raises(RecordingError, match=r"team\.jsonl, line 5"):
        read_windows(team)


def test_a_line_without_an_end_is_refused_and_not_read_whole(team: Path) -> None:
    with team.open("ab") as file:
        file.write(b" " * 1_000_000)

    with pytest.raises(RecordingError, match="more than 8192 bytes"):
        read_windows(team)
