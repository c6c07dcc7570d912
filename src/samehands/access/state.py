"""What is known of one subject's reading: counts per time scale, bounded, and no history."""

from typing import Final

import msgspec

from samehands.access.hours import HOURS
from samehands.access.model import FACTORS
from samehands.access.scales import SCALES
from samehands.errors import TemplateError
from samehands.quantities import Micros, Nats

KNOWN_RECORDS: Final = 512
"""Distinct records of a subject that are known apart; the longest unread leave first.

Four times the busiest day in a bank's log (agent_touch_rates.json: 126). Up to here distinct
records are counted exactly; beyond, a record that has left and is read again counts once more,
so the count errs upwards, and only for somebody far beyond any habit. A sketch (HyperLogLog)
would be smaller, but errs both ways and cannot say when a record was last read, which exposure
since a change needs. More: 21 bytes of state each."""

KNOWN_FOR: Final = Micros(36 * 3_600 * 1_000_000)
"""How long a record's hash is kept after it was last read: a day and a night shift.

Longer: more is held of who read what. Shorter: the day's distinct records are counted twice."""

RECORD_KEY: Final = 8
"""Bytes of a record's hash that are kept: among 512 records two agree once in 10^14 days."""

LARGEST: Final = 10**12
"""Where counts stop rising: far past any habit, so that no stream of reads makes a state grow."""


class ScaleCount(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """What is known on one time scale.

    Args:
        bin: number of the bin that is open; -1 before the first read.
        records: distinct records in it so far.
        levels: factor → CUSUM over the bins that have closed, nats; below zero only between a
            passed step-up and the end of the bin in which it was.
        bins: bins that the habit was learnt from; a fraction, as old ones fade.
        beyond: records beyond the first in those.
        waiting_bins: closed bins that may be learnt from once their session has ended.
        waiting_beyond: records beyond the first in those, each bin's capped.
        bins_today: bins of the current day that were put there.
    """

    bin: int = -1
    records: int = 0
    levels: tuple[float, ...] = ()
    bins: float = 0.0
    beyond: float = 0.0
    waiting_bins: int = 0
    waiting_beyond: float = 0.0
    bins_today: int = 0


class AccessState(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """What is known of one subject's reading. Never shown: what is said of it is in findings.

    It holds no list of what was read: hashes cut to half, for a day and a half, to count each
    record once, and sums. Nothing in it is a measure of work.

    Args:
        role: whose habit the subject starts from; None for the model's default.
        scales: one for each time scale, the shortest first.
        level: S of mass reading as it stood after the last read, nats.
        known: half of a record's hash → when it was last read, and its count; by time.
        last_at: of the latest read.
        hour: number since 1970 of the last hour with a read, on the wall.
        hour_level: evidence from odd hours, nats, bounded.
        hours: 168 counts, how often each hour of the week was learnt from; old ones fade.
        waiting_hours: 168 counts, of the hours that may be learnt from.
        sequence_level: evidence from neighbouring ids, nats, bounded.
        run: reads in a row whose id was the neighbour of the one before.
        windows: of typing that had come when the last record was read.
        since_window: records read since then.
    """

    role: str | None = None
    scales: tuple[ScaleCount, ...] = (ScaleCount(),) * len(SCALES)
    level: Nats = Nats(0.0)
    known: dict[bytes, tuple[Micros, int]] = {}  # msgspec copies an empty default
    last_at: Micros = Micros(0)
    hour: int = -1
    hour_level: float = 0.0
    hours: bytes = bytes(HOURS)
    waiting_hours: bytes = bytes(HOURS)
    sequence_level: float = 0.0
    run: int = 0
    windows: int = 0
    since_window: int = 0

    def __repr__(self) -> str:
        """Without what was read."""
        return f"AccessState(role={self.role}, known={len(self.known)})"


def check(state: AccessState) -> None:
    """Refuse what no read could have left behind.

    Raises:
        TemplateError: sizes or numbers that no read leaves.
    """
    counts = [
        number
        for scale in state.scales
        for number in (scale.records, scale.bins, scale.beyond, scale.waiting_bins)
    ]
    levels = [level for scale in state.scales for level in scale.levels]
    sound = (
        len(state.scales) == len(SCALES)
        and all(len(scale.levels) <= FACTORS for scale in state.scales)
        and len(state.known) <= KNOWN_RECORDS
        and all(len(key) == RECORD_KEY for key in state.known)
        and len(state.hours) == len(state.waiting_hours) == HOURS
        and all(0 <= number <= LARGEST for number in (*counts, state.level))
        and all(abs(level) <= LARGEST for level in levels)
        and all(
            abs(number) <= LARGEST
            for scale in state.scales
            for number in (scale.waiting_beyond, scale.bins_today)
        )
        and 0 <= state.hour_level <= LARGEST
        and 0 <= state.sequence_level <= LARGEST
    )
    if not sound:
        raise TemplateError("reading", got="sizes that no read leaves", due="as it was left")
