"""The ports in memory: for a replay, for trying out, and for tests. Nothing outlives the process."""

from collections.abc import Iterator

from samehands.monitor.inputs import Input
from samehands.monitor.ports import Conflict, Stored
from samehands.monitor.state import MonitorState
from samehands.monitor.state_codec import decode_state, encode_state
from samehands.monitor.step import StepResult


class MemoryStateStore:
    """A `StateStore` in a dictionary. It keeps bytes, as a disk would, not the objects."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[bytes, int]] = {}

    def load(self, subject: str) -> Stored | None:
        """The subject's state; None where there is none."""
        if subject not in self._kept:
            return None
        data, revision = self._kept[subject]
        return Stored(decode_state(data), revision)

    def save(self, state: MonitorState, *, after: int) -> Stored | Conflict:
        """Save a state, if nobody has since `after`."""
        _, revision = self._kept.get(state.subject, (b"", 0))
        if revision != after:
            return Conflict(revision)
        self._kept[state.subject] = (encode_state(state), revision + 1)
        return Stored(state, revision + 1)

    def erase(self, subject: str) -> bool:
        """Forget a subject; whether there was one."""
        return self._kept.pop(subject, None) is not None

    def subjects(self) -> Iterator[str]:
        """Everybody who has a state, in order of name."""
        return iter(sorted(self._kept))


class MemoryVerdictOutlet:
    """A `VerdictOutlet` that keeps what was said, in the order in which it was said."""

    def __init__(self) -> None:
        self.said: list[tuple[str, Input, StepResult]] = []

    def publish(self, subject: str, event: Input, result: StepResult) -> None:
        """Keep it."""
        self.said.append((subject, event, result))
