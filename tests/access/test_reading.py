"""Reading: counts, evidence, findings; and the laws of the state."""

from random import Random

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws import readers
from laws.readers import DAY, HOUR, MODEL, NINE, told, view
from samehands.access import (
    AccessFindingKind,
    AccessState,
    RecordRead,
    forget,
    learn,
    pace,
    quieted,
    read,
    unusual,
)
from samehands.access.scales import SCALES, Scale
from samehands.access.state import KNOWN_RECORDS, check
from samehands.quantities import MICROS_PER_SECOND, Micros

MINUTE = 60 * MICROS_PER_SECOND
batches = st.lists(st.lists(readers.reads, min_size=1, max_size=6), min_size=1, max_size=6)


OFFICE = AccessState(
    hours=bytes(2 if hour < 120 and 9 <= hour % 24 < 17 else 0 for hour in range(168))
)
"""Somebody whose hours are known: two weeks at the office."""


def kinds(findings: tuple[object, ...]) -> list[str]:
    return [getattr(finding, "kind", "") for finding in findings]


def all_told(
    batches: list[list[RecordRead]], physical: int | None = None
) -> tuple[AccessState, float]:
    state, level = AccessState(), 0.0
    for batch in batches:
        step = read(state, tuple(batch), model=MODEL, physical=physical)
        state = step.state
        assert step.evidence is not None
        level = max(0.0, level + step.evidence)
    return state, level


@given(batches)
def test_a_state_survives_storage_and_stays_bounded(come: list[list[RecordRead]]) -> None:
    state, _ = all_told(come)
    data = msgspec.msgpack.encode(state)

    check(state)
    assert msgspec.msgpack.decode(data, type=AccessState) == state
    assert msgspec.msgpack.encode(msgspec.msgpack.decode(data, type=AccessState)) == data


@given(batches)
def test_the_evidence_adds_up_to_the_level(come: list[list[RecordRead]]) -> None:
    state, level = all_told(come)
    assert level == pytest.approx(state.level, abs=1e-5)
    assert (level == 0.0) == (state.level == 0.0)


@given(batches, st.randoms(use_true_random=False))
def test_the_order_within_a_batch_plays_no_part(
    come: list[list[RecordRead]], chance: Random
) -> None:
    mixed = [chance.sample(batch, len(batch)) for batch in come]
    assert all_told(come) == all_told(mixed)


@given(st.lists(readers.reads, min_size=1, max_size=12), st.integers(1, 11))
def test_one_batch_is_as_good_as_two(come: list[RecordRead], cut: int) -> None:
    ordered = sorted(come, key=lambda one: (one.at, one.record, one.count, one.sequential))
    whole, _ = all_told([ordered])
    parts, _ = all_told([part for part in (ordered[:cut], ordered[cut:]) if part])
    assert parts.scales == whole.scales
    assert parts.known == whole.known
    assert parts.level == pytest.approx(whole.level, abs=1e-6)


@given(st.lists(readers.reads, min_size=1, max_size=20))
def test_as_many_are_counted_as_are_different(come: list[RecordRead]) -> None:
    start = min(one.at for one in come) // DAY
    today = [one for one in come if one.at // DAY == start]
    step = read(AccessState(), tuple(today), model=MODEL, physical=None)
    first: dict[bytes, int] = {}
    for one in sorted(today, key=lambda one: (one.at, one.record, one.count)):
        first.setdefault(one.record, one.count)
    assert step.records == sum(first.values())
    assert step.state.scales[-1].records == sum(first.values())


def test_the_same_record_again_is_no_evidence() -> None:
    state, steps = told(AccessState(), [view(1, NINE + n * MICROS_PER_SECOND) for n in range(300)])
    assert state.level == 0.0
    assert [step.records for step in steps] == [1] + [0] * 299


def test_nothing_read_is_nothing_learnt_of_anybody() -> None:
    step = read(AccessState(), (), model=MODEL, physical=None)
    assert step.state == AccessState()
    assert step.evidence is None


def test_an_ordinary_month_stays_below_the_alarm() -> None:
    generator = np.random.default_rng(7)
    state, highest = AccessState(), 0.0
    for day in range(28):
        if day % 7 < 5:
            start = readers.MONDAY + day * DAY
            state, steps = told(state, readers.working_day(generator, start, day * 1000))
            highest = max(highest, *(step.state.level for step in steps))
            state = learn(state)
    assert highest < MODEL.alarm_at


@pytest.mark.parametrize("seconds", [0.2, 1.0, 2.0, 3.0])
def test_a_machine_s_pace_alarms_within_twenty_records(seconds: float) -> None:
    state, _ = told(AccessState(), readers.every(3600, 5))
    state, _ = told(state, readers.every(seconds, 20, start=NINE + 6 * HOUR, first=100))
    assert state.level > MODEL.alarm_at


def test_a_slow_drain_alarms_within_its_day() -> None:
    """Every three minutes, all day: no minute and hardly a quarter of an hour is odd."""
    generator = np.random.default_rng(3)
    state = AccessState()
    for day in range(5):
        start = readers.MONDAY + day * DAY
        state = learn(told(state, readers.working_day(generator, start, day * 1000))[0])
    drained = readers.every(180, 160, start=readers.MONDAY + 7 * DAY + 9 * HOUR, first=10**6)
    state, _ = told(state, drained)
    assert state.level > MODEL.alarm_at


def test_silence_after_a_burst_takes_nothing_back() -> None:
    state, _ = told(AccessState(), readers.every(1.0, 30))
    later, steps = told(state, [view(999, NINE + 10 * MINUTE)])
    assert later.level > MODEL.alarm_at
    assert steps[0].records == 1


def test_an_export_counts_what_it_gave_out() -> None:
    step = read(AccessState(), (view(1, NINE, count=500),), model=MODEL, physical=None)
    assert step.records == 500
    assert step.state.level > MODEL.alarm_at
    assert pace(step.state, Micros(NINE)) == 500


def test_many_records_are_told_apart_up_to_the_limit_and_the_latest_stay() -> None:
    state, _ = told(AccessState(), readers.every(1.0, KNOWN_RECORDS + 50))
    check(state)
    assert len(state.known) == KNOWN_RECORDS
    step = read(state, (view(KNOWN_RECORDS + 49, NINE + HOUR),), model=MODEL, physical=None)
    assert step.records == 0


def test_hashes_are_not_kept_past_a_day_and_a_half() -> None:
    state, _ = told(AccessState(), [view(1, NINE), view(2, NINE + 2 * DAY)])
    assert len(state.known) == 1


def test_a_late_read_counts_where_its_bin_is_still_open_and_always_for_the_day() -> None:
    state, _ = told(AccessState(), [view(1, NINE + HOUR), view(2, NINE), view(3, NINE - 3 * DAY)])
    records = dict(zip(SCALES, (scale.records for scale in state.scales), strict=True))
    assert records == {
        Scale.MINUTE: 1, Scale.FIVE_MINUTES: 1, Scale.QUARTER: 1, Scale.HOUR: 1, Scale.DAY: 3
    }  # fmt: skip


def test_the_pace_is_of_the_last_minute() -> None:
    state, _ = told(AccessState(), readers.every(2.0, 100))
    assert pace(state, state.last_at) == 30
    assert pace(state, Micros(state.last_at + MINUTE)) == 0


def test_enumeration_is_said_at_eight_and_at_each_doubling_and_alone_never_alarms() -> None:
    reads = [view(n, NINE + n * 20 * MINUTE, sequential=n > 0) for n in range(40)]
    state, steps = told(AccessState(), reads)
    said = [(n, k) for n, step in enumerate(steps) for k in kinds(step.findings)]
    enumerated = [n for n, kind in said if kind == AccessFindingKind.RECORDS_ENUMERATED]
    assert enumerated == [8, 16, 32]
    assert state.sequence_level < MODEL.alarm_at
    assert steps[8].findings[0].numbers == {"reads": 8.0}


def test_reads_without_typing_are_said_once_for_each_stretch() -> None:
    usual = MODEL.role(None).between_windows
    assert usual is not None
    state, said = AccessState(), []
    for place, one in enumerate(readers.every(60, 3 * usual)):
        step = read(state, (one,), model=MODEL, physical=1 + place // (2 * usual))
        state = step.state
        said += [place for kind in kinds(step.findings) if kind == "reads_without_input"]
    assert said == [usual - 1, 3 * usual - 1]


def test_where_no_typing_can_come_its_absence_says_nothing() -> None:
    state, steps = told(AccessState(), readers.every(60, 200))
    assert state.since_window == 0
    assert not any("reads_without_input" in kinds(step.findings) for step in steps)


def test_an_odd_hour_is_said_once_and_alone_never_alarms() -> None:
    night = readers.MONDAY + 6 * DAY + 2 * HOUR
    reads = [view(n, night + n * 20 * MINUTE) for n in range(6)]
    state, steps = told(OFFICE, reads)
    said = [kinds(step.findings) for step in steps]
    odd = [AccessFindingKind.READS_AT_ODD_HOURS]
    assert said == [odd, [], [], odd, [], []]
    assert 0 < state.hour_level < MODEL.alarm_at


def test_hours_are_those_on_the_wall() -> None:
    east = msgspec.structs.replace(MODEL, utc_offset=Micros(8 * HOUR))
    early = [view(1, readers.MONDAY + 2 * DAY + 2 * HOUR)]
    assert told(OFFICE, early)[1][0].findings
    assert not told(OFFICE, early, east)[1][0].findings


def test_no_hour_is_odd_of_somebody_whose_week_is_not_known() -> None:
    night = readers.MONDAY + 6 * DAY + 2 * HOUR
    state, steps = told(AccessState(), [view(n, night + n * HOUR) for n in range(5)])
    assert state.hour_level == 0.0
    assert not any(step.findings for step in steps)


@given(batches)
def test_after_a_passed_step_up_what_was_read_before_is_no_evidence(
    before: list[list[RecordRead]],
) -> None:
    state, _ = all_told(before)
    quiet = quieted(state, MODEL)
    check(quiet)
    again = read(quiet, (before[-1][-1],), model=MODEL, physical=None)
    assert quiet.level == 0.0
    assert quiet.known == state.known
    assert again.state.level <= MODEL.alarm_at / 2


def test_a_passed_step_up_clears_nobody_of_what_comes_after() -> None:
    state, _ = told(AccessState(), readers.every(1.0, 30))
    state, _ = told(quieted(state, MODEL), readers.every(1.0, 25, NINE + 10 * MINUTE, first=500))
    assert state.level > MODEL.alarm_at


def test_what_is_unusual_is_said_with_its_numbers_and_no_record() -> None:
    state, _ = told(AccessState(), readers.every(1.0, 50))
    finding = unusual(state, MODEL)
    assert finding.kind == AccessFindingKind.UNUSUAL_VOLUME
    assert finding.numbers["records"] == 50
    assert readers.record(1).hex() not in finding.sentence


def test_another_model_s_factors_start_afresh() -> None:
    state, _ = told(AccessState(), readers.every(1.0, 50))
    other = msgspec.structs.replace(MODEL, factors=(3.0,))
    step = read(state, (view(1, NINE + DAY),), model=other, physical=None)
    check(step.state)
    assert all(len(scale.levels) == 1 for scale in step.state.scales)


def test_scoring_never_learns() -> None:
    state, _ = told(AccessState(), readers.every(30.0, 200))
    assert all(scale.bins == 0 for scale in state.scales)
    assert all(scale.bins == 0 for scale in forget(state).scales)
    assert any(scale.bins > 0 for scale in learn(state).scales)
