import math

import pytest

from samehands.errors import ScoreError, TemplateError
from samehands.identity import EnrolmentFailed, NotReady, Scored
from samehands.quantities import Nats


@pytest.mark.parametrize("llr", [math.nan, math.inf, -math.inf])
def test_a_score_that_is_no_number_cannot_exist(llr: float) -> None:
    with pytest.raises(ScoreError):
        Scored(Nats(llr), windows=1, enrolled=1)


@pytest.mark.parametrize(("windows", "enrolled"), [(0, 1), (1, 0)])
def test_a_score_of_nothing_cannot_exist(windows: int, enrolled: int) -> None:
    with pytest.raises(ScoreError):
        Scored(Nats(0.0), windows=windows, enrolled=enrolled)


def test_not_ready_and_failure_need_a_reason() -> None:
    with pytest.raises(TemplateError):
        NotReady(())
    with pytest.raises(TemplateError):
        EnrolmentFailed(())
