"""Delivery: an input taken through a store to a verdict, so that nothing accepted is lost."""

from typing import Final

from samehands.errors import StorageError
from samehands.monitor.inputs import Input
from samehands.monitor.ports import Conflict, StateStore, VerdictOutlet
from samehands.monitor.setup import Setup
from samehands.monitor.state import MonitorState
from samehands.monitor.step import StepResult, step

ATTEMPTS: Final = 8
"""How often a step is redone because another process saved the same subject first.

Each time somebody else's step went through, so this many in a row means a fault, not a crowd."""


def deliver(
    subject: str, event: Input, setup: Setup, *, store: StateStore, outlet: VerdictOutlet
) -> StepResult:
    """Load, step, save, say.

    The state is saved before the verdict is said: after a crash in between, the input counts
    once (a repeat is dropped) and an alarm is said again with the next input, as it stays.

    Raises:
        StorageError: the store or the outlet failed, or others kept saving first.
        ProjectionMismatchError: a window of another projection; nothing is saved.
    """
    for _ in range(ATTEMPTS):
        stored = store.load(subject)
        state, revision = (
            (MonitorState(subject), 0) if stored is None else (stored.state, stored.revision)
        )
        result = step(state, event, setup)
        # An input that changes nothing need not be written: a flood of repeats costs no disk.
        unchanged = stored is not None and result.state is state
        if unchanged or not isinstance(store.save(result.state, after=revision), Conflict):
            outlet.publish(subject, event, result)
            return result
    raise StorageError(
        f"state of a subject: {ATTEMPTS} attempts, and others saved first each time"
    )
