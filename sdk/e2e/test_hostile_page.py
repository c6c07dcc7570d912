"""A page that replaces fetch, JSON, Math, Promise and the methods of every prototype we could use."""

import json
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, CDPSession

from due import due_from, events_in
from golden.make_rhythm import typed
from page_server import PageServer
from typist import Keyboard

pytestmark = [pytest.mark.services, pytest.mark.slow]


class Outside:
    """A world of its own in the page, with built-ins that nobody replaced; it shares only the DOM."""

    def __init__(self, session: CDPSession) -> None:
        tree = session.send("Page.getFrameTree")
        world = session.send(
            "Page.createIsolatedWorld", {"frameId": tree["frameTree"]["frame"]["id"]}
        )
        self.session, self.world = session, world["executionContextId"]

    def evaluate(self, expression: str) -> Any:
        """What an expression gives in that world."""
        answer = self.session.send(
            "Runtime.evaluate",
            {"expression": expression, "contextId": self.world, "returnByValue": True},
        )
        return answer["result"].get("value")

    def told(self) -> dict[str, Any]:
        """What the page says of itself."""
        self.evaluate("dispatchEvent(new Event('tell'))")
        return dict(json.loads(self.evaluate("document.getElementById('note').textContent")))


def test_a_page_that_replaces_everything_breaks_nothing_and_is_handed_nothing(
    context: BrowserContext, server: PageServer
) -> None:
    page = context.new_page()
    page.goto(f"{server.url}/site/hostile.html")
    keyboard = Keyboard.of(page)
    outside = Outside(keyboard.session)

    def look() -> None:
        outside.evaluate("dispatchEvent(new Event('look'))")
        for _ in range(100):
            if outside.told()["waiting"]:
                return
            page.wait_for_timeout(25)
        pytest.fail(f"never answered: {outside.told()}")

    for _ in range(100):
        if outside.told()["reason"] == "":
            break
        page.wait_for_timeout(25)
    assert outside.told()["reason"] == ""
    look()
    outside.evaluate("document.getElementById('plain').focus()")
    keyboard.type(typed("e2e hostile", 230))
    look()
    told = outside.told()

    events = events_in(told["stream"], frozenset({"plain"}))
    due = due_from(events)
    assert len(due) == 2
    assert server.collector.messages == due
    assert told["spied"] == []
    assert told["faults"] == []
    for each in server.collector.requests:
        if each.path.startswith("/v1/"):
            assert "cookie" not in each.headers
