"""Whitening: noise along the new axes is even, and nothing is made of too little."""

import numpy as np
import pytest

from samehands.errors import TemplateError
from samehands.identity import BackEnd
from samehands.lab.evaluation.samples import Samples, ordinals
from samehands.lab.evaluation.whitening import Whitening


def samples(people: int, each: int, seed: int = 0) -> Samples:
    """People far apart in all directions, with noise that is uneven and tilted."""
    rng = np.random.default_rng(seed)
    person = np.repeat(np.arange(people), each)
    tilt = rng.normal(0, 1, (64, 64)) / 8 * np.geomspace(3, 0.6, 64)
    home = rng.normal(0, 25, (people, 64))
    vectors = home[person] + rng.normal(0, 6, (len(person), 64)) @ tilt
    return Samples(
        np.clip(np.rint(vectors), -124, 124).astype(np.int8),
        person,
        np.zeros(len(person), np.int64),
        ordinals(person),
        np.zeros(people, np.int64),
    )


def test_noise_is_even_along_the_new_axes(back_end: BackEnd) -> None:
    known = samples(400, 6)
    whitening = Whitening.learnt(known, back_end, nu=50.0)
    moved = (known.vectors - whitening.centre) @ whitening.axes / 31

    noise = moved - (np.add.reduceat(moved, np.arange(0, len(moved), 6)) / 6)[known.person]
    covariance = noise.T @ noise / (5 / 6 * len(noise))

    assert np.allclose(covariance, np.eye(64), atol=0.01)
    assert whitening.back_end.nu == pytest.approx(50.0)
    assert whitening.back_end.projection == back_end.projection


def test_what_comes_out_is_an_embedding(back_end: BackEnd) -> None:
    whitening = Whitening.learnt(samples(200, 4), back_end, nu=50.0)

    moved = whitening.applied(samples(20, 3, seed=1))

    assert moved.vectors.dtype == np.int8
    assert np.abs(moved.vectors.astype(int)).max() <= 124
    assert np.array_equal(moved.person, samples(20, 3).person)


def test_too_few_people_are_refused(back_end: BackEnd) -> None:
    with pytest.raises(TemplateError, match="more people"):
        Whitening.learnt(samples(60, 4), back_end, nu=50.0)
