"""Time scales that nest."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from samehands.access.scales import LENGTH, SCALES, bin_of
from samehands.quantities import Micros


@given(st.integers(0, 2**52), st.integers(0, 2**52))
def test_what_shares_a_bin_shares_every_longer_one(one: int, other: int) -> None:
    for shorter, longer in pairwise(SCALES):
        assert LENGTH[longer] % LENGTH[shorter] == 0
        if bin_of(shorter, Micros(one)) == bin_of(shorter, Micros(other)):
            assert bin_of(longer, Micros(one)) == bin_of(longer, Micros(other))
