"""What of a session, and of its owner, can be compared: windows of one kind out of the journal."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.adapters.sql import SessionRow, SqlStore
from samehands.identity import DeviceClass, SessionWindows
from samehands.identity.session_windows import NOT_TYPED
from samehands.monitor import Taken, WindowArrived, change_on, evidence_on
from samehands.quantities import Micros
from samehands.rhythm.window import DIMENSIONS, ClockClass, Window
from samehands.trust import TrustState

MOST_POINTS: Final = 2_000
"""Points of a session that are read: more than two days of typing without a pause."""

USUAL_SESSIONS: Final = 10
"""Sessions of the owner that are read for what is usual, the newest first.

More: steadier, and slower to answer. Fewer: one odd day counts for more."""

USUAL_WINDOWS: Final = 200
"""Windows of the owner's that are enough: 20,000 keystrokes."""

LEAST_CHANGED: Final = 2
"""Windows since the change from which only those are compared; with fewer, the whole session is."""


@dataclass(frozen=True, slots=True, eq=False)
class Comparable:
    """What there is to compare.

    Args:
        windows: the session's, of the device class of most of them.
        usual: shape (k, 64), steps: the owner's own of that device class.
        since: the windows are those after this, µs; None where they are the whole session's.
        until: and up to this; None where they are all.
    """

    windows: SessionWindows
    usual: NDArray[np.int8]
    since: Micros | None
    until: Micros | None


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which windows are comparable: those of one projection and one device class."""

    projection: bytes
    device: DeviceClass

    def well(self, points: Sequence[Taken]) -> Iterator[Window]:
        """Those that were judged when all was well."""
        judged = [
            point
            for point in points
            if point.state is TrustState.VERIFIED and point.llr is not None
        ]
        return (w for w in _windows(judged, self.projection) if _is_of(w, self.device))


def comparable(store: SqlStore, row: SessionRow, projection: bytes, *, whole: bool) -> Comparable:
    """Read what there is to compare; it blocks.

    Args:
        store: where it is.
        row: of the session.
        projection: in use; windows of another one are passed over.
        whole: whether all of the session counts, or only what was typed since the change.

    Raises:
        StorageError: the store cannot be read.
    """
    curve = store.journal.taken(row.subject, row.id, limit=MOST_POINTS)
    cases = store.cases.of_session(row.id)
    until = cases[-1].opened_at if cases else None
    stretch = evidence_on(curve, until)
    doubtful = list(_windows(stretch, projection))
    change = None if whole or len(doubtful) < LEAST_CHANGED else change_on(curve, until)
    if change is None:
        windows, before, since = list(_windows(curve, projection)), [], None
    else:
        windows, before = doubtful, [p for p in curve if p.ordinal < stretch[0].ordinal]
        since = row.started_at if change.after is None else change.after
    device = _commonest(windows)
    usual = _usual(store, row, before, _Wanted(projection, device))
    return Comparable(
        SessionWindows(projection, device, _rows(w for w in windows if _is_of(w, device))),
        _rows(usual),
        since,
        None if since is None else until,
    )


def _usual(
    store: SqlStore, row: SessionRow, before: Sequence[Taken], wanted: _Wanted
) -> list[Window]:
    """The owner's own windows: before the change, and of other sessions without a case."""
    usual = list(wanted.well(before))
    for other in store.sessions.of_subject(row.subject, USUAL_SESSIONS + 1):
        if len(usual) >= USUAL_WINDOWS:
            break
        if other.id != row.id and not store.cases.of_session(other.id):
            points = store.journal.taken(row.subject, other.id, limit=MOST_POINTS)
            usual.extend(wanted.well(points))
    return usual[:USUAL_WINDOWS]


def _windows(points: Sequence[Taken], projection: bytes) -> Iterator[Window]:
    """The windows among points that hands typed, in the projection in use."""
    for point in points:
        if not isinstance(point.event, WindowArrived):
            continue
        window = point.event.window
        if window.projection == projection and not window.path & NOT_TYPED:
            yield window


def _commonest(windows: Sequence[Window]) -> DeviceClass:
    """The device class of most windows: clocks must not be mixed."""
    devices = [DeviceClass.of(window) for window in windows]
    return max(devices, key=devices.count, default=DeviceClass(ClockClass.ONE_MS))


def _is_of(window: Window, device: DeviceClass) -> bool:
    return DeviceClass.of(window) == device


def _rows(windows: Iterable[Window]) -> NDArray[np.int8]:
    embeddings = b"".join(window.embedding for window in windows)
    return np.frombuffer(embeddings, np.int8).reshape(-1, DIMENSIONS)
