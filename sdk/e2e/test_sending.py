"""When it sends, and what it does when the server, the network or the page goes away."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from due import due_of, unnumbered
from golden.make_rhythm import typed
from page_server import PageServer
from samehands.rhythm import EarlySign, PathFlag, Window
from samehands.wire import decode_message
from sdk_page import looked, started, until
from typist import Keyboard

pytestmark = [pytest.mark.services, pytest.mark.slow]


def sequences(server: PageServer) -> list[int]:
    """The numbers of all windows that were answered with 200, in order."""
    return [decode_message(message).sequence for message in server.collector.messages]


def test_no_key_and_nothing_that_a_person_does_sends_anything(
    page: Page, keyboard: Keyboard, server: PageServer
) -> None:
    started(page)
    looked(page)
    sent = len(server.collector.batches)
    page.evaluate("focusOn('plain')")
    keyboard.type(typed("e2e person", 230))
    for code in ("Enter", "Tab", "Enter"):
        keyboard.press(code)
    page.evaluate("focusOn('')")
    page.evaluate("document.getElementById('form').requestSubmit()")
    page.click("#send")
    page.evaluate("dispatchEvent(new Event('blur'))")
    page.wait_for_timeout(300)

    assert page.evaluate("handle.delivery.waiting") == 2
    assert len(server.collector.batches) == sent


def test_nothing_is_sent_because_the_page_goes(
    page: Page, keyboard: Keyboard, server: PageServer
) -> None:
    started(page)
    looked(page)
    page.evaluate("focusOn('plain')")
    keyboard.type(typed("e2e goes", 110))
    sent = len(server.collector.batches)
    page.goto(f"{server.url}/site/frame.html")
    page.wait_for_timeout(300)

    assert len(server.collector.batches) == sent


def test_the_timer_is_jittered_and_does_not_know_what_is_typed(
    page: Page, keyboard: Keyboard
) -> None:
    started(page)
    looked(page)
    page.evaluate("focusOn('plain')")
    waits = []
    for turn in range(12):
        if turn % 2:
            keyboard.type(typed("e2e timer", 110))
        waits += page.evaluate("fire()")
        until(page, "timersWaiting() > 0")

    assert all(5_000 <= wait <= 15_000 for wait in waits)
    assert len(set(waits)) == len(waits)


def test_a_busy_server_is_asked_again_when_it_says(
    page: Page, keyboard: Keyboard, server: PageServer
) -> None:
    started(page)
    looked(page)
    server.collector.status, server.collector.retry_after = 429, "77"
    page.evaluate("focusOn('plain')")
    keyboard.type(typed("e2e busy", 110))
    looked(page)
    keyboard.type(typed("e2e busy too", 110))
    server.collector.status = 200
    waits = page.evaluate("fire()")
    until(page, "timersWaiting() > 0")
    looked(page)

    assert waits == [77_000]
    assert server.collector.messages == due_of(page)
    assert sequences(server) == [0, 1]


def test_an_outage_loses_nothing(
    page: Page, keyboard: Keyboard, server: PageServer, context: BrowserContext
) -> None:
    started(page)
    looked(page)
    context.set_offline(offline=True)
    page.evaluate("focusOn('plain')")
    keyboard.type(typed("e2e offline", 230))
    looked(page)
    assert page.evaluate("handle.delivery.waiting") == 2
    context.set_offline(offline=False)
    looked(page)

    assert server.collector.messages == due_of(page)
    assert page.evaluate("handle.delivery") == {
        "made": 2,
        "delivered": 2,
        "refused": 0,
        "dropped": 0,
        "waiting": 0,
    }
    assert page.evaluate("faults") == []


@pytest.mark.parametrize("status", [401, 410])
def test_a_session_that_is_over_is_over(
    status: int, page: Page, keyboard: Keyboard, server: PageServer
) -> None:
    started(page)
    looked(page)
    server.collector.status = status
    page.evaluate("focusOn('plain')")
    keyboard.type(typed("e2e over", 110))
    page.evaluate("fire()")
    until(page, "handle.state === 'off'")

    assert page.evaluate("[handle.reason, timersWaiting()]") == ["ended", 0]
    assert page.evaluate("handle.delivery.dropped") == 1


def test_tabs_of_one_session_share_their_numbers(
    context: BrowserContext, server: PageServer
) -> None:
    server.collector.says_next = False  # so that only the tabs themselves can know
    pages = []
    for _ in range(3):
        page = context.new_page()
        page.goto(f"{server.url}/site/fields.html")
        started(page)
        looked(page)
        pages.append((page, Keyboard.of(page)))
    for turn in range(2):
        for number, (page, keyboard) in enumerate(pages):
            page.bring_to_front()
            page.evaluate("focusOn('plain')")
            keyboard.type(typed(f"e2e tab {number} {turn}", 105))
            looked(page)

    assert sequences(server) == [0, 1, 2, 3, 4, 5]
    names = pages[0][0].evaluate(
        "navigator.locks.query().then((all) => all.held.map((l) => l.name))"
    )
    assert {name.partition("/")[0] for name in names} == {names[0].partition("/")[0]}
    assert not any("token" in name for name in names)


def test_a_page_loaded_anew_goes_on_where_the_server_is(
    page: Page, keyboard: Keyboard, server: PageServer
) -> None:
    for turn in range(2):
        started(page)
        looked(page)
        page.evaluate("focusOn('plain')")
        keyboard.type(typed(f"e2e anew {turn}", 105))
        looked(page)
        page.reload()

    assert sequences(server) == [0, 1]


def test_a_page_that_comes_back_from_the_cache_goes_on(
    page: Page, keyboard: Keyboard, server: PageServer
) -> None:
    started(page)
    looked(page)
    page.evaluate(
        "window.restored = 0; addEventListener('pageshow', (e) => (restored += e.persisted))"
    )
    page.evaluate("focusOn('plain')")
    keyboard.type(typed("e2e cache", 110))
    looked(page)
    page.goto(f"{server.url}/site/frame.html")
    page.go_back(wait_until="commit")  # a restored page loads nothing
    if not page.evaluate("window.restored"):
        pytest.skip("this browser keeps no page here")
    page.evaluate("stream.push({type: 'gap'})")
    server.collector.due = 7  # another tab sent meanwhile
    looked(page)
    page.evaluate("focusOn('plain')")
    keyboard.type(typed("e2e cache", 110))
    looked(page)

    due = due_of(page)
    assert [*map(unnumbered, server.collector.messages)] == [*map(unnumbered, due)]
    assert sequences(server) == [0, 7]


def test_a_server_of_another_origin_is_reached_and_heard(
    browser: Browser, server: PageServer
) -> None:
    with PageServer() as elsewhere:
        elsewhere.allows = server.url
        page = browser.new_page()
        page.goto(f"{server.url}/site/fields.html")
        started(page, f"{{server: {elsewhere.url!r}}}")
        looked(page)
        page.evaluate("focusOn('plain')")
        Keyboard.of(page).type(typed("e2e elsewhere", 110))
        elsewhere.collector.status, elsewhere.collector.retry_after = 429, "66"
        looked(page)
        elsewhere.collector.status = 200
        waits = page.evaluate("fire()")
        until(page, "timersWaiting() > 0")

        assert waits == [66_000]
        assert elsewhere.collector.messages == due_of(page)
        assert len(elsewhere.collector.messages) == 1
        assert not [each for each in server.collector.requests if each.path.startswith("/v1/")]
        for each in elsewhere.collector.requests:
            assert not {"cookie", "referer"} & set(each.headers)
        page.close()


def test_keys_from_a_program_are_said_to_be(page: Page, server: PageServer) -> None:
    started(page)
    looked(page)
    page.evaluate(
        """async () => {
            const field = document.getElementById("plain");
            field.focus();
            for (let key = 0; key < 105; key++) {
                for (const type of ["keydown", "keyup"]) {
                    field.dispatchEvent(new KeyboardEvent(type, {code: "Key" + "ASDF"[key % 4], bubbles: true}));
                    await new Promise((done) => requestAnimationFrame(done));
                }
            }
        }"""
    )
    looked(page)

    assert server.collector.messages == due_of(page, path=PathFlag.INJECTED)
    sign, window = map(decode_message, server.collector.messages)
    assert isinstance(sign, EarlySign)
    assert isinstance(window, Window)


def test_an_event_that_lies_about_itself_harms_nothing(
    page: Page, keyboard: Keyboard, server: PageServer
) -> None:
    started(page)
    looked(page)
    page.evaluate(
        """() => {
            const throwing = {get() { throw new Error("a trap"); }};
            for (const [name, trap] of [
                ["code", throwing], ["code", {value: {}}], ["code", {value: Symbol()}],
                ["timeStamp", throwing], ["timeStamp", {value: NaN}], ["timeStamp", {value: -1}],
                ["timeStamp", {value: 1e300}], ["timeStamp", {value: "1"}], ["timeStamp", {value: 1n}],
                ["repeat", throwing], ["isComposing", throwing], ["type", throwing],
                ["composedPath", {value: () => []}], ["target", throwing],
            ]) {
                const event = new KeyboardEvent("keydown", {code: "KeyA", bubbles: true});
                Object.defineProperty(event, name, trap);
                document.getElementById("plain").dispatchEvent(event);
            }
            dispatchEvent(new KeyboardEvent("keydown", {code: "KeyA"}));
            document.dispatchEvent(new KeyboardEvent("keydown", {code: "KeyA"}));
        }"""
    )
    page.evaluate("faults.length = 0; stream.length = 0")
    page.evaluate("handle.pause(); handle.resume()")
    page.evaluate("focusOn('plain')")
    keyboard.type(typed("e2e lies", 105))
    looked(page)

    assert server.collector.messages == due_of(page)
    assert page.evaluate("faults") == []
