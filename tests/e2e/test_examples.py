"""The examples, as somebody would run them: in a process of their own, against the real service."""

import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import httpx
import pytest
from playwright.sync_api import Page, expect

from fixtures.chromium import OpenPage
from fixtures.service import Service
from samehands.quantities import MICROS_PER_SECOND
from samehands.rhythm import EarlySign, SignFlag
from samehands.wire import encode_batch

pytestmark = [pytest.mark.services, pytest.mark.slow]

EXAMPLES: Final = Path(__file__).resolve().parents[2] / "examples"
SDK: Final = EXAMPLES.parent / "src" / "samehands" / "server" / "static" / "sdk" / "samehands.js"
PASSWORD: Final = "a password of the example"  # noqa: S105  # it is in the example
STARTED_WITHIN: Final = 60.0
"""Seconds that an example may take to be there."""

COMMANDS: Final = {
    "starlette": ["-m", "uvicorn", "--app-dir", "starlette_app", "--port", "{port}", "app:app"],
    "django": ["django_app/app.py", "runserver", "--noreload", "127.0.0.1:{port}"],
}


@contextmanager
def running(framework: str, folder: Path, **chosen: object) -> Iterator[tuple[Service, str]]:
    """The service, and an example that asks it, ready: it, and the example's address."""
    if find_spec(framework) is None:
        pytest.skip(f"{framework} is not installed (the group dev has it)")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    origin = f"http://127.0.0.1:{port}"
    service = Service(folder, settings={"allowed_origins": origin, **chosen}).start()
    try:
        with _example(framework, port, service):
            yield service, origin
    finally:
        service.stop()


@contextmanager
def _example(framework: str, port: int, service: Service) -> Iterator[None]:
    origin = f"http://127.0.0.1:{port}"
    environment = {
        "PATH": "",
        "PYTHONPATH": ":".join(sys.path),
        "SAMEHANDS_SERVER": service.url,
        "SAMEHANDS_API_KEY": service.api_key(("sessions",)),
        "APP_ORIGIN": origin,
    }
    command = [part.format(port=port) for part in COMMANDS[framework]]
    process = subprocess.Popen(  # noqa: S603  # our own interpreter and arguments
        [sys.executable, *command],
        cwd=EXAMPLES,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(origin, process)
        yield
    finally:
        process.terminate()
        process.wait(STARTED_WITHIN)


def _wait_for(origin: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTED_WITHIN
    while time.monotonic() < until and process.poll() is None:
        try:
            httpx.get(origin).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("the example did not start")


def logged_in(page: Page) -> None:
    """Log in as the example's agent."""
    page.goto("/")
    page.get_by_label("Name").fill("robin")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Desk")).to_be_visible()


def proven(page: Page, password: str) -> None:
    """Answer the step-up."""
    page.goto("/step-up")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Prove it").click()


@pytest.mark.parametrize("framework", COMMANDS)
def test_a_record_is_open_to_whoever_logged_in_and_closed_after_a_failed_step_up(
    framework: str, tmp_path: Path, open_page: OpenPage
) -> None:
    if not SDK.exists():
        pytest.skip("the SDK is not built (`make setup`)")
    with running(framework, tmp_path) as (service, origin):
        allow = (f"request: to {re.escape(service.url)}$", "favicon", "status of 403")
        page = open_page(origin, allow=allow)
        logged_in(page)
        page.get_by_role("button", name="I agree").click()
        expect(page.locator("#state")).to_have_text("learning")
        page.get_by_label("Reply").press_sequentially("Dear Ms Olsvik, the lamp is on its way.")
        page.get_by_role("link", name="Record of customer 101").click()
        expect(page.get_by_role("heading", name="Margarethe Olsvik")).to_be_visible()

        proven(page, "not the password")
        refused = page.goto("/records/101")

        assert refused is not None
        assert refused.status == 403
        assert "Olsvik" not in page.content()

        proven(page, PASSWORD)
        page.goto("/records/101")
        expect(page.get_by_role("heading", name="Margarethe Olsvik")).to_be_visible()


@pytest.mark.parametrize("framework", COMMANDS)
def test_what_the_agent_agrees_to_is_kept_before_anything_is_taken_in(
    framework: str, tmp_path: Path, open_page: OpenPage
) -> None:
    if not SDK.exists():
        pytest.skip("the SDK is not built (`make setup`)")
    with running(framework, tmp_path, require_consent="yes") as (service, origin):
        allow = (f"request: to {re.escape(service.url)}$", "favicon")
        page = open_page(origin, allow=allow)
        logged_in(page)
        held = page.locator('meta[name="samehands"]')
        token = held.get_attribute("data-token") or ""
        projection = json.loads(held.get_attribute("data-projection") or "")
        person = service.person("robin", ["self"], "agent-7f3a")

        assert said_early(service, origin, token, projection["sha256"]) == 409
        assert person.get("/v1/me").json()["sessions"][0]["consent"] is None
        page.get_by_role("button", name="I agree").click()
        expect(page.locator("#state")).to_have_text("learning")

        kept = person.get("/v1/me").json()["sessions"][0]["consent"]
        assert (kept["version"], kept["language"]) == ("example-1", "en")
        assert abs(kept["at"] / MICROS_PER_SECOND - time.time()) < STARTED_WITHIN
        assert said_early(service, origin, token, projection["sha256"]) == 200


def said_early(service: Service, origin: str, token: str, sha256: str) -> int:
    """Send an early sign as the page's collector does; the status of the answer."""
    sign = EarlySign(bytes.fromhex(sha256)[:8], 1, SignFlag.SHORT_HOLDS)
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/vnd.msgpack",
        "Origin": origin,
    }
    sent = httpx.post(f"{service.url}/v1/windows", content=encode_batch([sign]), headers=headers)
    if sent.is_success:
        assert sent.json()["accepted"] == 1
    return sent.status_code


@pytest.mark.parametrize("framework", COMMANDS)
def test_without_a_log_in_a_record_leads_to_the_log_in(
    framework: str, tmp_path: Path, open_page: OpenPage
) -> None:
    with running(framework, tmp_path) as (_, origin):
        page = open_page(origin, allow=("favicon",))
        page.goto("/records/101")
        expect(page.get_by_role("heading", name="Log in")).to_be_visible()
