"""Taking reads in: one input for each subject and session of a batch, all durable before the answer.

The batch's number is kept with each subject. A batch that was taken in for some of its subjects
when the power went is sent again as it was: for those it is a repeat, for the others it counts.
"""

from collections.abc import Sequence
from typing import Final

from samehands.access import AccessFindingKind
from samehands.monitor import RecordsRead, StepResult
from samehands.quantities import MICROS_PER_SECOND, Micros
from samehands.server.access.answer import ReadsAnswer, RefusedFor, RejectedRead
from samehands.server.access.batch import ReadBatch
from samehands.server.access.whose import Place, Placed, sort_reads
from samehands.server.auth import Principal
from samehands.server.ingest import Outcome, Told
from samehands.server.metrics import ReadFate
from samehands.server.parts import Parts
from samehands.server.setups import DEFAULT_GROUP

_TOO_LATE: Final = "the batch's number: due one that is not far behind the highest of its source"


async def take_reads(parts: Parts, principal: Principal, batch: ReadBatch) -> ReadsAnswer:
    """Take in a batch of reads; what is accepted is durable when this returns.

    Args:
        parts: of the server.
        principal: the host application.
        batch: as it was read.

    Raises:
        ProblemError: `too_many_requests`, nothing was kept.
        BusyError: the queue is full; nothing was kept.
        StorageError: some of it may not have been kept. The same batch again counts once.
    """
    now = parts.clock()
    parts.rates.key_requests.check(principal.id, 1, now)
    parts.rates.key_reads.check(principal.id, batch.received, now)
    parts.rates.key_requests.spend(principal.id, 1, now)
    parts.rates.key_reads.spend(principal.id, batch.received, now)
    sorted_out = await sort_reads(parts, batch.told, now)
    honey = await parts.honey.current(now)
    by_subject: dict[tuple[str, str], list[tuple[Place, list[Placed]]]] = {}
    for place, reads in sorted_out.places.items():
        by_subject.setdefault((place.subject, place.group), []).append((place, reads))
    tolds = [
        Told(
            subject,
            tuple(_input(batch, place, reads, honey, now) for place, reads in placed),
            group=group,
        )
        for (subject, group), placed in by_subject.items()
    ]
    outcomes = await parts.ingest.take_all(tolds)
    parts.metrics.waited((parts.clock() - now) / MICROS_PER_SECOND)
    answer = _answered(batch, [*by_subject.values()], outcomes, sorted_out.rejected)
    parts.metrics.reads(ReadFate.ACCEPTED, answer.accepted)
    parts.metrics.reads(ReadFate.REPEATED, answer.repeated)
    parts.metrics.reads(ReadFate.REJECTED, len(answer.rejected))
    return answer


def _input(
    batch: ReadBatch, place: Place, reads: Sequence[Placed], honey: frozenset[bytes], now: Micros
) -> RecordsRead:
    return RecordsRead(
        place.session,
        now,
        batch.source,
        batch.sequence,
        tuple(one.read for one in reads),
        sum(one.read.record in honey for one in reads) if honey else 0,
        None if place.group == DEFAULT_GROUP else place.group,
    )


def _answered(
    batch: ReadBatch,
    placed: Sequence[Sequence[tuple[Place, Sequence[Placed]]]],
    outcomes: Sequence[Outcome],
    rejected: Sequence[RejectedRead],
) -> ReadsAnswer:
    accepted = repeated = 0
    refused = [*batch.rejected, *rejected]
    for of_subject, outcome in zip(placed, outcomes, strict=True):
        for (_, reads), result in zip(of_subject, outcome.results, strict=True):
            dropped = _dropped(result)
            if dropped is None:
                accepted += len(reads)
            elif dropped is AccessFindingKind.READS_REPEATED:
                repeated += len(reads)
            else:
                refused += [
                    RejectedRead(one.position, RefusedFor.TOO_LATE, _TOO_LATE) for one in reads
                ]
    refused.sort(key=lambda one: one.index)
    return ReadsAnswer(batch.received, accepted, repeated, tuple(refused))


def _dropped(result: StepResult) -> AccessFindingKind | None:
    """Why reads were dropped; None where they were taken in."""
    for kind in (AccessFindingKind.READS_REPEATED, AccessFindingKind.READS_TOO_LATE):
        if any(finding.kind == kind for finding in result.findings):
            return kind
    return None
