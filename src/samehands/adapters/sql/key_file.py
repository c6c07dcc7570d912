"""The file that holds the master keys: readable by its owner only, or it is not read."""

import os
import stat
from pathlib import Path
from typing import Final

from samehands.errors import SettingsError, StorageError

KEY_FILE_MODE: Final = 0o600
"""Who may read a key file: its owner. A key that others can read has to be taken for known."""

KEY_FILE_BYTES: Final = 4096
"""Most bytes of a key file: dozens of keys with comments. More is some other file."""

_OTHERS: Final = 0o077


def read_key_file(path: Path) -> str:
    """The text of a key file.

    Raises:
        SettingsError: it is not there, a link, not ours, open to others, too large or no text.
    """
    try:
        # What is checked is what is read: the opened file, not the name a second time.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError as error:
        raise _refused(path, got=_why_not_opened(path, error)) from None
    try:
        _check(path, os.fstat(handle))
        data = os.read(handle, KEY_FILE_BYTES + 1)
    except OSError as error:
        raise _refused(path, got=f"a read error ({error.strerror})") from None
    finally:
        os.close(handle)
    if len(data) > KEY_FILE_BYTES:
        raise _refused(path, got=f"more than {KEY_FILE_BYTES} bytes")
    try:
        return data.decode("ascii")
    except UnicodeDecodeError:
        raise _refused(path, got="bytes that are no text") from None


def create_key_file(path: Path, text: str) -> None:
    """Write a key file where there is none; its folder has to be there.

    Raises:
        SettingsError: there is something of that name already. It is never written over.
        StorageError: the disk refused.
    """
    try:
        _write_new(path, text)
    except FileExistsError:
        raise _refused(path, got="a file that is there already", due="a new name") from None
    except OSError as error:
        raise _failed(path, error) from None


def replace_key_file(path: Path, text: str) -> None:
    """Put another text into a key file, whole or not at all.

    Raises:
        StorageError: the disk refused; the old file is as it was.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        _write_new(unfinished, text)
        unfinished.replace(path)
    except OSError as error:
        raise _failed(path, error) from None
    finally:
        unfinished.unlink(missing_ok=True)


def _write_new(path: Path, text: str) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    handle = os.open(path, flags, KEY_FILE_MODE)
    with os.fdopen(handle, "wb") as file:
        file.write(text.encode("ascii"))
        file.flush()
        os.fsync(handle)


def _check(path: Path, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise _refused(path, got="something that is no file")
    if found.st_uid != os.geteuid():
        raise _refused(path, got=f"owner {found.st_uid}", due=f"owner {os.geteuid()}")
    mode = stat.S_IMODE(found.st_mode)
    if mode & _OTHERS:
        raise _refused(path, got=f"permissions {mode:04o}", due=f"{KEY_FILE_MODE:04o}")


def _why_not_opened(path: Path, error: OSError) -> str:
    return "a symbolic link" if path.is_symlink() else f"{error.strerror or 'an error'}"


def _refused(path: Path, *, got: str, due: str | None = None) -> SettingsError:
    mode = f"a file with permissions {KEY_FILE_MODE:04o} that is yours"
    return SettingsError(f"key file {path}", got=got, due=due or mode)


def _failed(path: Path, error: OSError) -> StorageError:
    return StorageError(f"key file {path}: {error.strerror or type(error).__name__}")
