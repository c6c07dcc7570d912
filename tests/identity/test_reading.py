from dataclasses import replace

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.made_readings import CARD, reading, readings
from laws import synthetic
from samehands.errors import ProjectionMismatchError, TemplateError
from samehands.identity.reading import (
    FILE_LIMIT,
    Readings,
    decode_readings,
    encode_readings,
)
from samehands.identity.reading_words import WORDS, ReadingName


def test_a_reading_is_a_linear_function_of_the_embedding() -> None:
    vectors = np.zeros((3, 64), np.int8)
    vectors[1, 0], vectors[2, 0] = 31, -62

    assert reading().of(vectors) == pytest.approx([1.0, 1.5, 0.0])
    assert reading().of(vectors[1]) == pytest.approx(1.5)


@given(st.lists(st.integers(-124, 124), min_size=64, max_size=64), st.integers(1, 20))
def test_the_mean_of_readings_is_the_reading_of_the_mean(steps: list[int], number: int) -> None:
    vectors = np.random.default_rng(number).permuted(
        np.tile(np.array(steps, np.int8), (number, 1)), axis=1
    )

    assert reading().of(vectors).mean() == pytest.approx(reading().of(vectors.mean(axis=0)))


@pytest.mark.parametrize(
    "broken",
    [
        {"weights": np.zeros(64)},
        {"weights": np.ones(63)},
        {"weights": np.full(64, np.nan)},
        {"intercept": np.inf},
        {"r_squared": 1.1},
        {"residual_sd": 0.0},
        {"residual_sd": np.nan},
    ],
    ids=repr,
)
def test_a_reading_that_reads_nothing_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(TemplateError):
        replace(reading(), **broken)  # type: ignore[arg-type]


def test_none_and_one_of_them_twice_are_refused() -> None:
    for each in ((), (reading(), reading())):
        with pytest.raises(TemplateError, match="each once"):
            replace(readings(), each=each)
    with pytest.raises(TemplateError, match="8 bytes"):
        replace(readings(), projection=b"short")


def test_readings_survive_their_file() -> None:
    data = encode_readings(readings())
    read = decode_readings(data, projection=synthetic.PROJECTION)

    assert encode_readings(read) == data
    assert (read.card, read.projection_id) == (CARD, "synthetic")
    assert [one.name for one in read.each] == list(ReadingName)
    assert all(
        (one.weights == other.weights).all()
        for one, other in zip(read.each, readings().each, strict=True)
    )


def test_readings_of_another_projection_are_refused() -> None:
    with pytest.raises(ProjectionMismatchError):
        decode_readings(encode_readings(readings()), projection=bytes(8))
    windows = replace(synthetic.typist(1).session(3), projection=bytes(8))
    with pytest.raises(ProjectionMismatchError):
        readings().require(windows)


@given(st.binary(max_size=200))
def test_bytes_that_are_no_readings_are_a_template_error(data: bytes) -> None:
    with pytest.raises(TemplateError):
        decode_readings(data)


@given(st.data())
def test_a_damaged_file_is_readings_or_a_template_error(data: st.DataObject) -> None:
    good = bytearray(encode_readings(readings()))
    for _ in range(data.draw(st.integers(1, 4))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    try:
        read = decode_readings(bytes(good))
    except TemplateError:
        return
    assert isinstance(read, Readings)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("format", "samehands-readings/2"),
        ("unit", "words per minute"),
        ("projection", "not hex"),
        ("projection", "00"),
        ("readings", []),
    ],
)
def test_a_file_of_another_kind_is_refused(field: str, value: object) -> None:
    record = msgspec.json.decode(encode_readings(readings()))
    record[field] = value
    with pytest.raises(TemplateError):
        decode_readings(msgspec.json.encode(record))


def test_an_endless_file_is_refused() -> None:
    with pytest.raises(TemplateError, match="at most"):
        decode_readings(b" " * (FILE_LIMIT + 1))


def test_every_reading_has_words_and_none_speaks_of_speed() -> None:
    assert set(WORDS) == set(ReadingName)
    for words in WORDS.values():
        assert len({*words}) == len(words)
        said = " ".join(words).lower()
        assert not any(word in said for word in ("speed", "fast", "slow", "minute", "active"))
