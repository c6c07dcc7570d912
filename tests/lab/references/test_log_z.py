from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from laws.scorer_laws import LAWS, Law, ScorerCase
from samehands.capture.keystrokes import MISSING
from samehands.capture.positions import POSITIONS, ZONE_OF_POSITION
from samehands.identity import NotReady, Readiness, Scored, Scorer
from samehands.lab.references import KeyedKeystrokes, LogZScorer, LogZTemplate
from samehands.lab.references.keyed import Timed
from samehands.lab.references.log_z import CAP, LEAST_DEVIATION, Habit

Typed = Callable[[int, int, int], list[KeyedKeystrokes]]
Make = Callable[[list[int], list[int]], KeyedKeystrokes]
ZONE = ZONE_OF_POSITION.astype(np.int64)
E, R, N = (POSITIONS[f"Key{letter}"] for letter in "ERN")


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_it_passes_every_law_of_a_scorer(
    law: Law, typed: Typed, held: Callable[[Any], object]
) -> None:
    law(ScorerCase(LogZScorer(), typed, typed(1, 1, 0)[0][:0], None, held))


def test_it_has_the_types_of_the_interface(typed: Typed) -> None:
    scorer: Scorer[LogZTemplate, KeyedKeystrokes] = LogZScorer()
    assert isinstance(scorer.enrol(typed(1, 4, 0)), LogZTemplate)


def _timed(code: list[int], micros: list[int]) -> Timed:
    return Timed(np.array(code), np.array(micros))


def test_a_key_typed_often_keeps_its_own_habit() -> None:
    rng = np.random.default_rng(0)
    micros = np.exp(rng.normal(11.0, 0.2, 4000)).astype(np.int64)
    code = np.full(4000, E)
    code[2000:], micros[2000:] = N, 2 * micros[2000:]
    habit = Habit.of(Timed(code, micros), ZONE)
    assert habit.mean[E] == pytest.approx(11.0, abs=0.02)
    assert habit.mean[N] == pytest.approx(11.0 + np.log(2), abs=0.02)
    assert habit.deviation[E] == pytest.approx(0.2, abs=0.02)


def test_a_key_never_typed_has_the_habit_of_its_zone() -> None:
    habit = Habit.of(_timed([E] * 500 + [N] * 500, [80_000] * 500 + [160_000] * 500), ZONE)
    assert ZONE[R] == ZONE[E]
    assert abs(habit.mean[R] - np.log(80_000)) < abs(habit.mean[R] - np.log(160_000))
    assert habit.mean[R] == pytest.approx(habit.mean[E], abs=0.01)


def test_a_steady_key_still_has_a_deviation() -> None:
    habit = Habit.of(_timed([E] * 100, [80_000] * 100), ZONE)
    assert (habit.deviation >= LEAST_DEVIATION).all()


def test_one_wild_duration_counts_no_more_than_the_cap() -> None:
    habit = Habit.of(_timed([E] * 100, list(range(70_000, 90_000, 200))), ZONE)
    near, far, wild = habit.strangeness(_timed([E] * 3, [80_000, 200_000, 10**9])).tolist()
    assert near < 0.5
    assert far == wild == CAP


def test_a_probe_whose_releases_were_lost_is_judged_by_its_flights(typed: Typed) -> None:
    scorer, (probe,) = LogZScorer(), typed(1, 1, 1)
    template = scorer.enrol(typed(1, 4, 0))
    assert isinstance(template, LogZTemplate)
    lost = replace(probe.keystrokes, release=np.full(len(probe), MISSING))
    scored = scorer.score(template, KeyedKeystrokes(lost, probe.position))
    assert isinstance(scored, Scored)
    assert -CAP <= scored.llr < 0


def test_enrolled_keystrokes_without_a_single_hold_make_no_template(typed: Typed) -> None:
    sessions = [
        KeyedKeystrokes(
            replace(session.keystrokes, release=np.full(len(session), MISSING)), session.position
        )
        for session in typed(1, 4, 0)
    ]
    assert isinstance(LogZScorer().enrol(sessions), NotReady)


def test_one_keystroke_with_a_lost_release_has_no_score(keyed: Make) -> None:
    scorer = LogZScorer(readiness=Readiness(windows=1, sessions=1))
    template = scorer.enrol([keyed([E, N], [0, 100])])
    assert isinstance(template, LogZTemplate)
    one = keyed([E], [0])
    lost = replace(one.keystrokes, release=np.full(1, MISSING))
    assert isinstance(scorer.score(template, KeyedKeystrokes(lost, one.position)), NotReady)
