"""Firefox: the same windows as Python from what the page saw, and nothing of a password."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from due import OBSERVED, due_from, events_in
from firefox import Firefox, executable
from golden.make_rhythm import typed
from page_server import PageServer
from samehands.rhythm.window import ClockClass, PathFlag
from samehands.wire import decode

pytestmark = [pytest.mark.services, pytest.mark.slow]


@pytest.fixture
def firefox(built: Path, tmp_path: Path) -> Iterator[Firefox]:  # noqa: ARG001  # what it loads has to be there
    """A tab, with nothing in it."""
    if executable() is None:
        pytest.skip("no Firefox on this machine (apt-get install firefox-esr)")
    with Firefox.running(tmp_path) as running:
        yield running


def until(firefox: Firefox, expression: str) -> None:
    """Waits until an expression holds."""
    for _ in range(200):
        if firefox.evaluate(expression):
            return
        time.sleep(0.025)
    pytest.fail(f"never came true: {expression}")


def test_what_is_typed_in_firefox_makes_python_s_windows(
    firefox: Firefox, server: PageServer
) -> None:
    firefox.goto(f"{server.url}/site/fields.html")
    firefox.evaluate("begin()")
    until(firefox, "handle.reason === ''")
    firefox.evaluate("fire().length")
    until(firefox, "timersWaiting() > 0")
    for field in ("secret", "area"):
        firefox.evaluate(f"focusOn({field!r})")
        firefox.type(typed(f"firefox {field}", 120, gap=70, hold=45))
    firefox.evaluate("fire().length")
    until(firefox, "timersWaiting() > 0 && handle.delivery.waiting === 0")

    stream = firefox.evaluate("stream")
    events = events_in(stream, OBSERVED)
    # Unlike Chromium, Firefox lets nobody hide that it is driven.
    assert firefox.evaluate("navigator.webdriver") is True
    due = due_from(events, PathFlag.INJECTED)
    assert len(stream) >= 480
    assert len(due) == 1
    assert server.collector.messages == due
    assert decode(due[0]).clock >= ClockClass.ONE_MS
    # It asks for an icon of its own accord, which the policy of the page forbids.
    assert [one for one in firefox.evaluate("faults") if "favicon" not in one] == []
    assert firefox.evaluate("localStorage.length + sessionStorage.length") == 0
