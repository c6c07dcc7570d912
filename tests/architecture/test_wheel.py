"""The wheel holds the whole package and nothing else."""

import re
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest

BUILT: Final = "samehands/server/static/"
"""Made by `make setup` from console/ and sdk/, and in no commit."""


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """A wheel built from the checkout, without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(  # noqa: S603  # our own interpreter and arguments
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=checkout,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return zipfile.ZipFile(built)


def members(wheel: zipfile.ZipFile) -> set[str]:
    """The files of the package in a wheel, without its metadata."""
    return {name for name in wheel.namelist() if ".dist-info/" not in name}


def test_the_wheel_holds_the_package_and_nothing_else(
    wheel: zipfile.ZipFile, repository_files: Sequence[Path]
) -> None:
    sources = {
        path.relative_to("src").as_posix()
        for path in repository_files
        if path.is_relative_to("src/samehands")
    }

    assert {name for name in members(wheel) if not name.startswith(BUILT)} == sources


def test_the_wheel_holds_the_console_and_the_sdk_as_they_were_built(
    wheel: zipfile.ZipFile,
) -> None:
    built = {name.removeprefix(BUILT) for name in members(wheel) if name.startswith(BUILT)}

    assert {"console/index.html", "sdk/samehands.js", "sdk/samehands.mjs"} <= built


@pytest.mark.parametrize(
    "needed",
    [
        pytest.param(r"samehands/py\.typed", id="the mark that it is typed"),
        pytest.param(r"samehands/.*/open[^/]*\.(?!py$)\w+", id="the open projection"),
        pytest.param(
            r"samehands/.*/aalto-research[^/]*\.(?!py$)\w+", id="the research projection"
        ),
        pytest.param(r"samehands/.*demo_data/.*\.(?!py$)\w+", id="the demo's recording"),
        pytest.param(r"samehands/.*\.toml", id="the protocols"),
    ],
)
def test_the_wheel_holds_the_data_it_runs_on(needed: str, wheel: zipfile.ZipFile) -> None:
    assert any(re.fullmatch(needed, name) for name in members(wheel)), f"no file like {needed}"


def test_the_wheel_carries_its_licence_and_its_command(wheel: zipfile.ZipFile) -> None:
    metadata = {name.partition(".dist-info/")[2]: name for name in wheel.namelist()}

    assert "licenses/LICENSE" in metadata
    assert b"samehands = samehands.cli:main" in wheel.read(metadata["entry_points.txt"])
