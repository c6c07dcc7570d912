import math

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy

from samehands.errors import EmptyScoresError
from samehands.quantities import Micros, Nats
from samehands.trust.cusum import LEVEL_LIMIT, Cusum, run_cusum

nats = st.floats(-50, 50)


def one_by_one(evidence: list[float]) -> list[Cusum]:
    cusum, course = Cusum(), []
    for at, piece in enumerate(evidence):
        cusum = cusum.add(Nats(piece), Micros(at))
        course.append(cusum)
    return course


@given(st.lists(nats, max_size=40))
def test_many_at_once_equal_one_by_one_to_the_bit(evidence: list[float]) -> None:
    assert run_cusum(evidence).tolist() == [cusum.level for cusum in one_by_one(evidence)]


@given(st_numpy.arrays(np.float64, (3, 12), elements=nats))
def test_rows_do_not_touch_each_other(evidence: np.ndarray) -> None:
    assert np.array_equal(run_cusum(evidence), [run_cusum(row) for row in evidence])


@given(st.lists(nats, min_size=1, max_size=40), st.integers(0, 40))
def test_a_run_may_be_cut_anywhere_and_continued(evidence: list[float], cut: int) -> None:
    cut = min(cut, len(evidence))
    first = run_cusum(evidence[:cut])
    rest = run_cusum(evidence[cut:], start=first[-1] if cut else 0.0)

    assert np.array_equal(np.concatenate([first, rest]), run_cusum(evidence))


@given(st.lists(nats, min_size=1, max_size=40))
def test_it_is_the_worst_sum_of_any_stretch_that_ends_now(evidence: list[float]) -> None:
    worst = [
        max(0.0, *(sum(evidence[start : now + 1]) for start in range(now + 1)))
        for now in range(len(evidence))
    ]

    assert run_cusum(evidence) == pytest.approx(worst, abs=1e-9)


@given(st.lists(nats, min_size=1, max_size=40), st.floats(0, 10))
def test_more_evidence_never_lowers_it(evidence: list[float], more: float) -> None:
    assert (run_cusum(np.add(evidence, more)) >= run_cusum(evidence)).all()


@given(st.lists(nats, min_size=1, max_size=40))
def test_the_change_is_put_after_the_last_zero(evidence: list[float]) -> None:
    course = one_by_one(evidence)
    last = course[-1]
    zeros = [at for at, cusum in enumerate(course) if cusum.level == 0.0]

    assert last.quiet_until == (zeros[-1] if zeros else None)
    assert last.windows == len(evidence) - (zeros[-1] + 1 if zeros else 0)
    assert last.changed_by == (len(evidence) - last.windows if last.windows else None)


def test_a_take_over_is_dated_to_the_gap_between_owner_and_intruder() -> None:
    course = one_by_one([-8.0, -9.0, -7.0, 6.0, 5.0, 7.0])

    assert (course[-1].quiet_until, course[-1].changed_by, course[-1].windows) == (2, 3, 3)


@pytest.mark.parametrize("broken", [math.nan, math.inf, -math.inf], ids=str)
def test_evidence_that_is_no_number_raises(broken: float) -> None:
    with pytest.raises(EmptyScoresError):
        Cusum().add(Nats(broken), Micros(0))
    with pytest.raises(EmptyScoresError):
        run_cusum([1.0], start=broken)
    with pytest.raises(EmptyScoresError):
        Cusum(Nats(broken))


def test_it_stays_finite_whatever_comes() -> None:
    assert run_cusum(np.full(100, 1e308))[-1] == LEVEL_LIMIT


@given(st.lists(nats, max_size=10))
def test_it_survives_storage(evidence: list[float]) -> None:
    cusum = one_by_one([0.0, *evidence])[-1]

    assert msgspec.msgpack.decode(msgspec.msgpack.encode(cusum), type=Cusum) == cusum
