"""Many at once is one by one: nothing is lost, and a bad one takes no good one with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.errors import WireError
from samehands.rhythm.early import EarlySign
from samehands.rhythm.window import ClockClass, PathFlag, Scalars, Window
from samehands.wire import (
    Batch,
    Message,
    Reason,
    decode_batch,
    decode_message,
    encode_batch,
    encode_message,
)
from samehands.wire.limits import BATCH_BYTES, BATCH_WINDOWS

PLAIN = Window(bytes(8), 0, bytes(64), Scalars(*[0] * 7), ClockClass.ONE_MS, PathFlag.NONE)
CONTENT = st.from_type(Window) | st.from_type(EarlySign)
MESSAGES = (
    CONTENT.map(encode_message)
    | st.binary(max_size=120)
    | st.tuples(
        CONTENT.map(encode_message), st.integers(0, 96), st.binary(min_size=1, max_size=1)
    ).map(lambda drawn: drawn[0][: drawn[1]] + drawn[2] + drawn[0][drawn[1] + 1 :])
)


def batch_of(messages: list[bytes]) -> bytes:
    """A batch of any byte strings of up to 255 bytes."""
    count = len(messages)
    head = bytes([0x90 | count]) if count < 16 else b"\xdc" + count.to_bytes(2, "big")
    return head + b"".join(bytes([0xC4, len(message)]) + message for message in messages)


def one_by_one(messages: list[bytes]) -> tuple[list[Message], list[tuple[int, Reason, str]]]:
    """What `decode_message` makes of each message by itself."""
    accepted, rejected = [], []
    for index, message in enumerate(messages):
        try:
            accepted.append(decode_message(message))
        except WireError as error:
            rejected.append((index, Reason.of(error), str(error)))
    return accepted, rejected


@given(st.lists(CONTENT, max_size=20))
def test_windows_and_early_signs_come_back_in_their_order(content: list[Message]) -> None:
    assert decode_batch(encode_batch(content)) == Batch(tuple(content), ())


@given(st.lists(MESSAGES, max_size=20))
def test_many_are_as_one_by_one(messages: list[bytes]) -> None:
    batch = decode_batch(batch_of(messages))

    accepted, rejected = one_by_one(messages)
    assert list(batch.accepted) == accepted
    assert [(each.index, each.reason, each.detail) for each in batch.rejected] == rejected


@given(st.lists(MESSAGES, max_size=20))
def test_received_is_accepted_and_rejected(messages: list[bytes]) -> None:
    batch = decode_batch(batch_of(messages))

    assert len(messages) == batch.received == len(batch.accepted) + len(batch.rejected)


@given(
    st.lists(MESSAGES, max_size=20).map(batch_of),
    st.lists(
        st.tuples(st.integers(0, 2000), st.integers(0, 8), st.binary(max_size=8)), max_size=4
    ),
)
def test_a_mangled_batch_raises_our_error_or_loses_nothing(
    data: bytes, cuts: list[tuple[int, int, bytes]]
) -> None:
    for place, dropped, put in cuts:
        data = data[:place] + put + data[place + dropped :]

    try:
        batch = decode_batch(data)
    except WireError as error:
        assert Reason.of(error) in {Reason.FORM, Reason.SIZE}  # noqa: PT017  # either passes
    else:
        if not batch.rejected:
            assert encode_batch(batch.accepted) == data


@given(st.binary(max_size=300))
def test_any_bytes_raise_our_error_or_are_a_batch(data: bytes) -> None:
    try:
        batch = decode_batch(data)
    except WireError as error:
        assert Reason.of(error) in {Reason.FORM, Reason.SIZE}  # noqa: PT017  # either passes
    else:
        assert batch.received <= len(data)


def test_the_largest_batch_is_read_whole() -> None:
    windows = [PLAIN] * BATCH_WINDOWS.value

    assert decode_batch(encode_batch(windows)).received == BATCH_WINDOWS.value


def test_one_window_too_many_is_neither_written_nor_read() -> None:
    too_many = BATCH_WINDOWS.value + 1

    with pytest.raises(WireError, match="batch size: got 513 messages, due at most 512"):
        encode_batch([PLAIN] * too_many)
    with pytest.raises(WireError, match="batch size: got 513 messages, due at most 512"):
        decode_batch(batch_of([b""] * too_many))


def test_a_batch_past_its_bytes_is_refused_before_it_is_read() -> None:
    with pytest.raises(WireError, match=f"batch size: got {10**7} bytes"):
        decode_batch(b"\x91" * 10**7)
    with pytest.raises(WireError, match="batch size"):
        decode_batch(encode_batch([PLAIN] * BATCH_WINDOWS.value) + b"\0")
    assert len(encode_batch([PLAIN] * BATCH_WINDOWS.value)) == BATCH_BYTES.value


def test_an_empty_batch_is_a_batch() -> None:
    assert decode_batch(encode_batch([])) == Batch((), ())


@pytest.mark.parametrize("item", [b"\x01", b"\xc0", b"\xa3abc", b"\x93\x01\x02\x03", b"\x80"])
def test_an_item_of_another_type_is_rejected_alone(item: bytes) -> None:
    good = b"\xc4\x5f" + encode_message(PLAIN)

    batch = decode_batch(b"\x93" + good + item + good)

    assert batch.accepted == (PLAIN, PLAIN)
    (rejected,) = batch.rejected
    assert (rejected.index, rejected.reason) == (1, Reason.FORM)
    assert "due a byte string" in rejected.detail
