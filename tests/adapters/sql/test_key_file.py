import os
import stat
from pathlib import Path

import pytest

from samehands.adapters.sql.key_file import (
    KEY_FILE_BYTES,
    create_key_file,
    read_key_file,
    replace_key_file,
)
from samehands.errors import SettingsError, StorageError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Of a key file that is in order."""
    path = tmp_path / "keys"
    create_key_file(path, "key\n")
    return path


def test_a_key_file_is_its_owner_s_alone_whatever_the_system_lets_new_files_be(
    tmp_path: Path,
) -> None:
    before = os.umask(0)
    try:
        create_key_file(tmp_path / "keys", "key\n")
        assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o600
        replace_key_file(tmp_path / "keys", "another\n")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o600
    assert read_key_file(tmp_path / "keys") == "another\n"
    assert [entry.name for entry in tmp_path.iterdir()] == ["keys"]


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660, 0o601, 0o666])
def test_a_key_file_that_others_can_read_is_refused(path: Path, mode: int) -> None:
    path.chmod(mode)
    with pytest.raises(SettingsError, match=f"got permissions {mode:04o}, due 0600"):
        read_key_file(path)


def test_a_key_file_that_can_only_be_read_is_read(path: Path) -> None:
    path.chmod(0o400)
    assert read_key_file(path) == "key\n"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_key_file_of_somebody_else_is_refused(path: Path) -> None:
    os.chown(path, 65534, 65534)
    with pytest.raises(SettingsError, match="got owner 65534, due owner 0"):
        read_key_file(path)


def test_a_link_is_refused_whatever_it_leads_to(path: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(path)
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    for link in ("link", "dangling"):
        with pytest.raises(SettingsError, match="got a symbolic link"):
            read_key_file(tmp_path / link)
        with pytest.raises(SettingsError, match="there already"):
            create_key_file(tmp_path / link, "other")
    assert read_key_file(path) == "key\n"
    assert not (tmp_path / "nowhere").exists()


def test_what_is_no_file_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir(mode=0o700)
    os.mkfifo(tmp_path / "pipe", 0o600)
    for name in ("folder", "pipe"):
        with pytest.raises(SettingsError, match="key file"):
            read_key_file(tmp_path / name)
    with pytest.raises(SettingsError, match="No such file"):
        read_key_file(tmp_path / "absent")


def test_a_file_of_another_kind_is_refused(path: Path) -> None:
    path.write_bytes(b"#" * (KEY_FILE_BYTES + 1))
    with pytest.raises(SettingsError, match=f"more than {KEY_FILE_BYTES} bytes"):
        read_key_file(path)
    path.write_bytes(b"\xff" * 32)
    with pytest.raises(SettingsError, match="no text"):
        read_key_file(path)


def test_a_key_file_is_never_written_over_by_a_new_one(path: Path) -> None:
    with pytest.raises(SettingsError, match="there already"):
        create_key_file(path, "other\n")
    assert read_key_file(path) == "key\n"


def test_a_disk_that_refuses_leaves_the_old_file(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match="No space left"):
        replace_key_file(path, "other\n")
    assert read_key_file(path) == "key\n"
    assert [entry.name for entry in path.parent.iterdir()] == ["keys"]
    with pytest.raises(StorageError, match="No such file"):
        create_key_file(path.parent / "absent" / "keys", "key\n")
