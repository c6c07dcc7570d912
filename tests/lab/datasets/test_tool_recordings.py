"""Tools that type, and one remote link, as recorded."""

import gzip
from pathlib import Path

import numpy as np
import pytest

from samehands.capture.keystrokes import MISSING
from samehands.capture.positions import UNKNOWN_POSITION, position_of
from samehands.errors import DataSetError
from samehands.lab.datasets.tool_recordings import load_remote_link, load_tool_typing


def test_key_codes_of_the_server_are_positions_and_the_pointer_is_left_out(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "bot" / "tool-generated" / "typing"
    folder.mkdir(parents=True)
    rows = ["t_ms,server_ms,event,code,x,y", "1.0,5,kd,38,0,0", "1.5,5,mv,0,3,3"]
    rows += ["2.25,6,ku,38,0,0", "3.0,7,kd,255,0,0"]
    (folder / "a-tool-5.1.csv.gz").write_bytes(gzip.compress("\n".join(rows).encode()))
    (recording,) = load_tool_typing(tmp_path)
    assert recording.name == "a-tool-5"
    typed = recording.keystrokes
    assert typed.position.tolist() == [position_of("KeyA"), UNKNOWN_POSITION]
    assert typed.hold.tolist() == [1_250, MISSING]


def test_absent_recordings_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataSetError, match="no recordings"):
        load_tool_typing(tmp_path)
    with pytest.raises(DataSetError):
        load_remote_link(tmp_path)


def test_tools_at_their_defaults_hold_keys_for_a_few_milliseconds(data_root: Path) -> None:
    recordings = {one.name: one.keystrokes for one in load_tool_typing(data_root)}
    assert len(recordings) == 11
    for name, typed in recordings.items():
        assert 350 <= len(typed) <= 400
        # xdotool types a character that the layout lacks with a key it borrows: it has no position.
        assert np.count_nonzero(typed.position == UNKNOWN_POSITION) <= 1, name
        held = typed.hold[typed.hold != MISSING]
        limit = 32_000 if name == "xdotool-type-120" else 14_000
        assert np.median(held) < limit, name


def test_a_link_changes_intervals_and_loses_no_key(data_root: Path) -> None:
    near, far = load_remote_link(data_root)
    assert np.array_equal(near.position, far.position)
    moved = np.abs(np.diff(near.press) - np.diff(far.press))
    assert 1_000 < np.median(moved) < 20_000
