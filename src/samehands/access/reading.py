"""Reading: reads come in, and evidence of mass reading comes out. Nothing is learnt here."""

from bisect import bisect_left
from dataclasses import dataclass
from itertools import islice
from typing import Final, NamedTuple

import msgspec

from samehands.access.bins import OpenBins
from samehands.access.findings import AccessFindingKind, said
from samehands.access.habit import weights
from samehands.access.hours import counted, evidence_of_hour, hour_of_week, share_of
from samehands.access.model import AccessModel, RoleHabit
from samehands.access.reads import RecordRead, in_order
from samehands.access.scales import LENGTH, SCALES, Scale
from samehands.access.sequence import MOST_SEQUENCE_EVIDENCE, evidence_of_sequence, telling
from samehands.access.state import KNOWN_FOR, KNOWN_RECORDS, LARGEST, RECORD_KEY, AccessState
from samehands.finding import Finding
from samehands.quantities import Micros, Nats

MOST_HOUR_EVIDENCE: Final = 4.0
"""Most nats that odd hours add: overtime alone never alarms. Higher: it nearly does."""

ODD: Final = 2.0
"""Nats of one hour from which a finding says that it is odd: a tenth of an ordinary week's hour
at most. Lower: more findings about overtime."""

KNOWN_HOURS: Final = 40
"""Learnt hours from which a person's own week is known well enough to call an hour odd: a week.

Lower: newcomers, and everybody where the model's role keeps other hours than the site, are told
off for coming to work. Higher: bought credentials of newcomers may be used at night for longer."""

SETTLED: Final = 1e-9
"""Nats under which S is zero: what rounding leaves."""

CLEARING: Final = 1e-6
"""Nats more than there were that are taken off when S is back at zero.

Sums of differences leave rounding behind, and a level of 1e-16 is not zero."""

_MINUTE: Final = LENGTH[Scale.MINUTE]


class Counted(NamedTuple):
    """One read as it was counted, for whoever counts since another moment.

    Args:
        at: of the read.
        records: that it stands for.
        last: when the same was last read before; None where that is not known.
    """

    at: Micros
    records: int
    last: Micros | None


@dataclass(frozen=True, slots=True)
class AccessStep:
    """What reads led to.

    Args:
        state: what is known of the subject's reading now.
        evidence: nats for mass reading, positive against the owner; None where nothing came.
        findings: what was noticed.
        records: distinct records today that had not been read before.
        counted: each read, in order.
    """

    state: AccessState
    evidence: Nats | None
    findings: tuple[Finding, ...]
    records: int
    counted: tuple[Counted, ...] = ()


def read(
    state: AccessState,
    reads: tuple[RecordRead, ...],
    *,
    model: AccessModel,
    physical: int | None,
) -> AccessStep:
    """Take in reads of one subject.

    A function of its arguments, in which the order of reads of one moment plays no part. One
    that comes late counts on the time scales on which its bin is still open, and always on the
    longest. It judges and never learns.

    Args:
        state: what is known of the subject.
        reads: at least one, or nothing happens; no repeats of what came before.
        model: what is usual.
        physical: a number that changes whenever a window of typing comes; None where no window
            can be expected, so that their absence says nothing.
    """
    if not reads:
        return AccessStep(state, None, (), 0)
    ordered = in_order(reads)
    role = model.role(state.role)
    known = dict(state.known)
    bins = OpenBins(
        state.scales,
        [
            weights(role.scales[scale], count, model.factors)
            for scale, count in zip(SCALES, state.scales, strict=True)
        ],
    )
    counts: list[Counted] = []
    records = 0
    for one in ordered:
        key = one.record[:RECORD_KEY]
        before = known.pop(key, None)
        last = None if before is None else before[0]
        records += bins.take(one.at, one.count, last)
        known[key] = (one.at if last is None else max(last, one.at), one.count)
        counts.append(Counted(one.at, one.count, last))
    state = msgspec.structs.replace(
        state,
        scales=bins.counts(),
        known=_kept(known),
        last_at=max(state.last_at, ordered[-1].at),
    )
    state, hourly = _hours(state, ordered, role, model.utc_offset)
    state, enumerated = _sequence(state, ordered, role)
    state, unattended = _unattended(state, counts, role, physical)
    mixed = bins.mixed([role.scales[scale].weight for scale in SCALES])
    level = Nats(min(mixed + state.hour_level + state.sequence_level, LARGEST))
    if level < SETTLED:
        level = Nats(0.0)
    evidence = Nats(level - state.level if level else -state.level - CLEARING)
    state = msgspec.structs.replace(state, level=level)
    findings = (*enumerated, *unattended, *hourly)
    return AccessStep(state, evidence, findings, records, tuple(counts))


def pace(state: AccessState, at: Micros) -> int:
    """Distinct records read in the minute before a moment; for a rule, never to be shown."""
    records = 0
    for last, count in reversed(state.known.values()):
        if last <= at - _MINUTE:
            break
        records += count
    return records


def quieted(state: AccessState, model: AccessModel) -> AccessState:
    """The same counts with no evidence: a step-up was passed.

    What the bins that are open gave so far is gone with it; what comes after it counts.
    """
    role = model.role(state.role)
    scales = tuple(
        msgspec.structs.replace(
            count,
            levels=tuple(
                0.0 - max(0.0, weighed.llr(max(count.records - 1, 0), place))
                for place in range(len(model.factors))
            ),
        )
        for scale, count in zip(SCALES, state.scales, strict=True)
        for weighed in (weights(role.scales[scale], count, model.factors),)
    )
    return msgspec.structs.replace(
        state, scales=scales, level=Nats(0.0), hour_level=0.0, sequence_level=0.0
    )


def unusual(state: AccessState, model: AccessModel) -> Finding:
    """How much is being read, where that is furthest from habit. Only for an alarm."""
    role = model.role(state.role)
    furthest, most = Scale.MINUTE, float("-inf")
    for scale, count in zip(SCALES, state.scales, strict=True):
        weighed = weights(role.scales[scale], count, model.factors)
        beyond = max(count.records - 1, 0)
        llr = max(weighed.llr(beyond, place) for place in range(len(model.factors)))
        if llr > most:
            furthest, most = scale, llr
    count = state.scales[SCALES.index(furthest)]
    usual = 1.0 + weights(role.scales[furthest], count, model.factors).mean
    return said(
        AccessFindingKind.UNUSUAL_VOLUME,
        records=float(count.records),
        minutes=LENGTH[furthest] / _MINUTE,
        usual=usual,
    )


def _kept(known: dict[bytes, tuple[Micros, int]]) -> dict[bytes, tuple[Micros, int]]:
    """What is known, in order of time, without what is old or too much."""
    times = [seen[0] for seen in known.values()]
    if len(set(times)) < len(times) or times != sorted(times):
        known = dict(sorted(known.items(), key=lambda entry: (entry[1][0], entry[0])))
        times.sort()
    old = bisect_left(times, times[-1] - KNOWN_FOR)
    for key in list(islice(known, max(old, len(times) - KNOWN_RECORDS))):
        del known[key]
    return known


def _hours(
    state: AccessState, reads: list[RecordRead], role: RoleHabit, utc_offset: Micros
) -> tuple[AccessState, tuple[Finding, ...]]:
    """Weigh each hour in which something was read, once."""
    hour, level, waiting = state.hour, state.hour_level, state.waiting_hours
    known = sum(state.hours) >= KNOWN_HOURS
    findings = []
    for one in reads:
        wall = Micros(one.at + utc_offset)
        if wall // LENGTH[Scale.HOUR] <= hour:
            continue
        hour = wall // LENGTH[Scale.HOUR]
        of_week = hour_of_week(wall)
        share = share_of(of_week, role.hours, state.hours)
        waiting = counted(waiting, of_week)
        if not known:
            continue
        evidence = evidence_of_hour(share)
        level = min(max(level + evidence, 0.0), MOST_HOUR_EVIDENCE)
        if evidence >= ODD:
            odd = AccessFindingKind.READS_AT_ODD_HOURS
            findings.append(said(odd, share_percent=100 * share))
    changed = msgspec.structs.replace(state, hour=hour, hour_level=level, waiting_hours=waiting)
    return changed, tuple(findings)


def _sequence(
    state: AccessState, reads: list[RecordRead], role: RoleHabit
) -> tuple[AccessState, tuple[Finding, ...]]:
    """Weigh whether records are read one after the other by their numbers."""
    level, run = state.sequence_level, state.run
    findings = []
    for one in reads:
        evidence = evidence_of_sequence(role.sequential, sequential=one.sequential)
        level = min(max(level + evidence, 0.0), MOST_SEQUENCE_EVIDENCE)
        run = min(run + 1, LARGEST) if one.sequential else 0
        if telling(run):
            findings.append(said(AccessFindingKind.RECORDS_ENUMERATED, reads=float(run)))
    return msgspec.structs.replace(state, sequence_level=level, run=run), tuple(findings)


def _unattended(
    state: AccessState, counts: list[Counted], role: RoleHabit, physical: int | None
) -> tuple[AccessState, tuple[Finding, ...]]:
    """Count what was read since the last window of typing; said once for each stretch."""
    if physical is None or role.between_windows is None:
        return msgspec.structs.replace(state, since_window=0), ()
    before = state.since_window if physical == state.windows else 0
    fresh = sum(one.records for one in counts if one.last is None)
    since = min(before + fresh, LARGEST)
    changed = msgspec.structs.replace(state, windows=physical, since_window=since)
    if not before < role.between_windows <= since:
        return changed, ()
    numbers = {"records": float(since), "usual": float(role.between_windows)}
    return changed, (said(AccessFindingKind.READS_WITHOUT_INPUT, **numbers),)
