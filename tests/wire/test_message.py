"""Either kind of message: one encoding each, told apart, and anything else refused."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samehands.errors import WireError
from samehands.rhythm.early import EarlySign, SignFlag
from samehands.rhythm.window import Window
from samehands.wire import (
    MESSAGE_BYTES,
    SIGN_BYTES,
    Message,
    Reason,
    decode,
    decode_message,
    decode_message_json,
    decode_sign,
    encode_message,
    encode_message_json,
)
from samehands.wire.sign_codec import JSON_SIGN_BYTES, decode_sign_json
from samehands.wire.sign_schema import SIGN_FIELDS, SIGN_SPANS

SIGNS = st.from_type(EarlySign)
CONTENT = st.from_type(Window) | SIGNS
PLAIN = EarlySign(bytes(range(8)), 7, SignFlag.SHORT_HOLDS)


def accepts_only_what_it_writes(data: bytes) -> None:
    """The law of both readers: WireError, or what encodes to the same again."""
    try:
        message = decode_message(data)
    except WireError as error:
        assert isinstance(Reason.of(error), Reason)  # noqa: PT017  # either outcome is a pass
    else:
        assert encode_message(message) == data
    try:
        message = decode_message_json(data)
    except WireError as error:
        assert isinstance(Reason.of(error), Reason)  # noqa: PT017  # either outcome is a pass
    else:
        assert json.loads(data) == json.loads(encode_message_json(message))


@given(CONTENT)
def test_a_message_comes_back_as_it_was_and_of_its_kind(message: Message) -> None:
    assert decode_message(encode_message(message)) == message
    assert decode_message_json(encode_message_json(message)) == message


@given(SIGNS)
def test_every_early_sign_has_the_same_size(sign: EarlySign) -> None:
    assert len(encode_message(sign)) == SIGN_BYTES == 19
    assert len(encode_message_json(sign)) == JSON_SIGN_BYTES == 80


@given(SIGNS)
def test_the_content_of_each_field_lies_where_the_schema_says(sign: EarlySign) -> None:
    message = encode_message(sign)

    assert message[SIGN_SPANS["projection"]] == sign.projection
    assert int.from_bytes(message[SIGN_SPANS["sequence"]], "big") == sign.sequence
    assert message[SIGN_SPANS["signs"]] == bytes([sign.signs])
    assert list(json.loads(encode_message_json(sign)))[1:] == [row.name for row in SIGN_FIELDS]


def test_an_early_sign_has_its_number_where_a_window_has_it() -> None:
    # A device numbers a message when it sends it, whichever kind it is.
    assert SIGN_SPANS["sequence"] == slice(14, 18)
    assert len(encode_message(PLAIN)) < MESSAGE_BYTES


def test_every_change_of_one_byte_is_refused_or_another_message() -> None:
    for whole in (encode_message(PLAIN), encode_message_json(PLAIN)):
        message = bytearray(whole)
        for place, was in enumerate(whole):
            for value in range(256):
                message[place] = value
                accepts_only_what_it_writes(bytes(message))
            message[place] = was


@settings(max_examples=200)
@given(st.binary(max_size=120) | st.binary(max_size=20).map(lambda rest: b"\x94\x02" + rest))
def test_any_bytes_raise_our_error_or_are_a_message(data: bytes) -> None:
    accepts_only_what_it_writes(data)


@given(CONTENT)
def test_one_kind_is_never_read_as_the_other(message: Message) -> None:
    other = decode if isinstance(message, EarlySign) else decode_sign

    with pytest.raises(WireError):
        other(encode_message(message))
    if isinstance(message, Window):
        with pytest.raises(WireError):
            decode_sign_json(encode_message_json(message))
