"""The template: sums of a person's embeddings per session and device class, and their history."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from samehands.errors import TemplateError
from samehands.identity.session_windows import (
    DeviceClass,
    SessionWindows,
    require_one_projection,
)
from samehands.quantities import Micros
from samehands.rhythm.window import DIMENSIONS, EMBEDDING_CLIP, PROJECTION_REF_BYTES

MAX_SESSIONS: Final = 8
"""Sessions that count per device class; the oldest leaves first.

People drift within weeks, so old sessions describe somebody else. More: steadier, slower to
follow, larger."""

STORED_SESSIONS: Final = 24
"""Sessions kept in all, retired ones (for rollback) included: 24 × ~140 bytes stay under 4 KB.

Retired ones go first, oldest first: a person with one device can roll back further."""

COUNT_LIMIT: Final = 255
"""A session counts as at most this many windows: 255 × 124 just fits two bytes.

A longer one is scaled down to it, mean kept (to 1/255 of a step). Nothing is lost: past some
tens of windows the session's own shift, not its noise, limits what it says."""

HISTORY_LIMIT: Final = 16
"""Changes remembered. It must span a day's admissions, which are counted from it."""

VERSION_LIMIT: Final = 2**32 - 1
"""Largest version: four bytes; at a hundred changes a day it lasts 100,000 years."""

TOTAL_BYTES: Final = 2 * DIMENSIONS
"""Bytes of a session's sum: 64 little-endian int16."""


class ChangeKind(IntEnum):
    """What a change did."""

    ADMITTED = 0
    CONFIRMED = 1
    """Admitted after a passed step-up."""
    ROLLED_BACK = 2


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a template's history.

    Args:
        kind: what happened.
        version: the version it made.
        at: when, on the server's clock.
        amount: windows admitted; for a rollback, the version gone back to.
    """

    kind: ChangeKind
    version: int
    at: Micros
    amount: int


@dataclass(frozen=True, slots=True)
class SessionSum:
    """All that is kept of one session: the sum of its embeddings and how many there were.

    Args:
        device: clock and path.
        total: 128 bytes: the sum as 64 little-endian int16, in steps of 1/31 σ.
        count: windows in the sum, 1 to 255.
        confirmed: from enrolment or after a passed step-up; the rest is admitted on evidence.
        added: the template version that brought it.
        retired: the version that took it out of use (kept for rollback), or 0.

    Raises:
        TemplateError: a field is out of its range.
    """

    device: DeviceClass
    total: bytes = field(repr=False)
    count: int
    confirmed: bool
    added: int
    retired: int = 0

    def __post_init__(self) -> None:
        if len(self.total) != TOTAL_BYTES:
            raise TemplateError(
                "session sum", got=f"{len(self.total)} bytes", due=f"{TOTAL_BYTES} bytes"
            )
        if not 1 <= self.count <= COUNT_LIMIT:
            raise TemplateError("session count", got="out of range", due=f"1 to {COUNT_LIMIT}")
        if np.abs(self.sums.astype(np.int32)).max() > EMBEDDING_CLIP * self.count:
            raise TemplateError(
                "session sum",
                got="more than its windows can hold",
                due=f"at most {EMBEDDING_CLIP} per window",
            )
        if self.added < 1 or not (self.retired == 0 or self.added < self.retired):
            raise TemplateError("session versions", got="out of order", due="added < retired")

    @property
    def sums(self) -> NDArray[np.int16]:
        """The sum of embeddings, shape (64,), int16, in steps."""
        return np.frombuffer(self.total, "<i2")

    @classmethod
    def of(cls, session: SessionWindows, *, confirmed: bool, added: int) -> Self:
        """What is kept of a session's windows.

        Raises:
            TemplateError: there are no windows.
        """
        if not len(session):
            raise TemplateError("session", got="no windows", due="at least one")
        total = session.vectors.sum(axis=0, dtype=np.int64)
        count = min(len(session), COUNT_LIMIT)
        scaled = np.rint(total * (count / len(session))).astype("<i2")
        return cls(session.device, scaled.tobytes(), count, confirmed=confirmed, added=added)


@dataclass(frozen=True, slots=True)
class Template:
    """A person in one projection's space. A value: every change makes a new one.

    Erasing a person is dropping this object (and the store's key): nothing else is learnt.

    Args:
        projection: first 8 bytes of the SHA-256 of the projection whose space this is.
        version: 1 at enrolment; every change adds one.
        sessions: oldest first, those in use and those retired.
        history: the last changes, oldest first.
        restorable_from: versions below this cannot be gone back to: their sessions are gone.

    Raises:
        TemplateError: the parts do not fit together.
    """

    projection: bytes
    version: int
    sessions: tuple[SessionSum, ...]
    history: tuple[Change, ...] = ()
    restorable_from: int = 1

    def __post_init__(self) -> None:
        if len(self.projection) != PROJECTION_REF_BYTES:
            raise TemplateError(
                "field projection",
                got=f"{len(self.projection)} bytes",
                due=f"{PROJECTION_REF_BYTES} bytes",
            )
        if not 1 <= self.restorable_from <= self.version <= VERSION_LIMIT:
            raise TemplateError(
                "template versions", got="out of order", due="1 <= restorable_from <= version"
            )
        if not any(not session.retired for session in self.sessions):
            raise TemplateError("template sessions", got="none in use", due="at least one")
        if len(self.sessions) > STORED_SESSIONS or len(self.history) > HISTORY_LIMIT:
            raise TemplateError(
                "template",
                got=f"{len(self.sessions)} sessions, {len(self.history)} changes",
                due=f"at most {STORED_SESSIONS} and {HISTORY_LIMIT}",
            )
        if any(max(entry.added, entry.retired) > self.version for entry in self.sessions):
            raise TemplateError("template sessions", got="newer than the template", due="older")
        first = max(self.version - len(self.history) + 1, 2)  # enrolment, 1, is no change
        if [change.version for change in self.history] != [*range(first, self.version + 1)]:
            raise TemplateError(
                "template history", got="other versions", due="the last ones, in order"
            )
        if any(len(self.active(device)) > MAX_SESSIONS for device in self.devices):
            raise TemplateError(
                "template sessions", got="too many in use", due=f"{MAX_SESSIONS} a device class"
            )

    @classmethod
    def enrolled(cls, sessions: Sequence[SessionWindows]) -> Self:
        """A first template from sessions in time order; of too many, the newest count.

        Raises:
            TemplateError: no windows at all.
            ProjectionMismatchError: sessions of more than one projection.
        """
        projection = require_one_projection(sessions)
        newest: list[SessionSum] = []
        per_device: dict[DeviceClass, int] = {}
        for session in reversed(sessions):
            taken = per_device.get(session.device, 0)
            if len(session) and taken < MAX_SESSIONS and len(newest) < STORED_SESSIONS:
                newest.append(SessionSum.of(session, confirmed=True, added=1))
                per_device[session.device] = taken + 1
        return cls(projection, 1, tuple(reversed(newest)))

    @property
    def devices(self) -> tuple[DeviceClass, ...]:
        """The device classes with sessions in use: the sub-templates, in a fixed order."""
        return tuple(sorted({entry.device for entry in self.sessions if not entry.retired}))

    def active(self, device: DeviceClass) -> tuple[SessionSum, ...]:
        """The sessions in use of one sub-template, oldest first; empty when it has none."""
        return tuple(
            entry for entry in self.sessions if not entry.retired and entry.device == device
        )

    def windows(self, device: DeviceClass) -> int:
        """Windows in use behind one sub-template."""
        return sum(entry.count for entry in self.active(device))
