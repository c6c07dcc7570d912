"""What the writer is asked to do, and what it answers."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from samehands.adapters.sql import CaseRow, Row, SessionRow
from samehands.errors import SamehandsError
from samehands.monitor import Input, MonitorState, StepResult
from samehands.server.setups import DEFAULT_GROUP
from samehands.server.standing import Standing

RETRY_AFTER: Final = 2
"""Seconds after which somebody who was sent away should come again.

A full queue is worked off in about that time. Longer: collectors hold more. Shorter: they come back
to a queue that is still full."""


class BusyError(SamehandsError):
    """The queue is full, or the server is stopping; nothing of what was told was kept.

    Args:
        retry_after: seconds after which it may go well.
    """

    def __init__(self, retry_after: int = RETRY_AFTER) -> None:
        super().__init__(f"queue: got one more, due fewer; again in {retry_after} seconds")
        self.retry_after = retry_after


class SettledError(SamehandsError):
    """The case was decided already, by somebody else; nothing of what was told was kept.

    Args:
        case: as it was decided.
    """

    def __init__(self, case: CaseRow) -> None:
        super().__init__(f"case: got one that is {case.status}, due an open one")
        self.case = case


@dataclass(frozen=True, slots=True)
class Told:
    """Inputs of one subject that belong together: all of them are kept, or none is.

    Args:
        subject: whose.
        inputs: in their order; none to ask only how a session stands.
        session: whose standing is asked for; None for that of the last input's.
        starts: the row of the session that the first of them starts; None where none starts one.
        also: rows that become durable with them.
        settles: the case that they decide; nothing is kept where it is open no more.
        group: whose policy applies where the inputs are for no open session.
    """

    subject: str
    inputs: tuple[Input, ...] = ()
    session: str | None = None
    starts: SessionRow | None = None
    also: tuple[Row, ...] = ()
    settles: str | None = None
    group: str = DEFAULT_GROUP


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it, and it is durable.

    Args:
        results: of the inputs, in their order.
        standing: of the session that was asked for; None where there is none.
        state: of the subject's monitor afterwards.
    """

    results: tuple[StepResult, ...]
    standing: Standing | None
    state: MonitorState


@dataclass(frozen=True, slots=True)
class Alone:
    """Something that is done between two transactions, while nothing is taken in.

    Args:
        subject: whose monitor is let go of before and after; None where it is about nobody.
        action: done by the writer between two transactions.
        settled: whether everybody's monitor is kept whole first, so that nothing that was judged
            already is judged again by what the action changes.
    """

    subject: str | None
    action: Callable[[], Any]
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of the writer's work.

    Args:
        work: what is to be done.
        done: told what came of it, on the loop that waits for it.
    """

    work: Told | Alone
    done: asyncio.Future[Any] = field(repr=False)

    @property
    def weight(self) -> int:
        """Inputs in it, one at least."""
        return max(1, len(self.work.inputs)) if isinstance(self.work, Told) else 1
