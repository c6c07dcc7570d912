"""Nested variances come back from data that were drawn with them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from samehands.lab.training.covariance import Grouped, centred, spread, symmetric_positive

WITHIN, SESSION, BETWEEN = np.array([1.0, 2.0]), np.array([0.5, 0.1]), np.array([3.0, 0.2])


def nested(
    rng: np.random.Generator, windows: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """Values, person and session of a nested design; windows has shape (people, sessions)."""
    people, sessions = windows.shape
    person = np.repeat(np.arange(people), windows.sum(axis=1))
    session = np.repeat(np.arange(people * sessions), windows.ravel())
    home = rng.normal(0, np.sqrt(BETWEEN), (people, 2))
    level = rng.normal(0, np.sqrt(SESSION), (people * sessions, 2))
    noise = rng.normal(0, np.sqrt(WITHIN), (len(person), 2))
    return home[person] + level[session] + noise, person, session


@pytest.mark.parametrize("unequal", [False, True], ids=["equal sessions", "sessions of 2 and 20"])
def test_the_variances_that_data_were_drawn_with_come_back(unequal: bool) -> None:  # noqa: FBT001  # a table of examples
    rng = np.random.default_rng(1)
    windows = np.full((1_500, 4), 6)
    if unequal:
        windows = rng.choice([2, 20], windows.shape)
    values, person, session = nested(rng, windows)

    found = spread(values, person, session, np.zeros(1_500, np.int64))

    for matrix, due in (
        (found.within, WITHIN),
        (found.session, SESSION),
        (found.between, BETWEEN),
    ):
        assert np.diag(matrix) == pytest.approx(due, rel=0.1, abs=0.03)
        assert matrix[0, 1] == pytest.approx(0, abs=0.1)


def test_people_with_one_session_leave_the_variance_of_sessions_to_the_others() -> None:
    rng = np.random.default_rng(2)
    windows = np.full((1_500, 5), 6)
    windows[:, 1:] *= (rng.random(1_500) < 0.5)[:, None]
    values, person, session = nested(rng, windows)

    found = spread(values, person, session, np.zeros(1_500, np.int64))

    assert np.diag(found.session) == pytest.approx(SESSION, rel=0.1, abs=0.03)
    assert np.diag(found.between) == pytest.approx(BETWEEN, rel=0.15, abs=0.05)


def test_windows_that_overlap_by_half_say_no_more_than_those_that_stand_apart() -> None:
    rng = np.random.default_rng(3)
    halves = rng.normal(0, np.sqrt(2 * WITHIN), (3_000, 13, 2))
    values = (halves[:, 1:] + halves[:, :-1]) / 2  # each window is two halves
    session = np.repeat(np.arange(3_000), 12)

    found = spread(values.reshape(-1, 2), session, session, np.zeros(3_000, np.int64), repeats=2)

    assert np.diag(found.within) == pytest.approx(WITHIN, rel=0.05)
    assert np.diag(found.between) == pytest.approx([0, 0], abs=0.1)


def test_what_sets_corpora_apart_is_no_person() -> None:
    rng = np.random.default_rng(4)
    values, person, session = nested(rng, np.full((800, 2), 5))
    home = np.arange(800) % 2

    together = spread(values, person, session, home)
    moved = spread(values + 50.0 * home[person, None], person, session, home)

    assert moved.between == pytest.approx(together.between)
    assert moved.within == pytest.approx(together.within)


def test_sessions_without_a_difference_have_no_variance_and_none_is_negative() -> None:
    rng = np.random.default_rng(5)
    person, session = np.repeat(np.arange(40), 12), np.repeat(np.arange(160), 3)
    found = spread(rng.normal(0, 1, (480, 3)), person, session, np.zeros(40, np.int64))

    for matrix in (found.within, found.session, found.between):
        assert np.linalg.eigvalsh(matrix).min() >= -1e-12


@given(st.integers(0, 2**32), st.integers(1, 6))
def test_the_nearest_positive_matrix_is_positive_and_leaves_positive_ones(
    seed: int, size: int
) -> None:
    drawn = np.random.default_rng(seed).normal(0, 1, (size, size))
    positive = symmetric_positive(drawn)

    assert np.linalg.eigvalsh(positive).min() >= -1e-9
    assert symmetric_positive(drawn @ drawn.T) == pytest.approx(drawn @ drawn.T)


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=30))
def test_groups_are_counted_and_centred_whatever_their_labels(labels: list[int]) -> None:
    label = np.array(labels)
    values = np.random.default_rng(len(labels)).normal(0, 1, (len(labels), 2))
    by = Grouped.of(values, label)

    assert by.labels.tolist() == sorted(set(labels))
    assert by.count.sum() == len(labels)
    for index, each in enumerate(by.labels):
        assert by.mean[index] == pytest.approx(values[label == each].mean(axis=0))
    assert len(centred(values, label)) == sum(labels.count(each) > 1 for each in labels)
    assert centred(values, label).sum(axis=0) == pytest.approx([0, 0])
