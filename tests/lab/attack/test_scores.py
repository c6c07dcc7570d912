"""Bits, ranks, calibration and intervals."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samehands.errors import EmptyScoresError
from samehands.lab.attack.scores import Guesses, Posterior, _loss, figures

POOL = 50
UNIFORM = np.full(POOL, 1 / POOL)


def informative(count: int, strength: float, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Log-likelihoods of a Gaussian experiment that tells strength² / 2 nats of its class."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, POOL, count)
    seen = rng.standard_normal((count, POOL)) + strength * np.eye(POOL)[truth]
    return (strength * seen).astype(np.float32), truth


def read(likelihood: np.ndarray, truth: np.ndarray, posterior: Posterior) -> Guesses:
    return Guesses.of(posterior.log_probability([likelihood]), truth, posterior.prior)


def test_an_expert_that_is_already_calibrated_is_left_alone() -> None:
    posterior = Posterior.fitted([informative(4000, 2.0)[0]], informative(4000, 2.0)[1], UNIFORM)
    assert posterior.weight[0] == pytest.approx(1.0, abs=0.1)


@settings(max_examples=10)
@given(too_sure=st.floats(2.0, 20.0))
def test_overconfidence_does_not_hurt(too_sure: float) -> None:
    likelihood, truth = informative(1000, 2.0)
    new_likelihood, new_truth = informative(1000, 2.0, seed=1)
    fair = Posterior.fitted([likelihood], truth, UNIFORM)
    sure = Posterior.fitted([np.float32(too_sure) * likelihood], truth, UNIFORM)
    fair_bits = read(new_likelihood, new_truth, fair).bits.mean()
    sure_bits = read(np.float32(too_sure) * new_likelihood, new_truth, sure).bits.mean()
    assert sure_bits == pytest.approx(fair_bits, abs=0.03)


def test_an_expert_who_knows_nothing_reads_nothing() -> None:
    rng = np.random.default_rng(0)
    noise = rng.standard_normal((2, 2000, POOL)).astype(np.float32)
    truth = rng.integers(0, POOL, (2, 2000))
    posterior = Posterior.fitted([noise[0]], truth[0], UNIFORM)
    assert abs(read(noise[1], truth[1], posterior).bits.mean()) < 0.01


def test_a_second_expert_who_knows_nothing_takes_nothing_away() -> None:
    rng = np.random.default_rng(0)
    likelihood, truth = informative(3000, 2.0)
    noise = rng.standard_normal((3000, POOL)).astype(np.float32)
    posterior = Posterior.fitted([likelihood, noise], truth, UNIFORM)
    assert posterior.weight[1] < 0.1


def test_an_expert_of_no_weight_leaves_the_prior() -> None:
    prior = np.random.default_rng(0).dirichlet(np.ones(POOL))
    found = Posterior(prior, np.zeros(1), 0.0).log_probability([informative(3, 2.0)[0]])
    assert np.allclose(found, np.log(prior))


def test_probabilities_sum_to_one() -> None:
    likelihood, truth = informative(500, 3.0)
    found = Posterior.fitted([likelihood], truth, UNIFORM).log_probability([likelihood])
    assert np.allclose(np.exp(found).sum(axis=1), 1.0)


def test_the_slope_of_the_calibration_is_that_of_its_loss() -> None:
    likelihood, truth = informative(200, 2.0)
    other, _ = informative(200, 1.0, seed=5)
    at = np.array([0.4, 0.2, -2.0])
    _, slope = _loss(at, [likelihood, other], truth, UNIFORM)
    for index in range(3):
        step = np.zeros(3)
        step[index] = 1e-3
        above, below = (
            _loss(at + sign * step, [likelihood, other], truth, UNIFORM)[0] for sign in (1, -1)
        )
        assert slope[index] == pytest.approx((above - below) / 2e-3, rel=0.02, abs=1e-4)


def test_calibration_without_rows_or_with_nan_is_refused() -> None:
    likelihood, truth = informative(10, 1.0)
    with pytest.raises(EmptyScoresError):
        Posterior.fitted([likelihood[:0]], truth[:0], UNIFORM)
    likelihood[0, 0] = np.nan
    with pytest.raises(EmptyScoresError):
        Posterior.fitted([likelihood], truth, UNIFORM)


def test_a_perfect_guess_reads_all_bits_and_has_the_first_rank() -> None:
    truth = np.arange(POOL)
    found = np.log(np.eye(POOL) * (1 - 1e-9) + 1e-11)
    guesses = Guesses.of(found, truth, UNIFORM)
    assert np.allclose(guesses.bits, np.log2(POOL), atol=1e-6)
    assert (guesses.rank == 1.0).all()


def test_equal_guesses_share_the_middle_rank_and_read_nothing() -> None:
    guesses = Guesses.of(np.log(np.tile(UNIFORM, (4, 1))), np.arange(4), UNIFORM)
    assert np.allclose(guesses.bits, 0.0)
    assert (guesses.rank == (POOL + 1) / 2).all()


def test_rank_bits_of_random_ranks_are_about_zero() -> None:
    rng = np.random.default_rng(0)
    guesses = Guesses(np.zeros(20_000), rng.integers(1, POOL + 1, 20_000).astype(float), POOL)
    reading = guesses.reading("any", rng.integers(0, 200, 20_000).astype(np.int32), rng, 200)
    assert abs(reading.rank_bits.value) < 0.03
    assert reading.top10.value == pytest.approx(10 / POOL, abs=0.01)
    assert reading.people == 200


def test_intervals_hold_the_value_and_widen_with_fewer_people() -> None:
    rng = np.random.default_rng(0)
    person = np.repeat(np.arange(400), 10).astype(np.int32)
    level = np.repeat(rng.normal(0, 1, 400), 10)
    (many,) = figures(level[:, None], person, rng, 500)
    (few,) = figures(level[:400, None], person[:400], rng, 500)
    assert many.low < many.value < many.high
    assert few.high - few.low > 2 * (many.high - many.low)


def test_no_rows_have_no_figures() -> None:
    with pytest.raises(EmptyScoresError):
        figures(np.empty((0, 1)), np.empty(0, np.int32), np.random.default_rng(0), 10)
    with pytest.raises(EmptyScoresError):
        Guesses.joined([])
