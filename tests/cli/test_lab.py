from pathlib import Path

import pytest

from cli.typists import Command


def test_absent_data_is_an_input_error(samehands: Command, tmp_path: Path) -> None:
    status, _, err = samehands("lab", "cmu", "--data", tmp_path)

    assert status == 2
    assert err.count("\n") == 1


def test_an_unknown_plan_is_refused_before_any_data_is_read(
    samehands: Command, tmp_path: Path
) -> None:
    status, _, err = samehands("lab", "train", "open-0", "--data", tmp_path)

    assert status == 2
    assert "open-1" in err


def test_readings_are_fitted_from_the_data_and_put_where_one_says(
    samehands: Command, data_root: Path, tmp_path: Path
) -> None:
    (tmp_path / "identity" / "readings").mkdir(parents=True)
    status, out, _ = samehands(
        "lab", "readings", "open-1", "--package", tmp_path, "--data", data_root
    )

    assert status == 0
    assert "gap_before_space: R² 0.8" in out
    assert (tmp_path / "identity" / "readings" / "open-1.json").exists()
    assert samehands("lab", "readings", "open-0", "--data", data_root).status == 2


def test_people_whom_a_projection_has_seen_are_not_evaluated_with_it(
    samehands: Command, data_root: Path
) -> None:
    status, out, err = samehands("lab", "evaluate", "cross_session", "--data", data_root)

    assert (status, out) == (2, "")
    assert "has not seen" in err


@pytest.mark.slow
def test_an_evaluation_prints_writes_and_draws_its_figures(
    samehands: Command, data_root: Path, tmp_path: Path
) -> None:
    result, page = tmp_path / "result.json", tmp_path / "page.html"
    how = ("--projection", "aalto-research-1", "--role", "development", "--data", data_root)
    status, out, _ = samehands("lab", "evaluate", "cross_session", *how, "--json", result)

    assert status == 0
    assert "equal error rate: " in out
    assert samehands("lab", "report", result, "-o", page).status == 0
    assert "<svg" in page.read_text(encoding="utf-8")


def test_an_unknown_role_is_refused(samehands: Command, tmp_path: Path) -> None:
    status, _, err = samehands("lab", "evaluate", "kvc", "--role", "all", "--data", tmp_path)

    assert status == 2
    assert "--role" in err


def test_a_result_that_is_none_is_refused(samehands: Command, tmp_path: Path) -> None:
    (tmp_path / "result.json").write_text("{}", encoding="utf-8")
    status, _, _ = samehands("lab", "report", tmp_path / "result.json", "-o", tmp_path / "page")

    assert status == 2
    assert not (tmp_path / "page").exists()


@pytest.mark.slow
def test_the_demo_s_recording_is_made_the_same_twice(
    samehands: Command, data_root: Path, tmp_path: Path
) -> None:
    made = [tmp_path / name for name in ("one.jsonl", "other.jsonl")]
    for path in made:
        assert samehands("lab", "make-demo", "-o", path, "--data", data_root).status == 0

    assert made[0].read_bytes() == made[1].read_bytes()
