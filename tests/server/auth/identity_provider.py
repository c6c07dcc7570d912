"""The real identity provider of the tests: started, and used as a person does."""

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

import httpx
import pytest

FOLDER: Final = Path(__file__).parent / "oidc_provider"
SECRET: Final = "a secret: with + and %"  # noqa: S105  # of the provider's client, in its script
READY_WITHIN: Final = 60
"""Seconds that the provider has to start in; it takes one."""


@contextmanager
def real_provider(redirect_uri: str, people: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Run the provider; its issuer. Skips, with the reason, where it cannot be run."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node: the real identity provider needs it")
    _install()
    with subprocess.Popen(  # noqa: S603  # our own script
        [node, "provider.mjs"],
        cwd=FOLDER,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(
                json.dumps({"redirect_uri": redirect_uri, "people": people}) + "\n"
            )
            process.stdin.flush()
            ready = process.stdout.readline()
            assert ready, "the identity provider did not start"
            yield str(json.loads(ready)["issuer"])
        finally:
            process.stdin.close()
            process.wait(READY_WITHIN)


def _install() -> None:
    """Install what the lock names, once."""
    lock = FOLDER / "package-lock.json"
    installed = FOLDER / "node_modules" / ".package-lock.json"
    if installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime:
        return
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("no npm: the real identity provider is not installed")
    done = subprocess.run(  # noqa: S603  # npm, with the lock
        [npm, "ci", "--ignore-scripts"], cwd=FOLDER, check=False, capture_output=True
    )
    if done.returncode:
        pytest.skip("npm ci failed: the real identity provider is not installed")


class _Forms(HTMLParser):
    """The first form of a page: where it goes, and what is in it."""

    def __init__(self) -> None:
        super().__init__()
        self.action: str | None = None
        self.fields: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "form" and self.action is None:
            self.action = found.get("action") or ""
        elif tag == "input" and found.get("name"):
            self.fields[str(found["name"])] = found.get("value") or ""


class Person:
    """Somebody with a browser who logs in at the provider and says yes to what it asks."""

    def __init__(self, login: str) -> None:
        self._login = login
        self._browser = httpx.Client(follow_redirects=False, trust_env=False)

    def goes(self, address: str, until: str) -> str:
        """Follow an address through the provider's pages until it leads elsewhere.

        Returns:
            The address that begins with `until`.
        """
        answer = self._browser.get(address)
        for _ in range(20):
            if answer.is_redirect:
                address = urljoin(str(answer.url), answer.headers["location"])
                if address.startswith(until):
                    return address
                answer = self._browser.get(address)
                continue
            answer = self._fill(answer)
        raise AssertionError(f"the provider led nowhere, at last to {answer.status_code}")

    def _fill(self, page: httpx.Response) -> httpx.Response:
        assert page.is_success, page.text
        forms = _Forms()
        forms.feed(page.text)
        assert forms.action is not None, page.text
        wanted = {"login": self._login, "password": "anything"}
        fields = {name: wanted.get(name, value) for name, value in forms.fields.items()}
        return self._browser.post(urljoin(str(page.url), forms.action), data=fields)

    def close(self) -> None:
        """Close the browser."""
        self._browser.close()
