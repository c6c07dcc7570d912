from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from samehands.identity.back_ends import shipped_back_end
from samehands.lab.peers import Scores, Trials, manhattan, of_keystrokes, samehands
from samehands.lab.references import GunettiPicardiScorer, LogZScorer
from samehands.rhythm.projections import shipped

SYSTEMS: dict[str, Callable[[], Scores]] = {
    "Gunetti-Picardi": lambda: of_keystrokes(GunettiPicardiScorer()),
    "log-z": lambda: of_keystrokes(LogZScorer()),
    "samehands": lambda: samehands(shipped(), shipped_back_end()),
    "manhattan": lambda: manhattan(shipped()),
}


@pytest.mark.parametrize("name", SYSTEMS)
def test_owners_score_above_others_on_average(name: str, trials: Trials) -> None:
    scores = SYSTEMS[name]()(trials)
    own = np.where(trials.genuine, scores, 0).sum(axis=1) / trials.genuine.sum(axis=1)
    other = np.where(trials.genuine, 0, scores).sum(axis=1) / (~trials.genuine).sum(axis=1)
    assert (own > other).all()  # and so none of them is NaN


@pytest.mark.parametrize("name", SYSTEMS)
def test_what_is_asked_besides_changes_no_score(name: str, trials: Trials) -> None:
    asked = trials.genuine
    whole, part = SYSTEMS[name]()(trials), SYSTEMS[name]()(replace(trials, asked=asked))
    assert np.isnan(part[~asked]).all()
    np.testing.assert_array_equal(part[asked], whole[asked])


def test_a_scorer_that_is_not_ready_judges_nobody(trials: Trials) -> None:
    cold = replace(trials, enrolment=trials.enrolment[:, :1])
    assert np.isnan(SYSTEMS["log-z"]()(cold)).all()
