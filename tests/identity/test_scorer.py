import numpy as np
import pytest

from laws import synthetic
from laws.scorer_laws import LAWS, Law, ScorerCase
from samehands.errors import SettingsError
from samehands.identity import (
    Fusing,
    ManhattanScorer,
    PldaScorer,
    Readiness,
    Scorer,
    SessionWindows,
    Template,
    encode_template,
)
from samehands.identity.manhattan import ManhattanTemplate


def _sessions(person: int, number: int, seed: int) -> list[SessionWindows]:
    home = synthetic.typist(person).home
    return synthetic.Typist(home, np.random.default_rng((person, seed))).sessions(number, 6)


def _shuffled(probe: SessionWindows, rng: np.random.Generator) -> SessionWindows:
    return probe[rng.permutation(len(probe))]


def _snapshot(template: ManhattanTemplate) -> object:
    return [
        (device, model.centre.tolist(), model.scale.tolist(), model.windows, model.sessions)
        for device, model in template.models.items()
    ]


EMPTY = SessionWindows(synthetic.PROJECTION, synthetic.LAPTOP, np.empty((0, 64), np.int8))
CASES = {
    "plda summed": ScorerCase(
        PldaScorer(synthetic.back_end()), _sessions, EMPTY, _shuffled, encode_template
    ),
    "plda fused": ScorerCase(
        PldaScorer(synthetic.back_end(), fusing=Fusing.FUSED),
        _sessions,
        EMPTY,
        _shuffled,
        encode_template,
    ),
    "manhattan": ScorerCase(ManhattanScorer(), _sessions, EMPTY, _shuffled, _snapshot),
}


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@pytest.mark.parametrize("name", CASES)
def test_every_scorer_passes_every_law(name: str, law: Law) -> None:
    law(CASES[name])


def test_both_scorers_have_the_types_of_the_interface() -> None:
    plda: Scorer[Template, SessionWindows] = PldaScorer(synthetic.back_end())
    manhattan: Scorer[ManhattanTemplate, SessionWindows] = ManhattanScorer()
    sessions = _sessions(1, 4, 0)
    assert isinstance(plda.enrol(sessions), Template)
    assert isinstance(manhattan.enrol(sessions), ManhattanTemplate)


@pytest.mark.parametrize(("windows", "sessions"), [(0, 1), (1, 0), (-1, 2)])
def test_readiness_of_nothing_is_refused(windows: int, sessions: int) -> None:
    with pytest.raises(SettingsError):
        Readiness(windows=windows, sessions=sessions)


def test_readiness_says_each_thing_that_is_short() -> None:
    ready = Readiness(windows=10, sessions=2)
    assert ready.missing(windows=10, sessions=2) is None
    lack = ready.missing(windows=3, sessions=1)
    assert lack is not None
    assert [(short.have, short.due) for short in lack.missing] == [(3, 10), (1, 2)]
    assert len(ready.nothing().missing) == 2
