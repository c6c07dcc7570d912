import numpy as np
import pytest

from lab.training import people
from samehands.capture.keystrokes import Keystrokes
from samehands.capture.positions import Zone
from samehands.identity.reading_words import ReadingName
from samehands.lab.training.contexts import Flights, fit_contexts
from samehands.lab.training.population import Population
from samehands.lab.training.traits import FEWEST, OVERLAPS, TRAITS, traits

POPULATION = Population.of([people.corpus(3, 12)])
CONTEXTS = fit_contexts(POPULATION.keystrokes, POPULATION.weight(), Flights.BY_SIDE)
ROWS = POPULATION.windows(100).rows


def measured(
    press: np.ndarray, release: np.ndarray, zone: np.ndarray
) -> dict[ReadingName, np.ndarray]:
    starts = np.arange(len(press)) == 0
    keystrokes = Keystrokes(press, release, zone.astype(np.int8), starts)
    return traits(keystrokes, np.arange(len(press))[None], CONTEXTS)


def typed(*, hold: int = 90, gap: int = 160) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A hundred keystrokes of equal holds and gaps, ms: both hands, and a space now and then."""
    zone = np.tile([0, 1, 4, 3, 0, 4, int(Zone.SPACE), 2, 5, 1], 10)
    press = np.arange(100, dtype=np.int64) * gap * 1_000
    return press, press + hold * 1_000, zone


def test_every_reading_has_a_trait_and_one_only() -> None:
    assert set(TRAITS) | set(OVERLAPS) == set(ReadingName)
    assert not set(TRAITS) & set(OVERLAPS)


def test_every_window_of_ordinary_typing_has_nearly_every_trait() -> None:
    for name, values in traits(POPULATION.keystrokes, ROWS, CONTEXTS).items():
        assert values.shape == (len(ROWS),)
        assert np.isfinite(values).mean() > 0.9, name


@pytest.mark.parametrize(
    ("name", "zones"),
    [
        (ReadingName.HOLD_LEFT, range(3)),
        (ReadingName.HOLD_RIGHT, range(3, 6)),
        (ReadingName.HOLD_SPACE, [int(Zone.SPACE)]),
    ],
)
def test_longer_holds_of_some_keys_move_their_trait_and_no_other_s(
    name: ReadingName, zones: list[int]
) -> None:
    press, release, zone = typed()
    before = measured(press, release, zone)
    longer = np.where(np.isin(zone, list(zones)), release + 40_000, release)
    after = measured(press, longer, zone)
    means = {ReadingName.HOLD_LEFT, ReadingName.HOLD_RIGHT, ReadingName.HOLD_SPACE}

    assert after[name][0] > before[name][0]
    for other in means - {name}:
        assert after[other][0] == before[other][0]


def test_longer_gaps_move_the_gaps_and_leave_the_holds() -> None:
    before, after = measured(*typed()), measured(*typed(gap=260))
    for name in ReadingName:
        if name.startswith("gap") and name is not ReadingName.GAP_SPREAD:
            assert after[name][0] > before[name][0]
        if name.startswith("hold"):
            assert after[name][0] == before[name][0]


def test_overlaps_are_shares_of_keys_pressed_before_the_last_is_let_go() -> None:
    for name in OVERLAPS:
        assert measured(*typed(hold=90))[name][0] == 0
        assert measured(*typed(hold=200))[name][0] == 1


def test_even_typing_has_no_spread_and_uneven_typing_has() -> None:
    press, release, zone = typed()
    ragged = release + np.where(np.arange(100) % 3 == 0, 60_000, 0)

    # Equal milliseconds are not quite equal scores: a context has its own.
    assert measured(press, ragged, zone)[ReadingName.HOLD_SPREAD] > (
        measured(press, release, zone)[ReadingName.HOLD_SPREAD] + 0.2
    )


def test_what_a_window_has_too_little_of_is_not_measured() -> None:
    press, release, zone = typed()
    few = np.where(np.cumsum(zone == Zone.SPACE) < FEWEST, zone, 1)
    values = measured(press, release, few)

    assert np.isnan(values[ReadingName.HOLD_SPACE][0])
    assert np.isnan(values[ReadingName.GAP_BEFORE_SPACE][0])
    assert np.isfinite(values[ReadingName.HOLD_LEFT][0])
    lefts = measured(press, release, np.zeros(100, np.int64))
    assert np.isnan(lefts[ReadingName.HOLD_LEFT_LESS_RIGHT][0])
