"""Physical key positions and the zones they lie in; the character is never read.

A position is named as `KeyboardEvent.code` names it (W3C UI Events `code` values): `KeyA` is the
key right of Caps Lock whatever the layout prints there.
"""

from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray


class Zone(IntEnum):
    """Where on the keyboard a key lies: hand × row for letters, and the classes of the others."""

    LEFT_TOP = 0
    LEFT_HOME = 1
    LEFT_BOTTOM = 2
    RIGHT_TOP = 3
    RIGHT_HOME = 4
    RIGHT_BOTTOM = 5
    SPACE = 6
    BACKSPACE = 7
    ENTER = 8
    SHIFT = 9
    MODIFIER = 10
    DIGIT = 11
    NAVIGATION = 12
    OTHER = 13


ZONES: Final = len(Zone)
"""How many zones there are."""

_CODES_BY_ZONE: Final[dict[Zone, tuple[str, ...]]] = {
    Zone.LEFT_TOP: ("KeyQ", "KeyW", "KeyE", "KeyR", "KeyT"),
    Zone.LEFT_HOME: ("KeyA", "KeyS", "KeyD", "KeyF", "KeyG"),
    Zone.LEFT_BOTTOM: ("IntlBackslash", "KeyZ", "KeyX", "KeyC", "KeyV", "KeyB"),
    Zone.RIGHT_TOP: ("KeyY", "KeyU", "KeyI", "KeyO", "KeyP", "BracketLeft", "BracketRight"),
    Zone.RIGHT_HOME: ("KeyH", "KeyJ", "KeyK", "KeyL", "Semicolon", "Quote", "Backslash"),
    Zone.RIGHT_BOTTOM: ("KeyN", "KeyM", "Comma", "Period", "Slash", "IntlRo"),
    Zone.SPACE: ("Space",),
    Zone.BACKSPACE: ("Backspace",),
    Zone.ENTER: ("Enter", "NumpadEnter"),
    Zone.SHIFT: ("ShiftLeft", "ShiftRight"),
    Zone.MODIFIER: (
        "ControlLeft",
        "ControlRight",
        "AltLeft",
        "AltRight",
        "MetaLeft",
        "MetaRight",
        "CapsLock",
    ),
    Zone.DIGIT: (
        "Backquote",
        *(f"Digit{digit}" for digit in range(10)),
        "Minus",
        "Equal",
        "IntlYen",
        *(f"Numpad{digit}" for digit in range(10)),
        "NumpadAdd",
        "NumpadSubtract",
        "NumpadMultiply",
        "NumpadDivide",
        "NumpadDecimal",
    ),
    Zone.NAVIGATION: (
        "ArrowLeft",
        "ArrowRight",
        "ArrowUp",
        "ArrowDown",
        "Home",
        "End",
        "PageUp",
        "PageDown",
        "Delete",
        "Insert",
        "Tab",
        "Escape",
    ),
    Zone.OTHER: (),
}

UNKNOWN_POSITION: Final = 0
"""The position of a key that has no name here; it lies in `Zone.OTHER`."""

_LAID_OUT: Final = [(code, zone) for zone, codes in _CODES_BY_ZONE.items() for code in codes]

POSITIONS: Final[dict[str, int]] = {code: index + 1 for index, (code, _) in enumerate(_LAID_OUT)}
"""`KeyboardEvent.code` → position, from 1; a code that is not here is `UNKNOWN_POSITION`."""

ZONE_OF_POSITION: Final[NDArray[np.int8]] = np.array(
    [Zone.OTHER, *(zone for _, zone in _LAID_OUT)], dtype=np.int8
)
"""Position → zone, shape (positions,)."""
ZONE_OF_POSITION.setflags(write=False)


def position_of(code: str) -> int:
    """The position that a `KeyboardEvent.code` names.

    >>> ZONE_OF_POSITION[position_of("KeyA")] == Zone.LEFT_HOME
    np.True_
    >>> position_of("LaunchMail")
    0
    """
    return POSITIONS.get(code, UNKNOWN_POSITION)
