"""Cases: figures of the tested only, thresholds of the others only."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.errors import EmptyScoresError
from samehands.lab.evaluation.cases import (
    CURVE_POINTS,
    case_of,
    operating_point,
    share_of,
    thinned,
    threshold_at,
)
from samehands.lab.evaluation.decisions import Decisions
from samehands.lab.evaluation.protocol import Verification, load_protocol
from samehands.lab.evaluation.result import MeasureName
from samehands.lab.metrics import det_curve

SCORES = st.lists(st.integers(-8, 8).map(float), min_size=1, max_size=40).map(np.array)


def decisions(group: int, shift: float, *, people: int = 5, seed: int = 0) -> Decisions:
    """Twenty genuine and as many impostor decisions of each person; `shift` moves all of them."""
    rng = np.random.default_rng(seed)
    owner = np.repeat(np.arange(people), 40) + 100 * group
    other = np.tile([False, True], 20 * people)
    llr = rng.normal(np.where(other, -3.0, 3.0)) + shift
    typist = np.where(other, (owner + 1 - 100 * group) % people + 100 * group, owner)
    return Decisions(llr, owner, typist, np.full(len(llr), group), np.zeros(len(llr), np.int64))


@given(SCORES, st.sampled_from([0.001, 0.01, 0.1, 0.5]))
def test_the_threshold_is_the_one_that_detection_is_read_at(
    genuine: np.ndarray[tuple[int], np.dtype[np.float64]], rate: float
) -> None:
    threshold = threshold_at(genuine, rate)
    impostor = np.arange(-9.5, 9.5, 0.5)

    assert (genuine < threshold).mean() <= rate
    assert det_curve(genuine, impostor).detection_at(rate) == pytest.approx(
        (impostor < threshold).mean()
    )


def test_thresholds_come_from_the_other_groups_only() -> None:
    tested, others = decisions(0, 0.0), decisions(1, 50.0, seed=1)
    both = Decisions.joined([tested, others])
    rows = both.group == 0

    point = operating_point(both, rows, 0.01, np.random.default_rng(0))

    # The others' genuine scores lie near 53, so everything of the tested is below the threshold.
    assert point.false_alarms.estimate == 1.0
    assert point.detection.estimate == 1.0


def test_a_case_is_about_the_tested_only() -> None:
    protocol = load_protocol("monitor")
    assert isinstance(protocol, Verification)
    tested, others = decisions(0, 0.0), decisions(1, 50.0, seed=1)
    both = Decisions.joined([tested, others])

    case = case_of(protocol, "c", 2, both, both.group == 0, np.random.default_rng(0))

    assert (case.people, case.genuine, case.impostor) == (5, 100, 100)
    assert len(case.operating) == 2
    detection = case.measure(MeasureName.DETECTION, 0.01)
    rare = case.measure(MeasureName.DETECTION, 0.001)
    assert detection is not None
    assert rare is not None
    assert detection.resolved
    assert not rare.resolved  # one of a hundred decisions is more than 0.1 %
    assert detection.value.low <= detection.value.estimate <= detection.value.high


def test_a_group_alone_has_no_thresholds_of_others() -> None:
    protocol = load_protocol("monitor")
    assert isinstance(protocol, Verification)
    alone = decisions(0, 0.0)
    every = np.ones(len(alone), np.bool_)

    case = case_of(protocol, "c", 1, alone, every, np.random.default_rng(0))

    assert case.operating == ()
    with pytest.raises(EmptyScoresError):
        case_of(protocol, "c", 1, alone, ~every, np.random.default_rng(0))


def test_own_thresholds_are_kinder_than_one_for_all() -> None:
    typenet, kvc = load_protocol("typenet"), load_protocol("kvc")
    assert isinstance(typenet, Verification)
    assert isinstance(kvc, Verification)
    moved = [decisions(0, 0.0, people=2), decisions(0, 4.0, people=2, seed=1)]
    moved[1].owner[:] += 2
    moved[1].typist[:] += 2
    together = Decisions.joined(moved)
    every = np.ones(len(together), np.bool_)

    own, one = (
        case_of(protocol, "c", 1, together, every, np.random.default_rng(0)).measures[0]
        for protocol in (typenet, kvc)
    )

    assert own.value.estimate < one.value.estimate


@given(SCORES, SCORES)
def test_a_thinned_curve_is_part_of_the_curve(
    genuine: np.ndarray[tuple[int], np.dtype[np.float64]],
    impostor: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> None:
    curve = det_curve(genuine, impostor)
    points = thinned(curve)

    assert len(points) <= CURVE_POINTS + 1
    whole = {*zip(curve.fmr.tolist(), curve.fnmr.tolist(), strict=True)}
    assert {(point.fmr, point.fnmr) for point in points} <= whole
    assert all(a.fmr < b.fmr and a.fnmr >= b.fnmr for a, b in pairwise(points))


def test_the_interval_of_a_share_is_over_people() -> None:
    # Two people, one always hit: no interval over decisions would be this wide.
    hit = np.repeat([True, False], 1000)
    owner = np.repeat([1, 2], 1000)

    share = share_of(hit, owner, np.random.default_rng(0))

    assert (share.estimate, share.low, share.high) == (0.5, 0.0, 1.0)
