"""Firefox, driven by WebDriver BiDi: just what a keyboard at a page needs of it."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Self

from websockets.sync.client import ClientConnection, connect

from golden.make_rhythm import Row, events_of
from typist import key_of

NAMES: Final = ("firefox-esr", "firefox")

PREFERENCES: Final = {
    # Its own requests home, which a machine without a network refuses.
    "app.update.enabled": False,
    "browser.aboutwelcome.enabled": False,
    "browser.safebrowsing.downloads.remote.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.server": "data:,",
}

_LISTENS: Final = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
# Of a WebDriver keyboard: what codes without a character are called.
_NAMED: Final = {"Enter": "\ue007", "Backspace": "\ue003", "Tab": "\ue004", "ShiftLeft": "\ue008"}


def executable() -> str | None:
    """Firefox on this machine."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Firefox:
    """A tab of a Firefox without a window.

    Args:
        line: to its WebDriver BiDi.
    """

    def __init__(self, line: ClientConnection) -> None:
        self._line, self._count = line, 0
        self.version = self._ask("session.new", capabilities={})["capabilities"]["browserVersion"]
        self._tab = self._ask("browsingContext.create", type="tab")["context"]

    @classmethod
    @contextmanager
    def running(cls, folder: Path) -> Iterator[Self]:
        """A Firefox with a fresh profile in a folder."""
        lines = [f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in PREFERENCES.items()]
        (folder / "user.js").write_text("\n".join(lines), encoding="ascii")
        program = executable()
        assert program is not None
        process = subprocess.Popen(  # noqa: S603  # found on the path
            [
                program,
                "--headless",
                "--no-remote",
                "--profile",
                folder,
                "--remote-debugging-port",
                "0",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            assert process.stderr is not None
            for said in process.stderr:
                if found := _LISTENS.search(said):
                    break
            else:
                raise AssertionError("Firefox went away")
            with connect(f"{found[1]}/session", max_size=None) as line:
                yield cls(line)
        finally:
            process.terminate()
            process.communicate()

    def goto(self, url: str) -> None:
        """Load a page, and wait until it is there."""
        self._ask("browsingContext.navigate", context=self._tab, url=url, wait="complete")

    def evaluate(self, expression: str) -> Any:
        """What an expression gives in the page, by way of JSON."""
        answer = self._ask(
            "script.evaluate",
            expression=f"Promise.resolve({expression}).then((value) => JSON.stringify(value) ?? 'null')",
            target={"context": self._tab},
            awaitPromise=True,
        )
        assert answer["type"] == "success", answer
        return json.loads(answer["result"]["value"])

    def type(self, rows: list[Row]) -> None:
        """Types keys with their own timing, in real time."""
        actions: list[dict[str, Any]] = []
        last = rows[0][0]
        for at, code, action, _ in events_of(rows):
            if wait := (at - last) // 1000:
                actions.append({"type": "pause", "duration": wait})
            last = at
            key = _NAMED.get(code) or key_of(code)["key"]
            actions.append({"type": "keyDown" if action == "down" else "keyUp", "value": key})
        self._ask(
            "input.performActions",
            context=self._tab,
            actions=[{"type": "key", "id": "keyboard", "actions": actions}],
        )

    def _ask(self, method: str, **params: Any) -> dict[str, Any]:
        self._count += 1
        self._line.send(json.dumps({"id": self._count, "method": method, "params": params}))
        while True:
            answer = json.loads(self._line.recv(timeout=120))
            if answer.get("id") == self._count:
                assert answer["type"] == "success", answer
                return dict(answer["result"])
