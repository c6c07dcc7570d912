"""The golden vectors, which an implementation in any language has to reproduce."""

import json
from typing import Any, Final

import pytest

from golden.make_wire import FILE, document
from samehands.errors import WireError
from samehands.rhythm.early import EarlySign, SignFlag
from samehands.rhythm.window import ClockClass, PathFlag, Scalars, Window
from samehands.wire import (
    Reason,
    decode,
    decode_batch,
    decode_json,
    decode_message,
    decode_message_json,
    encode,
    encode_batch,
    encode_json,
    encode_message,
    encode_message_json,
)

Vector = dict[str, Any]
VECTORS: Final[dict[str, list[Vector]]] = json.loads(FILE.read_text(encoding="ascii"))
DECODERS: Final = {
    "msgpack": decode_message,
    "json": decode_message_json,
    "batch": decode_batch,
}


def window_of(fields: Vector) -> Window:
    """The window that a vector's fields describe."""
    return Window(
        projection=bytes.fromhex(fields["projection"]),
        sequence=fields["sequence"],
        embedding=bytes(number & 0xFF for number in fields["embedding"]),
        scalars=Scalars(*fields["scalars"]),
        clock=ClockClass(fields["clock"]),
        path=PathFlag(fields["path"]),
    )


def named(vector: Vector) -> str:
    """A vector's name, as the id of its test."""
    return " ".join(str(vector[key]) for key in ("form", "name") if key in vector)


def test_the_file_is_what_its_maker_writes() -> None:
    assert FILE.read_text(encoding="ascii") == document()


def test_there_are_enough_vectors_and_no_two_have_one_name() -> None:
    assert len(VECTORS["windows"]) >= 40
    assert len(VECTORS["hostile"]) >= 40
    for vectors in VECTORS.values():
        assert len({named(vector) for vector in vectors}) == len(vectors)


def test_the_vectors_hold_every_clock_every_path_and_every_reason() -> None:
    fields = [vector["fields"] for vector in VECTORS["windows"]]

    assert {each["clock"] for each in fields} == set(ClockClass)
    assert {each["path"] for each in fields} == set(range(16))
    for form, reasons in (("msgpack", set(Reason)), ("json", set(Reason))):
        assert {each["reason"] for each in VECTORS["hostile"] if each["form"] == form} == reasons


@pytest.mark.parametrize("vector", VECTORS["windows"], ids=named)
def test_a_window_has_exactly_these_bytes_in_both_forms(vector: Vector) -> None:
    window = window_of(vector["fields"])
    message, text = bytes.fromhex(vector["msgpack"]), vector["json"].encode()

    assert encode(window) == message
    assert decode(message) == window
    assert encode_json(window) == text
    assert decode_json(text) == window


@pytest.mark.parametrize("vector", VECTORS["signs"], ids=named)
def test_an_early_sign_has_exactly_these_bytes_in_both_forms(vector: Vector) -> None:
    fields = vector["fields"]
    sign = EarlySign(
        bytes.fromhex(fields["projection"]), fields["sequence"], SignFlag(fields["signs"])
    )
    message, text = bytes.fromhex(vector["msgpack"]), vector["json"].encode()

    assert encode_message(sign) == message
    assert decode_message(message) == sign
    assert encode_message_json(sign) == text
    assert decode_message_json(text) == sign


@pytest.mark.parametrize("vector", VECTORS["respelled"], ids=named)
def test_json_with_other_white_space_or_order_means_the_same(vector: Vector) -> None:
    assert encode(decode_json(vector["json"].encode())).hex() == vector["means"]


@pytest.mark.parametrize("vector", VECTORS["hostile"], ids=named)
def test_hostile_bytes_are_refused_for_the_reason_given(vector: Vector) -> None:
    with pytest.raises(WireError) as caught:
        DECODERS[vector["form"]](bytes.fromhex(vector["bytes"]))

    assert Reason.of(caught.value) == vector["reason"]


@pytest.mark.parametrize("vector", VECTORS["batches"], ids=named)
def test_a_batch_is_parted_into_accepted_and_rejected(vector: Vector) -> None:
    data = bytes.fromhex(vector["bytes"])

    batch = decode_batch(data)

    assert [encode_message(each).hex() for each in batch.accepted] == vector["accepted"]
    assert [{"index": each.index, "reason": each.reason} for each in batch.rejected] == vector[
        "rejected"
    ]
    if not batch.rejected:
        assert encode_batch(batch.accepted) == data
