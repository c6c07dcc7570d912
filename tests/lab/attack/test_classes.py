"""Gaussian classes with foreseen means."""

import numpy as np
import pytest

from samehands.lab.attack.classes import ClassModel


def made_up(
    each: int, strength: float, seed: int = 0
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    content = rng.standard_normal((40, 5)) / np.sqrt(5)
    content -= content.mean(axis=0)
    content /= np.sqrt((content**2).sum() / 40)
    means = strength * content @ rng.standard_normal((5, 8)) * 2.0
    label = np.repeat(np.arange(40), each)
    mixing = rng.standard_normal((8, 8)) + 3 * np.eye(8)
    examples = (means[label] + rng.standard_normal((len(label), 8))) @ mixing
    return examples.astype(np.float32), label, content, means @ mixing


def test_the_right_class_is_likeliest_when_classes_are_far_apart() -> None:
    examples, label, content, _ = made_up(30, 8.0)
    model = ClassModel.fitted(examples, label, content)
    assert (model.log_likelihood(examples).argmax(axis=1) == label).mean() > 0.95


def test_a_class_without_examples_is_found_by_its_content() -> None:
    examples, label, content, _ = made_up(30, 8.0)
    hidden = label == 3
    model = ClassModel.fitted(examples[~hidden], label[~hidden], content)
    found = model.log_likelihood(examples[hidden])
    assert (found > found[:, 3:4]).sum(axis=1).mean() < 2.0


def test_classes_that_do_not_differ_are_nearly_equally_likely() -> None:
    examples, label, content, _ = made_up(30, 0.0)
    model = ClassModel.fitted(examples, label, content)
    found = model.log_likelihood(examples)
    assert (found - found.mean(axis=1, keepdims=True)).std() < 0.5


def test_likelihood_ratios_do_not_change_under_an_invertible_map_of_the_numbers() -> None:
    examples, label, content, _ = made_up(30, 3.0)
    turn = np.linalg.qr(np.random.default_rng(1).standard_normal((8, 8)))[0].astype(np.float32)
    straight = ClassModel.fitted(examples, label, content).log_likelihood(examples)
    turned = ClassModel.fitted(examples @ turn, label, content).log_likelihood(examples @ turn)
    straight -= straight[:, :1]
    turned -= turned[:, :1]
    assert np.allclose(straight, turned, atol=0.05 * np.abs(straight).max())


@pytest.mark.parametrize("value", [0.0, 3.0])
def test_numbers_that_never_change_give_finite_equal_likelihoods(value: float) -> None:
    _, label, content, _ = made_up(3, 0.0)
    constant = np.full((len(label), 2), value, np.float32)
    found = ClassModel.fitted(constant, label, content).log_likelihood(constant)
    assert np.isfinite(found).all()
    assert np.ptp(found, axis=1).max() < 1e-3
