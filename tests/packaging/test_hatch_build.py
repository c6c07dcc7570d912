"""Nobody can publish a wheel that has no console in it."""

import shutil
import zipfile
from pathlib import Path
from typing import Final

import pytest

from fixtures.builds import hatchling

STATIC: Final = "src/samehands/server/static"
CONSOLE: Final = f"{STATIC}/console/index.html"
SDK: Final = f"{STATIC}/sdk/samehands.js"


@pytest.fixture
def tree(checkout: Path, tmp_path: Path) -> Path:
    """As little of a checkout as can be built: its project file, its hook, one module."""
    folder = tmp_path / "checkout"
    (folder / "src" / "samehands").mkdir(parents=True)
    (folder / "src" / "samehands" / "__init__.py").touch()
    shutil.copytree(checkout / "packaging", folder / "packaging")
    for name in ("pyproject.toml", "README.md", "LICENSE", ".gitignore"):
        shutil.copy(checkout / name, folder)
    return folder


def write(tree: Path, *names: str) -> None:
    """Files of no content in a tree."""
    for name in names:
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).touch()


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
@pytest.mark.parametrize(
    ("built", "missing"),
    [((), "console and SDK"), ((SDK,), "console"), ((CONSOLE, f"{STATIC}/sdk/.built"), "SDK")],
    ids=["nothing", "only the SDK", "only the console"],
)
def test_what_is_not_whole_is_refused_with_the_command_that_mends_it(
    kind: str, built: tuple[str, ...], missing: str, tree: Path
) -> None:
    write(tree, *built)

    refused = hatchling(tree, "-t", kind)

    assert refused.returncode != 0
    assert f"not built: {missing} (due under {STATIC}). `make build`" in refused.stderr
    assert not list((tree / "dist").glob("*.*"))


def test_what_git_ignores_is_in_the_wheel_all_the_same_without_make_s_stamps(tree: Path) -> None:
    write(tree, CONSOLE, f"{STATIC}/console/assets/console.js", SDK, f"{STATIC}/sdk/.built")

    built = hatchling(tree, "-t", "wheel")

    assert built.returncode == 0, built.stderr
    (wheel,) = (tree / "dist").glob("*.whl")
    assert {name for name in zipfile.ZipFile(wheel).namelist() if "/static/" in name} == {
        "samehands/server/static/console/index.html",
        "samehands/server/static/console/assets/console.js",
        "samehands/server/static/sdk/samehands.js",
    }


def test_a_developer_may_install_before_anything_is_built(tree: Path) -> None:
    built = hatchling(tree, "-t", "wheel:editable")

    assert built.returncode == 0, built.stderr
