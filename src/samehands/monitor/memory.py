"""The journal in memory: for trying out and for tests. Nothing in it outlives the process."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from samehands.monitor.journal import Addition, Kept, Taken
from samehands.monitor.state import MonitorState
from samehands.monitor.state_codec import decode_state, encode_state


@dataclass(slots=True)
class _Subject:
    taken: list[Taken] = field(default_factory=list)
    snapshot: bytes | None = None
    snapshot_at: int = 0


class MemoryJournal:
    """A `Journal` in lists. Snapshots are kept as bytes, as a disk would, not as the objects."""

    def __init__(self) -> None:
        self._subjects: dict[str, _Subject] = {}

    def load(self, subject: str) -> Kept:
        """What there is of a subject; nothing, as a fresh state, for one never heard of."""
        kept = self._subjects.get(subject, _Subject())
        return Kept(
            MonitorState(subject) if kept.snapshot is None else decode_state(kept.snapshot),
            kept.snapshot_at,
            tuple(taken.event for taken in kept.taken[kept.snapshot_at :]),
        )

    def append(self, additions: Sequence[Addition]) -> frozenset[str]:
        """Keep additions of different subjects; whose are not kept, as somebody else was first."""
        conflicts = set()
        for addition in additions:
            kept = self._subjects.get(addition.subject)
            if kept is None:
                kept = _Subject()
                if not addition.taken:  # nobody to keep a snapshot of
                    conflicts.add(addition.subject)
                    continue
            if len(kept.taken) != addition.after:
                conflicts.add(addition.subject)
                continue
            kept.taken.extend(addition.taken)
            if addition.snapshot is not None:
                kept.snapshot = encode_state(addition.snapshot)
                kept.snapshot_at = len(kept.taken)
            self._subjects[addition.subject] = kept
        return frozenset(conflicts)

    def behind(self, *, after: str = "", limit: int) -> tuple[str, ...]:
        """Subjects with inputs since their last snapshot, in the order of their names."""
        behind = sorted(
            name
            for name, kept in self._subjects.items()
            if name > after and len(kept.taken) > kept.snapshot_at
        )
        return tuple(behind[:limit])

    def taken(self, subject: str) -> tuple[Taken, ...]:
        """All that was kept of a subject, oldest first."""
        return tuple(self._subjects.get(subject, _Subject()).taken)
