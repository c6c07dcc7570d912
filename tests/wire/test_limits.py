"""Limits leave room for all that is valid, and each says why it is there."""

import pytest

from samehands.quantities import Micros
from samehands.rhythm.window import ClockClass, PathFlag, Scalars, Window
from samehands.wire import JSON_MESSAGE_BYTES, encode_batch
from samehands.wire.limits import (
    BATCH_BYTES,
    BATCH_WINDOWS,
    CARD_CHARACTERS,
    JSON_BYTES,
    LATEST_MICROS,
    LIMITS,
    LINE_BYTES,
    NAME_CHARACTERS,
    Limit,
)
from samehands.wire.recording import header_line, record_line
from samehands.wire.records import Card, Header, Place, RecordedWindow

ANY = Window(bytes(8), 0, bytes(64), Scalars(*[0] * 7), ClockClass.ONE_MS, PathFlag.NONE)


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.name)
def test_every_limit_has_a_unit_a_reason_and_says_what_moving_it_does(limit: Limit) -> None:
    assert limit.value > 0
    assert limit.unit
    assert limit.reason.endswith(".")
    assert limit.moving.endswith(".")


def test_no_two_limits_have_one_name() -> None:
    assert len({limit.name for limit in LIMITS}) == len(LIMITS)


def test_the_largest_batch_is_exactly_as_large_as_its_limit() -> None:
    assert len(encode_batch([ANY] * BATCH_WINDOWS.value)) == BATCH_BYTES.value


def test_a_message_in_json_fits_its_limit_with_room_for_indentation() -> None:
    assert JSON_BYTES.value > 2 * JSON_MESSAGE_BYTES


def test_the_longest_card_in_the_widest_script_fits_a_line() -> None:
    text = "𝄞" * CARD_CHARACTERS.value

    line = header_line(Header(bytes(8), Card(text, text, text, text)))

    assert len(line) <= LINE_BYTES.value


def test_a_card_that_is_all_escapes_fits_a_line() -> None:
    text = '"' * CARD_CHARACTERS.value

    line = header_line(Header(bytes(8), Card(text, text, text, text)))

    assert len(line) <= LINE_BYTES.value


def test_the_longest_line_of_a_window_fits_a_line() -> None:
    name = "s" * NAME_CHARACTERS.value

    line = record_line(RecordedWindow(Place(name, name, Micros(LATEST_MICROS.value)), ANY))

    assert len(line) < 400
