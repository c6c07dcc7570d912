"""Figures of the pointer protocols, and the leak baseline beside them."""

import numpy as np
import pytest

from lab.pointer.hands_of import pointing_people
from samehands.lab.metrics import PersonScores, det_curve
from samehands.lab.pointer.leak import LeakTemplate, machine_of
from samehands.lab.pointer.report import PointerResult, area, line_of, missed, sentences
from samehands.lab.pointer.stroked import Stroked
from samehands.quantities import Micros


def test_the_area_counts_pairs_and_ties_half() -> None:
    curve = det_curve(np.array([2.0, 3.0]), np.array([1.0, 2.0]))

    assert area(curve) == pytest.approx(3.5 / 4)


def test_missed_is_what_is_not_detected_at_one_false_alarm_in_a_hundred() -> None:
    curve = det_curve(np.arange(1_000.0), np.array([-1.0, 5.0, 20.0, 30.0]))

    assert missed(curve) == 0.5


def test_every_figure_says_that_people_and_computers_are_confounded() -> None:
    scores = PersonScores(
        np.array([3.0, 4.0, 2.0]),
        np.array([0, 1, 1]),
        np.array([1.0, 2.5, 0.0]),
        np.array([0, 1, 0]),
    )
    line = line_of("20 strokes", scores, scores, np.random.default_rng(0), "EER 1 %")

    said = sentences(PointerResult("pointer", "evaluation", 0, (line,)))

    assert "computers are confounded" in said[-1]
    assert "leak baseline" in said[3]
    assert line.ours.auc.estimate == pytest.approx(8 / 9)


def test_the_machine_is_told_by_its_clock_and_its_edges() -> None:
    part = Stroked.of(pointing_people(people=3), Micros(60_000))
    rows = [np.flatnonzero(part.person == who) for who in range(3)]
    first = LeakTemplate.of(part, rows[0][: len(rows[0]) // 2], 10)

    scores = [first.score(machine_of(part, own[len(own) // 2 :])) for own in rows]

    assert scores[0] == max(scores)
    assert np.exp(machine_of(part, rows[0])[0]) == pytest.approx(6.0)
