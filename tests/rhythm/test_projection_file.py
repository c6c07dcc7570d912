"""The file of a projection: there and back, and whatever the bytes, a projection or our error."""

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhythm.drawn_projection import BINS, CARD, drawn_projection, file_of
from samehands.errors import ProjectionError
from samehands.rhythm import Projection, decode_card, decode_projection
from samehands.rhythm.contexts import GAIN_STEPS, SCORE_LIMIT
from samehands.rhythm.projection_file import (
    FILE_LIMIT,
    LARGEST_NUMBER,
    SHIFTED_POSITIONS,
    encode_projection,
)

PROJECTION = drawn_projection(5)
FILE = file_of(PROJECTION)
Record = dict[str, Any]


def same(one: object, other: object) -> bool:
    """Equal, arrays and nested dataclasses included."""
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if hasattr(one, "__dataclass_fields__"):
        return all(
            same(getattr(one, each.name), getattr(other, each.name))
            for each in fields(one)  # type: ignore[arg-type]  # it has fields, so it is one
        )
    return one == other


@given(st.integers(0, 2**32), st.integers(50, 1000))
def test_a_file_is_read_as_it_was_written(seed: int, keystrokes: int) -> None:
    projection = drawn_projection(seed, keystrokes)
    file = file_of(projection)

    read = decode_projection(file)

    assert same(read, replace(projection, digest=hashlib.sha256(file).digest()))
    assert decode_card(file) == CARD
    assert encode_projection(read, CARD, BINS) == file


def test_what_was_read_cannot_be_changed() -> None:
    read = decode_projection(FILE)
    arrays: list[np.ndarray[Any, Any]] = [
        read.centre,
        read.scale,
        read.weights,
        read.weight_scale,
        read.offset,
    ]

    for array in [*arrays, read.hold_share, read.contexts.flight, *read.contexts.scores]:
        with pytest.raises(ValueError, match="read-only"):
            array.flat[0] = 1


def test_the_hash_that_is_due_is_the_file_s() -> None:
    digest = hashlib.sha256(FILE).digest()

    assert decode_projection(FILE, expected=digest).digest == digest
    for other in (bytes(32), digest[:8], b""):
        with pytest.raises(ProjectionError, match="SHA-256"):
            decode_projection(FILE, expected=other)
    with pytest.raises(ProjectionError, match="SHA-256"):
        decode_projection(FILE + b" ", expected=digest)


def refused(data: bytes) -> bool:
    """Whether the bytes are refused; nothing but our error may come out."""
    try:
        decode_projection(data)
    except ProjectionError:
        return True
    return False


@given(st.binary(max_size=300))
def test_random_bytes_are_refused(data: bytes) -> None:
    assert refused(data)
    with pytest.raises(ProjectionError):
        decode_card(data)


@given(st.integers(0, len(FILE) - 3))
def test_a_file_cut_short_is_refused(length: int) -> None:
    assert refused(FILE[:length])


@given(st.integers(0, len(FILE) - 1), st.binary(min_size=1, max_size=4))
def test_a_file_with_other_bytes_in_it_is_a_projection_or_refused(at: int, new: bytes) -> None:
    data = FILE[:at] + new + FILE[at + len(new) :]
    if not refused(data):
        embedded = decode_projection(data).project(np.zeros((1, len(PROJECTION.centre))))
        assert embedded.shape == (1, 64)


def test_a_file_past_the_limit_is_not_even_parsed() -> None:
    with pytest.raises(ProjectionError, match="at most"):
        decode_projection(FILE + b" " * FILE_LIMIT)


def changed(change: Callable[[Record], object]) -> bytes:
    """The file with something else in its record."""
    record: Record = json.loads(FILE)
    change(record)
    return json.dumps(record).encode()


def packed(count: int, value: int = 0) -> str:
    """So many times one byte, in base64."""
    return base64.b64encode(bytes([value % 256]) * count).decode()


def setting(field: str, value: object) -> Callable[[Record], object]:
    """Puts a value in the place of a field's."""
    return lambda record: record.__setitem__(field, value)


def first(field: str, value: object) -> Callable[[Record], object]:
    """Puts a value in the place of a list's first."""
    return lambda record: record[field].__setitem__(0, value)


HOSTILE: dict[str, Callable[[Record], object]] = {
    "another format": setting("format", "samehands-projection/3"),
    "a field more": setting("more", 1),
    "a field less": lambda record: record.pop("offset"),
    "a name that is a path": setting("name", "../open-1"),
    "no name": setting("name", ""),
    "a window of one keystroke": setting("keystrokes", 1),
    "a window of 49": setting("keystrokes", 49),
    "a window past the largest": setting("keystrokes", 1001),
    "half a keystroke": setting("keystrokes", 50.5),
    "a negative context": first("hold", -1),
    "a context past int8": first("flight", 127),
    "thousands of features": lambda record: record["group"][1].__setitem__(0, 126),
    "a group table less": lambda record: record["group"].pop(),
    "a group more than contexts": lambda record: record["group"][0].append(0),
    "a group that is negative": lambda record: record["group"][0].__setitem__(0, -1),
    "a share table more": lambda record: record["share"].append([1.0]),
    "a share less than contexts": lambda record: record["share"][2].pop(),
    "a negative share": lambda record: record["share"][3].__setitem__(0, -0.01),
    "more than all of the typing": lambda record: record["share"][3].__setitem__(0, 1.01),
    "a zone less": lambda record: record["hold"].pop(),
    "a zone more": lambda record: record["flight"].append(0),
    "bins that begin late": first("bin_starts_ms", -1999),
    "bins out of order": lambda record: record["bin_starts_ms"].reverse(),
    "no bins": setting("bin_starts_ms", []),
    "a bin twice": lambda record: record["bin_starts_ms"].insert(1, -2000),
    "a bin past the range": lambda record: record["bin_starts_ms"].append(2001),
    "bins that overflow": setting("bin_starts_ms", [-2000, 9 * 10**18, -9 * 10**18, 0]),
    "a bin past 64 bits": lambda record: record["bin_starts_ms"].append(2**70),
    "a bin that is a fraction": first("bin_starts_ms", -2000.5),
    "a table less": lambda record: record["scores"].pop(),
    "a table more": lambda record: record["scores"].append(packed(1)),
    "a score too many": first("scores", packed(5 * len(BINS) + 1)),
    "scores that climb past the limit": first("scores", packed(5 * len(BINS), 1)),
    "scores that fall past the limit": first("scores", packed(5 * len(BINS), -1)),
    "scores that are no base64": first("scores", "€" * 12),
    "a shift past the limit": first("shift", packed(SHIFTED_POSITIONS, SCORE_LIMIT + 1)),
    "a gain of nothing": first("gain", packed(SHIFTED_POSITIONS, 0)),
    "a gain too few": first("gain", packed(SHIFTED_POSITIONS - 1, GAIN_STEPS)),
    "weights that are no base64": setting("weights", "=" * 8),
    "a weight less": setting("weights", packed(64 * len(PROJECTION.centre) - 1)),
    "no weights": setting("weights", ""),
    "a feature less": lambda record: record["centre"].pop(),
    "a scale more": lambda record: record["scale"].append(1.0),
    "a dimension more": lambda record: record["offset"].append(0.0),
    "a huge centre": first("centre", 1e300),
    "a huge scale": first("scale", 1.001 * LARGEST_NUMBER),
    "a huge negative offset": first("offset", -1e20),
    "a whole number past 64 bits": first("weight_scale", 2**80),
    "more than all from holds": first("hold_share", 1.5),
    "less than nothing from holds": first("hold_share", -0.1),
    "a number that is text": first("centre", "0"),
    "a number that is null": first("centre", None),
    "a card that is a list": setting("card", []),
    "a card with more in it": lambda record: record["card"].__setitem__("note", "hi"),
    "nothing but lists": lambda record: record.clear(),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_record_that_fits_no_projection_is_refused(what: str) -> None:
    assert not refused(changed(lambda _: None))
    assert refused(changed(HOSTILE[what]))


@pytest.mark.parametrize(
    "text", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999", "1e308", "0x1"]
)
@pytest.mark.parametrize("field", ["centre", "scale", "weight_scale", "offset", "hold_share"])
def test_no_number_is_nan_infinite_or_huge(field: str, text: str) -> None:
    head, _, tail = FILE.decode().partition(f'"{field}":[')
    assert refused(f'{head}"{field}":[{text},{tail.partition(",")[2]}'.encode())


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"[" * 100_000, id="deep lists"),
        pytest.param(b'{"format":' * 50_000, id="deep objects"),
        pytest.param(b"\xff\xfe" + FILE, id="another encoding"),
        pytest.param(FILE.replace(b"drawn", b"dr\xc3wn"), id="half a character"),
        pytest.param(FILE.replace(b"nobody", b"\\ud800"), id="half a surrogate pair"),
        pytest.param(msgspec.msgpack.encode(json.loads(FILE)), id="MessagePack"),
        pytest.param(b"", id="nothing"),
        pytest.param(b"null", id="null"),
    ],
)
def test_bytes_that_are_no_such_json_are_refused(data: bytes) -> None:
    assert refused(data)


@given(st.integers(0, 2**32))
def test_the_largest_numbers_that_a_file_may_hold_overflow_nothing(seed: int) -> None:
    rng = np.random.default_rng(seed)
    most: Projection = decode_projection(
        changed(
            lambda record: record.update(
                {
                    field: (rng.choice([-1, 0, 1], len(record[field])) * LARGEST_NUMBER).tolist()
                    for field in ("centre", "scale", "weight_scale", "offset")
                }
            )
        )
    )

    # A warning would be an error here: an overflow, or NaN becoming an int8.
    assert most.project(rng.normal(0, 1, (3, len(most.centre)))).shape == (3, 64)
