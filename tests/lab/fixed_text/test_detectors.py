"""Laws that every detector of fixed text keeps, and what the own one adds."""

from collections.abc import Callable
from typing import Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.errors import ScoreError
from samehands.lab.datasets.cmu import Times
from samehands.lab.fixed_text import CLASSIC, RecencyManhattan, RecencyNeighbours
from samehands.lab.fixed_text.scaling import (
    centre_and_spread,
    feature_weights,
    recency,
    rhythm,
)
from samehands.lab.fixed_text.trials import Detector

EVEN: Final = (1.0, 1.0, 1.0)

OWN: Final[dict[str, Detector]] = {
    "manhattan": RecencyManhattan(30.0, 3.0, EVEN).scores,
    "neighbours": RecencyNeighbours(40.0, 3.0, (1.5, 1.0, 1.0), 0.004, 8).scores,
}

ALL: Final[dict[str, Detector]] = {name: one for name, (one, _) in CLASSIC.items()} | OWN

SEEDS: Final = st.integers(0, 10_000)


def typed(repetitions: int, *, level: float = 0.1, seed: int = 1, keys: int = 5) -> Times:
    """A password of some keys: hold, dd and ud in turn, dd = hold + ud."""
    rng = np.random.default_rng(seed)
    hold = level * np.exp(rng.normal(0, 0.15, (repetitions, keys)))
    ud = level * rng.normal(0.5, 0.3, (repetitions, keys - 1))
    times = np.empty((repetitions, 3 * keys - 2))
    times[:, ::3], times[:, 2::3] = hold, ud
    times[:, 1::3] = np.maximum(hold[:, :-1] + ud, 0.001)
    return times


@pytest.fixture(params=ALL, name="detector")
def any_detector(request: pytest.FixtureRequest) -> Detector:
    return ALL[request.param]


@pytest.fixture(params=OWN, name="own")
def own_detector(request: pytest.FixtureRequest) -> Detector:
    return OWN[request.param]


class TestEveryDetector:
    def test_scores_the_owner_above_somebody_slower(self, detector: Detector) -> None:
        training = typed(60)
        genuine = detector(training, typed(30, seed=2))
        impostor = detector(training, typed(30, level=0.25, seed=3))
        assert np.median(genuine) > np.median(impostor)

    def test_scores_each_probe_as_if_it_were_alone(self, detector: Detector) -> None:
        # One-class: neither other probes nor other people's may move a score.
        training, probes = typed(40), typed(6, level=0.12, seed=2)
        together = detector(training, probes)
        alone = [detector(training, probe[None])[0] for probe in probes]
        np.testing.assert_allclose(together, alone, rtol=1e-6)

    def test_gives_one_score_per_probe_also_for_none(self, detector: Detector) -> None:
        training = typed(40)
        assert detector(training, typed(7)).shape == (7,)
        assert detector(training, training[:0]).shape == (0,)

    def test_leaves_its_arguments_alone(self, detector: Detector) -> None:
        training, probes = typed(40), typed(5)
        before = training.copy(), probes.copy()
        detector(training, probes)
        np.testing.assert_array_equal(training, before[0])
        np.testing.assert_array_equal(probes, before[1])

    def test_bears_a_feature_that_never_varies(self, detector: Detector) -> None:
        training = typed(40)
        training[:, 0] = 0.1
        assert np.isfinite(detector(training, typed(5, seed=2))).all()

    @pytest.mark.parametrize(
        ("training", "probes"),
        [
            (typed(0), typed(1)),
            (typed(9), typed(1, keys=4)),
            (typed(9)[0], typed(1)),
            (typed(9) * np.nan, typed(1)),
            (typed(9), typed(1) * np.inf),
        ],
        ids=["nobody enrolled", "another password", "one row", "nan", "infinite"],
    )
    def test_refuses_what_cannot_be_compared(
        self, detector: Detector, training: Times, probes: Times
    ) -> None:
        with pytest.raises(ScoreError):
            detector(training, probes)


class TestTheOwnDetectors:
    def test_a_wild_feature_costs_no_more_than_the_cap(self, own: Detector) -> None:
        training, probe = typed(40), typed(1, seed=2)
        slip, longer = probe.copy(), probe.copy()
        slip[0, 1], longer[0, 1] = 5.0, 500.0
        assert own(training, slip)[0] == pytest.approx(own(training, longer)[0])

    def test_what_the_owner_did_of_late_counts_for_more(self, own: Detector) -> None:
        early, late = typed(60, level=0.14, seed=4), typed(60, level=0.1, seed=5)
        probe = typed(20, level=0.1, seed=6)
        assert np.mean(own(np.concatenate([early, late]), probe)) > np.mean(
            own(np.concatenate([late, early]), probe)
        )

    @given(SEEDS)
    def test_scores_lie_between_the_worst_and_nought(self, seed: int) -> None:
        training, probes = typed(20, seed=seed), typed(9, level=0.3, seed=seed + 1)
        cap, oldest = 3.0, 0.004 * 20
        for detector in OWN.values():
            scores = detector(training, probes)
            assert np.all((scores <= 0) & (scores >= -cap - oldest))

    def test_a_repetition_of_the_owners_last_is_the_best_there_is(self) -> None:
        training = typed(30)
        neighbours = RecencyNeighbours(40.0, 3.0, EVEN, 0.004, 1)
        assert neighbours.scores(training, training[-1:])[0] == 0

    def test_a_repetition_from_long_ago_costs_its_age(self) -> None:
        training = typed(30)
        aged = RecencyNeighbours(40.0, 3.0, EVEN, 1e-4, 1)
        assert aged.scores(training, training[:1])[0] == pytest.approx(-29e-4, rel=1e-5)

    def test_without_ageing_the_order_of_training_matters_only_through_the_spread(self) -> None:
        training, probes = typed(30), typed(5, seed=2)
        timeless = RecencyNeighbours(1e12, 3.0, EVEN, 0.0, 4)
        np.testing.assert_allclose(
            timeless.scores(training, probes), timeless.scores(training[::-1], probes), rtol=1e-5
        )

    def test_neighbours_are_those_that_brute_force_finds(self) -> None:
        training, probes = typed(12), typed(4, level=0.13, seed=2)
        weights, ageing, nearest = (1.5, 0.5, 1.0), 0.01, 3
        _, spread = centre_and_spread(rhythm(training), 40.0)
        expected = []
        for probe in rhythm(probes):
            distances = [
                float(
                    np.minimum(np.abs(probe - row) / spread, 3.0)
                    @ feature_weights(weights, len(spread))
                )
                + ageing * (len(training) - 1 - index)
                for index, row in enumerate(rhythm(training))
            ]
            expected.append(-np.mean(sorted(distances)[:nearest]))
        scores = RecencyNeighbours(40.0, 3.0, weights, ageing, nearest).scores(training, probes)
        np.testing.assert_allclose(scores, expected, rtol=1e-5)

    def test_more_neighbours_than_repetitions_are_all_of_them(self) -> None:
        training, probes = typed(4), typed(3, seed=2)
        four, many = (
            RecencyNeighbours(40.0, 3.0, EVEN, 0.0, count).scores(training, probes)
            for count in (4, 400)
        )
        np.testing.assert_array_equal(four, many)

    @pytest.mark.parametrize(
        "make",
        [
            lambda weights: RecencyManhattan(30.0, 3.0, weights),
            lambda weights: RecencyNeighbours(40.0, 3.0, weights, 0.004, 8),
        ],
        ids=["manhattan", "neighbours"],
    )
    def test_a_channel_without_weight_is_not_looked_at(
        self, make: Callable[[tuple[float, float, float]], RecencyManhattan | RecencyNeighbours]
    ) -> None:
        training, probes = typed(20), typed(5, seed=2)
        other = probes.copy()
        other[:, 1::3] *= 3
        blind = make((1.0, 0.0, 1.0))
        np.testing.assert_array_equal(
            blind.scores(training, probes), blind.scores(training, other)
        )
        with pytest.raises(ScoreError):
            make((0.0, 0.0, 0.0)).scores(training, probes)


class TestScaling:
    @given(SEEDS, st.floats(0.5, 2))
    def test_the_centre_follows_a_change_of_tempo_and_the_spread_does_not(
        self, seed: int, tempo: float
    ) -> None:
        own = rhythm(typed(15, seed=seed))[:, ::3]
        centre, spread = centre_and_spread(own, 20.0)
        shifted, same = centre_and_spread(own + np.log(tempo), 20.0)
        np.testing.assert_allclose(shifted, centre + np.log(tempo), atol=1e-9)
        np.testing.assert_allclose(same, spread, atol=1e-9)

    def test_the_centre_of_equal_weights_is_a_median(self) -> None:
        own = rhythm(typed(15))
        np.testing.assert_allclose(centre_and_spread(own, 1e12)[0], np.median(own, axis=0))

    def test_one_half_life_ago_counts_half(self) -> None:
        weight = recency(31, 10.0)
        assert weight[20] == pytest.approx(0.5)
        assert weight[-1] == 1

    def test_even_somebody_perfectly_even_has_a_spread(self) -> None:
        spread = centre_and_spread(np.zeros((5, 4)), 10.0)[1]
        np.testing.assert_allclose(spread, 0.03)

    def test_a_roll_over_and_a_time_of_nought_have_logarithms(self) -> None:
        assert np.isfinite(rhythm(np.array([0.0, 0.0, -2.0, 0.0]))).all()
