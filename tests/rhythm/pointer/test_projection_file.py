"""A pointer projection's file: what we wrote comes back, and what is wrong is refused."""

import hashlib
from typing import Any

import msgspec
import numpy as np
import pytest

from rhythm.pointer.pointing import drawn_record
from samehands.errors import ProjectionError
from samehands.rhythm.pointer import (
    RESEARCH,
    decode_pointer_card,
    decode_pointer_projection,
    shipped_pointer,
)
from samehands.rhythm.pointer.projection_file import encode_pointer_projection
from samehands.rhythm.pointer.weights import pointer_file_of, pointer_index


def test_what_is_shipped_is_what_we_would_write_and_is_for_research_only() -> None:
    data = pointer_file_of(RESEARCH)
    card = decode_pointer_card(data)

    assert encode_pointer_projection(decode_pointer_projection(data), card) == data
    assert not card.commercial
    assert not pointer_index()[RESEARCH].commercial
    assert "research" in card.licence
    assert shipped_pointer(RESEARCH).digest == hashlib.sha256(data).digest()


@pytest.mark.parametrize("name", ["", "open-1", "../weights/pointer-research-1"])
def test_an_unknown_name_is_refused(name: str) -> None:
    with pytest.raises(ProjectionError, match="unknown name"):
        shipped_pointer(name)


def test_a_file_that_is_not_the_one_expected_is_refused() -> None:
    with pytest.raises(ProjectionError, match="SHA-256"):
        decode_pointer_projection(pointer_file_of(RESEARCH), expected=bytes(32))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"format": "samehands-pointer-projection/0"}, "another format"),
        ({"strokes": 5}, "do not parse"),
        ({"rate_us": 0}, "do not parse"),
        ({"tables": []}, "0 tables"),
        ({"weights": "%%"}, "base64"),
        ({"weights": "AAAA"}, "3 bytes"),
        ({"centre": [0.0]}, "1 numbers"),
        ({"scale": [1e12]}, "do not parse"),
        ({"extra": 1}, "do not parse"),
    ],
)
def test_a_file_that_is_not_as_due_is_refused(change: dict[str, Any], why: str) -> None:
    with pytest.raises(ProjectionError, match=why):
        decode_pointer_projection(msgspec.json.encode(drawn_record() | change))


@pytest.mark.parametrize(
    "table",
    [
        {"edges": [1.0, 1.0], "scores": [0, 0, 0]},
        {"edges": [1.0], "scores": [0]},
        {"edges": np.arange(200.0).tolist(), "scores": [0] * 201},
    ],
)
def test_tables_that_do_not_rise_or_fit_are_refused(table: dict[str, Any]) -> None:
    record = drawn_record()
    record["tables"] = [table] * len(record["tables"])

    with pytest.raises(ProjectionError, match="rising edges"):
        decode_pointer_projection(msgspec.json.encode(record))


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"[" * 100_000, b" " * 1_000_001])
def test_bytes_that_are_no_file_are_refused(data: bytes) -> None:
    with pytest.raises(ProjectionError):
        decode_pointer_projection(data)
