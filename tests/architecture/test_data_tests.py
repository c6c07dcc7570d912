"""Tests that need data are skipped without it, and nobody can overlook that they were."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

SUITE = """
import pytest

@pytest.mark.data
def test_marked() -> None:
    pass

def test_asks_for_the_folder(data_root) -> None:
    assert data_root.is_dir()

def test_needs_nothing() -> None:
    pass
"""


@pytest.fixture
def suite(checkout: Path, tmp_path: Path) -> Path:
    """A checkout with three tests, two of which need data."""
    tests = tmp_path / "checkout" / "tests"
    tests.mkdir(parents=True)
    shutil.copy(checkout / "tests" / "conftest.py", tests)
    shutil.copy(checkout / "pyproject.toml", tests.parent)
    (tests / "test_suite.py").write_text(SUITE, encoding="utf-8")
    return tests.parent


def run(suite: Path, *arguments: str, data: str | None = None) -> list[str]:
    """The lines that pytest prints for a suite."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name != "SAMEHANDS_DATA" and not name.startswith("PYTEST_")
    }
    if data is not None:
        environment["SAMEHANDS_DATA"] = data
    result = subprocess.run(  # noqa: S603  # our own interpreter and arguments
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests", *arguments],
        cwd=suite,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return result.stdout.splitlines()


@pytest.mark.parametrize("workers", [(), ("-n", "1")], ids=["alone", "in a worker"])
def test_without_the_data_they_are_skipped_and_counted(
    workers: tuple[str, ...], suite: Path, tmp_path: Path
) -> None:
    lines = run(suite, *workers)

    sought = (tmp_path / "shared" / "data").resolve()
    assert (
        f"data tests: 2 skipped, data not found at {sought} (SAMEHANDS_DATA names another folder)"
    ) in lines
    assert lines[-1].startswith("1 passed, 2 skipped in ")


@pytest.mark.parametrize("named", [None, "elsewhere"], ids=["beside the checkout", "named"])
def test_with_the_data_they_run_and_are_counted(named: str | None, suite: Path) -> None:
    (suite / (named or "../shared/data")).mkdir(parents=True)

    lines = run(suite, data=named)

    assert "data tests: 2 run, 0 skipped" in lines
    assert lines[-1].startswith("3 passed in ")


def test_one_that_asks_for_the_folder_can_be_left_out_by_its_mark(suite: Path) -> None:
    assert run(suite, "-m", "not data")[-1].startswith("1 passed, 2 deselected in ")
