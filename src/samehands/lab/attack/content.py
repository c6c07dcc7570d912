"""What a text would be on a keyboard, without anybody typing it: all that an attacker may assume."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.capture.positions import POSITIONS, ZONE_OF_POSITION, ZONES, position_of
from samehands.errors import DataSetError

_PLAIN: Final = {
    " ": "Space", "-": "Minus", "=": "Equal", "[": "BracketLeft", "]": "BracketRight",
    ";": "Semicolon", "'": "Quote", "\\": "Backslash", ",": "Comma", ".": "Period",
    "/": "Slash", "`": "Backquote",
}  # fmt: skip
_SHIFTED: Final = {
    "_": "Minus", "+": "Equal", "{": "BracketLeft", "}": "BracketRight", ":": "Semicolon",
    '"': "Quote", "|": "Backslash", "<": "Comma", ">": "Period", "?": "Slash", "~": "Backquote",
    "!": "Digit1", "@": "Digit2", "#": "Digit3", "$": "Digit4", "%": "Digit5", "^": "Digit6",
    "&": "Digit7", "*": "Digit8", "(": "Digit9", ")": "Digit0",
}  # fmt: skip
_KEYS: Final = len(POSITIONS) + 1

CONTENT_NUMBERS: Final = 48
"""Numbers that stand for a text: its main components over the pool.

More: finer differences between texts, but more to learn from each window."""


def keys_of(text: str) -> NDArray[np.int16]:
    """The key positions that type a text on a US keyboard, a shifted character after its shift.

    Characters that have no key there come out as unknown positions.

    >>> len(keys_of("Ab"))
    3
    """
    keys: list[int] = []
    for character in text:
        if character in _SHIFTED or character.isupper():
            keys.append(position_of("ShiftLeft"))
        if character.isascii() and character.isalpha():
            code = f"Key{character.upper()}"
        elif character.isascii() and character.isdigit():
            code = f"Digit{character}"
        else:
            code = _PLAIN.get(character) or _SHIFTED.get(character, "")
        keys.append(position_of(code))
    return np.array(keys, np.int16)


def key_counts(texts: tuple[str, ...]) -> NDArray[np.float64]:
    """How often each key and each pair of zones occurs in each text.

    Returns:
        Shape (texts, keys + zone pairs), counts.
    """
    counts = np.zeros((len(texts), _KEYS + ZONES * ZONES))
    for row, text in enumerate(texts):
        keys = keys_of(text)
        zone = ZONE_OF_POSITION[keys].astype(np.int64)
        np.add.at(counts[row], keys.astype(np.int64), 1.0)
        np.add.at(counts[row], _KEYS + zone[:-1] * ZONES + zone[1:], 1.0)
    return counts


def text_content(texts: tuple[str, ...], numbers: int = CONTENT_NUMBERS) -> NDArray[np.float64]:
    """A few numbers for each text: the main components of its standardised key counts.

    Returns:
        Shape (texts, at most `numbers`), centred; the total variance is 1.

    Raises:
        DataSetError: fewer than two texts differ.
    """
    counts = key_counts(texts)
    spread = counts.std(axis=0)
    kept = spread > 0.02
    if len(texts) < 2 or not kept.any():
        raise DataSetError("pool", got="texts that are all alike", due="at least two different")
    standard = (counts[:, kept] - counts[:, kept].mean(axis=0)) / spread[kept]
    left, scale, _ = np.linalg.svd(standard, full_matrices=False)
    content = left[:, :numbers] * scale[:numbers]
    return np.asarray(content / np.sqrt((content**2).sum() / len(texts)))
