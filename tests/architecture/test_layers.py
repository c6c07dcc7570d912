"""The layer contracts hold, and would not if somebody broke them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final, NamedTuple

import pytest


class Seed(NamedTuple):
    """A violation: files to write, below src/samehands, and the contract that has to break."""

    contract: str
    files: dict[str, str]
    named: str
    """What the report has to name, so that it broke for this reason and not for another."""


def _module(imports: str) -> str:
    return f'"""Seeded."""\n\n{imports}\n'


SEEDS: Final = {
    "an upward import": Seed(
        "stages",
        {"rhythm/seeded.py": _module("import samehands.trust")},
        "samehands.rhythm.seeded -> samehands.trust",
    ),
    "an upward import from the lowest stage": Seed(
        "stages",
        {"capture/seeded.py": _module("from samehands import monitor")},
        "samehands.capture.seeded -> samehands.monitor",
    ),
    "the laboratory imported at run time": Seed(
        "stages",
        {"monitor/seeded.py": _module("import samehands.lab")},
        "samehands.monitor.seeded -> samehands.lab",
    ),
    "the agent importing the laboratory": Seed(
        "stages",
        {"agent/seeded.py": _module("import samehands.lab")},
        "samehands.agent.seeded -> samehands.lab",
    ),
    "a folder that no layer names": Seed(
        "stages", {"elsewhere/__init__.py": _module("")}, "elsewhere"
    ),
    "raw events past the boundary": Seed(
        "privacy-boundary",
        {"identity/seeded.py": _module("from samehands.capture.events import KeyEvents")},
        "samehands.identity.seeded -> samehands.capture.events",
    ),
    "keystrokes in a verdict": Seed(
        "privacy-boundary",
        {"trust/seeded.py": _module("import samehands.capture.keystrokes")},
        "samehands.trust.seeded -> samehands.capture.keystrokes",
    ),
    "a clock in the core": Seed(
        "pure-core",
        {"monitor/seeded.py": _module("import time")},
        "samehands.monitor.seeded -> time",
    ),
    "a socket in the core": Seed(
        "pure-core",
        {"wire/seeded.py": _module("from socket import socket")},
        "samehands.wire.seeded -> socket",
    ),
    "hidden randomness in the core": Seed(
        "pure-core",
        {"trust/seeded.py": _module("import secrets")},
        "samehands.trust.seeded -> secrets",
    ),
    "a laboratory library in the core": Seed(
        "pure-core",
        {"identity/seeded.py": _module("from scipy import stats")},
        "samehands.identity.seeded -> scipy",
    ),
    "two modules that import each other": Seed(
        "no-cycles",
        {
            "identity/seeded_a.py": _module("import samehands.identity.seeded_b"),
            "identity/seeded_b.py": _module("import samehands.identity.seeded_a"),
        },
        "samehands.identity",
    ),
}


def lint_imports(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What import-linter says about a checkout, whichever package is installed."""
    return subprocess.run(  # noqa: S603  # our own interpreter and arguments
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
            "--no-logo",
            "--no-cache",
            *arguments,
        ],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": str(checkout / "src"), "COLUMNS": "400"},
        capture_output=True,
        text=True,
        check=False,
    )


def copy_of(checkout: Path, folder: Path) -> Path:
    """The sources and the contracts of a checkout, in another folder."""
    shutil.copy(checkout / "pyproject.toml", folder)
    shutil.copytree(
        checkout / "src",
        folder / "src",
        ignore=lambda parent, names: [
            name for name in names if not (Path(parent, name).is_dir() or name.endswith(".py"))
        ],
    )
    return folder


def test_the_tree_keeps_every_contract(checkout: Path) -> None:
    result = lint_imports(checkout)

    assert result.returncode == 0, result.stdout


def test_every_folder_is_a_package_that_the_contracts_can_see(modules: dict[str, object]) -> None:
    unseen = {
        folder
        for folder in (str(Path(path).parent) for path in modules)
        if f"{folder}/__init__.py" not in modules
    }

    assert not unseen, "import-linter passes over a folder without __init__.py"


@pytest.mark.parametrize("violation", SEEDS)
def test_a_seeded_violation_is_caught(violation: str, checkout: Path, tmp_path: Path) -> None:
    seed = SEEDS[violation]
    tree = copy_of(checkout, tmp_path)
    for name, text in seed.files.items():
        target = tree / "src" / "samehands" / name
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8")

    result = lint_imports(tree, "--contract", seed.contract)

    assert result.returncode == 1, result.stdout + result.stderr
    assert "BROKEN" in result.stdout
    assert seed.named in result.stdout, result.stdout
