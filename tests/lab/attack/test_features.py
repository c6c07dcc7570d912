"""Scales, random features and the content regression."""

import numpy as np

from samehands.lab.attack.features import FOLDS, ContentRegression, RandomFeatures, Scale


def test_a_scale_drops_constant_columns_and_standardises_the_rest() -> None:
    rng = np.random.default_rng(0)
    numbers = np.stack([rng.normal(5, 2, 500), np.full(500, 3.0)], axis=1).astype(np.float32)
    scaled = Scale.of(numbers)(numbers)
    assert scaled.shape == (500, 1)
    assert abs(scaled.mean()) < 1e-4
    assert abs(scaled.std() - 1.0) < 1e-3


def test_a_scale_of_constants_leaves_one_column_of_zeros() -> None:
    numbers = np.full((10, 3), 7.0, np.float32)
    assert not Scale.of(numbers)(numbers).any()
    assert Scale.of(numbers)(numbers).shape == (10, 1)


def test_random_features_approach_a_gaussian_kernel() -> None:
    rng = np.random.default_rng(0)
    features = RandomFeatures.drawn(3, 40_000, rng)
    points = rng.standard_normal((6, 3)).astype(np.float32)
    waves = features(points)[:, 3:-1]
    kernel = waves @ waves.T / waves.shape[1]
    distance = ((points[:, None] - points[None]) ** 2).sum(axis=2)
    assert np.allclose(kernel, np.exp(-distance / (2 * 4 * 3)), atol=0.03)


def test_content_is_foretold_through_a_curve_that_no_line_fits() -> None:
    rng = np.random.default_rng(0)
    numbers = rng.standard_normal((3000, 2)).astype(np.float32)
    target = (numbers[:, :1] ** 2 + 0.1 * rng.standard_normal((3000, 1))).astype(np.float32)
    features = RandomFeatures.drawn(2, 100, rng)
    fold = rng.integers(0, FOLDS, 3000)
    regression, foretold = ContentRegression.fitted(numbers, target, fold, features)
    assert np.corrcoef(foretold[:, 0], target[:, 0])[0, 1] > 0.9
    new = rng.standard_normal((500, 2)).astype(np.float32)
    assert np.corrcoef(regression(new)[:, 0], new[:, 0] ** 2)[0, 1] > 0.9


def test_what_is_foretold_for_an_example_has_not_seen_its_target() -> None:
    rng = np.random.default_rng(0)
    numbers = rng.standard_normal((300, 4)).astype(np.float32)
    noise = rng.standard_normal((300, 1)).astype(np.float32)
    features = RandomFeatures.drawn(4, 200, rng)
    fold = np.arange(300) % FOLDS
    _, foretold = ContentRegression.fitted(numbers, noise, fold, features)
    assert np.corrcoef(foretold[:, 0], noise[:, 0])[0, 1] < 0.2


def test_a_regression_of_no_rows_gives_no_rows() -> None:
    features = RandomFeatures.drawn(2, 5, np.random.default_rng(0))
    regression = ContentRegression(features, np.zeros((8, 3), np.float32))
    assert regression(np.empty((0, 2), np.float32)).shape == (0, 3)
