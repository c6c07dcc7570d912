"""Files, written whole or not at all."""

import os
import tempfile
from pathlib import Path

from samehands.errors import StorageError


def replace_file(path: Path, data: bytes) -> None:
    """Puts data into a file, so that a full disk or a crash leaves the old file as it was.

    Folders on the way are made.

    Raises:
        StorageError: the disk refused; nothing of the old file is lost.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise _refused(path, error) from error
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        unfinished.chmod(0o666 & ~_umask())
        unfinished.replace(path)
    except OSError as error:
        raise _refused(path, error) from error
    finally:
        unfinished.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _refused(path: Path, error: OSError) -> StorageError:
    return StorageError(f"{path}: {error.strerror or type(error).__name__}; nothing was changed")
