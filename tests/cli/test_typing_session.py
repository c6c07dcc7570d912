from pathlib import Path

import pytest

from cli.typists import OWNER, Recorder
from samehands.cli.typing_session import require_windows, typing_session
from samehands.errors import RecordingError
from samehands.rhythm import shipped


def test_a_long_recording_is_read_in_pieces_that_do_not_show(recorded: Recorder) -> None:
    long = typing_session(recorded(OWNER, 0, 12_000), shipped())  # more than a block of the reader
    counts = long.counts

    assert counts.received == counts.accepted + sum(counts.rejected.values()) == 24_000
    assert [window.sequence for window in long.windows] == list(range(len(long.windows)))
    assert len(long.windows) + long.discarded == 120


def test_a_clock_that_jumps_is_counted_and_nothing_is_lost(tmp_path: Path) -> None:
    lines = OWNER.types(0, 150).splitlines(keepends=True)
    path = tmp_path / "jump.jsonl"
    path.write_bytes(b"".join(lines + lines[1:]))
    counts = typing_session(path, shipped()).counts

    assert counts.clock_jumps == 1
    assert counts.received == counts.accepted + sum(counts.rejected.values()) == 600


def test_a_session_that_fills_no_window_is_refused_with_its_size(recorded: Recorder) -> None:
    path = recorded(OWNER, 0, 99)
    collected = typing_session(path, shipped())

    with pytest.raises(RecordingError, match="got 99 keystrokes"):
        require_windows(path, collected, shipped())
