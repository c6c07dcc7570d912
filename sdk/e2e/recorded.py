"""Recorded people at a page that sends to the real service: their keys, with their own times."""

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

import httpx
from playwright.sync_api import BrowserContext, Request

from golden.make_rhythm import Row
from samehands.capture import MISSING
from samehands.capture.positions import POSITIONS
from samehands.lab.datasets.corpus import Corpus
from samehands.rhythm.window import Window
from samehands.wire import decode_batch
from sdk_page import until
from typist import Keyboard

CODES: Final = ("", *POSITIONS)
"""Position → `KeyboardEvent.code`."""

CLOCKS: Final = ("as Chromium", "1 ms", "1/60 s")
"""Of the copies of the SDK in `site/clocks.html`, in their order."""

CONSENT: Final = {"version": "e2e", "language": "en", "at": 1_795_000_000_000_000}
"""Of people who agreed to what they were recorded for."""


def rows_of(corpus: Corpus, first: int, last: int) -> list[Row]:
    """Keystrokes of a corpus as a keyboard types them: press and release in µs, code."""
    columns = (
        corpus.keystrokes.press[first:last].tolist(),
        corpus.keystrokes.release[first:last].tolist(),
        corpus.position[first:last].tolist(),
    )
    return [
        [press, None if release == MISSING else release, CODES[position]]
        for press, release, position in zip(*columns, strict=True)
    ]


def one_after_the_other(*parts: list[Row]) -> list[Row]:
    """What several people typed as one stream: the next begins a second after the last let go."""
    joined: list[Row] = []
    for part in parts:
        last = max((release or press for press, release, _ in joined), default=0)
        shift = last + 1_000_000 - part[0][0]
        joined += [
            [press + shift, None if release is None else release + shift, code]
            for press, release, code in part
        ]
    return joined


class Desk:
    """A place to type at: a page with a copy of the SDK for each clock, and the service behind it.

    Args:
        context: whose pages.
        origin: of the page.
        service: address of the service.
        host: the host application's own line to it.
    """

    def __init__(
        self, context: BrowserContext, origin: str, service: str, host: httpx.Client
    ) -> None:
        self.context, self.origin, self.service, self.host = context, origin, service, host
        self._sent: dict[str, list[bytes]] = defaultdict(list)
        context.on("request", self._sees)

    def work(
        self, subjects: Sequence[str], rows: list[Row]
    ) -> tuple[list[tuple[Window, ...]], list[str]]:
        """A session of typing, from log-in to log-out.

        Args:
            subjects: whose session it is at the service, for each clock.
            rows: what is typed.

        Returns:
            For each clock the windows that left the page, and the state that the service ended in.
        """
        sessions = [self._started(subject) for subject in subjects]
        page = self.context.new_page()
        page.goto(f"{self.origin}/site/clocks.html")
        options = [
            {"server": self.service, "consent": CONSENT}
            | {name: session[name] for name in ("token", "projection")}
            for session in sessions
        ]
        page.evaluate(f"begin({json.dumps(options)})")
        until(page, "handles.every((handle) => handle.reason === '')")
        page.evaluate("fire()")
        until(page, f"timersWaiting() === {len(sessions)}")
        page.evaluate("document.getElementById('area').focus()")
        Keyboard.of(page).type(rows)
        page.evaluate("dispatchEvent(new Event('blur'))")  # whoever logs out leaves the page
        page.evaluate("fire()")
        until(page, f"timersWaiting() === {len(sessions)}")
        told = page.evaluate("handles.map((handle) => [handle.state, handle.delivery])")
        page.close()
        windows = []
        for session, (_, delivery) in zip(sessions, told, strict=True):
            batches = self._sent.pop(session["token"], [])
            left = [each for body in batches for each in decode_batch(body).accepted]
            windows.append(tuple(each for each in left if isinstance(each, Window)))
            if not delivery["made"] == delivery["delivered"] == len(left):
                raise AssertionError(f"not all that was made arrived: {delivery}")
            self.host.delete(f"/v1/sessions/{session['session']}").raise_for_status()
        return windows, [state for state, _ in told]

    def _started(self, subject: str) -> dict[str, Any]:
        answer = self.host.post("/v1/sessions", json={"subject": subject, "origin": self.origin})
        answer.raise_for_status()
        return dict(answer.json())

    def _sees(self, request: Request) -> None:
        if request.method == "POST":
            token = request.headers.get("authorization", "").removeprefix("Bearer ")
            self._sent[token].append(request.post_data_buffer or b"")
