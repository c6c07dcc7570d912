"""Hours of the week: usual, odd, learnt."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws import readers
from samehands.access.hours import (
    HOURS,
    added,
    counted,
    evidence_of_hour,
    hour_of_week,
    share_of,
)
from samehands.quantities import MICROS_PER_SECOND, Micros

ROLE = readers.MODEL.role(None).hours
own_hours = st.binary(min_size=HOURS, max_size=HOURS)


@given(st.integers(0, 2**33))
def test_the_hour_of_the_week_is_the_calendar_s(seconds: int) -> None:
    at = dt.datetime.fromtimestamp(seconds, dt.UTC)
    hour = hour_of_week(Micros(seconds * MICROS_PER_SECOND))
    assert hour == at.weekday() * 24 + at.hour


@given(own_hours)
def test_the_shares_of_a_week_add_up_to_one_and_none_is_zero(own: bytes) -> None:
    shares = [share_of(hour, ROLE, own) for hour in range(HOURS)]
    assert sum(shares) == pytest.approx(1.0)
    assert min(shares) > 0


@given(own_hours, st.integers(0, HOURS - 1))
def test_evidence_of_an_hour_is_bounded_both_ways(own: bytes, hour: int) -> None:
    assert np.log(0.5) < evidence_of_hour(share_of(hour, ROLE, own)) < 2.5


def test_a_night_that_was_never_worked_is_odd_and_a_morning_is_not() -> None:
    night, morning = 2 * 24 + 3, 2 * 24 + 10
    assert evidence_of_hour(share_of(night, ROLE, bytes(HOURS))) > 1.0
    assert evidence_of_hour(share_of(morning, ROLE, bytes(HOURS))) < 0


def test_a_night_shift_becomes_usual() -> None:
    own = bytes(HOURS)
    for _ in range(10):
        for day in range(5):
            own = counted(own, day * 24 + 3)
    assert evidence_of_hour(share_of(3, ROLE, own)) < 0


@given(own_hours, own_hours, st.integers(0, HOURS - 1))
def test_counts_never_overflow_and_an_hour_that_is_counted_is_there(
    one: bytes, other: bytes, hour: int
) -> None:
    assert len(added(one, other)) == len(counted(one, hour)) == HOURS
    assert counted(one, hour)[hour] > 0
