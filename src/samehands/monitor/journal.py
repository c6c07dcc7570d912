"""The journal: what a subject's monitor was told, kept so that nothing acknowledged is lost.

A state is a function of the inputs that led to it, so the inputs are what has to be durable: a few
hundred bytes each, appended. A snapshot of the state now and then saves stepping through all of
them again; after a crash the inputs since the last snapshot are stepped through, which gives the
state that was there before it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from samehands.errors import InputError
from samehands.finding import Finding
from samehands.identity import Scored
from samehands.monitor.exposure import Exposure
from samehands.monitor.inputs import Input
from samehands.monitor.result import StepResult
from samehands.monitor.setup import Setup
from samehands.monitor.state import MonitorState
from samehands.monitor.step import step
from samehands.quantities import Micros, Nats
from samehands.trust import Explanation, Hypothesis, TrustState, Verdict


@dataclass(frozen=True, slots=True)
class Taken:
    """One input that was taken in, and what it led to: a point of a session's evidence curve.

    Args:
        ordinal: its place among all inputs of its subject, from 1, without gaps.
        event: what the monitor was told.
        state: what was believed about the session after it; None where no session is open.
        level: S for another person after it, nats; zero where no session is open.
        threshold: nats at which that alarms; it can change between two inputs.
        llr: of the window, nats, positive for the owner; None where nothing was scored.
        verdict: what was decided; None where there was nothing to decide on.
        findings: what was noticed.
        explanation: what moved the score; None where there is none.
        exposure: what was read while the doubt lasts; None where there is none.
    """

    ordinal: int
    event: Input
    state: TrustState | None
    level: Nats
    threshold: Nats
    llr: Nats | None = None
    verdict: Verdict | None = None
    findings: tuple[Finding, ...] = ()
    explanation: Explanation | None = None
    exposure: Exposure | None = None

    @property
    def session(self) -> str | None:
        """The session that it was for; None where it was about the subject."""
        return self.event.session

    @property
    def at(self) -> Micros:
        """When, µs on the server's clock."""
        return self.event.at


def taken_of(ordinal: int, event: Input, result: StepResult, setup: Setup) -> Taken:
    """What a journal keeps of a step.

    Args:
        ordinal: place of the input among its subject's.
        event: what the monitor was told.
        result: what that led to.
        setup: that it was judged by.
    """
    other = Hypothesis.OTHER_PERSON
    return Taken(
        ordinal,
        event,
        None if result.trust is None else result.trust.state,
        Nats(0.0) if result.trust is None else result.trust.level(other),
        setup.thresholds[other],
        result.outcome.llr if isinstance(result.outcome, Scored) else None,
        result.verdict,
        result.findings,
        result.explanation,
        result.exposure,
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """What a journal has of a subject, enough to go on from.

    Args:
        snapshot: the state after input number `snapshot_at`; a fresh one at 0.
        snapshot_at: 0 where no snapshot was ever kept.
        since: the inputs after the snapshot, in their order.
    """

    snapshot: MonitorState
    snapshot_at: int = 0
    since: tuple[Input, ...] = ()

    @property
    def ordinal(self) -> int:
        """Of the last input that is kept; 0 where there is none."""
        return self.snapshot_at + len(self.since)


def resume(kept: Kept, setup: Setup) -> MonitorState:
    """The state that was there after the last input that was kept.

    Steps are functions of their arguments, so this is the very state, if `setup` is what the
    inputs were judged by. Keep a snapshot of everybody before changing it.

    Raises:
        ProjectionMismatchError: what was kept is of another projection than the setup's.
    """
    state = kept.snapshot
    for event in kept.since:
        state = step(state, event, setup).state
    return state


@dataclass(frozen=True, slots=True)
class Addition:
    """Inputs of one subject to be kept, all or none of them.

    Args:
        subject: whose.
        after: ordinal of the last input that they were stepped from; the first of `taken` has the
            one after it.
        taken: in their order; none where only a snapshot is to be kept.
        snapshot: the state after the last of them, where one is to be kept.

    Raises:
        InputError: there is nothing in it.
    """

    subject: str
    after: int
    taken: tuple[Taken, ...]
    snapshot: MonitorState | None = None

    def __post_init__(self) -> None:
        if not self.taken and self.snapshot is None:
            raise InputError("addition", got="neither inputs nor a snapshot", due="one of them")

    @property
    def ordinal(self) -> int:
        """Of the last input once it is kept; the snapshot is of the state after that one."""
        return self.after + len(self.taken)


class Journal(Protocol):
    """Keeps the inputs of every subject. What `append` has returned for is not lost.

    Every implementation passes the same suite, `tests/laws/journal_laws.py`.
    """

    def load(self, subject: str) -> Kept:
        """What there is of a subject; nothing, as a fresh state, for one never heard of.

        Raises:
            StorageError: the journal cannot be read.
        """
        ...

    def append(self, additions: Sequence[Addition]) -> frozenset[str]:
        """Keep additions of different subjects, in one transaction.

        A snapshot alone is refused like an input where there is a later input than its own.

        Returns:
            Subjects for whom somebody else appended since `after`: nothing of theirs was kept.
            All others are durable.

        Raises:
            StorageError: nothing of any of them was kept.
        """
        ...

    def behind(self, *, after: str = "", limit: int) -> tuple[str, ...]:
        """Subjects with inputs since their last snapshot, in the order of their names.

        Args:
            after: only those behind this name.
            limit: how many at most.

        Raises:
            StorageError: the journal cannot be read.
        """
        ...
