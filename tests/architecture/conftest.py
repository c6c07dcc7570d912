"""What the architecture tests look at: the checkout, its files, and the syntax trees of src."""

import ast
from fnmatch import fnmatch
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The top folder of the repository."""
    return Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def repository_files(checkout: Path) -> tuple[Path, ...]:
    """Every file of the repository that .gitignore does not name, relative to the checkout."""
    ignored = [
        line.strip("/")
        for line in (checkout / ".gitignore").read_text(encoding="utf-8").splitlines()
    ]
    ignored.append(".git")
    files: list[Path] = []
    folders = [checkout]
    while folders:
        for entry in sorted(folders.pop().iterdir()):
            if any(fnmatch(entry.name, pattern) for pattern in ignored):
                continue
            if entry.is_dir() and not entry.is_symlink():
                folders.append(entry)
            else:
                files.append(entry.relative_to(checkout))
    return tuple(files)


@pytest.fixture(scope="session")
def modules(checkout: Path) -> dict[str, ast.Module]:
    """Every module of src/samehands as its syntax tree, by its path from the checkout."""
    return {
        path.relative_to(checkout).as_posix(): ast.parse(path.read_bytes(), filename=str(path))
        for path in sorted((checkout / "src" / "samehands").rglob("*.py"))
    }
