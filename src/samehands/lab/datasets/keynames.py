"""What data sets call a key, as physical positions on a US keyboard.

A data set names keys by the character printed, by the logger's word for them, or by a browser's
key code. All three are read as if the keyboard were a US one, which is what these sets say or
mean; on another layout a letter's position is then wrong by the layout's difference.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.capture.positions import UNKNOWN_POSITION, position_of

_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS: Final = "0123456789"

_CODE_OF_KEYCODE: Final[dict[int, str]] = {
    8: "Backspace",
    9: "Tab",
    12: "Numpad5",  # "clear": the middle of the keypad without Num Lock
    13: "Enter",
    16: "ShiftLeft",  # a key code tells the sides of a modifier apart only from 160 on
    17: "ControlLeft",
    18: "AltLeft",
    20: "CapsLock",
    27: "Escape",
    32: "Space",
    33: "PageUp",
    34: "PageDown",
    35: "End",
    36: "Home",
    37: "ArrowLeft",
    38: "ArrowUp",
    39: "ArrowRight",
    40: "ArrowDown",
    45: "Insert",
    46: "Delete",
    59: "Semicolon",  # Firefox
    61: "Equal",  # Firefox
    91: "MetaLeft",
    92: "MetaRight",
    106: "NumpadMultiply",
    107: "NumpadAdd",
    109: "NumpadSubtract",
    110: "NumpadDecimal",
    111: "NumpadDivide",
    173: "Minus",  # Firefox
    186: "Semicolon",
    187: "Equal",
    188: "Comma",
    189: "Minus",
    190: "Period",
    191: "Slash",
    192: "Backquote",
    219: "BracketLeft",
    220: "Backslash",
    221: "BracketRight",
    222: "Quote",
    224: "MetaLeft",  # Firefox on macOS
    225: "AltRight",
    226: "IntlBackslash",
    **{48 + digit: f"Digit{digit}" for digit in range(10)},
    **{65 + index: f"Key{letter}" for index, letter in enumerate(_LETTERS)},
    **{96 + digit: f"Numpad{digit}" for digit in range(10)},
}
"""What `KeyboardEvent.keyCode` means."""

JS_KEYCODE_POSITION: Final[NDArray[np.int16]] = np.array(
    [position_of(_CODE_OF_KEYCODE.get(code, "")) for code in range(256)], dtype=np.int16
)
"""`KeyboardEvent.keyCode` → position on a US keyboard, shape (256,); 0 where unknown."""
JS_KEYCODE_POSITION.setflags(write=False)

_WINDOWS_ONLY: Final[dict[int, str]] = {
    160: "ShiftLeft",
    161: "ShiftRight",
    162: "ControlLeft",
    163: "ControlRight",
    164: "AltLeft",
    165: "AltRight",
    **dict.fromkeys((59, 61, 173, 224, 225), ""),  # Firefox's own
}
"""Where Windows' virtual key codes say something else than a browser's key codes."""

WINDOWS_KEYCODE_POSITION: Final[NDArray[np.int16]] = JS_KEYCODE_POSITION.copy()
"""Windows' virtual key code → position on a US keyboard, shape (256,); 0 where unknown."""
for _code, _name in _WINDOWS_ONLY.items():
    WINDOWS_KEYCODE_POSITION[_code] = position_of(_name)
WINDOWS_KEYCODE_POSITION.setflags(write=False)

_CODE_OF_CHARACTER: Final[dict[str, str]] = {
    **{letter: f"Key{letter}" for letter in _LETTERS},
    **{letter.lower(): f"Key{letter}" for letter in _LETTERS},
    **{digit: f"Digit{digit}" for digit in _DIGITS},
    **{shifted: f"Digit{digit}" for digit, shifted in zip(_DIGITS, ")!@#$%^&*(", strict=True)},
    **dict.fromkeys("`~", "Backquote"),
    **dict.fromkeys("-_", "Minus"),
    **dict.fromkeys("=+", "Equal"),
    **dict.fromkeys("[{", "BracketLeft"),
    **dict.fromkeys("]}", "BracketRight"),
    **dict.fromkeys("\\|", "Backslash"),
    **dict.fromkeys(";:", "Semicolon"),
    **dict.fromkeys("'\"", "Quote"),
    **dict.fromkeys(",<", "Comma"),
    **dict.fromkeys(".>", "Period"),
    **dict.fromkeys("/?", "Slash"),
    " ": "Space",
}

_CODE_OF_WORD: Final[dict[str, str]] = {
    "space": "Space",
    "backspace": "Backspace",
    "enter": "Enter",
    "return": "Enter",
    "tab": "Tab",
    "esc": "Escape",
    "escape": "Escape",
    "shift": "ShiftLeft",
    "lshift": "ShiftLeft",
    "rshift": "ShiftRight",
    "ctrl": "ControlLeft",
    "lctrl": "ControlLeft",
    "rctrl": "ControlRight",
    "ctrl_r": "ControlRight",
    "alt": "AltLeft",
    "lalt": "AltLeft",
    "ralt": "AltRight",
    "alt_r": "AltRight",
    "alt_gr": "AltRight",
    "windows": "MetaLeft",
    "command": "MetaLeft",
    "cmd": "MetaLeft",
    "lwin": "MetaLeft",
    "rwin": "MetaRight",
    "capslock": "CapsLock",
    "caps_lock": "CapsLock",
    "left": "ArrowLeft",
    "right": "ArrowRight",
    "up": "ArrowUp",
    "down": "ArrowDown",
    "home": "Home",
    "end": "End",
    "pageup": "PageUp",
    "page_up": "PageUp",
    "pagedown": "PageDown",
    "page_down": "PageDown",
    "insert": "Insert",
    "delete": "Delete",
    "comma": "Comma",
    "period": "Period",
    "quote": "Quote",
    "semicolon": "Semicolon",
    "slash": "Slash",
    "dash": "Minus",
    "equals": "Equal",
    "back_slash": "Backslash",
    "back_quote": "Backquote",
    "open_bracket": "BracketLeft",
    "close_bracket": "BracketRight",
    "\\\\": "Backslash",  # a logger that escaped it
    "num.": "NumpadDecimal",
    "num+": "NumpadAdd",
    "num-": "NumpadSubtract",
    "num*": "NumpadMultiply",
    "num/": "NumpadDivide",
    "numins": "Numpad0",  # the keypad without Num Lock: the same keys, other words
    "numend": "Numpad1",
    "numdown": "Numpad2",
    "numpgdn": "Numpad3",
    "numleft": "Numpad4",
    "numright": "Numpad6",
    "numhome": "Numpad7",
    "numup": "Numpad8",
    "numpgup": "Numpad9",
    "numdel": "NumpadDecimal",
    **{f"num{digit}": f"Numpad{digit}" for digit in _DIGITS},
    **{f"numpad_{digit}": f"Numpad{digit}" for digit in _DIGITS},
    **{
        word: f"Digit{digit}"
        for digit, word in enumerate(
            ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
        )
    },
}


def position_of_js_keycode(keycode: int) -> int:
    """The position that a browser's `keyCode` means on a US keyboard, 0 where unknown.

    >>> position_of_js_keycode(65) == position_of("KeyA")
    True
    >>> position_of_js_keycode(1000)
    0
    """
    if not 0 <= keycode < len(JS_KEYCODE_POSITION):
        return UNKNOWN_POSITION
    return int(JS_KEYCODE_POSITION[keycode])


def position_of_name(name: str) -> int:
    """The position that a logger's name of a key means on a US keyboard, 0 where unknown.

    Knows characters, shifted or not, the words of monaco-pohmm, bbmas and CMU, and what pynput
    writes: `Key.word` and `<code>` (of Windows).

    >>> position_of_name("!") == position_of_name("1") == position_of("Digit1")
    True
    >>> position_of_name("Key.shift") == position_of_name("LSHIFT") == position_of("ShiftLeft")
    True
    >>> position_of_name("<97>") == position_of("Numpad1")
    True
    >>> position_of_name("F12")
    0
    """
    if len(name) == 1:
        return position_of(_CODE_OF_CHARACTER.get(name, ""))
    word = name.lower().removeprefix("key.")
    if word.startswith("<") and word.endswith(">") and word[1:-1].isdecimal():
        code = int(word[1:-1])
        known = code < len(WINDOWS_KEYCODE_POSITION)
        return int(WINDOWS_KEYCODE_POSITION[code]) if known else UNKNOWN_POSITION
    return position_of(_CODE_OF_WORD.get(word, ""))
