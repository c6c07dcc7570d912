"""The attacks find what is there, and say chance where nothing is."""

import numpy as np
import pytest

from lab.pointer.hands_of import pointing_people
from rhythm.pointer.pointing import drawn_pointer_projection
from samehands.lab.metrics import Interval
from samehands.lab.pointer.attack import PINS, PointerAttack, _hits, _ways, attack_pointer
from samehands.lab.pointer.attack_run import PointerAttacked
from samehands.lab.pointer.stroked import Stroked


def test_a_secret_that_shows_is_found_in_people_never_seen_and_noise_gives_chance() -> None:
    rng = np.random.default_rng(1)
    label = np.tile(np.arange(4), 300)
    person = np.repeat(np.arange(6), 200)
    noise = rng.normal(size=(1200, 5))
    victims = np.array([4, 5])

    shown = _hits(noise + 4 * np.eye(5)[label], label, person, victims, rng)
    hidden = _hits(noise, label, person, victims, rng)

    assert shown.estimate > 0.9
    assert 0.15 < hidden.estimate < 0.35


def test_a_secret_in_the_spread_alone_is_found_too() -> None:
    rng = np.random.default_rng(2)
    label = np.tile(np.arange(2), 400)
    person = np.repeat(np.arange(4), 200)

    found = _hits(
        rng.normal(size=(800, 6)) * (1 + 3 * label[:, None]), label, person, np.array([3]), rng
    )

    assert found.estimate > 0.85


def test_ways_on_the_keypad_come_back_to_where_they_began() -> None:
    for pin in PINS:
        assert not _ways(pin, 4 * 5).sum(axis=0).any()
        assert np.abs(_ways(pin, 20)).sum(axis=1).min() > 0


@pytest.mark.slow
def test_the_controls_succeed_on_made_up_people() -> None:
    part = Stroked.of(pointing_people(people=6, strokes=90), drawn_pointer_projection().rate)

    attacks = attack_pointer(
        part, np.array([4, 5]), drawn_pointer_projection(), np.random.default_rng(0)
    )

    assert [round(1 / one.chance) for one in attacks] == [4, 3, 8]
    assert attacks[0].control.estimate > 0.6
    assert all(0 <= one.embedding.estimate <= 1 for one in attacks)


def test_a_leak_past_the_margin_is_said() -> None:
    told = Interval(0.40, 0.3, 0.5)
    leaking = PointerAttack("sampling class", 0.25, told, told)
    safe = PointerAttack("PIN", 0.36, told, told)

    assert leaking.leaks
    assert not safe.leaks
    said = PointerAttacked("evaluation", 0, (leaking, safe)).sentences()
    assert said[0].endswith("MORE THAN IT MAY")
    assert not said[1].endswith("MAY")
    assert "confounded" in said[-1]
