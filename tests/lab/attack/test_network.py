"""The network, its gradient and its learning."""

import numpy as np
import pytest

from samehands.lab.attack.network import Examples, Network, Schedule, trained

CLASSES, WIDTH = 12, 16


def fresh(dimensions: int = 5, seed: int = 0) -> Network:
    rng = np.random.default_rng(seed)
    content = rng.standard_normal((CLASSES, 4)).astype(np.float32)
    return Network.fresh(dimensions, content, WIDTH, rng)


@pytest.mark.parametrize("name", sorted(fresh().parameters))
def test_the_gradient_is_the_slope_of_the_loss(name: str) -> None:
    rng = np.random.default_rng(1)
    start = fresh()
    precise = {key: value.astype(np.float64) for key, value in start.parameters.items()}
    for key, value in precise.items():
        precise[key] = value + 0.1 * rng.standard_normal(value.shape)
    network = Network(precise, start.content.astype(np.float64))  # type: ignore[arg-type]  # float64 makes finite differences exact enough
    numbers = rng.standard_normal((20, 5))
    truth = rng.integers(0, CLASSES, 20)
    log_prior = np.log(rng.dirichlet(np.ones(CLASSES)))
    kept = (rng.random((2, 20, WIDTH)) > 0.3).astype(np.float64)

    def loss() -> float:
        return network.gradient(numbers, truth, log_prior, (kept[0], kept[1]))[0]  # type: ignore[arg-type]  # float64, as above

    slope = network.gradient(numbers, truth, log_prior, (kept[0], kept[1]))[1][name]  # type: ignore[arg-type]  # float64, as above
    weight = precise[name]
    for place in rng.permutation(weight.size)[:6]:
        where = np.unravel_index(place, weight.shape)
        step = 1e-4
        weight[where] += step
        above = loss()
        weight[where] -= 2 * step
        below = loss()
        weight[where] += step
        assert slope[where] == pytest.approx((above - below) / (2 * step), rel=2e-3, abs=1e-7)


def test_the_loss_with_nothing_silenced_is_the_loss_of_the_gradient() -> None:
    rng = np.random.default_rng(1)
    network = fresh()
    numbers = rng.standard_normal((20, 5)).astype(np.float32)
    truth = rng.integers(0, CLASSES, 20)
    log_prior = np.full(CLASSES, -np.log(CLASSES), np.float32)
    ones = np.ones((20, WIDTH), np.float32)
    loss, _ = network.gradient(numbers, truth, log_prior, (ones, ones))
    assert network.loss(numbers, truth, log_prior) == pytest.approx(loss, rel=1e-5)


def exclusive_or(rng: np.random.Generator, count: int) -> Examples:
    """Two classes that no straight line parts."""
    numbers = rng.standard_normal((count, 2)).astype(np.float32)
    return Examples(numbers, (numbers[:, 0] * numbers[:, 1] > 0).astype(np.int64))


def test_it_learns_what_no_linear_attacker_can() -> None:
    rng = np.random.default_rng(0)
    content = np.array([[-1.0], [1.0]], np.float32)
    start = Network.fresh(2, content, 64, rng)
    prior = np.array([0.5, 0.5])
    network = trained(
        start, exclusive_or(rng, 4000), exclusive_or(rng, 500), prior, Schedule(64, 10, 100), rng
    )
    new = exclusive_or(rng, 1000)
    assert (network.log_likelihood(new.numbers).argmax(axis=1) == new.truth).mean() > 0.9


def test_it_keeps_its_start_when_learning_only_hurts() -> None:
    rng = np.random.default_rng(0)
    start = fresh()
    start.parameters["out"][:] = 0.0
    start.parameters["skip"][:] = 0.0
    training = Examples(
        rng.standard_normal((64, 5)).astype(np.float32), rng.integers(0, CLASSES, 64)
    )
    other = Examples(
        rng.standard_normal((2000, 5)).astype(np.float32), rng.integers(0, CLASSES, 2000)
    )
    prior = np.full(CLASSES, 1.0 / CLASSES)
    best = trained(start, training, other, prior, Schedule(WIDTH, 20, 16), rng)
    assert (
        best.loss(other.numbers, other.truth, np.log(prior).astype(np.float32))
        <= np.log(CLASSES) + 1e-3
    )


def test_the_same_seed_learns_the_same() -> None:
    def run() -> Network:
        rng = np.random.default_rng(4)
        start = Network.fresh(2, np.array([[-1.0], [1.0]], np.float32), 8, rng)
        some = exclusive_or(rng, 200)
        return trained(start, some, some, np.array([0.5, 0.5]), Schedule(8, 2, 50), rng)

    one, two = run(), run()
    assert all(
        np.array_equal(one.parameters[name], two.parameters[name]) for name in one.parameters
    )
