"""A read: one record that the host application gave out, as its client library reports it."""

import re
from enum import StrEnum
from typing import Final

import msgspec

from samehands.errors import InputError
from samehands.quantities import Micros

RECORD_BYTES: Final = 16
"""Bytes of a record's id: the first 16 of an HMAC-SHA256 under a key that the host keeps.

A plain id never comes here, so nothing here can name a customer. Fewer: two records begin to look
like one. More: nothing gained, each read larger."""

MOST_COUNT: Final = 1_000_000
"""Most records that one read may stand for: an export of everything that a small company has.

More: one wrong number drowns a day. Fewer: an export would have to be told in parts."""

RESOURCE_CHARACTERS: Final = 32
"""Most characters of a resource class: room for a word or two, not for a path or an id."""

_RESOURCE: Final = re.compile(rf"[a-z0-9_.-]{{1,{RESOURCE_CHARACTERS}}}")


class Action(StrEnum):
    """What was done with a record."""

    VIEW = "view"
    SEARCH = "search"
    """It was in a list of results."""
    EXPORT = "export"
    """It left the application: a file, a print, a report."""


class RecordRead(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One read of a record, or of several given out at once.

    Args:
        record: 16 bytes, a keyed hash of the record's id; of the list or the file where `count`
            is above one.
        resource: class of the record ("customer", "claim.photo"): 1 to 32 of a-z 0-9 _ . -
        action: what was done.
        at: when, µs on the clock of the host application.
        count: records given out: an export or a list of results has many.
        sequential: whether the plain id is that of the read before it, plus or minus one. The
            client library says so, as it cannot be seen in hashes.

    Raises:
        InputError: a record, a class or a count of another shape. What came is not repeated.
    """

    record: bytes
    resource: str
    action: Action
    at: Micros
    count: int = 1
    sequential: bool = False

    def __post_init__(self) -> None:
        if len(self.record) != RECORD_BYTES:
            raise InputError(
                "record", got=f"{len(self.record)} bytes", due=f"a keyed hash of {RECORD_BYTES}"
            )
        if not _RESOURCE.fullmatch(self.resource):
            raise InputError(
                "resource",
                got=f"{len(self.resource)} characters, or others than these",
                due=f"1 to {RESOURCE_CHARACTERS} of a-z 0-9 _ . -",
            )
        if not 1 <= self.count <= MOST_COUNT:
            raise InputError("count", got=f"{self.count}", due=f"1 to {MOST_COUNT}")
        if self.at < 0:
            raise InputError("at", got="a time before 1970", due="µs, zero or more")

    def __repr__(self) -> str:
        """Without the record."""
        return f"RecordRead({self.resource}, {self.action}, at={self.at}, count={self.count})"


def in_order(reads: tuple[RecordRead, ...]) -> list[RecordRead]:
    """Reads by time; those of one moment in an order that does not depend on how they came.

    >>> one = RecordRead(b"b" * 16, "customer", Action.VIEW, Micros(2))
    >>> two = RecordRead(b"a" * 16, "customer", Action.VIEW, Micros(2))
    >>> in_order((one, two)) == in_order((two, one)) == [two, one]
    True
    """
    return sorted(
        reads,
        key=lambda read: (
            read.at,
            read.record,
            read.resource,
            read.action,
            read.count,
            read.sequential,
        ),
    )
