"""The queue: bounded, in order, and it never blocks whoever puts."""

import asyncio
from threading import Thread

from hypothesis import given
from hypothesis import strategies as st

from samehands.monitor import SessionEnded
from samehands.quantities import Micros
from samehands.server.ingest.told import Alone, Job, Told
from samehands.server.ingest.waiting import WaitingJobs


def job(weight: int) -> Job:
    """A job of so many inputs."""
    loop = asyncio.new_event_loop()
    try:
        done = loop.create_future()
    finally:
        loop.close()
    return Job(Told("p", (SessionEnded("s", Micros(0)),) * weight), done)


@given(
    weights=st.lists(st.integers(1, 9), max_size=30),
    limit=st.integers(1, 20),
    most=st.integers(1, 20),
)
def test_what_fits_comes_out_in_its_order_and_whole_and_the_rest_was_refused(
    weights: list[int], limit: int, most: int
) -> None:
    jobs = WaitingJobs(limit)
    put = [one for one in map(job, weights) if jobs.put(one)]
    assert jobs.weight == sum(one.weight for one in put)
    assert jobs.weight <= max(limit, *weights) if weights else not put
    jobs.close()

    taken = []
    while batch := jobs.take(most):
        assert len(batch) == 1 or sum(one.weight for one in batch) <= most
        taken += batch

    assert all(one is other for one, other in zip(taken, put, strict=True))
    assert jobs.weight == 0


def test_whoever_takes_waits_until_there_is_something() -> None:
    jobs = WaitingJobs(5)
    taken: list[list[Job]] = []
    waiting = Thread(target=lambda: taken.append(jobs.take(5)))
    waiting.start()
    one = job(1)
    assert jobs.put(one)
    waiting.join()

    assert taken == [[one]]


def test_a_closed_queue_wakes_whoever_waits_and_takes_nothing_more() -> None:
    jobs = WaitingJobs(5)
    taken: list[list[Job]] = []
    waiting = Thread(target=lambda: taken.append(jobs.take(5)))
    waiting.start()
    jobs.close()
    waiting.join()

    assert taken == [[]]
    assert not jobs.put(job(1))


def test_what_is_done_between_two_transactions_weighs_one() -> None:
    assert Job(Alone(None, int), job(1).done).weight == 1
    assert job(1).weight == 1
    assert Job(Told("p"), job(1).done).weight == 1


@given(st.lists(st.lists(st.integers(1, 9), min_size=1, max_size=5), max_size=10))
def test_of_several_jobs_all_are_put_or_none(together: list[list[int]]) -> None:
    jobs = WaitingJobs(20)
    put: list[Job] = []
    for weights in together:
        some = [job(weight) for weight in weights]
        fits = not put or sum(one.weight for one in (*put, *some)) <= 20
        assert jobs.put_all(some) is fits
        put += some if fits else []
    jobs.close()

    assert not jobs.put_all([job(1)])
    taken: list[Job] = []
    while batch := jobs.take(20):
        taken += batch
    assert taken == put
