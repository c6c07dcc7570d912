from samehands.cli.demo_clock import DemoClock, real_time
from samehands.quantities import MICROS_PER_SECOND, Micros

HOUR = 3600 * MICROS_PER_SECOND


def test_a_clock_that_was_set_stands_still() -> None:
    clock = DemoClock()
    clock.set(Micros(7))

    assert clock() == clock() == 7


def test_a_clock_that_runs_does_not_go_back_and_never_passes_the_real_time() -> None:
    clock = DemoClock()
    clock.run(start=Micros(real_time() - HOUR), speed=1e12)
    times = [clock() for _ in range(100)]

    assert times == sorted(times)
    assert times[-1] <= real_time()


def test_a_clock_that_has_caught_up_is_real_from_then_on() -> None:
    clock = DemoClock()
    clock.run(start=Micros(real_time() - HOUR), speed=1e12)
    clock.wait_until(Micros(real_time() - 1))
    before = real_time()

    assert before <= clock() <= real_time()


def test_a_clock_slower_than_the_real_one_would_never_be_now_and_runs_as_fast() -> None:
    clock = DemoClock()
    start = real_time()
    clock.run(start=start, speed=0.0)
    clock.wait_until(Micros(start + 1000))

    assert clock() >= start + 1000


def test_a_time_of_the_past_is_not_waited_for() -> None:
    clock = DemoClock()
    clock.set(Micros(5))
    clock.wait_until(Micros(5))
    clock.wait_until(Micros(-HOUR))
