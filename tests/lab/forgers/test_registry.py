"""Laws that every forger keeps, whatever it knows."""

import numpy as np
import pytest
from numpy.typing import NDArray

from samehands.capture.keystrokes import MISSING, Keystrokes
from samehands.errors import DataSetError
from samehands.lab.forgers import FORGERS, Family, Learns, Materials
from samehands.lab.forgers.script import REPORT


@pytest.fixture(params=sorted(FORGERS))
def forged(
    request: pytest.FixtureRequest, materials: Materials, text: NDArray[np.int16]
) -> Keystrokes:
    recipe = FORGERS[request.param]
    typed = recipe.make(materials).forge(text, np.random.default_rng(3))
    again = recipe.make(materials).forge(text, np.random.default_rng(3))
    # The same seed types the same: checked here, so that it holds for each.
    assert np.array_equal(typed.press, again.press)
    assert np.array_equal(typed.release, again.release)
    return typed


def test_every_forger_types_what_a_keyboard_can(forged: Keystrokes) -> None:
    known = forged.release != MISSING
    assert len(forged) == 300
    assert np.all(np.diff(forged.press)[~forged.starts_run[1:]] >= 0)
    assert np.all(forged.hold[known] >= REPORT)
    for key in np.unique(forged.position):
        rows = np.flatnonzero((forged.position == key) & known)
        same = forged[0:0].concatenated([forged[int(row) : int(row) + 1] for row in rows])
        apart = same.press[1:] - same.release[:-1]
        assert np.all(apart[~same.starts_run[1:]] > 0), "pressed while it was down"


def test_a_name_says_what_a_sampler_learns_from() -> None:
    learns = {Learns.POPULATION: "-population", Learns.VICTIM: "-victim"}
    for name, recipe in FORGERS.items():
        assert recipe.name == name
        if recipe.learns in learns:
            assert name.endswith(learns[recipe.learns])


def test_every_family_but_the_recorded_tools_has_a_forger() -> None:
    assert {recipe.family for recipe in FORGERS.values()} == set(Family) - {Family.TOOL}


def test_only_a_replay_on_the_wire_is_not_timed_anew() -> None:
    assert [name for name, recipe in FORGERS.items() if not recipe.typed] == ["replay-verbatim"]


def test_a_sampler_without_typing_is_refused(text: NDArray[np.int16]) -> None:
    with pytest.raises(DataSetError, match="typing to learn from"):
        FORGERS["copula-victim"].make(Materials()).forge(text, np.random.default_rng(0))
