import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.cli.pace import LONGEST_PAUSE, WATCHING_SECONDS, Pace
from samehands.errors import SettingsError
from samehands.quantities import MICROS_PER_SECOND, Micros

TIMES = st.lists(st.integers(0, 10**12).map(Micros), min_size=2).map(sorted)


def waited(pace: Pace, times: list[Micros]) -> float:
    return sum(sum(pace.waits(at)) for at in times)


@given(TIMES)
def test_unless_told_otherwise_a_recording_takes_as_long_as_people_watch(
    times: list[Micros],
) -> None:
    takes = waited(Pace(times, None), times)

    assert takes == pytest.approx(WATCHING_SECONDS if times[-1] > times[0] else 0.0)


@given(TIMES, st.floats(0.1, 1e4))
def test_twice_the_speed_takes_half_as_long(times: list[Micros], speed: float) -> None:
    assert waited(Pace(times, speed), times) == pytest.approx(
        2 * waited(Pace(times, 2 * speed), times)
    )


@given(TIMES)
def test_at_once_waits_for_nothing(times: list[Micros]) -> None:
    assert waited(Pace(times, 0.0), times) == 0


def test_a_night_is_a_pause_of_five_minutes() -> None:
    times = [Micros(0), Micros(12 * 3600 * MICROS_PER_SECOND)]

    assert waited(Pace(times, 1.0), times) == LONGEST_PAUSE / MICROS_PER_SECOND


@pytest.mark.parametrize("speed", [-1.0, float("nan"), float("inf")])
def test_a_speed_that_is_none_is_refused(speed: float) -> None:
    with pytest.raises(SettingsError, match="--speed"):
        Pace([], speed)
