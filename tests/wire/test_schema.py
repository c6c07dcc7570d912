"""The table of fields says what `Window` is, and nothing less."""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.rhythm.window import ClockClass, PathFlag, Scalars, Window
from samehands.wire.codec import encode
from samehands.wire.schema import FIELDS, MESSAGE_BYTES, SPANS, Encoding, Field, Part

ROWS = [*FIELDS, *(part for field in FIELDS for part in field.parts)]


def row(name: str) -> Field:
    """The row of a field."""
    (found,) = (field for field in FIELDS if field.name == name)
    return found


def test_a_window_has_exactly_the_fields_of_the_schema_in_its_order() -> None:
    assert [field.name for field in FIELDS] == [field.name for field in fields(Window)]


def test_scalars_have_exactly_the_parts_of_their_field_in_its_order() -> None:
    assert [part.name for part in row("scalars").parts] == [
        field.name for field in fields(Scalars)
    ]


def test_every_clock_and_every_flag_is_in_range() -> None:
    clock, path = row("clock"), row("path")

    assert set(range((clock.low or 0), (clock.high or 0) + 1)) == set(ClockClass)
    assert (path.low, path.high) == (PathFlag.NONE, ~PathFlag.NONE)


def test_a_field_with_parts_is_as_wide_as_they_are_together() -> None:
    scalars = row("scalars")

    assert scalars.size == len(scalars.parts)
    assert scalars.low == min(part.low for part in scalars.parts)
    assert scalars.high == max(part.high for part in scalars.parts)


@pytest.mark.parametrize("described", ROWS, ids=lambda field: field.name)
def test_every_field_says_its_unit_and_why_it_leaves_and_what_it_tells(
    described: Field | Part,
) -> None:
    assert described.unit
    assert described.reason.endswith(".")
    assert described.leak.endswith(".")


def test_a_fixint_is_one_byte_that_messagepack_writes_as_itself() -> None:
    for field in FIELDS:
        if field.encoding is Encoding.FIXINT:
            assert field.size == 1
            assert field.high is not None
            assert field.high < 0x80


@given(st.from_type(Window))
def test_the_content_of_each_field_lies_where_the_schema_says(window: Window) -> None:
    message = encode(window)

    assert message[SPANS["projection"]] == window.projection
    assert int.from_bytes(message[SPANS["sequence"]], "big") == window.sequence
    assert message[SPANS["embedding"]] == window.embedding
    assert message[SPANS["clock"]] == bytes([window.clock])
    assert message[SPANS["path"]] == bytes([window.path])
    assert len(message) == MESSAGE_BYTES == max(span.stop for span in SPANS.values())
