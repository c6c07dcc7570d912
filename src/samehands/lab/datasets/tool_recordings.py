"""Tools that type, and one remote link, recorded as key events at an X server.

Made by this project's data folder: `xdotool`, `pyautogui` and injectors played through XTest with
the gap that their name tells, 200-400 characters each; and the same human input before and after
a VNC link, on two clocks that have nothing to do with each other.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from samehands.capture.events import Action, KeyEvents
from samehands.capture.keystrokes import Keystrokes
from samehands.capture.pairing import PairingState, flush, pair
from samehands.capture.positions import position_of
from samehands.errors import DataSetError
from samehands.lab.datasets.table import read_table
from samehands.quantities import MICROS_PER_MILLI

_FOLDER: Final = "bot/tool-generated"
_COLUMNS: Final[dict[str, type[pl.DataType]]] = {
    "t_ms": pl.Float64,
    "event": pl.String,
    "code": pl.Int64,
}

_ROWS: Final[dict[int, tuple[str, ...]]] = {
    9: (
        "Escape",
        *(f"Digit{digit}" for digit in (1, 2, 3, 4, 5, 6, 7, 8, 9, 0)),
        "Minus",
        "Equal",
    ),
    22: ("Backspace", "Tab", *(f"Key{letter}" for letter in "QWERTYUIOP")),
    34: ("BracketLeft", "BracketRight", "Enter", "ControlLeft"),
    38: (*(f"Key{letter}" for letter in "ASDFGHJKL"), "Semicolon", "Quote", "Backquote"),
    50: ("ShiftLeft", "Backslash", *(f"Key{letter}" for letter in "ZXCVBNM")),
    59: ("Comma", "Period", "Slash", "ShiftRight", "NumpadMultiply", "AltLeft", "Space"),
    66: ("CapsLock",),
    94: ("IntlBackslash",),
    104: ("NumpadEnter", "ControlRight", "NumpadDivide"),
    108: ("AltRight",),
    110: ("Home", "ArrowUp", "PageUp", "ArrowLeft", "ArrowRight", "End", "ArrowDown", "PageDown"),
    118: ("Insert", "Delete"),
    133: ("MetaLeft", "MetaRight"),
}
"""First X key code of a run of keys → `KeyboardEvent.code` of each, on a PC keyboard."""

_CODES: Final = {
    first + step: code for first, codes in _ROWS.items() for step, code in enumerate(codes)
}


@dataclass(frozen=True, slots=True)
class ToolRecording:
    """What one tool typed.

    Args:
        name: the tool and its gap in ms, as the file has it.
        keystrokes: one stream.
    """

    name: str
    keystrokes: Keystrokes


def load_tool_typing(root: Path) -> tuple[ToolRecording, ...]:
    """Loads all recordings of tools that type, by name.

    Args:
        root: the data folder.

    Raises:
        DataSetError: there are none, or one is not as described.
    """
    folder = root / _FOLDER / "typing"
    files = sorted(folder.glob("*.csv.gz"))
    if not files:
        raise DataSetError(str(folder), got="no recordings", due="tools that type")
    return tuple(ToolRecording(path.name.split(".")[0], _typed(path)) for path in files)


def load_remote_link(root: Path) -> tuple[Keystrokes, Keystrokes]:
    """The same human typing before and after a VNC link.

    Args:
        root: the data folder.

    Raises:
        DataSetError: the files are absent or not as described.
    """
    folder = root / _FOLDER / "remote"
    return _typed(folder / "vnc-loop.local.csv.gz"), _typed(folder / "vnc-loop.remote.csv.gz")


def _typed(path: Path) -> Keystrokes:
    table = read_table(path, _COLUMNS).filter(pl.col("event").is_in(["kd", "ku"]))
    code = table.get_column("code").to_list()
    events = KeyEvents(
        np.rint(table.get_column("t_ms").to_numpy() * MICROS_PER_MILLI).astype(np.int64),
        np.array([position_of(_CODES.get(each, "")) for each in code], np.int16),
        np.where(table.get_column("event").to_numpy() == "kd", Action.DOWN, Action.UP).astype(
            np.int8
        ),
        np.zeros(len(table), np.bool_),
    )
    paired = pair(PairingState(), events)
    return Keystrokes.concatenated([paired.keystrokes, flush(paired.state).keystrokes])
