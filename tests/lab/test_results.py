"""Result files: whole or not at all, and clear errors for what is none."""

import hashlib
from pathlib import Path

import msgspec
import pytest

from samehands.errors import DataSetError, RecordingError, StorageError
from samehands.lab.results import commit_of, data_files, read_result, write_result


class Measured(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    value: float


def test_a_result_comes_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "new" / "result.json"

    write_result(path, Measured(0.1))

    assert read_result(path, Measured) == Measured(0.1)
    assert path.read_text(encoding="utf-8").endswith("}\n")


def test_a_result_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("old")

    with pytest.raises(StorageError):
        write_result(tmp_path / "file" / "result.json", Measured(0.1))
    assert (tmp_path / "file").read_text() == "old"


@pytest.mark.parametrize("content", [b"", b"[", b'{"value": "x"}', b'{"other": 1}', b"\xff\xfe"])
def test_a_file_that_is_no_result_is_a_clear_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "result.json"
    path.write_bytes(content)

    with pytest.raises(RecordingError, match="Measured"):
        read_result(path, Measured)


def test_an_absent_result_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="result file"):
        read_result(tmp_path / "none.json", Measured)


def test_data_files_are_named_by_their_content(tmp_path: Path) -> None:
    (tmp_path / "part").mkdir()
    (tmp_path / "part" / "a.csv").write_bytes(b"content")

    (file,) = data_files(tmp_path, ["part/a.csv"])

    assert (file.path, file.sha256) == ("part/a.csv", hashlib.sha256(b"content").hexdigest())
    with pytest.raises(DataSetError):
        data_files(tmp_path, ["part/b.csv"])


def test_a_folder_that_is_no_checkout_has_no_commit(tmp_path: Path) -> None:
    assert commit_of(tmp_path) == "unknown"
