import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.adapters.sql import KeyRing
from samehands.adapters.sql.sealing import CACHED_KEYS, DataKey, DataKeys, Place
from samehands.errors import StorageError

SECRET = os.urandom(32)


@given(st.binary(max_size=300), st.integers(0, 2**63 - 1) | st.text(max_size=10))
def test_what_was_sealed_for_a_row_opens_there(content: bytes, row: int | str) -> None:
    key = DataKey("s", SECRET)
    sealed = key.seal(content, Place.INPUT, row)
    assert key.open(sealed, Place.INPUT, row) == content
    assert key.seal(content, Place.INPUT, row) != sealed, "no nonce comes twice"


def test_it_opens_nowhere_else() -> None:
    key = DataKey("s", SECRET)
    sealed = key.seal(b"content", Place.INPUT, 7)
    elsewhere: list[tuple[DataKey, Place, int | str]] = [
        (DataKey("s", os.urandom(32)), Place.INPUT, 7),
        (DataKey("t", SECRET), Place.INPUT, 7),
        (key, Place.SNAPSHOT, 7),
        (key, Place.INPUT, 8),
        (key, Place.INPUT, "7"),
    ]
    for other, place, row in elsewhere:
        with pytest.raises(StorageError, match="does not open with its subject's key"):
            other.open(sealed, place, row)


@given(st.integers(0, 35), st.integers(1, 255))
def test_a_single_changed_byte_is_noticed(place: int, change: int) -> None:
    key = DataKey("s", SECRET)
    sealed = bytearray(key.seal(b"content", Place.INPUT, 7))
    assert len(sealed) == 36
    sealed[place] ^= change
    with pytest.raises(StorageError, match=r"^inputs, 7: "):
        key.open(bytes(sealed), Place.INPUT, 7)


@given(st.binary(max_size=60))
def test_whatever_the_bytes_content_or_a_storage_error(data: bytes) -> None:
    with pytest.raises(StorageError):
        DataKey("s", SECRET).open(data, Place.NOTE, "case-1")


def test_a_subject_s_key_is_the_same_however_often_it_is_asked_for() -> None:
    keys = DataKeys(KeyRing([os.urandom(32)]))
    wrapped = keys.new("s")
    key = keys.of("s", wrapped)
    assert keys.of("s", wrapped) is key
    keys.forget("t")
    assert keys.of("s", wrapped) is key
    keys.forget("s")
    assert keys.of("s", wrapped) is not key
    assert keys.of("s", wrapped).open(key.seal(b"c", Place.INPUT, 1), Place.INPUT, 1) == b"c"


def test_a_key_made_anew_is_another_though_the_old_one_is_remembered() -> None:
    keys = DataKeys(KeyRing([os.urandom(32)]))
    old, new = (keys.of("s", keys.new("s")) for _ in range(2))
    with pytest.raises(StorageError):
        new.open(old.seal(b"c", Place.INPUT, 1), Place.INPUT, 1)


def test_a_wrapped_key_is_nobody_else_s() -> None:
    keys = DataKeys(KeyRing([os.urandom(32)]))
    with pytest.raises(StorageError, match="is another's"):
        keys.of("t", keys.new("s"))


def test_a_key_wrapped_anew_opens_what_it_sealed_before() -> None:
    old, new = os.urandom(32), os.urandom(32)
    before = DataKeys(KeyRing([old]))
    wrapped = before.new("s")
    sealed = before.of("s", wrapped).seal(b"c", Place.INPUT, 1)
    again = DataKeys(KeyRing([new, old])).rewrapped("s", wrapped)
    assert DataKeys(KeyRing([new])).of("s", again).open(sealed, Place.INPUT, 1) == b"c"


def test_only_so_many_keys_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    assert CACHED_KEYS >= 1_000
    monkeypatch.setattr("samehands.adapters.sql.sealing.CACHED_KEYS", 2)
    keys = DataKeys(KeyRing([os.urandom(32)]))
    wrapped = {name: keys.new(name) for name in "abc"}
    first = keys.of("a", wrapped["a"])
    keys.of("b", wrapped["b"])
    assert keys.of("a", wrapped["a"]) is first
    keys.of("c", wrapped["c"])  # b is the one unused for longest
    assert keys.of("a", wrapped["a"]) is first
    assert len(keys._unwrapped) == 2
