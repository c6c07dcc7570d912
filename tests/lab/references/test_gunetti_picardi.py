from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws.scorer_laws import LAWS, Law, ScorerCase
from samehands.errors import SettingsError
from samehands.identity import Need, NotReady, Readiness, Scored, Scorer
from samehands.lab.references import GunettiPicardiScorer, GunettiPicardiTemplate, KeyedKeystrokes
from samehands.lab.references.gunetti_picardi import disorder, dissimilarity

Typed = Callable[[int, int, int], list[KeyedKeystrokes]]
Make = Callable[[list[int], list[int]], KeyedKeystrokes]
DURATIONS = st.lists(st.integers(1, 2_000), min_size=1, max_size=30)
AT_ONCE = Readiness(windows=1, sessions=1)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@pytest.mark.parametrize("measures", [((2,), (2,)), ((2, 3), ()), ((), (2, 3, 4))])
def test_it_passes_every_law_of_a_scorer(
    measures: tuple[tuple[int, ...], tuple[int, ...]],
    law: Law,
    typed: Typed,
    held: Callable[[Any], object],
) -> None:
    scorer = GunettiPicardiScorer(*measures)
    law(ScorerCase(scorer, typed, typed(1, 1, 0)[0][:0], None, held))


def test_it_has_the_types_of_the_interface(typed: Typed) -> None:
    scorer: Scorer[GunettiPicardiTemplate, KeyedKeystrokes] = GunettiPicardiScorer()
    assert isinstance(scorer.enrol(typed(1, 4, 0)), GunettiPicardiTemplate)


def test_the_example_of_the_disorder_by_hand() -> None:
    # ranks 0 1 2 3 against 3 1 0 2: 3 + 0 + 2 + 1 of at most 8
    assert disorder(np.array([10.0, 20, 30, 40]), np.array([90.0, 60, 50, 70])) == 6 / 8


@given(DURATIONS)
def test_the_opposite_order_is_the_greatest_disorder(durations: list[int]) -> None:
    one = np.unique(durations).astype(np.float64)
    assert disorder(one, one) == 0
    assert disorder(one, -one) == (1 if len(one) > 1 else 0)


@given(DURATIONS, st.randoms(use_true_random=False))
def test_disorder_is_symmetric_and_blind_to_tempo(durations: list[int], random: Any) -> None:
    one = np.unique(durations).astype(np.float64)
    two = one.copy()
    random.shuffle(two)
    assert disorder(one, two) == disorder(two, one) == disorder(3 * one, np.sqrt(two))
    assert 0 <= disorder(one, two) <= 1


@given(DURATIONS, st.floats(0.25, 4))
def test_dissimilarity_sees_tempo_and_only_beyond_a_quarter(
    durations: list[int], tempo: float
) -> None:
    one = np.array(durations, np.float64)
    apart = max(tempo, 1 / tempo)
    assert dissimilarity(one, one) == 0
    if abs(apart - 1.25) > 1e-9:
        assert dissimilarity(one, one * tempo) == (1 if apart > 1.25 else 0)


def test_the_score_is_the_negated_mean_distance_to_the_samples(keyed: Make) -> None:
    scorer = GunettiPicardiScorer(readiness=AT_ONCE)
    same, slow = keyed([1, 2, 3], [0, 100, 300]), keyed([1, 2, 3], [0, 200, 350])
    template = scorer.enrol([same, slow])
    assert isinstance(template, GunettiPicardiTemplate)
    scored = scorer.score(template, same)
    assert isinstance(scored, Scored)
    # to itself 0; to the other: both orders swapped, R = 1, and both ratios above 1.25, A = 1
    assert scored.llr == -1.0


def test_longer_runs_weigh_by_how_many_are_shared(keyed: Make) -> None:
    scorer = GunettiPicardiScorer((), (2, 3), AT_ONCE)
    fast, slow = keyed([1, 2, 3], [0, 100, 200]), keyed([1, 2, 3], [0, 300, 600])
    template = scorer.enrol([fast])
    assert isinstance(template, GunettiPicardiTemplate)
    scored = scorer.score(template, slow)
    assert isinstance(scored, Scored)
    assert scored.llr == -(1 + 1 * 1 / 2)


def test_nothing_shared_is_not_ready(keyed: Make) -> None:
    scorer = GunettiPicardiScorer(readiness=AT_ONCE)
    template = scorer.enrol([keyed([1, 2], [0, 100])])
    assert isinstance(template, GunettiPicardiTemplate)
    outcome = scorer.score(template, keyed([2, 1], [0, 100]))
    assert isinstance(outcome, NotReady)
    assert outcome.missing[0].need is Need.PROBE_WINDOWS


@pytest.mark.parametrize("measures", [((), ()), ((1,), ()), ((2,), (2, 0))])
def test_no_measure_is_refused(measures: tuple[tuple[int, ...], tuple[int, ...]]) -> None:
    with pytest.raises(SettingsError):
        GunettiPicardiScorer(*measures)
