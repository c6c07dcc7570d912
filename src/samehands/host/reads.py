"""Reads of records as they are told to the service, and what it answers."""

from enum import StrEnum

import msgspec

from samehands.quantities import Micros


class Action(StrEnum):
    """What was done with a record."""

    VIEW = "view"
    SEARCH = "search"
    """It was in a list of results."""
    EXPORT = "export"
    """It left the application: a file, a print-out, a report."""


class Read(msgspec.Struct, frozen=True, omit_defaults=True):
    """A record that was read.

    Args:
        record: its keyed hash, 32 hex digits.
        resource: its class.
        action: what was done with it.
        session: in which session; or
        subject: by whom, where the session is not known.
        at: when, µs since 1970.
        count: records that were given out; an export has many.
        sequential: whether its number is next to that of the one read before.
    """

    record: str
    resource: str
    action: Action
    session: str | None = None
    subject: str | None = None
    at: Micros | None = None
    count: int = 1
    sequential: bool = False


class ReadBatch(msgspec.Struct, frozen=True):
    """Reads under the number by which the service knows whether they came before.

    Args:
        source: who tells of them, unique among all that tell the same service.
        sequence: of the batch, rising.
        reads: in their order.
    """

    source: str
    sequence: int
    reads: tuple[Read, ...]


class RejectedRead(msgspec.Struct, frozen=True):
    """A read that the service refused; sending it again would not help.

    Args:
        index: its place in the batch, from 0.
        reason: one word.
        detail: what was due.
    """

    index: int
    reason: str
    detail: str


class ReadsAnswer(msgspec.Struct, frozen=True):
    """What became of a batch: received = accepted + repeated + rejected.

    Args:
        received: reads in it.
        accepted: taken in; they are durable.
        repeated: had come before.
        rejected: refused, each with its reason.
    """

    received: int
    accepted: int
    repeated: int
    rejected: tuple[RejectedRead, ...]


class ReadCounts(msgspec.Struct, frozen=True):
    """What became of the reads that an application told of.

    told = accepted + repeated + rejected + refused + unfit + dropped + waiting.

    Args:
        told: all of them.
        accepted: durable at the service.
        repeated: were durable already when they were sent again.
        rejected: the service refused them one by one.
        refused: the service refused the whole batch: a wrong key, a missing scope.
        unfit: never sent: no session or subject, an empty id, a class that is none.
        dropped: there was no room for them, or no time at the end.
        waiting: not sent yet.
    """

    told: int
    accepted: int
    repeated: int
    rejected: int
    refused: int
    unfit: int
    dropped: int
    waiting: int
