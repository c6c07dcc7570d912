"""A keyboard for the browser tests: keys with times of their own, through Chromium's input pipeline."""

import time
from dataclasses import dataclass, field
from typing import Any, Final

from playwright.sync_api import CDPSession, Page

from golden.make_rhythm import Row, events_of

_TEXT: Final = {"Space": " ", "Comma": ",", "Period": ".", "Enter": "\r"}
_NAMED: Final = {"Enter": 13, "Backspace": 8, "Tab": 9, "ShiftLeft": 16, "Space": 32}


def key_of(code: str) -> dict[str, Any]:
    """What a key of a US keyboard says besides its code."""
    text = code[-1:].lower() if code.startswith(("Key", "Digit")) else _TEXT.get(code, "")
    number = _NAMED.get(code, ord(text.upper()) if text else 0)
    key = text if text and text != "\r" else code
    return {"code": code, "key": key, "windowsVirtualKeyCode": number} | (
        {"text": text} if text else {}
    )


@dataclass
class Keyboard:
    """Types into whatever has focus. Times never fall: what is typed next comes after it all.

    Args:
        session: of the page.
        at: when the last key was released, s since 1970.
    """

    session: CDPSession
    at: float = field(default_factory=time.time)

    @classmethod
    def of(cls, page: Page) -> "Keyboard":
        """A keyboard at a page."""
        return cls(page.context.new_cdp_session(page))

    def type(self, rows: list[Row]) -> None:
        """Types keys with their own timing: press and release in µs from any start, and code."""
        start = max(self.at, time.time()) + 0.5 - rows[0][0] / 1e6
        for at, code, action, _ in events_of(rows):
            key = key_of(code)
            if action == "up":
                key.pop("text", None)
            self.at = start + at / 1e6
            self.session.send(
                "Input.dispatchKeyEvent",
                {"type": "keyDown" if action == "down" else "keyUp", "timestamp": self.at} | key,
            )

    def press(self, code: str) -> None:
        """One key, down for 80 ms."""
        self.type([[0, 80_000, code]])
