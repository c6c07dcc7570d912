from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.errors import SettingsError
from samehands.host.record_hash import RecordHash, Steps

SECRET = bytes(range(32))
IDS = st.text(min_size=1, max_size=40)
RESOURCES = st.text("abc019_.-", min_size=1, max_size=32)


@given(IDS, RESOURCES)
def test_a_record_has_one_name_of_32_hex_digits(record: str, resource: str) -> None:
    name = RecordHash(SECRET).of(record, resource)

    assert name == RecordHash(SECRET).of(record, resource)
    assert len(name) == 32
    assert set(name) <= set("0123456789abcdef")


@given(IDS, RESOURCES, IDS, RESOURCES)
def test_two_records_have_two_names(one: str, its: str, other: str, others: str) -> None:
    hashes = RecordHash(SECRET)

    assert (hashes.of(one, its) == hashes.of(other, others)) == ((one, its) == (other, others))


def test_another_secret_gives_another_name() -> None:
    assert RecordHash(SECRET).of(7, "customer") != RecordHash(SECRET[::-1]).of(7, "customer")


@pytest.mark.parametrize("secret", [b"", b"short", bytes(31)])
def test_a_secret_that_can_be_guessed_is_refused(secret: bytes) -> None:
    with pytest.raises(SettingsError):
        RecordHash(secret)


@pytest.mark.parametrize("resource", ["", "Customer", "a b", "x" * 33, "käufer"])
def test_a_class_that_is_none_is_refused(resource: str) -> None:
    with pytest.raises(SettingsError):
        RecordHash(SECRET).of(7, resource)


@pytest.mark.parametrize("record", ["", "x" * 1_025])
def test_an_id_that_is_none_is_refused_and_not_repeated(record: str) -> None:
    with pytest.raises(SettingsError) as refused:
        RecordHash(SECRET).of(record, "customer")

    assert "xxxx" not in str(refused.value)


def test_a_secret_is_read_from_a_file_that_only_its_owner_can_read(tmp_path: Path) -> None:
    file = tmp_path / "records.secret"
    file.touch(0o600)
    file.write_text(SECRET.hex() + "\n", encoding="ascii")

    assert RecordHash.from_file(file).of(7, "customer") == RecordHash(SECRET).of(7, "customer")
    file.chmod(0o640)
    with pytest.raises(SettingsError, match="mode 640"):
        RecordHash.from_file(file)


@pytest.mark.parametrize("content", [b"", b"zz", SECRET[:20].hex().encode(), b"\xff" * 64])
def test_a_file_without_a_secret_is_refused_and_not_repeated(
    tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "records.secret"
    file.touch(0o600)
    file.write_bytes(content)
    with pytest.raises(SettingsError) as refused:
        RecordHash.from_file(file)

    assert SECRET[:4].hex() not in str(refused.value)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="No such file"):
        RecordHash.from_file(tmp_path / "nothing")


def test_neighbours_are_seen_per_session_and_class_and_in_both_directions() -> None:
    steps = Steps()
    for number in (10, 11, 12):
        steps.follows("one", "customer", number)

    assert steps.follows("one", "customer", 13)
    assert steps.follows("one", "customer", "12")
    assert not steps.follows("one", "order", 13)
    assert not steps.follows("other", "customer", 14)
    assert not steps.follows("one", "customer", 12)


@pytest.mark.parametrize("record", ["a7", "", "²", "9" * 30])
def test_an_id_without_a_number_has_no_neighbours(record: str) -> None:
    steps = Steps()
    steps.follows("one", "customer", 1)

    assert not steps.follows("one", "customer", record)
    assert not steps.follows("one", "customer", 2)
