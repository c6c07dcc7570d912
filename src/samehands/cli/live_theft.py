"""Thefts that a running service is tried with: at real pace, by subjects made for it."""

from dataclasses import dataclass
from typing import Final

import msgspec

OWNER_WINDOWS: Final = 3
"""Windows of the owner's in a session before somebody else reads: enough to be verified.

More: nothing gained, the drill takes longer to begin."""

ENROLLED_DAYS: Final = 5
"""Recorded days that a subject is enrolled from; the sixth is for the session that is robbed."""


@dataclass(frozen=True, slots=True)
class LiveTheft:
    """One theft.

    Args:
        name: short, for the table.
        title: a sentence.
        seconds: from one record to the next.
        records_per_window: records for which the thief types one window; 0: none is sent.
        stranger: whether the windows are another person's; otherwise the owner's.
        from_login: whether the thief is there from the session's first minute.
    """

    name: str
    title: str
    seconds: float
    records_per_window: int
    stranger: bool
    from_login: bool = False


THEFTS: Final = (
    LiveTheft(
        "injector",
        "a keystroke injector at 5 ms a key: a record every 0.8 s, and no window, as the device "
        "keeps back what no hand can have typed",
        0.77,
        0,
        stranger=True,
    ),
    LiveTheft(
        "stranger, fast",
        "another person opens a record every 2 s with five keys each",
        2.0,
        20,
        stranger=True,
    ),
    LiveTheft(
        "stranger, browsing",
        "another person opens a record every 20 s and types ten keys for it",
        20.0,
        10,
        stranger=True,
    ),
    LiveTheft(
        "bought credentials",
        "the same, from the first minute of a session of its own",
        20.0,
        10,
        stranger=True,
        from_login=True,
    ),
    LiveTheft(
        "owner exporting",
        "the owner opens a record every 2 s with five keys each",
        2.0,
        20,
        stranger=False,
    ),
)
"""What can be tried in minutes. Low and slow takes days: `samehands lab exposure` has it."""


class LiveOutcome(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How far one theft got.

    Args:
        theft: its name.
        title: what was done.
        enrolled: whether the subject's template was ready; without, only the reading tells.
        records: that were read altogether.
        noticed: records read when the service spoke up; None: it did not in the time given.
        stopped: records read when it asked for proof or locked; None: it did not.
        seconds: since the theft began, when it spoke up.
        verdict: what it asked for in the end.
        reason: its strictest reason, as a sentence.
    """

    theft: str
    title: str
    enrolled: bool
    records: int
    noticed: int | None
    stopped: int | None
    seconds: float | None
    verdict: str
    reason: str


class DrillResult(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A drill.

    Args:
        projection: of the service.
        minutes: that each theft was given.
        outcomes: one for each theft.
        erased: subjects that were made for it and erased.
        left: of these, that could not be erased; erase them by hand.
    """

    projection: str
    minutes: float
    outcomes: tuple[LiveOutcome, ...]
    erased: int
    left: tuple[str, ...]
