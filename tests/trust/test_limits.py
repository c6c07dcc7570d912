"""The limits of actions: a straight line from whole to nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.errors import SettingsError
from samehands.trust import ActionLimit
from samehands.trust.limits import DEFAULT_LIMITS


@given(st.sampled_from(sorted(DEFAULT_LIMITS)), st.floats(0, 4))
def test_a_limit_is_whole_up_to_one_doubt_and_zero_from_another(name: str, doubt: float) -> None:
    limit = DEFAULT_LIMITS[name]
    allowed = limit.at(doubt)
    assert 0 <= allowed <= limit.per_minute
    assert doubt > limit.full_until or allowed == limit.per_minute
    assert doubt < limit.none_from or allowed == 0


@pytest.mark.parametrize(
    "fields",
    [
        (0.0,),
        (-1.0,),
        (float("inf"),),
        (float("nan"),),
        (10.0, -0.1),
        (10.0, 0.5, 0.5),
        (10.0, 0.5, 1.1),
        (10.0, float("nan")),
    ],
)
def test_a_limit_that_makes_no_sense_is_refused(fields: tuple[float, ...]) -> None:
    with pytest.raises(SettingsError, match="allowance"):
        ActionLimit(*fields)  # type: ignore[arg-type]
