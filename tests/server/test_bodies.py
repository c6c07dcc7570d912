"""Bodies: two forms, one encoding, and a limit that no packing gets around."""

import gzip
import json
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.server.bodies import MESSAGE_PACK, read_batch, unpacked
from samehands.server.problems import ProblemError, ProblemKind
from samehands.wire import encode_batch, encode_json
from server.service import windows_of

WINDOWS = windows_of("seat-1", "day-1")
PACKED = encode_batch(WINDOWS)
SPELLED = b"[" + b",".join(map(encode_json, WINDOWS)) + b"]"


def kind_of(body: bytes, media_type: str = "application/json", most: int = 512) -> ProblemKind:
    """What is wrong with a body."""
    with pytest.raises(ProblemError) as refused:
        read_batch(body, media_type, most=most)
    return refused.value.kind


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        *((PACKED, media_type) for media_type in sorted(MESSAGE_PACK)),
        (SPELLED, "application/json"),
        (SPELLED, "Application/JSON; charset=utf-8"),
    ],
)
def test_both_forms_hold_the_same_windows(body: bytes, media_type: str) -> None:
    batch = read_batch(body, media_type, most=512)

    assert list(batch.accepted) == WINDOWS
    assert not batch.rejected


def test_gzip_changes_nothing_and_neither_does_none() -> None:
    assert unpacked(gzip.compress(PACKED), "gzip", most=len(PACKED)) == PACKED
    for encoding in (None, "", "identity"):
        assert unpacked(PACKED, encoding, most=len(PACKED)) == PACKED


def test_a_bomb_is_not_unpacked_past_the_limit() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    assert len(bomb) < 60_000

    with pytest.raises(ProblemError) as refused:
        unpacked(bomb, "gzip", most=262_144)

    assert refused.value.kind is ProblemKind.TOO_LARGE


@pytest.mark.parametrize(
    ("body", "encoding", "kind"),
    [
        pytest.param(b"x" * 11, None, ProblemKind.TOO_LARGE, id="too long as it is"),
        pytest.param(b"no gzip", "gzip", ProblemKind.MALFORMED, id="no gzip"),
        pytest.param(gzip.compress(b"x")[:-3], "gzip", ProblemKind.MALFORMED, id="cut off"),
        pytest.param(gzip.compress(b"x") + b"y", "gzip", ProblemKind.MALFORMED, id="more after"),
        pytest.param(gzip.compress(b"x") * 2, "gzip", ProblemKind.MALFORMED, id="two members"),
        pytest.param(zlib.compress(b"x"), "gzip", ProblemKind.MALFORMED, id="zlib"),
        pytest.param(b"x", "br", ProblemKind.MEDIA_TYPE, id="brotli"),
        pytest.param(b"x", "gzip, gzip", ProblemKind.MEDIA_TYPE, id="twice"),
    ],
)
def test_a_body_that_is_packed_otherwise_is_refused(
    body: bytes, encoding: str | None, kind: ProblemKind
) -> None:
    with pytest.raises(ProblemError) as refused:
        unpacked(body, encoding, most=10)

    assert refused.value.kind is kind


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param(b"", ProblemKind.MALFORMED, id="nothing"),
        pytest.param(b"{}", ProblemKind.MALFORMED, id="an object"),
        pytest.param(b"[" * 100_000, ProblemKind.MALFORMED, id="nested without end"),
        pytest.param(b"[1", ProblemKind.MALFORMED, id="cut off"),
        pytest.param(b"\xff", ProblemKind.MALFORMED, id="no text"),
        pytest.param(b"[1,2,3]", ProblemKind.TOO_LARGE, id="too many"),
    ],
)
def test_json_that_is_no_batch_as_a_whole_is_refused(body: bytes, kind: ProblemKind) -> None:
    assert kind_of(body, most=2) is kind


def test_a_bad_window_does_not_lose_the_good_ones() -> None:
    spelled = json.loads(SPELLED)
    spelled[1]["clock"] = "ff"
    spelled.insert(0, {"version": 3})

    batch = read_batch(
        json.dumps(spelled, separators=(",", ":")).encode(), "application/json", most=512
    )

    assert [(one.index, str(one.reason)) for one in batch.rejected] == [
        (0, "version"),
        (2, "range"),
    ]
    assert batch.received == len(WINDOWS) + 1


def test_too_many_windows_are_refused_in_both_forms() -> None:
    assert kind_of(PACKED, min(MESSAGE_PACK), most=len(WINDOWS) - 1) is ProblemKind.TOO_LARGE
    assert kind_of(SPELLED, most=len(WINDOWS) - 1) is ProblemKind.TOO_LARGE


@pytest.mark.parametrize(
    "media_type", ["", "text/plain", "application/x-www-form-urlencoded", ";"]
)
def test_another_media_type_is_refused(media_type: str) -> None:
    assert kind_of(SPELLED, media_type) is ProblemKind.MEDIA_TYPE


@given(body=st.binary(max_size=300), encoding=st.sampled_from([None, "gzip"]))
def test_whatever_comes_is_a_batch_or_a_problem(body: bytes, encoding: str | None) -> None:
    for media_type in ("application/vnd.msgpack", "application/json"):
        with suppress(ProblemError):
            batch = read_batch(unpacked(body, encoding, most=262_144), media_type, most=512)
            assert batch.received == len(batch.accepted) + len(batch.rejected)
