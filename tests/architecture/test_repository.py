"""What is committed names no machine, no registry and no pickle, and its links lead somewhere."""

import ast
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest

# Each pattern is written so that it does not find itself.
FORBIDDEN: Final = {
    "a path of the machine it was written on": rb"(?<![.\w])/(?:wor[k]|far[m]|home|Users)/\w",
    "a registry's host": rb"pypi\.or[g]|pythonhosted\.or[g]|registry\.npmj[s]|index-ur[l]",
    "an array file that may hold a pickle": rb"allow_pickl[e]\s*=\s*True",
}

PICKLES: Final = frozenset({"cloudpickle", "dill", "joblib", "marshal", "pickle", "shelve"})
"""Modules that run what they read; everything we read is untrusted."""

LARGEST: Final = 2 * 1024 * 1024
"""Bytes in a committed file. Larger belongs in a release or a data folder, not in every clone."""


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names(what: str, checkout: Path, repository_files: Sequence[Path]) -> None:
    pattern, newline = re.compile(FORBIDDEN[what]), b"\n"
    found = [
        f"{path}, line {content[: hit.start()].count(newline) + 1}: {hit[0]!r}"
        for path in repository_files
        for content in [(checkout / path).read_bytes()]
        for hit in pattern.finditer(content)
    ]

    assert not found, "\n".join(found)


def imported(tree: ast.Module) -> set[str]:
    """The top-level names of everything that a module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


def test_no_python_file_imports_a_pickle(checkout: Path, repository_files: Sequence[Path]) -> None:
    guilty = {
        str(path): found
        for path in repository_files
        if path.suffix == ".py"
        if (found := imported(ast.parse((checkout / path).read_bytes())) & PICKLES)
    }

    assert not guilty


def test_an_import_of_pickle_is_seen_wherever_it_stands() -> None:
    tree = ast.parse("import numpy\ndef f():\n    from pickle import loads\n    import joblib.x")

    assert imported(tree) & PICKLES == {"pickle", "joblib"}


def test_no_file_is_too_large_to_clone(checkout: Path, repository_files: Sequence[Path]) -> None:
    large = [str(path) for path in repository_files if (checkout / path).stat().st_size > LARGEST]

    assert not large


def test_every_link_between_pages_leads_somewhere(
    checkout: Path, repository_files: Sequence[Path]
) -> None:
    dead = [
        f"{page}: {target}"
        for page in repository_files
        if page.suffix == ".md"
        for target in re.findall(
            r"\]\((?!\w+:|#)([^)#\s]+)", (checkout / page).read_text(encoding="utf-8")
        )
        if not (checkout / page.parent / target).exists()
    ]

    assert not dead, "\n".join(dead)


def test_ci_runs_what_a_person_runs(checkout: Path) -> None:
    script = checkout / ".ci" / "run"
    commands = [
        line
        for line in script.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith(("#", "set ", "cd "))
    ]

    assert script.stat().st_mode & 0o111
    assert commands == ["exec make test"]
