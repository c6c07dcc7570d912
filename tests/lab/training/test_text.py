"""The text as noise: keystrokes drawn on the due keys, and a covariance that finds the text."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from lab.training.people import corpus
from samehands.capture.positions import ZONE_OF_POSITION, ZONES
from samehands.errors import DataSetError
from samehands.lab.training import text
from samehands.lab.training.population import Population
from samehands.lab.training.text import Keys, drawn, text_by_resampling

POPULATION = Population.of([corpus(3, 5, sessions=2, keys=150)])
KEYS = Keys.of(POPULATION)


def test_keys_are_coded_with_the_key_before_and_not_across_a_start() -> None:
    starts = POPULATION.keystrokes.starts_run
    zone = POPULATION.keystrokes.zone.astype(int)

    for code in (KEYS.pair, KEYS.zones, KEYS.zone):
        assert ((code == -1) == starts).all()
    inside = np.flatnonzero(~starts)
    assert (KEYS.zones[inside] == zone[inside - 1] * ZONES + zone[inside]).all()
    assert (KEYS.zone[inside] == zone[inside]).all()
    most = len(ZONE_OF_POSITION)
    assert (ZONE_OF_POSITION[KEYS.pair[inside] % most] == zone[inside]).all()
    assert (ZONE_OF_POSITION[KEYS.pair[inside] // most] == zone[inside - 1]).all()


@given(st.integers(0, 4), st.integers(0, 2**32))
def test_a_keystroke_is_drawn_on_the_due_keys_or_zones_or_zone(person: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    flowing = np.flatnonzero(KEYS.pair >= 0)
    own = flowing[POPULATION.person[flowing] == person]
    own = own[: int(rng.integers(1, len(own)))]  # somebody who typed little
    targets = rng.choice(flowing, (4, 30))

    rows = drawn(KEYS, own, targets, rng)

    assert rows.shape == targets.shape
    assert np.isin(rows, own).all()
    for code in (KEYS.pair, KEYS.zones, KEYS.zone):
        possible = np.isin(code[targets], code[own])
        assert (code[rows] == code[targets])[possible].all()


def test_each_of_a_person_s_keystrokes_on_the_due_keys_is_drawn() -> None:
    rng = np.random.default_rng(1)
    own = np.flatnonzero((KEYS.pair >= 0) & (POPULATION.person == 0))
    commonest = np.bincount(KEYS.pair[own]).argmax()
    due = own[KEYS.pair[own] == commonest]

    rows = drawn(KEYS, own, np.full((1, 500), due[0]), rng)

    assert set(rows.ravel().tolist()) == set(due.tolist())


def encoder(weight: float) -> text.Encode:
    """Two features: one that tells the share of spaces, so much, and one that tells nothing."""
    space = (POPULATION.keystrokes.zone == 6).astype(float)
    blind = np.random.default_rng(9)

    def encode(rows: NDArray[np.int64]) -> NDArray[np.float32]:
        chance = blind.normal(0, 1, (len(rows), 2))
        told = np.stack([weight * space[rows].sum(axis=1), np.zeros(len(rows))], axis=1)
        return (told + chance).astype(np.float32)

    return encode


@pytest.mark.parametrize("weight", [0.0, 1.0, 3.0])
def test_what_a_text_does_is_found_and_chance_is_not(weight: float) -> None:
    rng = np.random.default_rng(2)
    found = text_by_resampling(POPULATION, encoder(weight), 40, rng).alike
    spaces = np.lib.stride_tricks.sliding_window_view(POPULATION.keystrokes.zone == 6, 40)

    assert found[0, 0] == pytest.approx(weight**2 * spaces.sum(axis=1).var(), rel=0.25, abs=0.1)
    assert found[1, 1] == pytest.approx(0, abs=0.1)
    assert np.linalg.eigvalsh(found).min() >= -1e-9


def test_a_text_that_one_person_types_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "TYPISTS", 1)

    with pytest.raises(DataSetError, match="typed by both halves"):
        text_by_resampling(POPULATION, encoder(0), 40, np.random.default_rng(3))


@pytest.mark.parametrize("effect", [0.0, 2.0])
def test_what_both_halves_of_the_people_share_about_a_prompt_is_the_text(effect: float) -> None:
    rng = np.random.default_rng(4)
    person, prompt = (part.ravel() for part in np.mgrid[:60, :400])
    home, told = rng.normal(0, 3, (60, 2)), effect * rng.normal(0, 1, (400, 2)) * [1, 0]
    values = home[person] + told[prompt] + rng.normal(0, 1, (len(person), 2))

    found = text._shared(values.astype(np.float32), person, prompt, rng).alike

    assert found[0, 0] == pytest.approx(effect**2, rel=0.15, abs=0.01)
    assert found[1, 1] == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize("effect", [0.0, 1.0])
def test_what_a_text_does_to_the_slow_and_not_to_the_quick_is_found(effect: float) -> None:
    rng = np.random.default_rng(6)
    person, prompt = (part.ravel() for part in np.mgrid[:80, :400])
    home = rng.normal(0, 3, (80, 2)) * [1, 0]
    told = effect * rng.normal(0, 1, 400)[prompt] * home[person, 0] / 3
    values = home[person] + told[:, None] * [0, 1] + rng.normal(0, 1, (len(person), 2))

    found = text._shared(values.astype(np.float32), person, prompt, rng)

    assert found.alike[1, 1] == pytest.approx(0, abs=0.1)
    assert found.by_trait[1, 1] == pytest.approx(effect**2, rel=0.3, abs=0.1)
    assert np.linalg.eigvalsh(found.by_trait).min() >= -1e-9


def test_prompts_that_only_one_half_typed_tell_nothing() -> None:
    values, person = np.zeros((8, 2), np.float32), np.arange(8)

    with pytest.raises(DataSetError, match="typed by both halves"):
        text._shared(values, person, person, np.random.default_rng(5))
