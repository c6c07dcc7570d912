"""What is due of a page: the messages that Python computes from what the page itself saw."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
from playwright.sync_api import Page

from samehands.capture import Action, KeyEvents, position_of
from samehands.rhythm import CollectorState, PathFlag, collect, shipped
from samehands.wire import decode_message, encode_message

OBSERVED: Final = frozenset({"plain", "next", "area", "edit", "send", "in-open-shadow", ""})
"""The ids of what may be observed in `site/fields.html`; the body has none."""


def events_in(stream: Sequence[dict[str, Any]], observed: frozenset[str]) -> KeyEvents:
    """What the SDK should have seen of a page's own record; what it should not is a gap."""
    rows: list[tuple[int, int, int, bool]] = []
    last = 0
    for event in stream:
        if event["type"] == "gap" or event["where"] not in observed:
            rows.append((last, 0, Action.GAP, False))
            continue
        own, page = (math.floor(origin * 1000 + 0.5) for origin in event["later"])
        last = math.floor(event["time"] * 1000 + 0.5) + own - page
        down = Action.REPEAT if event["repeat"] else Action.DOWN
        action = Action.UP if event["type"] == "keyup" else down
        rows.append((last, position_of(event["code"]), action, event["composing"]))
    return KeyEvents(
        np.array([row[0] for row in rows], np.int64),
        np.array([row[1] for row in rows], np.int16),
        np.array([row[2] for row in rows], np.int8),
        np.array([row[3] for row in rows], np.bool_),
    )


def due_of(
    page: Page, observed: frozenset[str] = OBSERVED, path: PathFlag = PathFlag.NONE
) -> list[bytes]:
    """The messages that Python computes from what the page saw."""
    return due_from(events_in(page.evaluate("stream"), observed), path)


def due_from(events: KeyEvents, path: PathFlag = PathFlag.NONE) -> list[bytes]:
    """The messages that Python computes from some events."""
    # Without `finish`: what only the end of a session would bring to light never leaves a page.
    made = collect(CollectorState(), events, shipped(), path).messages
    return [encode_message(each) for each in made]


def projection_of(message: bytes) -> bytes:
    """The projection that a message names."""
    return decode_message(message).projection


def unnumbered(message: bytes) -> bytes:
    """A message as if it were the first."""
    return encode_message(replace(decode_message(message), sequence=0))
