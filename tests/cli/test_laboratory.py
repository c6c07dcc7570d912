import pytest
import typer

from samehands.cli.laboratory import ABSENT, laboratory


def test_an_absent_extra_is_named_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as left, laboratory():
        raise ModuleNotFoundError("No module named 'polars.io'", name="polars.io")

    told = capsys.readouterr().err
    assert left.value.exit_code == ABSENT
    assert "polars" in told
    assert "pip install 'samehands[lab]'" in told
    assert told.count("\n") == 1


def test_a_module_of_ours_that_is_missing_is_our_mistake_and_not_an_extra() -> None:
    with pytest.raises(ModuleNotFoundError), laboratory():
        raise ModuleNotFoundError("No module named 'samehands.x'", name="samehands.x")
