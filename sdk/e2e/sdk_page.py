"""A page with the SDK in it, from outside: waiting for it, starting it, firing its timers."""

from typing import Final

import pytest
from playwright.sync_api import Page

FLAGS: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""How Chromium is started where it is tested."""

NOT_DRIVEN: Final = "--disable-blink-features=AutomationControlled"
"""So that `navigator.webdriver` is false, as it is where nobody drives the browser."""


def until(page: Page, expression: str) -> None:
    """Waits until an expression holds. Playwright's own way needs `eval`, which the policy forbids."""
    for _ in range(200):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(25)
    pytest.fail(f"never came true: {expression}")


def started(page: Page, options: str = "{}") -> None:
    """Starts the SDK and waits until it observes."""
    page.evaluate(f"begin({options})")
    until(page, "handle.reason === ''")


def looked(page: Page) -> None:
    """Fires the timers, and waits until what they sent is answered: a new timer is set then."""
    page.evaluate("fire()")
    until(page, "timersWaiting() > 0")
