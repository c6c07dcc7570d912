"""Simulated typists: recordings of people who do not exist, for the tests of the command line."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from samehands.quantities import MICROS_PER_SECOND, Micros
from samehands.rhythm import Window
from samehands.wire.records import Mark, Place, Record, RecordedMark, RecordedWindow

MINUTE: Final = 60 * MICROS_PER_SECOND
DAY: Final = 24 * 60 * MINUTE

KEYS: Final = ("KeyE", "KeyT", "KeyA", "KeyO", "KeyN", "KeyI", "KeyS", "KeyR", "KeyH", "Space")


class Typist(NamedTuple):
    """Somebody simulated: typical hold and gap, ms, and how far each key departs from them."""

    hold: float
    gap: float
    seed: int

    def types(self, session: int, keystrokes: int) -> bytes:
        """A recording of key events, as the agent writes it."""
        own = np.random.default_rng(self.seed)
        hold_of = dict(zip(KEYS, own.normal(1.0, 0.12, len(KEYS)), strict=True))
        gap_of = dict(zip(KEYS, own.normal(1.0, 0.15, len(KEYS)), strict=True))
        rng = np.random.default_rng((self.seed, session))
        at, events = 1_000.0, []
        # Steps around the circle of keys, never back to one that may still be down.
        places = rng.integers(1, len(KEYS) - 2, keystrokes).cumsum() % len(KEYS)
        for key in (KEYS[place] for place in places):
            hold = max(20.0, self.hold * hold_of[key] * rng.lognormal(0, 0.18))
            events += [(at, key, "down"), (at + hold, key, "up")]
            at += max(25.0, self.gap * gap_of[key] * rng.lognormal(0, 0.3))
            if rng.random() < 0.02:
                at += 1_500.0
        lines = ['{"samehands": "key-events/1"}']
        lines += [
            json.dumps({"t_us": int(when * 1000), "code": key, "action": action})
            for when, key, action in sorted(events)
        ]
        return ("\n".join(lines) + "\n").encode()


OWNER: Final = Typist(hold=95.0, gap=170.0, seed=1)
STRANGER: Final = Typist(hold=140.0, gap=260.0, seed=2)
QUICK: Final = Typist(hold=55.0, gap=110.0, seed=7)
COLLEAGUE: Final = Typist(hold=75.0, gap=210.0, seed=3)


class Ran(NamedTuple):
    """A command that has run."""

    status: int
    out: str
    err: str


Command = Callable[..., Ran]
"""Runs a command with its arguments."""

Recorder = Callable[..., Path]
"""Typist, session and keystrokes → the file of a recording."""

WindowMaker = Callable[..., list[Window]]
"""Typist, session and keystrokes → windows."""


def session(
    seat: str, name: str, start: Micros, typed: list[Window], *, taken_over: int | None
) -> list[Record]:
    """The records of a session of one window a minute, with its marks."""
    records: list[Record] = [RecordedMark(Place(seat, name, start), Mark.SESSION_STARTS)]
    at = start
    for number, window in enumerate(typed):
        if number == taken_over:
            records.append(RecordedMark(Place(seat, name, at), Mark.TAKEOVER_BEGINS))
        at = Micros(at + MINUTE)
        records.append(RecordedWindow(Place(seat, name, at), replace(window, sequence=number)))
    return [*records, RecordedMark(Place(seat, name, at), Mark.SESSION_ENDS)]
