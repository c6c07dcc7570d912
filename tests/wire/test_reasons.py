"""Every error of the wire has a reason out of the closed set."""

import pytest

from samehands.errors import WireError
from samehands.wire.reasons import Reason


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason is not Reason.RANGE])
@pytest.mark.parametrize("of", ["message", "batch"])
def test_an_error_keeps_its_reason(reason: Reason, of: str) -> None:
    assert Reason.of(reason.error(of, got="one thing", due="another")) is reason


def test_an_error_about_a_field_is_one_of_range() -> None:
    error = WireError("field scalars.spread", got="a number out of range", due="0 to 127")

    assert Reason.of(error) is Reason.RANGE
