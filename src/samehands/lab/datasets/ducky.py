"""Payloads of a common keystroke injector as timing skeletons: pauses, strings by length, chords.

146 published payloads, reduced by the data folder's makers: no text is left in them, a letter in
a chord is `CHAR`. They come from several authors without one licence: for measuring only. Loops
and waits for a lamp or a disk are left out: the step after them follows at once.
"""

import gzip
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Final

import msgspec

from samehands.errors import DataSetError

FILE: Final = "bot/ducky-skeletons/skeletons.jsonl.gz"
"""From the data folder."""

LONGEST_STRING: Final = 100_000
"""Keys of one string, and milliseconds of one pause, times a hundred: longer is no payload."""

_CODES: Final[dict[str, str]] = {
    "CHAR": "KeyR",
    "GUI": "MetaLeft",
    "WINDOWS": "MetaLeft",
    "CTRL": "ControlLeft",
    "CONTROL": "ControlLeft",
    "ALT": "AltLeft",
    "SHIFT": "ShiftLeft",
    "ENTER": "Enter",
    "TAB": "Tab",
    "SPACE": "Space",
    "BACKSPACE": "Backspace",
    "DELETE": "Delete",
    "CAPSLOCK": "CapsLock",
    "ESC": "Escape",
    "ESCAPE": "Escape",
    "HOME": "Home",
    "END": "End",
    "UP": "ArrowUp",
    "UPARROW": "ArrowUp",
    "DOWN": "ArrowDown",
    "DOWNARROW": "ArrowDown",
    "LEFT": "ArrowLeft",
    "LEFTARROW": "ArrowLeft",
    "RIGHT": "ArrowRight",
    "RIGHTARROW": "ArrowRight",
}
"""What the payload language calls a key → `KeyboardEvent.code`; others have no position here."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Nothing happens for so many milliseconds."""

    millis: int


@dataclass(frozen=True, slots=True)
class Typed:
    """A string of so many keys."""

    keys: int


@dataclass(frozen=True, slots=True)
class Chord:
    """Keys that go down together, as `KeyboardEvent.code`; one that is not known is empty."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Skeleton:
    """One payload.

    Args:
        steps: in order.
        between_steps: ms that it waits before each step.
        between_keys: ms between the keys of a string; 0 leaves it to the device.
    """

    steps: tuple[Pause | Typed | Chord, ...] = field(repr=False)
    between_steps: int = 0
    between_keys: int = 0

    @property
    def keys(self) -> int:
        """How many keys it presses."""
        return sum(
            step.keys if isinstance(step, Typed) else len(step.codes)
            for step in self.steps
            if not isinstance(step, Pause)
        )


_Count = Annotated[int, msgspec.Meta(ge=0, le=LONGEST_STRING * 100)]


class _Line(msgspec.Struct, frozen=True):
    ops: list[list[Any]]
    default_delay_ms: _Count
    string_delay_ms: _Count


def load_skeletons(root: Path) -> tuple[Skeleton, ...]:
    """Loads all payloads that press a key.

    Args:
        root: the data folder.

    Raises:
        DataSetError: the file is absent or not as described.
    """
    path = root / FILE
    try:
        lines = gzip.decompress(path.read_bytes()).splitlines()
        rows = [msgspec.json.decode(line, type=_Line) for line in lines]
    except (OSError, EOFError, zlib.error, msgspec.MsgspecError) as error:
        raise DataSetError(str(path), got=type(error).__name__, due="the payloads") from error
    skeletons = tuple(_skeleton(row, f"{path.name} line {at}") for at, row in enumerate(rows, 1))
    return tuple(one for one in skeletons if one.keys)


def _skeleton(row: _Line, where: str) -> Skeleton:
    steps: list[Pause | Typed | Chord] = []
    for op in row.ops:
        match op:
            case ["d", int(millis)] if 0 <= millis <= LONGEST_STRING * 100:
                steps.append(Pause(millis))
            case ["s", int(keys), int(_)] if 0 <= keys <= LONGEST_STRING:
                steps.append(Typed(keys))
            case ["k", str(chord)]:
                steps.append(Chord(tuple(_CODES.get(key, "") for key in chord.split("+"))))
            case ["loop" | "w", *_]:
                continue
            case _:
                raise DataSetError(where, got="another step", due="a pause, string or chord")
    return Skeleton(tuple(steps), row.default_delay_ms, row.string_delay_ms)
