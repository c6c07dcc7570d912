"""The wheel holds the whole package, with what is built, and nothing else."""

import re
import tarfile
import zipfile
from pathlib import Path
from typing import Final

import pytest

from fixtures.builds import hatchling

LARGEST: Final = 2 * 1024 * 1024
"""Bytes in a file of the wheel, before it is packed. A larger one is data, or a mistake."""


@pytest.fixture(scope="module")
def wheel(wheel_file: Path) -> zipfile.ZipFile:
    """A wheel built from the checkout."""
    return zipfile.ZipFile(wheel_file)


def members(wheel: zipfile.ZipFile) -> set[str]:
    """The files of the package in a wheel, without its metadata."""
    return {name for name in wheel.namelist() if ".dist-info/" not in name}


def test_the_wheel_holds_the_package_and_nothing_else(
    wheel: zipfile.ZipFile, checkout: Path
) -> None:
    package = {
        path.relative_to(checkout / "src").as_posix()
        for path in (checkout / "src" / "samehands").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.name != ".built"
    }

    assert members(wheel) == package


@pytest.mark.parametrize(
    "needed",
    [
        pytest.param(r"samehands/py\.typed", id="the mark that it is typed"),
        pytest.param(r"samehands/rhythm/.*/open-1\.json", id="the open projection"),
        pytest.param(r"samehands/rhythm/.*/aalto-research-1\.json", id="the research projection"),
        pytest.param(r"samehands/identity/back_ends/open-1\.json", id="the back end"),
        pytest.param(r"samehands/monitor/thresholds/open-1\.json", id="the alarm line"),
        pytest.param(r"samehands/.*demo_data/.*\.jsonl", id="the demo's recording"),
        pytest.param(r"samehands/lab/protocols/.*\.toml", id="the protocols"),
        pytest.param(r"samehands/adapters/sql/migrations/versions/.*\.py", id="the migrations"),
        pytest.param(r"samehands/server/static/console/index\.html", id="the console"),
        pytest.param(r"samehands/server/static/console/.*\.js", id="the console's script"),
        pytest.param(r"samehands/server/static/sdk/.*\.js", id="the SDK"),
    ],
)
def test_the_wheel_holds_what_it_runs_on(needed: str, wheel: zipfile.ZipFile) -> None:
    assert any(re.fullmatch(needed, name) for name in members(wheel)), f"no file like {needed}"


def test_the_wheel_carries_its_licence_and_its_command(wheel: zipfile.ZipFile) -> None:
    metadata = {name.partition(".dist-info/")[2]: name for name in wheel.namelist()}

    assert "licenses/LICENSE" in metadata
    assert b"samehands = samehands.cli:main" in wheel.read(metadata["entry_points.txt"])


def test_no_file_of_the_wheel_is_large_or_somebody_s_data(wheel: zipfile.ZipFile) -> None:
    large = [item.filename for item in wheel.infolist() if item.file_size > LARGEST]
    strange = [
        name for name in wheel.namelist() if re.search(r"tests?/|\.(csv|npz|db|key)$", name)
    ]

    assert not large
    assert not strange


@pytest.mark.slow
def test_the_source_distribution_gives_the_same_wheel_without_node(
    wheel: zipfile.ZipFile, checkout: Path, tmp_path: Path
) -> None:
    assert hatchling(checkout, "-t", "sdist", "-d", str(tmp_path)).returncode == 0
    (packed,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(packed) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    (unpacked,) = (tmp_path / "unpacked").iterdir()

    again = hatchling(unpacked, "-t", "wheel")

    assert again.returncode == 0, again.stderr
    (second,) = (unpacked / "dist").glob("*.whl")
    assert members(zipfile.ZipFile(second)) == members(wheel)
