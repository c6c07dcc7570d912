"""Names of keys: the same key has the same position whatever a data set calls it."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from samehands.capture.positions import UNKNOWN_POSITION, position_of
from samehands.lab.datasets.keynames import (
    JS_KEYCODE_POSITION,
    WINDOWS_KEYCODE_POSITION,
    position_of_js_keycode,
    position_of_name,
)


@pytest.mark.parametrize(
    ("code", "keycode", "names"),
    [
        ("KeyA", 65, ["a", "A"]),
        ("Digit4", 52, ["4", "$", "four"]),
        ("Space", 32, [" ", "space", "SPACE"]),
        ("Backspace", 8, ["backspace", "BACKSPACE", "Key.backspace"]),
        ("Enter", 13, ["enter", "RETURN", "Return", "Key.enter"]),
        ("ShiftLeft", 16, ["shift", "LSHIFT", "Key.shift"]),
        ("Backslash", 220, ["back_slash", "\\", "\\\\", "|"]),
        ("Quote", 222, ["quote", "'", '"']),
        ("Minus", 189, ["dash", "-", "_"]),
        ("Numpad9", 105, ["numpad_9", "NUM9", "<105>", "NUMPGUP"]),
        ("NumpadDecimal", 110, ["NUM.", "NUMDEL"]),
        ("ArrowLeft", 37, ["left", "LEFT", "Key.left"]),
        ("CapsLock", 20, ["caps_lock", "CAPSLOCK", "Key.caps_lock"]),
        ("MetaLeft", 91, ["LWIN", "windows", "command"]),
    ],
)
def test_all_names_of_a_key_are_one_position(code: str, keycode: int, names: list[str]) -> None:
    due = position_of(code)
    assert due != UNKNOWN_POSITION
    assert position_of_js_keycode(keycode) == WINDOWS_KEYCODE_POSITION[keycode] == due
    assert [position_of_name(name) for name in names] == [due] * len(names)


@pytest.mark.parametrize("name", ["", "F12", "nonsense", "é", "<999>", "<>", "<-1>", "Key."])
def test_a_name_that_is_not_known_is_the_unknown_position(name: str) -> None:
    assert position_of_name(name) == UNKNOWN_POSITION


@pytest.mark.parametrize("keycode", [-1, 256, 10**9])
def test_a_key_code_out_of_range_is_the_unknown_position(keycode: int) -> None:
    assert position_of_js_keycode(keycode) == UNKNOWN_POSITION


def test_browsers_and_windows_differ_where_they_do() -> None:
    assert JS_KEYCODE_POSITION[173] == position_of("Minus")  # Firefox; on Windows it is "mute"
    assert WINDOWS_KEYCODE_POSITION[173] == UNKNOWN_POSITION
    assert WINDOWS_KEYCODE_POSITION[161] == position_of("ShiftRight")
    assert JS_KEYCODE_POSITION[161] == UNKNOWN_POSITION


def test_the_tables_cannot_be_changed() -> None:
    for table in (JS_KEYCODE_POSITION, WINDOWS_KEYCODE_POSITION):
        assert table.shape == (256,)
        with pytest.raises(ValueError, match="read-only"):
            table[65] = 0


@pytest.mark.parametrize(
    ("file", "column", "unknown"),
    [
        ("monaco-pohmm/free_text.csv.gz", "keyname", {"num_lock"}),
        ("monaco-pohmm/fixed_text.csv.gz", "keyname", set()),
        ("monaco-pohmm/keypad.csv.gz", "keyname", set()),
        (
            "bbmas-desktop/events.csv.zst",
            "key",
            {"APPS", "F2", "F4", "F5", "F8", "F12", "NUMLOCK"},
        ),
        ("bot-barkworth/key.csv.zst", "pressed", {"None", "Key.f2", "Key.f11"}),
        ("bot-barkworth/key.csv.zst", "released", {"None", "Key.f2", "Key.f11"}),
    ],
)
def test_every_name_in_the_data_is_known_but_for_a_few(
    data_root: Path, file: str, column: str, unknown: set[str]
) -> None:
    names = pl.read_csv(data_root / "keystroke" / file).get_column(column).drop_nulls().unique()
    assert {name for name in names if position_of_name(name) == UNKNOWN_POSITION} == unknown


def test_nearly_every_key_code_that_aalto_has_is_known(data_root: Path) -> None:
    path = data_root / "keystroke" / "aalto136m-a" / "keystrokes.csv.zst"
    codes = pl.read_csv(path).get_column("keycode").to_numpy()
    assert np.mean(JS_KEYCODE_POSITION[codes] == UNKNOWN_POSITION) < 0.0002
