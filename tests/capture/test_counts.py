"""Counts add up."""

from hypothesis import given
from hypothesis import strategies as st

from samehands.capture.counts import EventCounts, Rejection

number = st.integers(0, 100)
counts = st.builds(
    EventCounts,
    received=number,
    presses=number,
    releases=number,
    gaps=number,
    rejected=st.fixed_dictionaries(dict.fromkeys(Rejection, number)),
    lost_releases=number,
    clock_jumps=number,
    composing=number,
)


@given(counts, counts, counts)
def test_adding_is_associative_and_nothing_is_its_zero(
    one: EventCounts, two: EventCounts, three: EventCounts
) -> None:
    assert (one + two) + three == one + (two + three)
    assert one + EventCounts() == one


@given(counts, counts)
def test_what_was_accepted_adds_up(one: EventCounts, two: EventCounts) -> None:
    assert (one + two).accepted == one.accepted + two.accepted
