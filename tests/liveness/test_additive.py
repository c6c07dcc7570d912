"""Tables whose nats are added."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveness import made_model
from liveness.made_model import MACHINE, PERSON
from samehands.errors import TemplateError
from samehands.liveness.additive import EMBEDDING, Additive, Table, column_of
from samehands.rhythm.window import ClockClass, Scalars

STEP = Table("key_fit", (0.5,), (3.0, -1.0), coarse=(1.0, 0.0), coarsest=(0.0, 0.5))
VECTORS = np.zeros((1, 64), np.int8)


def scalars(values: Scalars) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    return np.array([[getattr(values, name) for name in Scalars.__dataclass_fields__]], np.int64)


def test_a_value_gives_the_nats_of_its_bin_and_a_coarse_clock_s_beside_them() -> None:
    values, of = np.array([0, 1]), np.full(2, ClockClass.ONE_MS)

    assert STEP.evidence(values, of).tolist() == [3.0, -1.0]
    assert STEP.evidence(values, np.full(2, ClockClass.EIGHT_MS)).tolist() == [4.0, -1.0]
    assert STEP.evidence(values, np.full(2, ClockClass.SIXTEEN_MS)).tolist() == [4.0, -0.5]


def test_what_the_tables_give_is_added_to_the_offset() -> None:
    both = Additive(0.25, (STEP, Table(f"{EMBEDDING}3", (0.5,), (0.0, 7.0))))
    vectors = VECTORS.copy()
    vectors[0, 3] = 1
    clock = np.array([ClockClass.ONE_MS])

    assert both.evidence(vectors, scalars(PERSON), clock).tolist() == [6.25]
    assert both.evidence(VECTORS, scalars(MACHINE), clock).tolist() == [3.25]


@given(st.integers(-124, 124), st.integers(0, 63))
def test_an_input_is_the_number_of_the_message(value: int, place: int) -> None:
    vectors = VECTORS.copy()
    vectors[0, place] = value

    assert column_of(f"{EMBEDDING}{place}", vectors, scalars(PERSON)).tolist() == [value]


@pytest.mark.parametrize("name", [*Scalars.__dataclass_fields__])
def test_every_scalar_of_the_message_can_be_an_input(name: str) -> None:
    assert column_of(name, VECTORS, scalars(PERSON)).tolist() == [getattr(PERSON, name)]


@pytest.mark.parametrize("name", ["", "embedding", "embedding 64", "embedding -1", "typing speed"])
def test_an_input_that_no_message_has_is_refused(name: str) -> None:
    with pytest.raises(TemplateError, match="table, input"):
        Table(name, (), (0.0,))


@pytest.mark.parametrize(
    ("edges", "nats", "coarse"),
    [
        ((1.0,), (0.0,), ()),
        ((1.0, 1.0), (0.0, 0.0, 0.0), ()),
        ((2.0, 1.0), (0.0, 0.0, 0.0), ()),
        ((float("nan"),), (0.0, 0.0), ()),
        ((1.0,), (0.0, float("nan")), ()),
        ((1.0,), (0.0, 31.0), ()),
        ((1.0,), (0.0, 0.0), (1.0,)),
        ((1.0,), (0.0, 0.0), (float("inf"), 0.0)),
    ],
)
def test_a_table_that_does_not_fit_is_refused(
    edges: tuple[float, ...], nats: tuple[float, ...], coarse: tuple[float, ...]
) -> None:
    with pytest.raises(TemplateError):
        Table("spread", edges, nats, coarse)


@pytest.mark.parametrize("tables", [(), (STEP, STEP)], ids=["none", "one of them twice"])
def test_a_model_of_no_tables_or_of_one_twice_is_refused(tables: tuple[Table, ...]) -> None:
    with pytest.raises(TemplateError, match="additive"):
        Additive(0.0, tables)


def test_an_offset_that_is_no_number_is_refused() -> None:
    with pytest.raises(TemplateError, match="additive"):
        Additive(float("nan"), (STEP,))


@given(st.integers(-16, 1), st.integers(0, 2), st.sampled_from(ClockClass))
def test_one_window_gives_what_it_gives_among_many(
    fit: int, level: int, clock: ClockClass
) -> None:
    tables = (
        STEP,
        Table("hold_level", (0.5, 1.5), (2.0, 1.0, 0.0)),
        Table(f"{EMBEDDING}3", (0.5,), (0.0, 7.0)),
    )
    model = Additive(0.25, tables)
    one = made_model.window(scalars=replace(PERSON, key_fit=fit, hold_level=level), clock=clock)
    many = model.evidence(one.vector[None], scalars(one.scalars), np.array([int(clock)]))

    assert model.evidence_of(one) == many[0]
