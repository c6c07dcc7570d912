"""Made-up reads of made-up records: what the people of the demo's recording look up at work.

The recording has typing only. So that exposure can be seen, somebody has to read: these do.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from samehands.access import Action, RecordRead
from samehands.host import RecordHash
from samehands.host.record_hash import SECRET_BYTES
from samehands.monitor import RecordsRead
from samehands.quantities import MICROS_PER_SECOND, Micros
from samehands.wire.records import NOT_THE_OWNER, Mark, Place, Record, RecordedMark

SEED: Final = 20261124
"""Draws when a record is read, and which. Drawn once, whatever came of it."""

SOURCE: Final = "demo"
"""Who tells of the reads."""

RESOURCE: Final = "customer"
"""Class of the records."""

CUSTOMERS: Final = 100_000
"""Records that there are. Fewer: the same one is read twice, and counts once."""

OWNER_PACE: Final = 90.0
"""Mean seconds from one record to the next at ordinary work: the minutes that a case takes."""

THIEF_PACE: Final = 4.0
"""The same for a person at somebody else's desk, who looks around fast."""

INJECTOR_PACE: Final = 0.77
"""The same for the injector: a customer number and Enter, twenty-two keys at 35 ms."""

PACES: Final = (
    f"one in about {OWNER_PACE:.0f} seconds at ordinary work, one in {THIEF_PACE:.0f} by the person "
    f"who takes over, one in {INJECTOR_PACE:.2f} by the injector"
)
"""The paces in words."""

_UNEVEN: Final = 0.5
"""How far the time between two records varies about its mean, either way, as a share of it."""

_PACE: Final = {
    Mark.TAKEOVER_BEGINS: THIEF_PACE,
    Mark.INJECTION_BEGINS: INJECTOR_PACE,
}


@dataclass(frozen=True, slots=True)
class MadeUpRead:
    """A made-up record that is read.

    Args:
        place: by which seat, in which session, when.
        record: its number; whoever tells the service of it hashes it first.
    """

    place: Place
    record: int


class RecordsTold:
    """Reads as a monitor is told of them, without a service in between."""

    def __init__(self) -> None:
        self._hashes = RecordHash(secrets.token_bytes(SECRET_BYTES))
        self._sequence = 0

    def of(self, read: MadeUpRead) -> RecordsRead:
        """A batch with the one read."""
        self._sequence += 1
        at = read.place.at
        record = bytes.fromhex(self._hashes.of(read.record, RESOURCE))
        one = RecordRead(record, RESOURCE, Action.VIEW, at)
        return RecordsRead(read.place.session, at, SOURCE, self._sequence, (one,))


def made_up_reads(records: Iterable[Record]) -> list[MadeUpRead]:
    """What is read beside a recording's typing, in order of time.

    Args:
        records: of the recording, in any order.
    """
    in_order = sorted(records, key=lambda record: record.place.at)
    sessions: dict[tuple[str, str], list[Record]] = {}
    for record in in_order:
        sessions.setdefault((record.place.seat, record.place.session), []).append(record)
    rng = np.random.default_rng(SEED)  # noqa: TID251  # the demo's edge: a seed makes it
    reads = [read for session in sessions.values() for read in _of_session(session, rng)]
    return sorted(reads, key=lambda read: read.place.at)


def _of_session(session: Sequence[Record], rng: np.random.Generator) -> list[MadeUpRead]:
    """The reads of one session: whoever sits there from then on reads at a pace of their own."""
    first, end = session[0].place, session[-1].place.at
    changes = [
        (record.place.at, _PACE[record.mark])
        for record in session
        if isinstance(record, RecordedMark) and record.mark in NOT_THE_OWNER
    ]
    stretches = [(first.at, OWNER_PACE), *changes]
    ends = [at for at, _ in changes] + [end]
    reads = []
    for (begins, pace), until in zip(stretches, ends, strict=True):
        at = float(begins)
        while (at := at + _gap(pace, rng)) < until:
            place = Place(first.seat, first.session, Micros(round(at)))
            reads.append(MadeUpRead(place, int(rng.integers(CUSTOMERS))))
    return reads


def _gap(pace: float, rng: np.random.Generator) -> float:
    return float(pace * (1 + _UNEVEN * (2 * rng.random() - 1)) * MICROS_PER_SECOND)
