"""Groups: nobody is tested with what was learnt from them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from samehands.errors import SettingsError
from samehands.identity import BackEnd
from samehands.identity.back_ends import shipped_back_end
from samehands.lab.evaluation.groups import folded, groups_of
from samehands.lab.split import Role, Roles, aalto_roles
from samehands.rhythm.projection import Projection
from samehands.rhythm.projections import shipped


@given(st.integers(2, 6), st.integers(0, 9), st.integers(0, 5), st.integers(0, 99))
def test_each_fold_is_trained_without_its_own_people(
    folds: int, more: int, others: int, seed: int
) -> None:
    people = np.arange(2 * folds + more)
    everybody = np.arange(len(people) + others)
    learnt: list[NDArray[np.int64]] = []

    def train(allowed: NDArray[np.int64]) -> tuple[Projection, BackEnd]:
        learnt.append(allowed)
        return shipped(), shipped_back_end()

    groups = folded(people, everybody, folds, train, np.random.default_rng(seed))

    tested = np.concatenate([group.people for group in groups])
    assert np.array_equal(np.sort(tested), people)
    for group, allowed in zip(groups, learnt, strict=True):
        assert len(group.people) >= 2
        assert not np.intersect1d(group.people, allowed).size
        assert np.array_equal(np.union1d(group.people, allowed), everybody)


@pytest.mark.parametrize("folds", [0, 1, 4])
def test_folds_that_leave_no_impostor_are_refused(folds: int) -> None:
    def train(_: NDArray[np.int64]) -> tuple[Projection, BackEnd]:
        raise AssertionError("nothing should be trained")

    with pytest.raises(SettingsError):
        folded(np.arange(7), np.arange(7), folds, train, np.random.default_rng(0))


def test_evaluation_takes_its_thresholds_from_development(
    projection: Projection, back_end: BackEnd
) -> None:
    roles = Roles.drawn(10, 4, 6)

    first, second = groups_of(roles, Role.EVALUATION, projection, back_end)

    assert (first.tested, second.tested) == (False, True)
    assert np.array_equal(second.people, roles.evaluation)
    assert np.array_equal(first.people, roles.development)
    assert [group.tested for group in groups_of(roles, Role.EVERYONE, projection, back_end)] == [
        True,
        True,
    ]


@pytest.mark.parametrize("role", [Role.TRAINING, Role.EVERYONE])
def test_people_who_were_trained_on_are_not_tested(
    role: Role, projection: Projection, back_end: BackEnd
) -> None:
    with pytest.raises(SettingsError):
        groups_of(aalto_roles(), role, projection, back_end)
