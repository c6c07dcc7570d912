from contextlib import suppress
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws.journal_laws import TAKEN, some_taken
from samehands.adapters.sql.taken_codec import KINDS, decode_taken, encode_taken
from samehands.errors import StorageError
from samehands.monitor.inputs import Input, StepUpAnswered, WindowArrived
from samehands.monitor.journal import Taken
from samehands.quantities import Micros, Nats
from samehands.wire import MESSAGE_BYTES, encode


def test_every_kind_of_input_has_a_tag() -> None:
    assert set(KINDS.values()) == set(get_args(Input))
    assert len(set(KINDS.values())) == len(KINDS)


@given(TAKEN)
def test_what_was_encoded_is_decoded(taken: Taken) -> None:
    data = encode_taken(taken)
    assert decode_taken(data) == taken
    assert encode_taken(decode_taken(data)) == data


def test_a_window_is_kept_as_the_message_that_it_came_as() -> None:
    taken = some_taken(2)[1]
    assert isinstance(taken.event, WindowArrived)
    message = encode(taken.event.window)
    assert len(message) == MESSAGE_BYTES
    assert message in encode_taken(taken)


def test_a_row_from_before_a_field_was_added_gets_the_field_s_default() -> None:
    event = StepUpAnswered("a", passed=True, at=Micros(7))
    parts = msgspec.msgpack.decode(encode_taken(Taken(1, event, None, Nats(0), Nats(1))))
    assert parts[2][-1] is False
    parts[2].pop()
    assert decode_taken(msgspec.msgpack.encode(parts)).event == event


@pytest.mark.parametrize("place", range(9))
def test_a_part_that_is_something_else_is_a_storage_error(place: int) -> None:
    parts = msgspec.msgpack.decode(encode_taken(some_taken(2)[1]))
    parts[place] = {"nothing": "like it"}
    with pytest.raises(StorageError, match="kept input"):
        decode_taken(msgspec.msgpack.encode(parts))


def test_another_format_is_a_storage_error() -> None:
    parts = msgspec.msgpack.decode(encode_taken(some_taken(1)[0]))
    with pytest.raises(StorageError, match="got format 2, due format 1"):
        decode_taken(msgspec.msgpack.encode([2, *parts[1:]]))


def test_a_window_that_no_device_sends_is_a_storage_error() -> None:
    parts = msgspec.msgpack.decode(encode_taken(some_taken(2)[1]))
    parts[2][2] = bytes(MESSAGE_BYTES)
    with pytest.raises(StorageError):
        decode_taken(msgspec.msgpack.encode(parts))


@given(st.binary(max_size=200))
def test_any_bytes_are_a_taken_input_or_a_storage_error(data: bytes) -> None:
    with pytest.raises(StorageError):
        decode_taken(data)


@given(st.integers(0, len(encode_taken(some_taken(2)[1])) - 1), st.integers(0, 255))
def test_bytes_with_a_change_never_raise_anything_else(place: int, byte: int) -> None:
    changed = bytearray(encode_taken(some_taken(2)[1]))
    changed[place] = byte
    with suppress(StorageError):
        decode_taken(bytes(changed))
