"""Guessing gets slower, and never stops for ever."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.quantities import MICROS_PER_SECOND, Micros
from samehands.server.auth import throttle
from samehands.server.auth.throttle import (
    FORGOTTEN_AFTER,
    FREE_FAILURES,
    LONGEST_ACCOUNT_DELAY,
    LONGEST_ADDRESS_DELAY,
    Throttle,
    network_of,
)

START = Micros(1_795_000_000 * MICROS_PER_SECOND)
HOME = "192.0.2.7"


def _fail(guessing: Throttle, times: int, name: str = "ada", address: str = HOME) -> Micros:
    """Guess wrongly as fast as one is let in; how long it took, µs."""
    now = START
    for _ in range(times):
        while wait := guessing.attempt(name, address, now):
            now = Micros(now + wait)
    return Micros(now - START)


def test_the_first_failures_cost_nothing() -> None:
    assert _fail(Throttle(), FREE_FAILURES) == 0


def test_each_further_failure_costs_twice_the_wait() -> None:
    seconds = [_fail(Throttle(), FREE_FAILURES + more) / MICROS_PER_SECOND for more in range(5)]

    assert seconds == [0, 1, 3, 7, 15]


def test_the_wait_for_an_account_has_an_end() -> None:
    guessing = Throttle()
    for number in range(40):
        now = Micros(START + number * LONGEST_ACCOUNT_DELAY)
        assert guessing.attempt("ada", f"192.0.2.{number}", now) == 0


def test_the_wait_for_an_address_is_longer_and_has_an_end() -> None:
    guessing = Throttle()
    times = [Micros(START + number * LONGEST_ADDRESS_DELAY) for number in range(40)]
    for number, now in enumerate(times):
        assert guessing.attempt(f"name {number}", HOME, now) == 0
    assert guessing.attempt("another", HOME, times[-1]) == LONGEST_ADDRESS_DELAY


def test_guesses_at_many_accounts_from_one_address_are_slowed() -> None:
    guessing = Throttle()
    for number in range(FREE_FAILURES):
        guessing.attempt(f"name {number}", HOME, START)

    assert guessing.attempt("ada", HOME, START) > 0


def test_guesses_at_one_account_from_many_addresses_are_slowed() -> None:
    guessing = Throttle()
    for number in range(FREE_FAILURES):
        guessing.attempt("ada", f"192.0.2.{number}", START)

    assert guessing.attempt("ada", "198.51.100.1", START) > 0


def test_guesses_at_the_same_moment_are_counted_one_by_one() -> None:
    guessing = Throttle()
    let_in = [guessing.attempt("ada", HOME, START) == 0 for _ in range(100)]

    assert sum(let_in) == FREE_FAILURES


def test_being_right_forgets_the_account_s_failures() -> None:
    guessing = Throttle()
    for number in range(FREE_FAILURES):
        guessing.attempt("ada", f"192.0.2.{number}", START)
    guessing.succeeded("ada", HOME)

    assert guessing.attempt("ada", "198.51.100.1", START) == 0


def test_being_right_buys_no_guesses_at_others() -> None:
    guessing = Throttle()
    for number in range(FREE_FAILURES):
        guessing.attempt(f"name {number}", HOME, START)
    guessing.succeeded("name 0", HOME)

    assert guessing.attempt("ada", HOME, START) == 0  # in the place of the one that was right
    assert guessing.attempt("ada", HOME, START) > 0


def test_an_office_behind_one_address_does_not_wait_for_its_own_log_ins() -> None:
    guessing = Throttle()
    for number in range(50):
        assert guessing.attempt(f"name {number}", HOME, START) == 0
        guessing.succeeded(f"name {number}", HOME)


def test_everything_is_forgotten_after_an_hour() -> None:
    guessing = Throttle()
    _fail(guessing, 30)
    later = Micros(START + _fail(Throttle(), 30) + FORGOTTEN_AFTER + 1)

    assert [guessing.attempt("ada", HOME, later) for _ in range(FREE_FAILURES)] == [0] * 5


def test_what_is_remembered_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "MOST_REMEMBERED", 10)
    guessing = Throttle()
    for number in range(50):
        guessing.attempt(f"name {number}", f"192.0.2.{number}", START)

    assert len(guessing._accounts.failures) == len(guessing._addresses.failures) == 10


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("testclient", "unknown"),
        ("", "unknown"),
    ],
)
def test_an_address_counts_as_the_network_that_one_person_has(address: str, network: str) -> None:
    assert network_of(address) == network


@given(st.lists(st.integers(0, 120), max_size=60))
def test_whoever_waits_as_told_is_let_in(pauses: list[int]) -> None:
    guessing, now = Throttle(), START
    for pause in pauses:
        now = Micros(now + pause * MICROS_PER_SECOND)
        wait = guessing.attempt("ada", HOME, now)
        if wait:
            now = Micros(now + wait)
            assert guessing.attempt("ada", HOME, now) == 0
