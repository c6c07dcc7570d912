"""`samehands drill`: what it refuses before it asks anybody."""

from pathlib import Path

import pytest

from samehands.cli.app import main


def drilled(arguments: tuple[str, ...]) -> int:
    with pytest.raises(SystemExit) as left:
        main(["drill", *arguments])
    return int(left.value.code or 0)


def key_file(folder: Path, key: str) -> Path:
    file = folder / "drill.key"
    file.write_text(key + "\n", encoding="ascii")
    return file


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--minutes", "0"), "--minutes"),
        (("--only", "nonsense"), "--only"),
        (("--api-key-file", "absent.key"), "--api-key-file"),
    ],
)
def test_options_that_make_no_sense_are_refused_before_anything_is_asked(
    arguments: tuple[str, ...], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = key_file(tmp_path, "sh_none_none")

    at = ("--server", "http://127.0.0.1:1", "--api-key-file", str(key))
    assert drilled((*at, *arguments)) == 2

    assert said in capsys.readouterr().err
