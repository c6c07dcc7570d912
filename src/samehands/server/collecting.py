"""Windows and early signs from a collector: over HTTP and over a WebSocket the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from samehands.monitor import EarlySignArrived, FindingKind, StepResult, WindowArrived
from samehands.quantities import MICROS_PER_SECOND, Micros
from samehands.rhythm import EarlySign
from samehands.server.answers import SessionVerdict, session_verdict
from samehands.server.asking import standing_of
from samehands.server.auth import Principal
from samehands.server.consent import require_consent
from samehands.server.ingest import Told
from samehands.server.metrics import WindowFate
from samehands.server.parts import Parts
from samehands.server.problems import ProblemError, ProblemKind
from samehands.server.standing import Standing
from samehands.wire import Batch, Message

PROJECTION: Final = "projection"
"""Reason of a window that was made with another projection than the server's."""

TOO_LATE: Final = "too_late"
"""Reason of a window that came too late to tell it from a repeat."""


class RejectedWindow(msgspec.Struct, frozen=True):
    """A window of a batch that was refused; sending it again would not help.

    Args:
        index: its place in the batch, from 0.
        reason: `version`, `size`, `form`, `range`, `projection` or `too_late`.
        detail: where, what came, what was due.
    """

    index: int
    reason: str
    detail: str


class BatchAnswer(msgspec.Struct, frozen=True):
    """What became of a batch: received = accepted + repeated + rejected.

    Args:
        received: windows that the batch held.
        accepted: those that were taken in; they are durable.
        repeated: those that had come before; they changed nothing.
        rejected: those that were refused, each with its reason.
        missing: numbers between the windows of this batch, and before them, that never came.
        next_sequence: one more than the highest number that came in the session.
        verdict: on the session, after the batch.
    """

    received: int
    accepted: int
    repeated: int
    rejected: tuple[RejectedWindow, ...]
    missing: int
    next_sequence: int
    verdict: SessionVerdict


@dataclass(frozen=True, slots=True)
class _Sorted:
    """A batch before it is taken in: place in the batch → message, and what was refused."""

    messages: Mapping[int, Message]
    rejected: tuple[RejectedWindow, ...]


async def collect(parts: Parts, principal: Principal, batch: Batch) -> BatchAnswer:
    """Take in a batch of a collector's own session; it is durable when this returns.

    Args:
        parts: of the server.
        principal: the collector.
        batch: as it was read.

    Raises:
        ProblemError: `session_ended`; or `too_many_requests` or `consent_missing`, with nothing kept.
        BusyError: the queue is full; nothing was kept.
        StorageError: nothing was kept.
    """
    now = parts.clock()
    standing = await own_standing(parts, principal)
    _require_rate(parts, standing, batch.received, now)
    if batch.received:  # an empty one asks for the verdict and tells nothing
        await require_consent(parts, standing)
    sorted_out = _sorted(batch, parts.setups.of(standing.row.group).projection)
    row = standing.row
    inputs = tuple(_input(row.id, message, now) for message in sorted_out.messages.values())
    results: tuple[StepResult, ...] = ()
    if inputs:
        outcome = await parts.ingest.take(Told(row.subject, inputs))
        if outcome.standing is None:
            raise ProblemError(ProblemKind.SESSION_ENDED)
        results, standing = outcome.results, outcome.standing
        if any(_fate(result) is None for result in results):
            parts.feed.pause(row.id, paused=False)  # whoever sends has not paused, or does no more
        parts.metrics.waited((parts.clock() - now) / MICROS_PER_SECOND)
    return _answered(parts, batch.received, sorted_out, results, standing)


def _input(session: str, message: Message, now: Micros) -> WindowArrived | EarlySignArrived:
    if isinstance(message, EarlySign):
        return EarlySignArrived(session, message, now)
    return WindowArrived(session, message, now)


async def own_standing(parts: Parts, principal: Principal) -> Standing:
    """The collector's session; one that is not there any more has ended, for a collector.

    Args:
        parts: of the server.
        principal: the collector.

    Raises:
        ProblemError: `session_ended`.
        BusyError: its monitor has to be loaded, and the queue is full.
        StorageError: the store cannot be read.
    """
    try:
        return await standing_of(parts, principal.session or "")
    except ProblemError as error:
        if error.kind is ProblemKind.SESSION_UNKNOWN:
            raise ProblemError(ProblemKind.SESSION_ENDED) from None
        raise


def _require_rate(parts: Parts, standing: Standing, windows: int, now: Micros) -> None:
    """Take a batch out of every bucket, or out of none."""
    rates, row = parts.rates, standing.row
    asked = (
        (rates.subject_requests, row.subject, 1),
        (rates.subject_windows, row.subject, windows),
        (rates.key_windows, row.api_key_id, windows),
    )
    for rate, name, count in asked:
        rate.check(name, count, now)
    for rate, name, count in asked:
        rate.spend(name, count, now)


def _sorted(batch: Batch, projection: bytes) -> _Sorted:
    """Put each message at its place in the batch, and refuse those of another projection."""
    refused = {one.index for one in batch.rejected}
    places = (index for index in range(batch.received) if index not in refused)
    messages = dict(zip(places, batch.accepted, strict=True))
    foreign = [index for index, made in messages.items() if made.projection != projection]
    rejected = [RejectedWindow(one.index, one.reason, one.detail) for one in batch.rejected]
    for index in foreign:
        del messages[index]
        told = f"field projection: got another one, due {projection.hex()}"
        rejected.append(RejectedWindow(index, PROJECTION, told))
    return _Sorted(messages, tuple(rejected))


def _answered(
    parts: Parts,
    received: int,
    sorted_out: _Sorted,
    results: Sequence[StepResult],
    standing: Standing,
) -> BatchAnswer:
    kinds = [_fate(result) for result in results]
    if FindingKind.SESSION_UNKNOWN in kinds:
        raise ProblemError(ProblemKind.SESSION_ENDED)
    late = [
        RejectedWindow(index, TOO_LATE, "field sequence: too far back to tell it from a repeat")
        for index, kind in zip(sorted_out.messages, kinds, strict=True)
        if kind == FindingKind.WINDOW_TOO_LATE
    ]
    rejected = tuple(sorted((*sorted_out.rejected, *late), key=lambda one: one.index))
    repeated = kinds.count(FindingKind.WINDOW_REPEATED)
    accepted = kinds.count(None)
    parts.metrics.windows(WindowFate.ACCEPTED, accepted)
    parts.metrics.windows(WindowFate.REPEATED, repeated)
    parts.metrics.windows(WindowFate.REJECTED, len(rejected))
    return BatchAnswer(
        received,
        accepted,
        repeated,
        rejected,
        sum(_missing(result) for result in results),
        standing.next_sequence,
        session_verdict(standing, parts.setups, parts.clock()),
    )


_DROPPED: Final = {
    FindingKind.WINDOW_REPEATED,
    FindingKind.WINDOW_TOO_LATE,
    FindingKind.SESSION_UNKNOWN,
}


def _fate(result: StepResult) -> str | None:
    """Why a window was dropped; None where it was taken in."""
    for finding in result.findings:
        if finding.kind in _DROPPED:
            return finding.kind
    return None


def _missing(result: StepResult) -> int:
    return sum(
        int(finding.numbers["windows"])
        for finding in result.findings
        if finding.kind == FindingKind.WINDOWS_MISSING
    )
