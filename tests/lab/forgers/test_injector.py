"""Injectors: paces, holds, Shift in one report with its key."""

import numpy as np
import pytest
from numpy.typing import NDArray

from samehands.capture.positions import Zone, position_of
from samehands.lab.forgers import FORGERS, Materials
from samehands.lab.forgers.injector import Delay, Injector, Shape
from samehands.lab.forgers.script import REPORT


def test_a_constant_pace_is_constant_but_for_shift(text: NDArray[np.int16]) -> None:
    typed = Injector(Delay(35)).forge(text, np.random.default_rng(0))
    gaps = np.diff(typed.press)
    after_shift = typed.zone[:-1] == Zone.SHIFT
    assert np.all(gaps[~after_shift] == 35_000)
    assert np.all(gaps[after_shift] == 0)
    assert np.all(typed.hold == REPORT)


def test_shift_comes_up_with_its_key() -> None:
    text = np.array([position_of("ShiftLeft"), position_of("KeyA")], np.int16)
    hold = Delay(90, 20, Shape.GAUSSIAN)
    typed = Injector(Delay(100), hold).forge(text, np.random.default_rng(0))
    assert typed.press[0] == typed.press[1]
    assert typed.release[0] == typed.release[1]


@pytest.mark.parametrize(
    ("delay", "low", "high"),
    [
        (Delay(20), 20, 20),
        (Delay(100, 150, Shape.UNIFORM), 100, 250),
        (Delay(5, 20, Shape.GAUSSIAN), 0, 200),
    ],
)
def test_delays_stay_in_their_range(delay: Delay, low: float, high: float) -> None:
    drawn = delay.drawn(2_000, np.random.default_rng(2)) / 1000
    assert low <= drawn.min()
    assert drawn.max() <= high
    assert delay.shape is Shape.CONSTANT or drawn.std() > 5


def test_a_careful_attacker_overlaps_keys_and_a_plain_one_never(
    materials: Materials, text: NDArray[np.int16]
) -> None:
    def overlaps(name: str) -> float:
        typed = FORGERS[name].make(materials).forge(text, np.random.default_rng(0))
        plain = typed.zone[:-1] != Zone.SHIFT
        return float(np.mean((typed.press[1:] < typed.release[:-1])[plain]))

    assert overlaps("careful-fast") > 0.2
    assert overlaps("constant-100") == 0
