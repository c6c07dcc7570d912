from collections.abc import Sequence
from importlib import resources
from itertools import pairwise

import pytest

from samehands.cli.demo_reads import (
    INJECTOR_PACE,
    OWNER_PACE,
    THIEF_PACE,
    RecordsTold,
    made_up_reads,
)
from samehands.cli.recording_file import read_windows
from samehands.quantities import MICROS_PER_SECOND
from samehands.wire.records import Mark, Record, RecordedMark


@pytest.fixture(scope="module")
def records() -> Sequence[Record]:
    """The recorded team that is shipped."""
    with resources.as_file(resources.files("samehands.cli") / "demo_data" / "team.jsonl") as file:
        return read_windows(file)[1]


def gaps(records: Sequence[Record], mark: Mark) -> list[float]:
    """Seconds between the reads of a session before a mark, or all of them, and after it."""
    (place,) = [one.place for one in records if isinstance(one, RecordedMark) and one.mark is mark]
    times = [
        read.place.at
        for read in made_up_reads(records)
        if (read.place.seat, read.place.session) == (place.seat, place.session)
        and read.place.at > place.at
    ]
    return [(later - earlier) / MICROS_PER_SECOND for earlier, later in pairwise(times)]


def test_the_same_recording_has_the_same_reads_in_order_whatever_the_order_of_its_lines(
    records: Sequence[Record],
) -> None:
    reads = made_up_reads(records)

    assert reads == made_up_reads(list(records)) != []
    assert [read.place.at for read in reads] == sorted(read.place.at for read in reads)


@pytest.mark.parametrize(
    ("mark", "pace"),
    [(Mark.TAKEOVER_BEGINS, THIEF_PACE), (Mark.INJECTION_BEGINS, INJECTOR_PACE)],
)
def test_who_takes_over_reads_fast(records: Sequence[Record], mark: Mark, pace: float) -> None:
    between = gaps(records, mark)

    assert len(between) > 10
    assert all(pace / 2 <= gap <= pace * 3 / 2 for gap in between)


def test_owners_read_at_the_pace_of_ordinary_work_and_only_while_they_are_there(
    records: Sequence[Record],
) -> None:
    whole = {(one.place.seat, one.place.session): [one.place.at] for one in records}
    for one in records:
        whole[one.place.seat, one.place.session].append(one.place.at)
    earlier = [read for read in made_up_reads(records) if read.place.session != "day-6"]

    assert earlier
    for read in earlier:
        times = whole[read.place.seat, read.place.session]
        assert min(times) < read.place.at < max(times)
    seconds = sum(max(times) - min(times) for (_, day), times in whole.items() if day != "day-6")
    most = seconds / MICROS_PER_SECOND / (OWNER_PACE / 2)
    assert len(earlier) <= most


def test_reads_are_told_by_hash_each_under_a_number_of_its_own(records: Sequence[Record]) -> None:
    reads, told = made_up_reads(records)[:3], RecordsTold()
    batches = [told.of(read) for read in reads]

    assert [batch.sequence for batch in batches] == [1, 2, 3]
    assert [batch.session for batch in batches] == [read.place.session for read in reads]
    assert all(len(batch.reads[0].record) == 16 for batch in batches)
    assert told.of(reads[0]).reads[0].record == batches[0].reads[0].record
