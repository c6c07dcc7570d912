"""Injector payloads as skeletons."""

import gzip
from pathlib import Path

import pytest

from samehands.errors import DataSetError
from samehands.lab.datasets.ducky import FILE, Chord, Pause, Typed, load_skeletons

_REST = '"default_delay_ms":20,"string_delay_ms":7}'


def _written(root: Path, *lines: str) -> Path:
    path = root / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    return root


def test_pauses_strings_and_chords_come_in_order(tmp_path: Path) -> None:
    ops = '[["d",500],["k","GUI+CHAR"],["w","WAIT_FOR_CAPS_ON"],["s",12,2],["loop",null]]'
    (payload,) = load_skeletons(_written(tmp_path, '{"path":"p","ops":' + ops + "," + _REST))
    assert payload.steps == (Pause(500), Chord(("MetaLeft", "KeyR")), Typed(12))
    assert (payload.keys, payload.between_steps, payload.between_keys) == (14, 20, 7)


def test_a_payload_that_presses_no_key_is_left_out(tmp_path: Path) -> None:
    assert load_skeletons(_written(tmp_path, '{"ops":[["d",1]],' + _REST)) == ()


def test_a_key_that_has_no_position_is_still_a_key(tmp_path: Path) -> None:
    (payload,) = load_skeletons(_written(tmp_path, '{"ops":[["k","SHIFT+F10"]],' + _REST))
    assert payload.steps == (Chord(("ShiftLeft", "")),)


@pytest.mark.parametrize(
    "ops",
    ['[["x",1]]', '[["d",-1]]', '[["d"]]', '[["s",1000001,1]]', '[["k",3]]', "[[]]", "{}", "3"],
)
def test_steps_that_cannot_be_are_refused(tmp_path: Path, ops: str) -> None:
    with pytest.raises(DataSetError):
        load_skeletons(_written(tmp_path, '{"ops":' + ops + "," + _REST))


def test_an_absent_or_broken_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataSetError, match="the payloads"):
        load_skeletons(tmp_path)
    path = tmp_path / FILE
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no gzip at all")
    with pytest.raises(DataSetError, match="the payloads"):
        load_skeletons(tmp_path)


def test_the_real_payloads_are_146_of_which_nearly_all_press_keys(data_root: Path) -> None:
    payloads = load_skeletons(data_root)
    assert 140 <= len(payloads) <= 146
    assert max(one.keys for one in payloads) > 2_000
