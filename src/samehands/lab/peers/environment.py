"""A peer's own environment: made once from its lock, kept in a cache folder, never imported."""

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

INSTALL_LIMIT_S: Final = 600
"""Seconds an installation may take: TeSLA's 150 MB of wheels over a slow line."""

STAMP: Final = "installed"
"""File in an environment that says which lock it was made from; written last."""


@dataclass(frozen=True, slots=True)
class NotInstalled:
    """Why a peer cannot be run here."""

    reason: str


def environment(package: str, drivers: Path, cache: Path) -> Path | NotInstalled:
    """The interpreter of a peer's environment, which is made if it is not there.

    Args:
        package: names the lock, `<package>.txt`, and the environment.
        drivers: the folder with the locks.
        cache: the folder of the environments; made, and hidden from git by a file of its own.

    Returns:
        The interpreter, or why there is none: no lock, no network, no wheel.
    """
    lock = drivers / f"{package}.txt"
    if not lock.is_file():
        return NotInstalled("no lock for it here: peers are run from a source checkout only")
    folder = cache / package
    # `Scripts` is what Windows calls it.
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    wanted = f"{sys.version}\n{hashlib.sha256(lock.read_bytes()).hexdigest()}\n"
    if python.is_file() and _text(folder / STAMP) == wanted:
        return python
    try:
        cache.mkdir(parents=True, exist_ok=True)
        (cache / ".gitignore").write_text("*\n", encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        _run([sys.executable, "-m", "venv", str(folder)])
        _run([str(python), "-m", "pip", *_INSTALL, "--requirement", str(lock)])
        (folder / STAMP).write_text(wanted, encoding="utf-8")
    except OSError as error:
        return NotInstalled(f"its environment could not be made: {type(error).__name__}")
    except subprocess.TimeoutExpired:
        return NotInstalled(f"its installation took over {INSTALL_LIMIT_S} s")
    except subprocess.CalledProcessError as error:
        return NotInstalled(f"pip could not install it: exit status {error.returncode}")
    return python


_INSTALL: Final = (
    "install",
    "--quiet",
    "--disable-pip-version-check",
    "--require-hashes",
    "--only-binary=:all:",
)


def _run(command: list[str]) -> None:
    subprocess.run(  # noqa: S603  # our own interpreter, our own arguments
        command, check=True, capture_output=True, timeout=INSTALL_LIMIT_S
    )


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
