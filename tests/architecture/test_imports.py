"""Importing the package is cheap: what a command or the laboratory needs comes in when needed."""

import subprocess
import sys
from typing import Final

import pytest

LABORATORY: Final = {"matplotlib", "pandas", "polars", "scipy", "sklearn", "torch"}
"""Not installed without the extra `lab` and the tools, so nothing at run time may need them."""

TERMINAL: Final = {"rich", "typer"}
"""Only commands need them."""

RUN_TIME: Final = ("capture", "rhythm", "wire", "identity", "trust", "monitor", "agent")


def imported_by(statement: str) -> set[str]:
    """The top-level names in sys.modules after a statement in an interpreter of its own."""
    result = subprocess.run(  # noqa: S603  # our own interpreter and statement
        [sys.executable, "-c", f"{statement}\nimport sys\nprint(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return {name.partition(".")[0] for name in result.stdout.split()}


def test_import_samehands_brings_in_nothing_heavy() -> None:
    assert not imported_by("import samehands") & (LABORATORY | TERMINAL)


@pytest.mark.parametrize("package", RUN_TIME)
def test_a_run_time_package_needs_no_extra_and_no_terminal(package: str) -> None:
    assert not imported_by(f"import samehands.{package}") & (LABORATORY | TERMINAL)


def test_the_command_line_starts_without_the_extras() -> None:
    assert not imported_by("import samehands.cli") & LABORATORY


def test_an_import_of_the_laboratory_would_be_seen() -> None:
    assert "scipy" in imported_by("import scipy")
