import json
from pathlib import Path

import pytest

from samehands.cli.output_file import write_json, write_output
from samehands.errors import StorageError


def test_a_dash_is_standard_output(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    write_output(Path("-"), b"\x00\xff")

    assert capsysbinary.readouterr().out == b"\x00\xff"


def test_a_link_stays_a_link_and_its_target_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"old")
    (tmp_path / "link").symlink_to("target")
    write_output(tmp_path / "link", b"new")

    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_bytes() == b"new"


@pytest.mark.skipif(not Path("/dev/null").is_char_device(), reason="no /dev/null")
def test_a_device_is_written_to_and_not_replaced() -> None:
    write_output(Path("/dev/null"), b"gone")

    assert Path("/dev/null").is_char_device()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_device_that_takes_nothing_is_a_storage_error() -> None:
    with pytest.raises(StorageError, match="/dev/full"):
        write_output(Path("/dev/full"), b"too much")


def test_json_comes_back_as_it_went(tmp_path: Path) -> None:
    result = {"a": [1, 2.5, None], "b": "ü"}
    write_json(tmp_path / "new" / "result.json", result)

    assert json.loads((tmp_path / "new" / "result.json").read_bytes()) == result
