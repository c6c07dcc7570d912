import pytest

from laws import synthetic
from samehands.cli.enrolment import failure_in_words, missing_in_words
from samehands.identity import (
    DeviceClass,
    EnrolmentFailed,
    EnrolmentFlaw,
    FailureReason,
    Missing,
    Need,
    NotReady,
)
from samehands.rhythm import ClockClass


@pytest.mark.parametrize("need", Need)
def test_every_need_has_its_words_with_both_numbers(need: Need) -> None:
    told = list(missing_in_words(NotReady((Missing(need, have=3, due=7),)), [], 100))

    assert len(told) == 2
    assert "3 of 7" in told[1]


@pytest.mark.parametrize("flaw", EnrolmentFlaw)
def test_every_flaw_has_its_words_with_both_numbers(flaw: EnrolmentFlaw) -> None:
    told = list(failure_in_words(EnrolmentFailed((FailureReason(flaw, 3.25, 1.5),))))

    assert "3.25, at most 1.50" in told[1]


def test_windows_of_several_clocks_are_said_to_be_learnt_apart() -> None:
    typist = synthetic.typist(1)
    sessions = [
        typist.session(6),
        typist.session(5, device=DeviceClass(ClockClass.SIXTEEN_MS)),
    ]
    lack = NotReady((Missing(Need.ENROLLED_WINDOWS, have=6, due=10),))
    told = "\n".join(missing_in_words(lack, sessions, 100))

    assert "clock of 1 ms, 6 windows" in told
    assert "clock of 16 ms, 5 windows" in told
