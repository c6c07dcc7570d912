"""The fit of the liveness model, on windows that are made up."""

import numpy as np
import pytest

from samehands.errors import DataSetError
from samehands.lab.liveness.windows import SCALARS, Windows
from samehands.lab.training.liveness_fit import fit_evidence, informative
from samehands.liveness.additive import EMBEDDING
from samehands.rhythm.window import ClockClass

PEOPLE = 12
KEY_FIT = SCALARS.index("key_fit")


def windows(
    number: int, fit: int, seed: int, generators: tuple[str, ...] = ("person",)
) -> Windows:
    """Windows of twelve people that differ in one number, and a little in others."""
    rng = np.random.default_rng(seed)
    scalars = np.tile(np.array([0, 8, 20, 8, 0, 1, 2, 30, 6], np.int16), (number, 1))
    scalars[:, KEY_FIT] = np.clip(fit + rng.integers(-1, 2, number), -16, 2)
    embedding = np.zeros((number, 64), np.int8)
    embedding[:, :3] = np.clip(np.rint(31 * rng.normal(size=(number, 3))), -124, 124)
    person = np.arange(number) % PEOPLE
    return Windows(
        embedding,
        scalars,
        np.full(number, ClockClass.ONE_MS, np.int8),
        np.zeros(number, np.int16),
        person,
        person,
        np.arange(number),
        np.arange(number) % len(generators),
        generators,
    )


def test_what_tells_machines_from_people_is_found_and_calibrated() -> None:
    people, machines = windows(600, 2, 1), windows(600, -2, 2, ("a", "b"))
    fitted = fit_evidence(people, machines, np.random.default_rng(0))
    said = [
        fitted.forged.evidence(one.embedding, one.scalars, one.clock)
        for one in (windows(600, 2, 3), windows(600, -2, 4))
    ]

    assert np.mean(said[0] < 0) > 0.99
    assert np.mean(said[1] > 0) > 0.99
    assert fitted.weights.forged >= 0
    assert fitted.weights.even >= 0


def test_windows_that_are_alike_give_next_to_no_evidence() -> None:
    people, machines = windows(600, 2, 1), windows(600, 2, 2, ("a",))
    fitted = fit_evidence(people, machines, np.random.default_rng(0))
    fresh = windows(600, 2, 3)
    total = fitted.weights.forged * fitted.forged.evidence(
        fresh.embedding, fresh.scalars, fresh.clock
    )

    assert np.abs(total + fitted.weights.offset).mean() < 0.5


def test_numbers_that_are_always_zero_are_left_out() -> None:
    people, machines = windows(600, 2, 1), windows(600, -2, 2, ("a",))
    fitted = fit_evidence(people, machines, np.random.default_rng(0))
    inputs = [table.input for table in fitted.forged.tables]

    assert informative(people) == 3
    assert inputs == [*(f"{EMBEDDING}{place}" for place in range(3)), *SCALARS]
    assert [table.input for table in fitted.even.tables] == list(SCALARS)


def test_the_same_seed_fits_the_same() -> None:
    people, machines = windows(600, 2, 1), windows(600, -2, 2, ("a",))
    one, again = (fit_evidence(people, machines, np.random.default_rng(5)) for _ in range(2))

    assert one == again


def test_nobody_to_learn_from_is_refused() -> None:
    with pytest.raises(DataSetError, match="liveness"):
        fit_evidence(windows(600, 2, 1), Windows.none(), np.random.default_rng(0))
