"""Samplers: what each has of the typing it learnt from, and what it lacks."""

import numpy as np
import pytest
from numpy.typing import NDArray

from samehands.capture.keystrokes import Keystrokes
from samehands.capture.positions import ZONE_OF_POSITION
from samehands.lab.forgers.conditional import ConditionalSampler
from samehands.lab.forgers.copula import CopulaSampler
from samehands.lab.forgers.hidden_markov import HiddenMarkovSampler
from samehands.lab.forgers.histogram import HistogramSampler
from samehands.lab.forgers.learnt import FEWEST, learn
from samehands.lab.forgers.log_normal import LogNormalSampler
from samehands.lab.forgers.mean import MeanSampler
from samehands.lab.forgers.normal import NormalSampler

_A, _B = 7, 20


def _coupled(n: int = 4_000) -> Keystrokes:
    """Two keys in turn; a slow tempo comes and goes, and holds are long where flights are."""
    rng = np.random.default_rng(0)
    tempo = np.zeros(n)
    for row in range(1, n):
        tempo[row] = 0.8 * tempo[row - 1] + 0.6 * rng.standard_normal()
    dd = np.exp(np.log(180_000) + 0.25 * tempo + 0.05 * rng.standard_normal(n))
    hold = np.exp(np.log(90_000) + 0.2 * tempo + 0.05 * rng.standard_normal(n))
    press = np.cumsum(dd).astype(np.int64)
    text = np.resize(np.array([_A, _B], np.int16), n)
    starts = np.zeros(n, np.bool_)
    starts[0] = True
    return Keystrokes(press, press + hold.astype(np.int64), ZONE_OF_POSITION[text], starts, text)


def _correlations(typed: Keystrokes) -> tuple[float, float]:
    """Of hold with the flight before it, and of a flight with the next."""
    dd, hold = np.log(np.diff(typed.press)), np.log(typed.hold[1:])
    return float(np.corrcoef(dd, hold)[0, 1]), float(np.corrcoef(dd[1:], dd[:-1])[0, 1])


@pytest.fixture(scope="module")
def coupled() -> Keystrokes:
    return _coupled()


@pytest.mark.parametrize("sampler", [NormalSampler, LogNormalSampler, HistogramSampler])
def test_independent_samplers_have_no_coupling_and_no_memory(
    sampler: type, coupled: Keystrokes
) -> None:
    typed = sampler(learn(coupled)).forge(coupled.position[:2_000], np.random.default_rng(1))
    assert np.abs(_correlations(typed)).max() < 0.1


def test_the_conditional_sampler_has_memory_and_no_coupling(coupled: Keystrokes) -> None:
    forger = ConditionalSampler.of(learn(coupled))
    typed = forger.forge(coupled.position[:2_000], np.random.default_rng(1))
    coupling, memory = _correlations(typed)
    assert abs(coupling) < 0.1
    assert memory > 0.4


@pytest.mark.parametrize("sampler", [CopulaSampler, HiddenMarkovSampler])
def test_the_careful_samplers_have_both(
    sampler: type[CopulaSampler | HiddenMarkovSampler], coupled: Keystrokes
) -> None:
    forger = sampler.of(learn(coupled))
    typed = forger.forge(coupled.position[:2_000], np.random.default_rng(1))
    coupling, memory = _correlations(typed)
    assert coupling > 0.5
    assert memory > 0.3


def test_the_mean_sampler_takes_the_same_time_for_the_same_keys(coupled: Keystrokes) -> None:
    typed = MeanSampler(learn(coupled)).forge(coupled.position[:50], np.random.default_rng(1))
    assert len(np.unique(np.diff(typed.press)[1:])) <= 4  # two pairs, rounded either way
    assert len(np.unique(typed.hold)) == 2


@pytest.mark.parametrize("by_key", [False, True])
def test_drawn_times_lie_among_those_that_were_seen(
    typing: Keystrokes, text: NDArray[np.int16], *, by_key: bool
) -> None:
    learnt = learn(typing, by_key=by_key)
    typed = HistogramSampler(learnt).forge(text, np.random.default_rng(1))
    assert np.diff(typed.press).max() <= learnt.flight.whole[-1] + 1
    assert typed.hold.max() <= learnt.hold.whole[-1] + 1


def test_keys_are_told_apart_only_by_who_looks_at_keys(typing: Keystrokes) -> None:
    zones, keys = learn(typing), learn(typing, by_key=True)
    assert len(keys.hold.levels[0]) > len(zones.hold.levels[0])
    assert min(len(one) for one in keys.flight.levels[0].values()) >= FEWEST


def test_levels_and_scores_undo_each_other(typing: Keystrokes) -> None:
    learnt = learn(typing)
    hold, _ = learnt.contexts(typing.position)
    score = learnt.hold.score(hold, typing.hold.astype(np.float64))
    assert np.isfinite(score).all()
    assert abs(float(np.mean(score))) < 0.02
