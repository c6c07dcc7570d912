from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lab.training import people
from samehands.errors import DataSetError
from samehands.identity.reading import decode_readings, encode_readings
from samehands.identity.reading_words import ReadingName
from samehands.identity.readings import shipped_readings
from samehands.lab.training.population import Population
from samehands.lab.training.readings import (
    LEAST_R_SQUARED,
    MOST_PEOPLE,
    Examples,
    examples,
    fit_readings,
    measure_readings,
    ship_readings,
)
from samehands.rhythm import Card
from samehands.rhythm.projections import shipped

CARD = Card(("made-up people",), "Apache-2.0", commercial=True, people=3, made_by="a test")
PROJECTION = shipped()


def rng() -> np.random.Generator:
    return np.random.default_rng(7)


def made_up(noise: float = 0.5) -> Examples:
    """Forty people whose one trait is a sum of two dimensions, and whose other is chance."""
    drawn = rng()
    person = np.repeat(np.arange(40), 12)
    embedding = drawn.normal(0, 1, (40, 64))[person] + drawn.normal(0, 0.5, (480, 64))
    read = 3.0 + embedding[:, 0] - 2 * embedding[:, 1] + drawn.normal(0, noise, 480)
    chance = drawn.normal(0, 1, 480)
    chance[:5] = np.nan
    traits = {
        ReadingName.HOLD_LEFT: read,
        ReadingName.HOLD_SPACE: chance,
        ReadingName.LONG_PAUSES: np.ones(480),
        ReadingName.HOLD_SPREAD: np.full(480, np.nan),
    }
    return Examples(embedding, person, traits)


def test_what_can_be_read_is_kept_and_what_cannot_is_not() -> None:
    report = fit_readings(made_up(), PROJECTION, CARD, rng())
    (kept,) = report.readings.each

    assert kept.name is ReadingName.HOLD_LEFT
    assert kept.r_squared > 0.9
    assert report.r_squared[ReadingName.HOLD_SPACE] < LEAST_R_SQUARED
    assert report.r_squared[ReadingName.LONG_PAUSES] == 0
    assert report.r_squared[ReadingName.HOLD_SPREAD] == 0
    assert report.windows == 480
    assert (report.readings.projection, report.readings.card) == (PROJECTION.ref, CARD)


def test_a_reading_is_in_standard_deviations_of_the_population() -> None:
    made = made_up(noise=0.01)
    (kept,) = fit_readings(made, PROJECTION, CARD, rng()).readings.each
    values = kept.of(31 * made.embedding)

    assert values.mean() == pytest.approx(0, abs=0.01)
    assert values.std() == pytest.approx(1, abs=0.15)
    assert kept.weights[1] == pytest.approx(-2 * kept.weights[0], rel=0.05)
    assert kept.residual_sd < 0.3


def test_where_the_people_are_all_there_is_unseen_ones_cannot_be_read() -> None:
    """A trait that is a matter of who it is, and of nothing in the embedding."""
    made = made_up()
    own = rng().normal(0, 1, 40)[made.person]
    with pytest.raises(DataSetError, match="none that can be read"):
        fit_readings(replace(made, traits={ReadingName.HOLD_LEFT: own}), PROJECTION, CARD, rng())


def test_everybody_counts_alike_however_much_they_typed() -> None:
    made = made_up()
    twice = np.concatenate([np.arange(480), np.flatnonzero(made.person == 3)])
    more = Examples(
        made.embedding[twice],
        made.person[twice],
        {name: values[twice] for name, values in made.traits.items()},
    )
    (one,) = fit_readings(made, PROJECTION, CARD, rng()).readings.each
    (other,) = fit_readings(more, PROJECTION, CARD, rng()).readings.each

    assert other.weights == pytest.approx(one.weights, abs=1e-4)


def test_typing_is_embedded_and_its_traits_are_those_of_the_same_windows() -> None:
    population = Population.of([people.corpus(3, 12)])
    made = examples(population, PROJECTION, rng())
    windows = population.windows(PROJECTION.keystrokes)

    assert made.embedding.shape == (len(windows), 64)
    assert (made.person == windows.person).all()
    assert set(made.traits) == set(ReadingName)
    assert MOST_PEOPLE > 12
    # Made-up people read too: what the weights say is about typing, not about those 63.
    held = made.traits[ReadingName.HOLD_LEFT]
    reading = next(one for one in shipped_readings().each if one.name is ReadingName.HOLD_LEFT)
    assert np.corrcoef(reading.of(31 * made.embedding), held)[0, 1] > 0.5


def test_what_is_shipped_is_read_again(tmp_path: Path) -> None:
    report = fit_readings(made_up(), PROJECTION, CARD, rng())
    (tmp_path / "identity" / "readings").mkdir(parents=True)
    path = ship_readings(report.readings, tmp_path)

    assert path.name == "open-1.json"
    assert path.read_bytes() == encode_readings(report.readings)
    read = decode_readings(path.read_bytes(), projection=PROJECTION.ref)
    assert len(read.each) == len(report.readings.each)


@pytest.mark.slow
def test_the_shipped_readings_are_made_anew_from_the_data(data_root: Path) -> None:
    said: list[str] = []
    report = measure_readings("open-1", data_root, said.append)

    assert encode_readings(report.readings) == encode_readings(shipped_readings("open-1"))
    assert set(report.r_squared) == set(ReadingName)
    assert len(said) == 3
