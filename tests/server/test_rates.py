"""Rates: so many a minute, and no more, whoever asks in whatever steps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.quantities import Micros
from samehands.server import rates
from samehands.server.problems import ProblemError, ProblemKind
from samehands.server.rates import Rate, Rates
from samehands.server.settings import Settings
from server.service import seconds

START = Micros(10**15)


def test_a_minute_s_worth_may_come_at_once_and_then_no_more() -> None:
    rate = Rate(60, "requests")
    for _ in range(60):
        rate.require("a", 1, START)

    with pytest.raises(ProblemError) as refused:
        rate.require("a", 1, START)

    assert refused.value.kind is ProblemKind.TOO_MANY_REQUESTS
    assert refused.value.retry_after == 1
    rate.require("b", 60, START)


def test_what_was_refused_costs_nothing() -> None:
    rate = Rate(10, "windows")
    rate.require("a", 8, START)
    for _ in range(5):
        with pytest.raises(ProblemError):
            rate.require("a", 5, START)

    rate.require("a", 2, START)


def test_after_retry_after_it_goes_well() -> None:
    rate = Rate(600, "windows")
    rate.require("a", 600, START)
    with pytest.raises(ProblemError) as refused:
        rate.require("a", 100, START)
    assert refused.value.retry_after == 10

    rate.require("a", 100, Micros(START + seconds(10)))


def test_a_batch_larger_than_a_minute_s_worth_is_let_through_when_nothing_else_was() -> None:
    rate = Rate(100, "windows")
    rate.require("a", 512, START)

    with pytest.raises(ProblemError):
        rate.require("a", 1, Micros(START + seconds(30)))
    rate.require("a", 1, Micros(START + seconds(180)))


@given(
    st.lists(st.tuples(st.integers(1, 40), st.integers(0, 20_000_000)), min_size=1, max_size=60)
)
def test_in_no_stretch_of_time_more_is_let_through_than_its_worth_and_one_burst(
    asked: list[tuple[int, int]],
) -> None:
    rate = Rate(60, "requests")
    now = START
    let = []
    for count, later in asked:
        now = Micros(now + later)
        try:
            rate.require("a", count, now)
        except ProblemError:
            continue
        let.append((now, count))

    for begin in range(len(let)):
        total = 0
        for at, count in let[begin:]:
            total += count
            assert total <= 60 + (at - let[begin][0]) * 60 / seconds(60) + 1e-6


def test_a_clock_that_goes_back_gives_nothing_away() -> None:
    rate = Rate(60, "requests")
    rate.require("a", 60, START)

    with pytest.raises(ProblemError):
        rate.require("a", 1, Micros(START - seconds(600)))


def test_only_so_many_buckets_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "BUCKETS", 3)
    rate = Rate(10, "requests")
    for name in "abcde":
        rate.require(name, 10, START)

    assert len(rate) == 3
    with pytest.raises(ProblemError):
        rate.require("e", 1, START)


def test_the_limits_come_from_the_settings() -> None:
    found = Rates(Settings(requests_per_subject=7))

    found.subject_requests.require("a", 7, START)
    with pytest.raises(ProblemError, match="at most 7"):
        found.subject_requests.require("a", 1, START)
