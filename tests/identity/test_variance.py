from dataclasses import replace

import numpy as np
import pytest

from laws import synthetic
from samehands.errors import TemplateError
from samehands.identity import LabelledWindows
from samehands.identity.variance import NestedVariances, SessionMeans, nested_variances, summed


def _estimated(table: LabelledWindows) -> NestedVariances:
    return nested_variances(SessionMeans.of(table))


def _unbalanced(seed: int) -> LabelledWindows:
    """A site where everybody has other numbers of sessions and windows."""
    table = synthetic.labelled(60, 5, 8, seed=seed)
    rng = np.random.default_rng(seed)
    sessions = rng.integers(1, 6, 60)
    windows = rng.integers(1, 9, (60, 5))
    number = np.arange(len(table)) % 8
    keep = (table.session < sessions[table.person]) & (
        number < windows[table.person, table.session]
    )
    return LabelledWindows(table.vectors[keep], table.person[keep], table.session[keep])


def test_the_estimates_are_unbiased_also_when_nothing_is_balanced() -> None:
    found = [_estimated(_unbalanced(seed)) for seed in range(40)]
    # averaged over 40 sites and the dimensions, relative to the truth
    for name, truth in (
        ("between", synthetic.BETWEEN),
        ("session", synthetic.SESSION),
        ("within", 1 - synthetic.SESSION),
    ):
        ratio = np.mean([getattr(one, name) / truth for one in found])
        assert ratio == pytest.approx(1, abs=0.03), name


def test_balanced_estimates_are_the_textbook_mean_squares() -> None:
    people, sessions, windows = 7, 3, 4
    table = synthetic.labelled(people, sessions, windows)
    cube = (table.vectors / 31).reshape(people, sessions, windows, 64)
    session_mean, person_mean = cube.mean(axis=2), cube.mean(axis=(1, 2))
    within = cube.var(axis=2, ddof=1).mean(axis=(0, 1))
    session = session_mean.var(axis=1, ddof=1).mean(axis=0) - within / windows
    between = person_mean.var(axis=0, ddof=1) - session / sessions - within / (sessions * windows)
    found = _estimated(table)
    np.testing.assert_allclose(found.within, within)
    np.testing.assert_allclose(found.session, session)
    np.testing.assert_allclose(found.between, between)
    np.testing.assert_allclose(found.mean, person_mean.mean(axis=0), atol=1e-12)
    assert found.people == pytest.approx(people - 1)
    assert found.sessions == pytest.approx(people * (sessions - 1))
    assert found.windows == people * sessions * (windows - 1)


def test_rows_in_any_order_and_under_any_names_give_the_same() -> None:
    table = _unbalanced(1)
    order = np.random.default_rng(0).permutation(len(table))
    renamed = LabelledWindows(
        table.vectors[order], -7 * table.person[order], 1000 - table.session[order]
    )
    one, two = _estimated(table), _estimated(renamed)
    for name in ("mean", "between", "session", "within", "people", "sessions", "windows"):
        np.testing.assert_allclose(getattr(one, name), getattr(two, name), atol=1e-9)


def test_one_session_number_under_two_people_is_two_sessions() -> None:
    table = synthetic.labelled(2, 1, 3)
    assert len(SessionMeans.of(table).count) == 2


def test_nothing_gives_nothing() -> None:
    empty = LabelledWindows(np.empty((0, 64)), np.empty(0, np.int64), np.empty(0, np.int64))
    found = _estimated(empty)
    assert (found.people, found.sessions, found.windows) == (0, 0, 0)


def test_a_person_alone_says_nothing_about_people() -> None:
    found = _estimated(synthetic.labelled(1, 1, 1))
    assert (found.people, found.sessions, found.windows) == (0, 0, 0)
    assert not found.between.any()


def test_tables_that_do_not_fit_are_refused() -> None:
    table = synthetic.labelled(2, 2, 2)
    with pytest.raises(TemplateError):
        replace(table, vectors=table.vectors[:, :63])
    with pytest.raises(TemplateError):
        replace(table, person=table.person[1:])
    with pytest.raises(TemplateError):
        replace(table, vectors=np.full((8, 64), np.nan))


def test_sums_by_index_leave_zero_where_there_is_nothing() -> None:
    rows = np.arange(6.0).reshape(3, 2)
    sums = summed(rows, np.array([2, 0, 2]), 4)
    assert sums.tolist() == [[2, 3], [0, 0], [4, 6], [0, 0]]
