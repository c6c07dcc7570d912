"""The demo page in a real browser, beside the real service: of another origin, as in real life."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Page, Request, expect

from fixtures.chromium import OpenPage
from fixtures.service import Service
from samehands.host.demo_page.running import listening, serve_page
from samehands.wire import decode, decode_batch

pytestmark = [pytest.mark.services, pytest.mark.slow]

CHECKOUT: Final = Path(__file__).resolve().parents[2]
AXE: Final = CHECKOUT / "console" / "node_modules" / "axe-core" / "axe.min.js"
SDK: Final = CHECKOUT / "src" / "samehands" / "server" / "static" / "sdk" / "samehands.js"

REPLY: Final = (
    "Dear Ms Olsvik, I am very sorry that one lamp arrived broken. A new one leaves our house "
    "tomorrow, and you need not send the other one back."
)
"""More than a window of keystrokes."""

LEAVES_WITHIN: Final = 60_000
"""Milliseconds in which a window has left: the SDK sends on a timer, every five to fifteen seconds."""


@dataclass
class Visit:
    """A page that somebody opened, and what left it."""

    page: Page
    windows: list[bytes] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    def sees(self, request: Request) -> None:
        """Note what leaves."""
        if request.url.endswith("/v1/windows"):
            if request.method == "POST":
                self.windows.append(request.post_data_buffer or b"")
        else:
            self.others.append(f"{request.url} {request.post_data or ''}")


@contextmanager
def both(folder: Path) -> Iterator[tuple[str, str]]:
    """The service and the page beside it: their addresses."""
    with listening(0) as (opened, origin):
        service = Service(folder, settings={"allowed_origins": origin}).start()
        try:
            key = service.api_key(("sessions", "subjects"))
            with serve_page(service.url, key, opened, origin):
                yield service.url, origin
        finally:
            service.stop()


@pytest.fixture
def visit(tmp_path: Path, open_page: OpenPage) -> Iterator[Visit]:
    """The page, opened by somebody who has agreed."""
    if not SDK.exists():
        pytest.skip("the SDK is not built (`make setup`)")
    with both(tmp_path) as (service, origin):
        allow = (f"request: to {re.escape(service)}$", r"status of 40[13] .*/api/records/")
        visit = Visit(open_page(origin, allow=allow))
        visit.page.context.on("request", visit.sees)
        visit.page.goto("/")
        visit.page.get_by_role("button", name="I agree").click()
        expect(visit.page.get_by_label("Your answer")).to_be_focused()
        yield visit
        visit.page.context.close()


def violations(page: Page) -> list[Any]:
    """What axe finds wrong."""
    if not AXE.exists():
        pytest.skip("axe is not installed (`make setup`)")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document)")
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]]


def test_the_inspector_shows_exactly_the_bytes_that_left_and_the_text_is_not_in_them(
    visit: Visit,
) -> None:
    page = visit.page
    page.get_by_label("Your answer").press_sequentially(REPLY, delay=40)
    expect(page.locator(".sent .bytes")).to_be_visible(timeout=LEAVES_WITHIN)
    shown = bytes.fromhex(page.locator(".sent .bytes").inner_text())
    messages = [message for body in visit.windows for message in decode_batch(body).accepted]

    assert [decode(shown)] == messages
    assert shown in b"".join(visit.windows)
    expect(page.locator(".sent .kept")).to_contain_text("one lamp arrived broken")
    assert not any("lamp arrived" in left for left in visit.others)
    rows = page.locator(".sent tbody tr")
    assert rows.count() == 6
    expect(rows.nth(1).locator(".value")).to_have_text("0")
    expect(page.locator("#verdict")).to_contain_text("Allow")
    expect(page.locator("#recovery")).to_contain_text("samehands lab bench text-recovery-open-1")
    assert violations(page) == []


def test_a_record_is_open_until_a_step_up_fails_and_again_after_one_is_passed(
    visit: Visit,
) -> None:
    page = visit.page
    record = page.get_by_role("button", name="Open the customer's record")
    record.click()
    expect(page.locator(".record")).to_contain_text("Tern Lane")

    # What anybody else's step-up would do: the page's own back end is told that it failed.
    failed = page.evaluate(
        "fetch('/api/step-up', {method: 'POST', headers: {'Content-Type': 'application/json'}, "
        "body: '{\"passed\": false}'}).then((answer) => answer.json())"
    )
    assert failed["verdict"]["verdict"]["kind"] == "lock"
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Not now").click()
    expect(page.locator("#state")).to_have_text("Locked")
    page.get_by_role("button", name="Boots are half a size").click()
    record.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.locator(".record")).to_have_count(0)

    page.get_by_role("button", name="I am the owner").click()
    expect(page.locator("#state")).not_to_have_text("Locked")
    record.click()
    expect(page.locator(".record")).to_contain_text("Mill Court")


def test_the_next_session_is_another_one_and_the_hand_over_is_told_to_nobody(
    visit: Visit,
) -> None:
    page = visit.page
    before = len(visit.others)
    page.get_by_role("button", name="Somebody else types now").click()
    expect(page.locator("#other-note")).to_be_visible()

    assert not any("other" in left for left in visit.others[before:])

    page.get_by_role("button", name="End this session").click()
    expect(page.get_by_role("alert")).to_have_text("A new session has begun.")
    assert sum("/api/next-session" in left for left in visit.others) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_that_asks_for_consent_is_accessible_and_collects_nothing(
    scheme: Any, tmp_path: Path, open_page: OpenPage
) -> None:
    with both(tmp_path) as (service, origin):
        allow = (f"request: to {re.escape(service)}$",)
        visit = Visit(open_page(origin, allow=allow, scheme=scheme))
        visit.page.context.on("request", visit.sees)
        visit.page.goto("/")
        visit.page.keyboard.type("nobody has agreed to anything")

        assert violations(visit.page) == []
        assert not visit.windows
        assert not any("/api/visit" in left for left in visit.others)
        visit.page.context.close()
