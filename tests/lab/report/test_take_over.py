import pytest

from samehands.lab.report.take_over import Found, TakeOver
from samehands.monitor import Exposure
from samehands.quantities import Micros

START = Micros(0)
SIGN = Found(0, in_mid_window=True, after=Micros(4_461_000))


@pytest.mark.parametrize(
    ("take_over", "sentence"),
    [
        (TakeOver("a", "s", START, stood=False, windows=4), "Not found in 4 windows of the other"),
        (TakeOver("a", "s", START, stood=True, windows=4), "in alarm already"),
        (TakeOver("a", "s", START, stood=False, found=Found(1)), "1 window of the other"),
        (
            TakeOver("a", "s", START, stood=False, by_program=True, windows=2),
            "Not found in 2 windows of the device or program.",
        ),
        (
            TakeOver("a", "s", START, stood=False, by_program=True, found=SIGN),
            "Found 4.5 seconds after a device or program began to type, before its first window.",
        ),
        (
            TakeOver("a", "s", START, stood=False, by_program=True, found=Found(3)),
            "after 3 windows",
        ),
    ],
)
def test_every_end_of_a_take_over_has_its_words(take_over: TakeOver, sentence: str) -> None:
    assert sentence in take_over.delay(100)


def test_a_window_that_was_not_full_counts_as_typed() -> None:
    whole = TakeOver("a", "s", START, stood=False, found=Found(2))
    mid = TakeOver("a", "s", START, stood=False, found=Found(2, in_mid_window=True))

    assert "at most 200 keystrokes" in whole.delay(100)
    assert "at most 300 keystrokes" in mid.delay(100)


def test_exposure_is_told_with_its_bounds_and_the_truth() -> None:
    found = Found(1, read=1_200, exposure=Exposure(1, 0, 1_300))
    take_over = TakeOver("a", "s", START, stood=False, read=1_250, found=found)

    assert take_over.exposed == (
        "About 1 record was exposed, between 0 and 1,300; in truth 1,200."
    )


@pytest.mark.parametrize(
    "take_over",
    [
        TakeOver("a", "s", START, stood=False),
        TakeOver("a", "s", START, stood=False, read=5),
        TakeOver("a", "s", START, stood=False, read=5, found=Found(1, read=5)),
        TakeOver("a", "s", START, stood=False, found=Found(1, exposure=Exposure(0, 0, 0))),
    ],
)
def test_where_nothing_is_known_of_reading_nothing_is_said_of_it(take_over: TakeOver) -> None:
    assert not take_over.exposed
