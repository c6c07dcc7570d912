"""Master keys are made and rotated without anything that was sealed being lost."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from samehands.adapters.sql import KeyRing, open_store
from samehands.cli.app import app
from samehands.errors import SettingsError


def run(*arguments: str) -> str:
    """What a command prints."""
    result = CliRunner().invoke(app, ["keys", *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def key_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The key file of a server that has run."""
    file = tmp_path / "master.key"
    monkeypatch.setenv("SAMEHANDS_DATABASE", f"sqlite:///{tmp_path / 'samehands.db'}")
    monkeypatch.setenv("SAMEHANDS_KEY_FILE", str(file))
    run("new", str(file))
    with open_store(
        f"sqlite:///{tmp_path / 'samehands.db'}", keys=KeyRing.from_file(file)
    ) as store:
        store.service_keys.get("of a test")
    return file


def test_a_key_file_is_made_for_its_owner_only_and_never_over_another(key_file: Path) -> None:
    assert key_file.stat().st_mode & 0o777 == 0o600

    with pytest.raises(SettingsError):
        run("new", str(key_file))


def test_after_a_rotation_the_old_key_is_not_needed(key_file: Path) -> None:
    before = KeyRing.from_file(key_file)
    database = key_file.with_name("samehands.db")

    run("add")
    assert run("rewrap").startswith("1 ")

    (newest,) = KeyRing.from_file(key_file).ids - before.ids
    lines = key_file.read_text(encoding="ascii").splitlines()
    key_file.write_text("\n".join(lines[:-1]) + "\n", encoding="ascii")
    assert KeyRing.from_file(key_file).ids == {newest}
    with open_store(f"sqlite:///{database}", keys=KeyRing.from_file(key_file)) as store:
        assert len(store.service_keys.get("of a test")) == 32


def test_the_key_file_beside_the_database_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAMEHANDS_DATABASE", f"sqlite:///{tmp_path / 'samehands.db'}")
    KeyRing.generate(tmp_path / "samehands.db.keys")

    assert "2 master keys" in run("add")


def test_keys_in_the_environment_are_changed_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAMEHANDS_DATABASE", f"sqlite:///{tmp_path / 'samehands.db'}")
    monkeypatch.setenv("SAMEHANDS_MASTER_KEYS", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8")

    with pytest.raises(SettingsError):
        run("add")
