"""Days of work: an agent's real touches of records, with a typist's real windows between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from samehands.access import RECORD_BYTES, Action, RecordRead
from samehands.lab.datasets.agent_log import AgentLog
from samehands.monitor import (
    RecordsRead,
    SessionEnded,
    SessionInput,
    SessionStarted,
    WindowArrived,
)
from samehands.quantities import MICROS_PER_SECOND, Micros
from samehands.rhythm.window import Window

WorkInput: TypeAlias = SessionInput | RecordsRead
"""What a monitor is told of a day of work."""

SOURCE: Final = "lab"
"""Who reports the reads."""

BEFORE: Final = 60 * MICROS_PER_SECOND
"""A day begins so long before its first touch, and ends so long after its last, µs."""

REPORTS_A_DAY: Final = 100_000
"""Numbers of reports that a day has for itself; the second half is for what is put into it."""

TIMER: Final = 5 * MICROS_PER_SECOND
"""Windows are sent on a timer, so they come up to this much later than they are full, µs."""


@dataclass(frozen=True, slots=True)
class Touches:
    """What somebody touched in a day, in order of time.

    Args:
        at: shape (n,), µs on the wall clock.
        record: shape (n,), numbers.
    """

    at: NDArray[np.int64] = field(repr=False)
    record: NDArray[np.int64] = field(repr=False)

    def __len__(self) -> int:
        return len(self.at)

    def with_others(self, at: NDArray[np.int64], record: NDArray[np.int64]) -> "Touches":
        """These and others, in order of time."""
        both, which = np.concatenate([self.at, at]), np.concatenate([self.record, record])
        order = np.argsort(both, kind="stable")
        return Touches(both[order], which[order])


def days_of(log: AgentLog, agent: int) -> tuple[Touches, ...]:
    """The days an agent worked, in order."""
    rows = log.rows_of(agent)
    wall, record = log.wall[rows], log.record[rows]
    # Two touches within the hour that a clock went back would be out of order.
    order = np.argsort(wall, kind="stable")
    wall, record = wall[order], record[order]
    edges = np.flatnonzero(np.diff(log.day()[rows][order], prepend=-1))
    ends = np.append(edges[1:], len(wall))
    return tuple(Touches(wall[a:b], record[a:b]) for a, b in zip(edges, ends, strict=True))


@dataclass(frozen=True, slots=True)
class Plan:
    """What a day is made of besides its touches.

    Args:
        sittings: windows of the owner in each stretch of the day; a stretch is a session of its
            own, as the sittings are of different days.
        resource: class of the records.
        reads: whether record reads are reported at all.
    """

    sittings: Sequence[tuple[Window, ...]] = field(repr=False)
    resource: str
    reads: bool = True


def inputs_of(day: Touches, plan: Plan, number: int) -> Iterator[WorkInput]:
    """A day as a monitor is told of it, in order of time.

    Args:
        day: touches; at least one.
        plan: what else.
        number: of the day, rising; sessions and reports are named after it.
    """
    begins, ends = int(day.at[0]) - BEFORE, int(day.at[-1]) + BEFORE
    stretches = max(1, len(plan.sittings))
    edges = np.linspace(begins, ends, stretches + 1).astype(np.int64)
    owner = np.clip(np.searchsorted(edges, day.at, side="right") - 1, 0, stretches - 1)
    for stretch in range(stretches):
        session = f"{number}-{stretch}"
        first, last = int(edges[stretch]), int(edges[stretch + 1])
        yield SessionStarted(session, Micros(first))
        told: list[tuple[int, WorkInput]] = []
        windows = plan.sittings[stretch] if plan.sittings else ()
        spaced = np.linspace(first, last, len(windows) + 2)[1:-1].astype(np.int64)
        for sequence, (at, window) in enumerate(zip(spaced.tolist(), windows, strict=True)):
            numbered = replace(window, sequence=sequence)
            told.append((at, WindowArrived(session, numbered, Micros(at))))
        if plan.reads:
            for row in np.flatnonzero(owner == stretch).tolist():
                at, record = int(day.at[row]), int(day.record[row])
                report = number * REPORTS_A_DAY + row
                told.append((at, read_of(session, at, record, plan.resource, report)))
        yield from (one for _, one in sorted(told, key=lambda one: one[0]))
        yield SessionEnded(session, Micros(last))


def read_of(session: str, at: int, record: int, resource: str, report: int) -> RecordsRead:
    """One record read, as the host application reports it.

    Args:
        session: in which.
        at: when, µs.
        record: its number.
        resource: its class.
        report: number of the report, rising.
    """
    read = RecordRead(hashed(record), resource, Action.VIEW, Micros(at))
    return RecordsRead(session, Micros(at), SOURCE, report, (read,))


def hashed(record: int) -> bytes:
    """A record's id as it comes from the host's client library."""
    return blake2b(record.to_bytes(8, "big", signed=True), digest_size=RECORD_BYTES).digest()


def sent(at: float) -> int:
    """When a window is sent that was full at a moment, µs."""
    return int(-(-at // TIMER) * TIMER)
