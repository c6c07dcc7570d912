"""The model's file."""

import json
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveness import made_model
from samehands.errors import ProjectionMismatchError, TemplateError
from samehands.liveness import decode_model, encode_model
from samehands.liveness.model import FILE_LIMIT, Weights

FILE = encode_model(made_model.model())


def test_what_was_encoded_is_decoded() -> None:
    again = decode_model(FILE)

    assert encode_model(again) == FILE
    assert again.card == made_model.CARD


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("format", "samehands-liveness/2"),
        ("projection", "zz"),
        ("projection", "00"),
        ("projection_id", ""),
        ("numbers", 0),
        ("numbers", 17),
        ("cuts", []),
        ("weights", {"forged": -1.0, "even": 0.0, "offset": 0.0}),
        ("pace", {"residual": 0.1, "weights": [0.0] * 64}),
        ("pace", {"residual": 0.0, "weights": [0.1] * 64}),
        ("pace", {"residual": 0.1, "weights": [0.1] * 63}),
        ("forged", {"offset": 0.0, "tables": []}),
        ("forged", None),
        ("more", 1),
    ],
)
def test_a_file_that_makes_no_model_is_refused(name: str, value: object) -> None:
    record = json.loads(FILE)
    record[name] = value

    with pytest.raises(TemplateError):
        decode_model(json.dumps(record).encode())


@given(st.binary(max_size=200))
def test_whatever_the_bytes_only_our_error_leaves(data: bytes) -> None:
    with pytest.raises(TemplateError):
        decode_model(data)


def test_a_file_too_large_is_refused_unread() -> None:
    with pytest.raises(TemplateError, match="bytes"):
        decode_model(bytes(FILE_LIMIT + 1))


def test_a_file_of_another_projection_is_refused() -> None:
    with pytest.raises(ProjectionMismatchError):
        decode_model(FILE, projection=bytes(8))


def test_another_file_than_was_shipped_is_refused() -> None:
    assert decode_model(FILE, expected=sha256(FILE).digest()).projection_id == "synthetic"
    with pytest.raises(TemplateError, match="SHA-256"):
        decode_model(FILE + b" ", expected=sha256(FILE).digest())


def test_weights_that_turn_evidence_round_are_refused() -> None:
    with pytest.raises(TemplateError, match="turned round"):
        Weights(-0.1, 0.0, 0.0)
