"""Nothing before consent, nothing while the person pauses, nothing after the end."""

import pytest
from playwright.sync_api import Page

from due import due_of
from golden.make_rhythm import typed
from page_server import PageServer
from sdk_page import looked, started, until
from typist import Keyboard

pytestmark = [pytest.mark.services, pytest.mark.slow]


def listeners(keyboard: Keyboard) -> int:
    """How many listeners for keys the page's window has, by Chromium's own account."""
    window = keyboard.session.send("Runtime.evaluate", {"expression": "window"})
    found = keyboard.session.send(
        "DOMDebugger.getEventListeners", {"objectId": window["result"]["objectId"]}
    )
    return sum(each["type"] in {"keydown", "keyup"} for each in found["listeners"])


@pytest.mark.parametrize(
    "consent",
    [
        "undefined",
        "true",
        "{...agreed, version: ''}",
        "{...agreed, language: null}",
        "{...agreed, at: Date.now()}",
        "Promise.resolve(true)",
        "new Promise(() => {})",
    ],
)
def test_nothing_is_observed_or_fetched_without_consent(
    consent: str, page: Page, keyboard: Keyboard, server: PageServer
) -> None:
    before = listeners(keyboard)
    page.evaluate(f"begin({{consent: {consent}}})")
    page.evaluate("focusOn('plain')")
    keyboard.type(typed("e2e consent", 110))
    page.evaluate("fire()")
    page.wait_for_timeout(200)

    assert listeners(keyboard) == before
    assert not [each for each in server.collector.requests if each.path.startswith("/v1/")]
    assert page.evaluate("[handle.state, handle.reason, timersWaiting()]") == [
        "off",
        "no consent",
        0,
    ]


def test_what_was_typed_before_consent_is_in_no_window(
    page: Page, keyboard: Keyboard, server: PageServer
) -> None:
    page.evaluate("begin({consent: new Promise((agree) => (window.agree = agree))})")
    page.evaluate("focusOn('plain')")
    keyboard.type(typed("e2e before", 70))
    page.evaluate("agree(agreed)")
    until(page, "handle.reason === ''")
    page.evaluate("stream.length = 0")
    looked(page)
    keyboard.type(typed("e2e after", 110))
    looked(page)

    assert server.collector.messages == due_of(page)
    assert len(server.collector.messages) == 1


def test_a_consent_that_is_rejected_is_none(page: Page, keyboard: Keyboard) -> None:
    before = listeners(keyboard)
    page.evaluate("begin({consent: Promise.reject(new Error('no'))})")
    page.wait_for_timeout(100)

    assert listeners(keyboard) == before
    assert page.evaluate("handle.state") == "off"
    assert page.evaluate("faults") == []


def test_a_pause_forgets_the_window_and_observes_nothing(
    page: Page, keyboard: Keyboard, server: PageServer
) -> None:
    before = listeners(keyboard)
    started(page)
    looked(page)
    page.evaluate("focusOn('plain')")
    keyboard.type(typed("e2e half", 60))
    page.evaluate("handle.pause()")
    assert listeners(keyboard) == before
    assert page.evaluate("handle.state") == "paused"
    keyboard.type(typed("e2e paused", 110))
    page.evaluate("handle.resume()")
    page.evaluate("stream.length = 0")
    assert page.evaluate("handle.state") == "learning"
    keyboard.type(typed("e2e resumed", 110))
    looked(page)

    assert server.collector.messages == due_of(page)
    assert len(server.collector.messages) == 1
    assert page.evaluate("states") == ["off", "learning", "paused", "learning"]
    told = [each.body for each in server.collector.requests if each.path == "/v1/pause"]
    assert told == [b'{"paused":true}', b'{"paused":false}']


def test_a_forgotten_pause_ends_by_itself(page: Page, server: PageServer) -> None:
    started(page)
    looked(page)
    page.evaluate("handle.pause()")
    sent = len(server.collector.batches)

    assert page.evaluate("fire()") == [15 * 60_000]
    assert page.evaluate("handle.state") == "learning"
    assert len(server.collector.batches) == sent


def test_after_the_end_nothing_is_observed_or_sent(
    page: Page, keyboard: Keyboard, server: PageServer
) -> None:
    before = listeners(keyboard)
    started(page)
    looked(page)
    page.evaluate("focusOn('plain')")
    keyboard.type(typed("e2e end", 110))
    sent = len(server.collector.batches)
    page.evaluate("handle.stop()")
    keyboard.type(typed("e2e end", 110))
    page.evaluate("handle.resume()")
    page.evaluate("fire()")
    page.wait_for_timeout(100)

    assert listeners(keyboard) == before
    assert len(server.collector.batches) == sent
    assert page.evaluate("[handle.state, handle.reason]") == ["off", "stopped"]
    assert page.evaluate("handle.delivery") == {
        "made": 1,
        "delivered": 0,
        "refused": 0,
        "dropped": 1,
        "waiting": 0,
    }


def test_starting_again_stops_the_first(page: Page, keyboard: Keyboard) -> None:
    started(page)
    page.evaluate("window.first = handle")
    once = listeners(keyboard)
    started(page)

    assert listeners(keyboard) == once
    assert page.evaluate("[first.state, first.reason]") == ["off", "stopped"]


@pytest.mark.parametrize(
    "options", ["{token: undefined}", "{server: null}", "{server: 'http://%'}"]
)
def test_options_that_make_no_sense_are_said_and_not_thrown(options: str, page: Page) -> None:
    page.evaluate(f"begin({options})")
    until(page, "handle.reason === 'options'")
    assert page.evaluate("samehands.start().reason") == "options"
    assert page.evaluate("faults") == []


def test_a_projection_that_is_not_the_one_named_is_refused(
    page: Page, keyboard: Keyboard, server: PageServer
) -> None:
    before = listeners(keyboard)
    server.collector.projection = server.collector.projection.replace(b"open-1", b"open-2", 1)
    page.evaluate("begin()")
    until(page, "handle.reason === 'projection'")

    assert listeners(keyboard) == before
    assert server.collector.batches == []


def test_the_badge_shows_the_state_and_pauses(page: Page, server: PageServer) -> None:
    badge = page.locator("samehands-badge")
    word, button = badge.locator("span"), badge.locator("button")
    assert word.text_content() == "Off"
    assert not button.is_visible()
    page.evaluate("begin()")
    page.evaluate("samehandsBadge.show(handle)")
    until(page, "handle.reason === ''")
    assert word.text_content() == "Learning"
    server.collector.verdict = {
        "session": "s",
        "revision": 3,
        "state": "verified",
        "verdict": {"kind": "allow", "reasons": []},
    }
    looked(page)
    assert word.text_content() == "Verified"
    assert [each["revision"] for each in page.evaluate("verdicts")] == [3]
    button.click()
    assert word.text_content() == "Paused"
    assert page.evaluate("handle.state") == "paused"
    assert button.text_content() == "Resume"
    button.click()
    assert page.evaluate("handle.state") == "verified"
    page.evaluate("handle.stop()")
    assert word.text_content() == "Off"
    assert page.evaluate("faults") == []
