from pathlib import Path

import pytest

from cli.typists import Command


@pytest.mark.parametrize(
    "words", [("balabite",), ("bogazici", "--role", "everybody"), ("", "--role", "training")]
)
def test_an_unknown_protocol_or_role_is_refused_before_any_data_is_read(
    samehands: Command, tmp_path: Path, words: tuple[str, ...]
) -> None:
    status, out, err = samehands("lab", "pointer", *words, "--data", tmp_path)

    assert (status, out) == (2, "")
    assert "unknown" in err


@pytest.mark.parametrize("words", [("pointer", "attack"), ("train-pointer",)])
def test_absent_data_is_an_input_error(
    samehands: Command, tmp_path: Path, words: tuple[str, ...]
) -> None:
    status, _, err = samehands("lab", *words, "--data", tmp_path)

    assert status == 2
    assert "no such file" in err
