"""A file that a command writes: all of it or, where the disk says no, nothing of it."""

import sys
from pathlib import Path
from typing import Final

import msgspec

from samehands.adapters.files import replace_file
from samehands.errors import StorageError

STANDARD_OUTPUT: Final = Path("-")
"""The name that means standard output."""


def write_output(path: Path, data: bytes) -> None:
    """Write a result; `-` is standard output, and a device or a pipe is written to as it is.

    Raises:
        StorageError: it cannot be written; a file that was there is still there.
    """
    if path == STANDARD_OUTPUT:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        target = path.resolve()  # a link stays one
        special = target.exists() and not (target.is_file() or target.is_dir())
        if special:
            target.write_bytes(data)
            return
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror or type(error).__name__}") from error
    replace_file(target, data)


def write_json(path: Path, result: object) -> None:
    """Write a result as JSON that people can read too.

    Raises:
        StorageError: it cannot be written.
    """
    write_output(path, msgspec.json.format(msgspec.json.encode(result), indent=1) + b"\n")
