"""Populations: windows of one session each, people numbered across corpora."""

from dataclasses import replace

import numpy as np
import pytest

from lab.training.people import corpus
from samehands.capture.keystrokes import Keystrokes
from samehands.errors import DataSetError
from samehands.lab.training.population import Population

FIRST, SECOND = corpus(1, 3, sessions=2, keys=130), corpus(2, 4, sessions=3, keys=90)


def test_people_of_two_corpora_are_different_people() -> None:
    population = Population.of([FIRST, SECOND])

    assert np.unique(population.person).tolist() == list(range(7))
    assert population.corpus.tolist() == [0, 0, 0, 1, 1, 1, 1]
    assert len(np.unique(population.session)) == 3 * 2 + 4 * 3
    assert len(population.position) == len(population.keystrokes)


def test_people_without_recordings_are_not_numbered() -> None:
    population = Population.of([SECOND.selected(SECOND.person != 1)])

    assert np.unique(population.person).tolist() == [0, 1, 2]


@pytest.mark.parametrize("offsets", [(0,), (0, 20), (7,)])
def test_a_window_is_in_one_session_and_in_order(offsets: tuple[int, ...]) -> None:
    population = Population.of([FIRST, SECOND])
    windows = population.windows(40, offsets)

    assert (np.diff(windows.rows, axis=1) == 1).all()
    assert (population.session[windows.rows] == windows.session[:, None]).all()
    assert (population.person[windows.rows] == windows.person[:, None]).all()
    whole = (
        [(130 - offset) // 40 for offset in offsets],
        [(90 - offset) // 40 for offset in offsets],
    )
    assert len(windows) == 6 * sum(whole[0]) + 12 * sum(whole[1])


def test_windows_from_one_offset_share_no_keystroke() -> None:
    rows = Population.of([FIRST]).windows(40).rows

    assert len(np.unique(rows)) == rows.size


def test_windows_too_quick_to_be_typed_are_left_out() -> None:
    strokes = FIRST.keystrokes
    quick = replace(
        FIRST,
        keystrokes=Keystrokes(
            strokes.press // 100, strokes.release, strokes.zone, strokes.starts_run
        ),
    )

    assert len(Population.of([quick]).windows(40)) == 0
    assert len(Population.of([FIRST]).windows(40)) == 18


def test_everybody_weighs_the_same_however_much_they_typed() -> None:
    population = Population.of([FIRST, SECOND])
    total = np.bincount(population.person, population.weight())

    assert total == pytest.approx(np.full(7, total[0]))
    assert population.weight().mean() == pytest.approx(1)


def test_prompts_are_of_one_corpus() -> None:
    with pytest.raises(DataSetError, match="2 corpora"):
        Population.of([FIRST, SECOND]).prompted(40, np.random.default_rng(0), 1)
