"""Results: what a measurement was made of, and its file, written whole or not at all."""

import hashlib
import shutil
import subprocess
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from samehands.adapters.files import replace_file
from samehands.errors import DataSetError, RecordingError

RESULT_LIMIT: Final = 16_000_000
"""Most bytes of a result file: the largest take a tenth of it."""

_CHUNK: Final = 1 << 20
_NOT_RESULTS: Final = ":(top,exclude)benchmarks/results"
_ResultT = TypeVar("_ResultT", bound=msgspec.Struct)


class DataFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file that was read: its path from the data folder and its SHA-256 in hex."""

    path: str
    sha256: str


def data_files(root: Path, paths: Iterable[str]) -> tuple[DataFile, ...]:
    """Hashes the files that a measurement reads.

    Args:
        root: the data folder.
        paths: from there.

    Raises:
        DataSetError: one is absent.
    """
    return tuple(DataFile(path, _sha256(root / path)) for path in paths)


@cache
def commit_of(folder: Path) -> str:
    """The commit that a folder of code is at; "-dirty" behind it where tracked files differ.

    Results do not count: writing one must not make the next one look as if the code had changed.

    Returns:
        "unknown" where it is no checkout or git is absent: a wheel has no commit.
    """
    git = shutil.which("git")
    if git is None:
        return "unknown"

    def asked(*words: str) -> str | None:
        done = subprocess.run(  # noqa: S603  # our own words, no shell
            [git, "-C", str(folder), *words], capture_output=True, text=True, check=False
        )
        return done.stdout.strip() if done.returncode == 0 else None

    commit = asked("rev-parse", "HEAD")
    if commit is None:
        return "unknown"
    changed = asked("status", "--porcelain", "--untracked-files=no", "--", _NOT_RESULTS)
    return f"{commit}-dirty" if changed else commit


def code_commit() -> str:
    """The commit of this very code."""
    return commit_of(Path(__file__).parent)


def write_result(path: Path, result: msgspec.Struct) -> None:
    """Writes a result as JSON that people can read; folders on the way are made.

    Raises:
        StorageError: the disk refused; an older result at that path is as it was.
    """
    replace_file(path, msgspec.json.format(msgspec.json.encode(result), indent=1) + b"\n")


def read_result(path: Path, kind: type[_ResultT]) -> _ResultT:
    """A result of a known kind from its file.

    Raises:
        RecordingError: no such file, or no such result.
    """
    try:
        with path.open("rb") as file:
            data = file.read(RESULT_LIMIT + 1)
        if len(data) > RESULT_LIMIT:
            raise RecordingError(
                str(path), got="more bytes than a result has", due=f"at most {RESULT_LIMIT}"
            )
        return msgspec.json.decode(data, type=kind)
    except OSError as error:
        raise RecordingError(str(path), got=type(error).__name__, due="a result file") from error
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise RecordingError(
            str(path), got="bytes that do not parse", due=kind.__name__
        ) from error


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except OSError as error:
        raise DataSetError(str(path), got=type(error).__name__, due="a data set") from error
    return digest.hexdigest()
