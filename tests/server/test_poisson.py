"""The interval of a count: exact, and never narrower than the truth needs."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.server.poisson import poisson_interval


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0.0, 3.689), (1, 0.025, 5.572), (10, 4.795, 18.390), (100, 81.364, 121.627)],
)
def test_the_ends_are_those_of_garwood_s_table(count: int, low: float, high: float) -> None:
    assert poisson_interval(count) == pytest.approx((low, high), abs=0.001)


@given(st.integers(0, 200))
def test_at_each_end_the_count_is_as_rare_as_it_may_be(count: int) -> None:
    low, high = poisson_interval(count)

    def at_most(events: int, mean: float) -> float:
        return math.fsum(
            math.exp(n * math.log(mean) - mean - math.lgamma(n + 1)) for n in range(events + 1)
        )

    assert low <= count <= high
    assert at_most(count, high) == pytest.approx(0.025, abs=1e-6)
    if count:
        assert 1 - at_most(count - 1, low) == pytest.approx(0.025, abs=1e-6)
