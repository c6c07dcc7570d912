"""What the monitor needs from outside, as Protocols: adapters implement them.

Every implementation passes the same suite, `tests/laws`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from samehands.monitor.inputs import Input
from samehands.monitor.state import MonitorState
from samehands.monitor.step import StepResult


@dataclass(frozen=True, slots=True)
class Stored:
    """A state as a store has it.

    Args:
        state: what was saved last.
        revision: how often it was saved; 1 after the first time.
    """

    state: MonitorState
    revision: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else saved first.

    Args:
        revision: that is in the store now; 0 where there is none.
    """

    revision: int


class StateStore(Protocol):
    """Keeps one state per subject. What `save` has returned for is not lost."""

    def load(self, subject: str) -> Stored | None:
        """The subject's state; None where nothing was saved, or it was erased.

        Raises:
            StorageError: the store cannot be read.
        """
        ...

    def save(self, state: MonitorState, *, after: int) -> Stored | Conflict:
        """Save a state, if nobody has since `after`.

        Args:
            state: to be kept under its subject.
            after: the revision that it was made from; 0 for a new subject.

        Raises:
            StorageError: the store cannot be written; what it had, it still has.
        """
        ...

    def erase(self, subject: str) -> bool:
        """Forget a subject for good; whether there was one.

        Raises:
            StorageError: the store cannot be written.
        """
        ...

    def subjects(self) -> Iterator[str]:
        """Everybody who has a state, in order of name."""
        ...


class VerdictOutlet(Protocol):
    """Takes what was decided to the outside: a console, a webhook, a log."""

    def publish(self, subject: str, event: Input, result: StepResult) -> None:
        """Say what an input led to. The same may be said twice after a crash, never another.

        Raises:
            StorageError: it could not be said, and will not be.
        """
        ...
