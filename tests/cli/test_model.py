from pathlib import Path

import pytest

from samehands.cli.model import load_model, load_projection
from samehands.errors import InputError, ProjectionMismatchError, SettingsError
from samehands.rhythm import DEFAULT
from samehands.rhythm.projections import file_of, shipped
from samehands.trust import Hypothesis


def test_the_default_is_the_open_projection_with_its_own_back_end() -> None:
    model = load_model(DEFAULT, None)

    assert model.projection.digest == shipped().digest
    assert model.setup.projection == shipped().ref


def test_a_projection_of_one_s_own_is_read_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "own.json"
    path.write_bytes(file_of(DEFAULT))

    assert load_projection(str(path)).digest == shipped().digest


def test_a_projection_of_one_s_own_needs_a_back_end(tmp_path: Path, back_end: Path) -> None:
    path = tmp_path / "own.json"
    path.write_bytes(file_of(DEFAULT))

    with pytest.raises(SettingsError, match="--back-end"):
        load_model(str(path), None)
    assert load_model(str(path), back_end).setup.thresholds[Hypothesis.OTHER_PERSON] > 0


def test_a_back_end_of_another_projection_is_refused(back_end: Path) -> None:
    with pytest.raises(ProjectionMismatchError):
        load_model("aalto-research-1", back_end)


@pytest.mark.parametrize("name", ["nobody", "absent.json", ""])
def test_what_is_no_projection_is_an_input_error(name: str) -> None:
    with pytest.raises(InputError):
        load_projection(name)


def test_the_research_projection_says_what_it_may_not_be_used_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    load_projection("aalto-research-1")

    assert "non-commercial" in capsys.readouterr().err
