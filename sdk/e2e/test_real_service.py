"""The SDK and the real service: a session from the first key to the verdict and the end."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from fixtures.service import Service
from golden.make_rhythm import typed
from page_server import PageServer
from sdk_page import looked, started, until
from typist import Keyboard

pytestmark = [pytest.mark.services, pytest.mark.slow]


@pytest.fixture
def real(server: PageServer, tmp_path: Path) -> Iterator[Service]:
    """A service that lets the pages of the page server collect."""
    running = Service(tmp_path, settings={"allowed_origins": server.url}).start()
    yield running
    running.stop()


@pytest.fixture
def open_page(browser: Browser, server: PageServer) -> Iterator[Page]:
    """The page with all kinds of fields, on another origin than the service."""
    page = browser.new_page()
    page.goto(f"{server.url}/site/fields.html")
    yield page
    page.close()


def test_a_session_from_the_first_key_to_the_end(
    open_page: Page, real: Service, server: PageServer
) -> None:
    host, page, keyboard = real.host_application(), open_page, Keyboard.of(open_page)
    asked = host.post("/v1/sessions", json={"subject": "s-1", "origin": server.url})
    asked.raise_for_status()
    session = asked.json()
    name = session["projection"]
    options = (
        f"{{server: {real.url!r}, token: {session['token']!r}, projection: {{id: {name['id']!r}, "
        f"sha256: {name['sha256']!r}, url: {name['url']!r}}}}}"
    )
    windows = 0
    for turn in range(2):
        started(page, options)
        looked(page)
        page.evaluate("focusOn('area')")
        keyboard.type(typed(f"e2e real {turn}", 230))
        looked(page)
        windows += 2
        verdict = page.evaluate("verdicts").pop()
        assert verdict["session"] == session["session"]
        # Nobody is known yet; that it is a program which types may be noticed.
        assert verdict["state"] == page.evaluate("handle.state") in {"learning", "unsure"}
        assert page.evaluate("handle.delivery")["delivered"] == 2
        assert page.evaluate("faults") == []
        page.reload()  # the next page goes on where the service is, and repeats nothing
    held = host.get("/v1/subjects/s-1").json()["template"]
    told = host.get(f"/v1/sessions/{session['session']}/verdict").json()
    assert told["state"] == verdict["state"]
    assert held["windows"] + held["held_windows"] in {0, windows}

    started(page, options)
    looked(page)
    host.delete(f"/v1/sessions/{session['session']}").raise_for_status()
    page.evaluate("focusOn('area')")
    keyboard.type(typed("e2e real last", 110))
    page.evaluate("fire()")
    until(page, "handle.state === 'off'")
    assert page.evaluate("handle.reason") == "ended"
    assert page.evaluate("handle.delivery.dropped") == 1


def test_a_pause_shows_at_the_seat_until_the_person_goes_on(
    open_page: Page, real: Service, server: PageServer
) -> None:
    host, page = real.host_application(), open_page
    analyst = real.person("ann", ["analyst"])
    asked = host.post("/v1/sessions", json={"subject": "s-1", "origin": server.url}).json()
    name = asked["projection"]
    started(
        page,
        f"{{server: {real.url!r}, token: {asked['token']!r}, projection: {{id: {name['id']!r}, "
        f"sha256: {name['sha256']!r}, url: {name['url']!r}}}}}",
    )
    for change, due in (("pause", "paused"), ("resume", "learning")):
        with page.expect_response(f"{real.url}/v1/pause") as answer:
            page.evaluate(f"handle.{change}()")
        assert answer.value.status == 204
        assert [one["state"] for one in analyst.get("/v1/now").json()["seats"]] == [due]
    assert page.evaluate("faults") == []
