"""What the browser tests share: the built SDK, a server, Chromium, a page and a keyboard."""

import os
import subprocess
import sys
from collections.abc import Iterator
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

# With importlib as the import mode a folder of tests is not on the path by itself.
sys.path.insert(0, str(Path(__file__).resolve().parent))

from fixtures.chromium import executable
from page_server import DIST, PageServer
from sdk_page import FLAGS, NOT_DRIVEN
from typist import Keyboard

SDK: Final = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def data_root() -> Path:
    """The folder of the data sets, where `tests/conftest.py` looks for it too."""
    named = os.environ.get("SAMEHANDS_DATA")
    folder: Path = (SDK.parent / (named or "../shared/data")).resolve()
    if not folder.is_dir():
        pytest.skip(f"data not found at {folder} (SAMEHANDS_DATA names another folder)")
    return folder


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built SDK, built anew where a source is newer; one worker at a time."""
    with (tmp_path_factory.getbasetemp().parent / "sdk-is-built").open("w") as lock:
        flock(lock, LOCK_EX)
        sources = [*(SDK / "src").rglob("*.ts"), *(SDK / "scripts").glob("*.mjs")]
        made = DIST / "samehands.js"
        if not made.exists() or made.stat().st_mtime < max(one.stat().st_mtime for one in sources):
            subprocess.run([SDK.parent / "tools" / "npm", "sdk", "run", "build"], check=True)  # noqa: S603  # our own build
    return DIST


@pytest.fixture(scope="module")
def browser(built: Path) -> Iterator[Browser]:  # noqa: ARG001  # what it loads has to be there
    """Chromium, one for each file: while Playwright runs, its thread has an event loop."""
    path = executable()
    if path is None:
        pytest.skip("no Chromium on this machine (tools/system-packages)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path,
            args=[*FLAGS, NOT_DRIVEN],
            ignore_default_args=["--disable-back-forward-cache"],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def server() -> Iterator[PageServer]:
    """A server with an empty memory."""
    with PageServer() as running:
        yield running


@pytest.fixture
def context(browser: Browser, server: PageServer) -> Iterator[BrowserContext]:
    """A fresh profile that reaches the server and nothing else; a request elsewhere fails the test."""
    fresh = browser.new_context()
    elsewhere: list[str] = []
    fresh.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((server.url, "about:", "data:"))
            else elsewhere.append(request.url)
        ),
    )
    yield fresh
    fresh.close()
    assert not elsewhere


@pytest.fixture
def page(context: BrowserContext, server: PageServer) -> Page:
    """The page with all kinds of fields; the SDK is loaded and not started."""
    opened = context.new_page()
    opened.goto(f"{server.url}/site/fields.html")
    return opened


@pytest.fixture
def keyboard(page: Page) -> Keyboard:
    """A keyboard at the page."""
    return Keyboard.of(page)
