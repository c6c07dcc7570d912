"""The readings that are shipped."""

import numpy as np
import pytest

from samehands.errors import TemplateError
from samehands.identity.back_ends import shipped_back_end
from samehands.identity.reading import decode_readings, encode_readings
from samehands.identity.readings import _FILES, shipped_readings
from samehands.rhythm.projection_file import decode_card
from samehands.rhythm.projections import file_of, index, shipped

NAMES = sorted(index())
LEAST_R_SQUARED = 0.3


@pytest.mark.parametrize("name", NAMES)
def test_shipped_readings_are_of_their_projection_and_under_its_licence(name: str) -> None:
    readings = shipped_readings(name)
    card = decode_card(file_of(name))

    assert (readings.projection, readings.projection_id) == (shipped(name).ref, name)
    assert readings.projection == shipped_back_end(name).projection
    assert readings.card.licence == card.licence
    assert readings.card.commercial is card.commercial
    assert readings.card.data == card.data
    assert readings.card.people <= card.people
    assert shipped_readings(name) is readings


@pytest.mark.parametrize("name", NAMES)
def test_what_is_shipped_is_good_enough_and_reads_only_what_is_used(name: str) -> None:
    unused = ~shipped(name).weights.any(axis=1)
    for reading in shipped_readings(name).each:
        assert reading.r_squared >= LEAST_R_SQUARED
        assert not np.abs(reading.weights[unused]).any()


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_file_is_what_we_would_write(name: str) -> None:
    data = (_FILES / f"{name}.json").read_bytes()

    assert encode_readings(decode_readings(data)) == data


@pytest.mark.parametrize("name", ["", "open", "../projections/open-1", "open-1.json"])
def test_an_unknown_name_is_refused(name: str) -> None:
    with pytest.raises(TemplateError, match="unknown name"):
        shipped_readings(name)
