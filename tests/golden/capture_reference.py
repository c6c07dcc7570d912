"""Key events → keystrokes and counts in plain Python, one event after the other.

Written from the docstrings of `capture`, importing nothing of ours. It says more than the part of
it in `rhythm_reference`: what was rejected and why, and when each keystroke comes out.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from golden.rhythm_reference import Event

ZONES: Final[dict[str, list[str]]] = json.loads(
    Path(__file__).with_name("positions.json").read_text(encoding="ascii")
)
ZONE_OF_CODE: Final = {code: zone for zone, codes in enumerate(ZONES.values()) for code in codes}
POSITION_OF_CODE: Final = {code: place for place, code in enumerate(ZONE_OF_CODE, start=1)}
OTHER: Final = list(ZONES).index("OTHER")

REPEAT_WITHIN: Final = 1_100_000
HOLD_LIMIT: Final = 5_000_000
PENDING_LIMIT: Final = 256


@dataclass
class Stroke:
    """One keystroke, and whether it has come out."""

    press: int
    zone: int
    starts_run: bool
    position: int
    release: int | None = None
    out: bool = False

    def row(self) -> list[int | None]:
        """As it stands in the file."""
        return [self.press, self.release, self.zone, int(self.starts_run), self.position]


@dataclass
class Reading:
    """A session as it was read so far."""

    strokes: list[Stroke] = field(default_factory=list)
    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(
            ("received", "presses", "releases", "gaps", "repeat", "orphan_release",
             "late_release", "lost_releases", "clock_jumps", "composing"), 0)
    )  # fmt: skip
    out_after: list[int] = field(default_factory=list)
    """How many keystrokes had come out after each event."""

    def count(self, *names: str) -> None:
        """One more of each."""
        for name in names:
            self.counts[name] += 1


def reading_of(events: Iterable[Event]) -> Reading:
    """All that pairing says of a session, its end included."""
    session = Reading()
    down_at: dict[str, int] = {}  # key → its last press or repeat that no release followed
    open_press: dict[str, int] = {}  # key → its keystroke
    last, fresh = 0, True
    for at, code, action, composing in events:
        key = code if code in ZONE_OF_CODE else ""
        session.count("received", *["clock_jumps"] * (at < last), *["gaps"] * (action == "gap"))
        if action == "gap" or at < last:
            down_at, open_press, fresh = {}, {}, True
        last = at
        if action == "up":
            down_at.pop(key, None)
            _released(session, open_press.pop(key, None), at)
        elif action == "repeat" or (
            action == "down" and key in down_at and at - down_at[key] <= REPEAT_WITHIN
        ):
            session.count("repeat")
            down_at[key] = at
        elif action == "down":
            session.count("presses", *["composing"] * composing)
            down_at[key], open_press[key] = at, len(session.strokes)
            zone = OTHER if composing else ZONE_OF_CODE.get(key, OTHER)
            position = 0 if composing else POSITION_OF_CODE.get(key, 0)
            session.strokes.append(Stroke(at, zone, fresh, position))
            fresh = False
        _come_out(session, set(open_press.values()), at)
    _come_out(session, set(), last)
    return session


def _released(session: Reading, which: int | None, at: int) -> None:
    if which is None:
        session.count("orphan_release")
    elif _given_up(session, which, at):
        session.count("late_release")
    else:
        session.count("releases")
        session.strokes[which].release = at


def _given_up(session: Reading, which: int, at: int) -> bool:
    return (
        at - session.strokes[which].press > HOLD_LIMIT
        or len(session.strokes) - 1 - which > PENDING_LIMIT
    )


def _come_out(session: Reading, still_down: set[int], at: int) -> None:
    """Keystrokes come out in order, each as soon as it has its release or is given up on."""
    settled = 0
    for which, stroke in enumerate(session.strokes):
        if which in still_down and not _given_up(session, which, at):
            break
        settled = which + 1
        if not stroke.out:
            stroke.out = True
            session.counts["lost_releases"] += stroke.release is None
    session.out_after.append(settled)
