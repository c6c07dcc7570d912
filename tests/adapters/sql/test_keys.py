import os
from base64 import urlsafe_b64encode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.adapters.sql import KeyRing
from samehands.adapters.sql.keys import MASTER_KEYS, Wrapped
from samehands.errors import SettingsError, StorageError

OLD, NEW = os.urandom(32), os.urandom(32)


def text_of(*keys: bytes) -> str:
    """Keys as they stand in a variable."""
    return ",".join(urlsafe_b64encode(key).decode() for key in keys)


def test_what_was_wrapped_is_unwrapped_under_its_name_only() -> None:
    ring = KeyRing([OLD])
    wrapped = ring.wrap(NEW, name=b"a")
    assert ring.unwrap(wrapped, name=b"a") == NEW
    assert NEW not in wrapped.sealed
    with pytest.raises(StorageError, match="was changed, or is another's"):
        ring.unwrap(wrapped, name=b"b")
    assert ring.wrap(NEW, name=b"a") != wrapped, "no nonce comes twice"


def test_the_newest_key_wraps_and_every_one_unwraps() -> None:
    wrapped = KeyRing([OLD]).wrap(b"k" * 32, name=b"a")
    both = KeyRing([NEW, OLD])
    assert both.unwrap(wrapped, name=b"a") == b"k" * 32
    assert both.wrap(b"k" * 32, name=b"a").key_id == both.newest == KeyRing([NEW]).newest
    assert both.ids == KeyRing([NEW]).ids | KeyRing([OLD]).ids


def test_a_master_key_that_is_not_there_is_named_by_its_id() -> None:
    ring = KeyRing([OLD])
    wrapped = ring.wrap(bytes(32), name=b"a")
    with pytest.raises(StorageError, match=f"needs master key {ring.newest}, which is not among"):
        KeyRing([NEW]).unwrap(wrapped, name=b"a")


@given(st.binary(max_size=80))
def test_whatever_the_bytes_a_key_or_a_storage_error(data: bytes) -> None:
    ring = KeyRing([OLD])
    with pytest.raises(StorageError):
        ring.unwrap(Wrapped(ring.newest, data), name=b"a")


def test_the_keys_of_a_variable_may_be_apart_by_anything() -> None:
    first, second = text_of(NEW), text_of(OLD)
    for text in (
        f"{first},{second}",
        f" {first}\n{second}\n",
        f"# mine\n{first.rstrip('=')} {second}",
    ):
        assert KeyRing.from_environment(text).ids == KeyRing([NEW, OLD]).ids
        assert KeyRing.from_environment(text).newest == KeyRing([NEW]).newest


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("", "got 0, due 1 to 16", id="nothing"),
        pytest.param("# only a comment", "got 0, due 1 to 16", id="only a comment"),
        pytest.param("correct horse", "got 7 characters that are no base64url", id="a password"),
        pytest.param(text_of(OLD)[:-4], "master key 1: got 30 bytes, due 32", id="too short"),
        pytest.param(text_of(OLD + b"\0"), "master key 1: got 33 bytes, due 32", id="too long"),
        pytest.param(text_of(OLD, OLD), "one of them twice", id="one twice"),
        pytest.param(text_of(bytes(32)), "master key 1: got a pattern", id="zeros"),
        pytest.param(text_of(OLD, b"abcd" * 8), "master key 2: got a pattern", id="a pattern"),
        pytest.param(text_of(OLD).replace("A", "é") + "é", "no base64url", id="another alphabet"),
        pytest.param(
            text_of(*(os.urandom(32) for _ in range(MASTER_KEYS + 1))), "got 17", id="too many"
        ),
    ],
)
def test_what_is_no_key_is_refused_and_not_repeated(text: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said) as caught:
        KeyRing.from_environment(text)
    assert not any(word in str(caught.value) for word in text.split(",") if len(word) > 7)


def test_a_ring_does_not_print_its_keys() -> None:
    ring = KeyRing([OLD])
    wrapped = ring.wrap(NEW, name=b"a")
    assert repr(ring) == f"KeyRing({ring.newest})"
    for said in (repr(ring), str(ring), repr(wrapped), repr(vars(ring))):
        assert repr(OLD)[2:-1] not in said
        assert "secret" not in said


def test_a_generated_file_has_a_key_of_its_own(tmp_path: Path) -> None:
    one = KeyRing.generate(tmp_path / "one")
    assert KeyRing.from_file(tmp_path / "one").ids == one.ids
    assert KeyRing.generate(tmp_path / "two").ids.isdisjoint(one.ids)
    with pytest.raises(SettingsError, match="there already"):
        KeyRing.generate(tmp_path / "one")


def test_a_rotated_file_has_a_new_key_in_front_of_the_old(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    rings = [KeyRing.generate(path), KeyRing.rotate(path), KeyRing.rotate(path)]
    now = KeyRing.from_file(path)
    assert now.ids == rings[-1].ids == {ring.newest for ring in rings}
    assert now.newest == rings[-1].newest
    wrapped = rings[0].wrap(NEW, name=b"a")
    assert now.unwrap(wrapped, name=b"a") == NEW


def test_a_full_file_takes_no_further_key(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    KeyRing.generate(path)
    for _ in range(MASTER_KEYS - 1):
        KeyRing.rotate(path)
    before = path.read_bytes()
    with pytest.raises(SettingsError, match="got 17, due 1 to 16"):
        KeyRing.rotate(path)
    assert path.read_bytes() == before
