"""One window, one encoding of one size; anything else is refused with our error."""

import json
from collections.abc import Callable
from dataclasses import astuple, replace

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from samehands.errors import WireError
from samehands.rhythm.window import ClockClass, PathFlag, Scalars, Window
from samehands.wire import (
    JSON_MESSAGE_BYTES,
    MESSAGE_BYTES,
    VERSION,
    Reason,
    decode,
    decode_json,
    encode,
    encode_json,
)
from samehands.wire.limits import JSON_BYTES
from samehands.wire.schema import FIELDS, SCALARS

WINDOWS = st.from_type(Window)
PLAIN = Window(
    bytes(range(8)),
    7,
    bytes(range(64)),
    Scalars(1, 2, 3, -5, 1, 8, 10),
    ClockClass.ONE_MS,
    PathFlag.REMOTE,
)
JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["00", "01", "ff", "0f" * 4, "00" * 8, "00" * 64]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


def accepts_only_what_it_writes(data: bytes) -> None:
    """The law of `decode`: it raises WireError, or its result encodes to what came in."""
    try:
        window = decode(data)
    except WireError as error:
        assert isinstance(Reason.of(error), Reason)  # noqa: PT017  # either outcome is a pass
    else:
        assert encode(window) == data


def json_accepts_only_windows(data: bytes) -> None:
    """The law of `decode_json`: as of `decode`, but for white space and the order of fields."""
    try:
        window = decode_json(data)
    except WireError as error:
        assert isinstance(Reason.of(error), Reason)  # noqa: PT017  # either outcome is a pass
    else:
        assert json.loads(data) == json.loads(encode_json(window))


@given(WINDOWS)
def test_a_window_comes_back_as_it_was(window: Window) -> None:
    assert decode(encode(window)) == window
    assert decode_json(encode_json(window)) == window


@given(WINDOWS)
def test_every_window_has_the_same_size(window: Window) -> None:
    assert len(encode(window)) == MESSAGE_BYTES == 95
    assert len(encode_json(window)) == JSON_MESSAGE_BYTES == 262


@given(WINDOWS, WINDOWS)
def test_two_windows_have_the_same_bytes_only_if_they_are_one(one: Window, other: Window) -> None:
    assert (encode(one) == encode(other)) == (one == other)
    assert (encode_json(one) == encode_json(other)) == (one == other)


@given(WINDOWS)
def test_a_general_reader_of_messagepack_sees_the_fields(window: Window) -> None:
    version, projection, sequence, embedding, scalars, clock, path = msgspec.msgpack.decode(
        encode(window)
    )

    assert version == VERSION
    assert (projection, embedding) == (window.projection, window.embedding)
    assert int.from_bytes(sequence, "big") == window.sequence
    assert tuple(memoryview(scalars).cast("b")) == astuple(window.scalars)
    assert (clock, path) == (window.clock, window.path)


@given(WINDOWS)
def test_a_general_reader_of_json_sees_the_fields_of_the_schema(window: Window) -> None:
    message = json.loads(encode_json(window))

    assert list(message) == ["version", *(field.name for field in FIELDS)]
    assert message["version"] == VERSION
    for field in FIELDS:
        assert len(message[field.name]) == 2 * field.size


@given(WINDOWS, st.permutations(range(1 + len(FIELDS))), st.sampled_from([None, 1, 4, "\t"]))
def test_white_space_and_the_order_of_fields_are_free_in_json(
    window: Window, order: list[int], indent: int | str | None
) -> None:
    pairs = list(json.loads(encode_json(window)).items())
    shuffled = dict(pairs[place] for place in order)

    assert decode_json(json.dumps(shuffled, indent=indent).encode()) == window


def test_every_change_of_one_byte_is_refused_or_another_window() -> None:
    message = bytearray(encode(PLAIN))
    for place, was in enumerate(bytes(message)):
        for value in range(256):
            message[place] = value
            accepts_only_what_it_writes(bytes(message))
        message[place] = was


def test_every_start_of_a_message_is_refused_for_its_size() -> None:
    message = encode(PLAIN)
    for size in range(len(message)):
        with pytest.raises(WireError, match="message size"):
            decode(message[:size])


def test_every_change_of_one_byte_of_json_is_refused_or_another_window() -> None:
    message = bytearray(encode_json(PLAIN))
    for place, was in enumerate(bytes(message)):
        for value in (*b'\0\t\n "\\{}[]:,-+.019aefAFgE', 0x80, 0xC0, 0xFF):
            message[place] = value
            json_accepts_only_windows(bytes(message))
        message[place] = was


def test_every_start_of_json_is_refused_for_its_form() -> None:
    message = encode_json(PLAIN)
    for size in range(len(message)):
        with pytest.raises(WireError, match="message form"):
            decode_json(message[:size])


@settings(max_examples=200)
@given(st.binary(max_size=300) | st.binary(min_size=MESSAGE_BYTES, max_size=MESSAGE_BYTES))
def test_any_bytes_raise_our_error_or_are_a_window(data: bytes) -> None:
    accepts_only_what_it_writes(data)
    json_accepts_only_windows(data)


@settings(max_examples=200)
@given(
    WINDOWS,
    st.sampled_from([encode, encode_json]),
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 8), st.binary(max_size=8)), max_size=4),
)
def test_a_mangled_message_raises_our_error_or_is_a_window(
    window: Window,
    form: Callable[[Window], bytes],
    cuts: list[tuple[int, int, bytes]],
) -> None:
    data = form(window)
    for place, dropped, put in cuts:
        data = data[:place] + put + data[place + dropped :]

    accepts_only_what_it_writes(data)
    json_accepts_only_windows(data)


@given(
    st.dictionaries(
        st.sampled_from(["version", "pointer", *(field.name for field in FIELDS)]), JSON_VALUES
    )
)
def test_any_json_with_our_names_raises_our_error_or_is_a_window(
    fields: dict[str, object],
) -> None:
    known = json.loads(encode_json(PLAIN))

    json_accepts_only_windows(json.dumps(fields).encode())
    json_accepts_only_windows(json.dumps(known | fields).encode())


@given(st.sampled_from("[{"), st.integers(1, 5000))
@example("[", JSON_BYTES.value)
@example("[", JSON_BYTES.value - len(b'{"other":'))
@example("[", 10**6)
def test_depth_raises_our_error(bracket: str, depth: int) -> None:
    opening = {"[": b"[", "{": b'{"version":'}[bracket]
    for data in (opening * depth, b'{"other":' + opening * depth, b"\x91" * depth):
        with pytest.raises(WireError):
            decode_json(data)
        with pytest.raises(WireError):
            decode(data)


@pytest.mark.parametrize(
    ("window", "field"),
    [
        *(
            (replace(PLAIN, scalars=replace(PLAIN.scalars, **{part.name: wrong})), part.name)
            for part in SCALARS
            for wrong in (part.low - 1, part.high + 1, 1000)
        ),
        (replace(PLAIN, path=PathFlag(16)), "path"),
    ],
)
def test_what_could_not_be_read_again_is_not_written(window: Window, field: str) -> None:
    for form in (encode, encode_json):
        with pytest.raises(WireError, match=f"field (scalars\\.)?{field}"):
            form(window)


@given(st.text(st.characters(codec="utf-8"), min_size=6, max_size=20))
def test_an_error_repeats_nothing_of_what_came(text: str) -> None:
    known = json.loads(encode_json(PLAIN))
    for hostile in (known | {text: "00"}, known | {"clock": text}, {"version": text}, text):
        with pytest.raises(WireError) as caught:
            decode_json(json.dumps(hostile, ensure_ascii=False).encode()[: JSON_BYTES.value])
        assert text not in str(caught.value)
        assert caught.value.__cause__ is None
        assert caught.value.__suppress_context__ or caught.value.__context__ is None


@pytest.mark.parametrize(
    ("read", "newer"),
    [(decode, b"\x98\x03" + bytes(150)), (decode_json, b'{"version":3,"pointer":"00"}')],
)
def test_a_newer_device_is_told_apart_from_a_broken_one(
    read: Callable[[bytes], Window], newer: bytes
) -> None:
    with pytest.raises(WireError) as caught:
        read(newer)

    assert Reason.of(caught.value) is Reason.VERSION
    assert (caught.value.got, caught.value.due) == ("3", "2")
