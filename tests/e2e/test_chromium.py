"""The browser's watch sees what a page must not do; without it the tests of the console prove little."""

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

import pytest
from playwright.sync_api import Browser

from fixtures.chromium import Watch

pytestmark = pytest.mark.services

POLICY: Final = "default-src 'self'; img-src 'self' data:; connect-src *"

PAGES: Final = {
    "/favicon.ico": "",
    "/quiet": "<h1>Nothing wrong</h1><img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>",
    "/inline": "<h1>x</h1><script>1</script>",
    "/throws": "<script src='/throw.js'></script>",
    "/throw.js": "setTimeout(() => { throw new Error('seeded'); });",
    "/logs": "<script src='/log.js'></script>",
    "/log.js": "console.error('seeded');",
    "/absent": "<img src='/nowhere.png'>",
    "/elsewhere": "<script src='/ask.js'></script>",
    "/ask.js": "fetch('http://127.0.0.1:9/').catch(() => {});",
    "/socket": "<script src='/socket.js'></script>",
    "/socket.js": "new WebSocket('ws://127.0.0.1:9/');",
}


class _Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """Answer with a page, or with 404."""
        body = PAGES.get(self.path)
        self.send_response(404 if body is None else 200)
        kind = "text/javascript" if self.path.endswith(".js") else "text/html"
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write((body or "").encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its own name
        """Say nothing."""


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    """A server of pages that do what a page of ours must not."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def complaints(browser: Browser, origin: str, path: str, *allow: str) -> list[str]:
    """What the watch says about a page."""
    watch = Watch(origin, allow)
    with browser.new_context(base_url=origin) as context:
        watch.over(context)
        page = context.new_page()
        page.goto(path)
        page.wait_for_timeout(200)  # what it does after it was loaded
    return watch.complaints


def test_a_page_that_does_nothing_wrong_passes(browser: Browser, origin: str) -> None:
    assert complaints(browser, origin, "/quiet") == []


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/inline", "console: .*Content Security Policy"),
        ("/throws", r"page: .*seeded"),
        ("/logs", r"console: seeded \(/log.js\)"),
        ("/absent", "console: .*404"),
        ("/elsewhere", "request: to http://127.0.0.1:9$"),
        ("/socket", "request: to ws://127.0.0.1:9$"),
    ],
)
def test_what_a_page_must_not_do_is_seen(
    path: str, said: str, browser: Browser, origin: str
) -> None:
    found = complaints(browser, origin, path)

    assert any(re.search(said, complaint) for complaint in found), found


def test_what_belongs_to_a_test_is_let_pass(browser: Browser, origin: str) -> None:
    assert complaints(browser, origin, "/absent", r"status of 404 .*/nowhere") == []
