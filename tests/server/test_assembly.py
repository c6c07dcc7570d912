"""Assembly: a first start makes what it needs, safely, and a later one refuses to guess."""

import stat
from base64 import urlsafe_b64encode
from pathlib import Path

import msgspec
import pytest
from pydantic import SecretStr

from samehands.errors import ProjectionError, SettingsError, StorageError
from samehands.server.assembly import (
    keys_of,
    make_folder,
    make_parts,
    open_durable,
    setups_of,
    sqlite_file,
)
from samehands.server.routes.settings import SETTING
from samehands.server.settings import Settings
from samehands.server.setups import Judging
from server.service import Clock, Host, open_service, settings_for


def at(folder: Path) -> Settings:
    """Settings with a database in a folder that is not there yet."""
    return Settings(database=f"sqlite:///{folder / 'new' / 'samehands.db'}")


def test_a_first_start_makes_folder_and_keys_for_their_owner_only(tmp_path: Path) -> None:
    settings = at(tmp_path)
    make_folder(settings)
    keys = keys_of(settings)

    assert keys.made == tmp_path / "new" / "samehands.db.keys"
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
    assert stat.S_IMODE(keys.made.stat().st_mode) == 0o600
    open_durable(settings, keys.ring).close()
    make_folder(settings)
    again = keys_of(settings)
    assert again.made is None
    open_durable(settings, again.ring).close()


def test_keys_that_are_lost_are_not_replaced_in_silence(tmp_path: Path) -> None:
    settings = at(tmp_path)
    make_folder(settings)
    keys = keys_of(settings)
    open_durable(settings, keys.ring).close()
    assert keys.made is not None
    keys.made.unlink()

    with pytest.raises(SettingsError, match="key_file"):
        keys_of(settings)


def test_keys_come_from_the_environment_or_from_a_file(tmp_path: Path) -> None:
    key = urlsafe_b64encode(bytes(range(100, 132))).decode()
    given = Settings(database="postgresql://h/x", master_keys=SecretStr(key))
    assert keys_of(given).made is None

    make_folder(at(tmp_path))
    file = keys_of(at(tmp_path)).made
    assert keys_of(Settings(database="postgresql://h/x", key_file=str(file))).made is None
    with pytest.raises(SettingsError, match="master_keys"):
        keys_of(Settings(database="postgresql://h/x"))


def test_only_sqlite_has_a_file() -> None:
    assert sqlite_file(Settings(database="sqlite:////var/lib/x.db")) == Path("/var/lib/x.db")
    assert sqlite_file(Settings(database="postgresql://h/x")) is None


def test_a_folder_that_cannot_be_made_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "new").write_text("a file")
    settings = Settings(database=f"sqlite:///{tmp_path}/new/deeper/x.db")

    with pytest.raises(StorageError, match="Not a directory"):
        make_folder(settings)


def test_sessions_that_were_open_are_open_after_a_restart(tmp_path: Path) -> None:
    clock = Clock()
    with open_service(tmp_path, clock) as house:
        host = Host(house)
        session = host.start("s-17", group="agents")
        before = host.verdict(session["session"])
    with open_service(tmp_path, clock) as house:
        host = Host(house, host.key)
        assert len(house.parts.feed) == 1
        assert host.verdict(session["session"]) == before
        host.send(session["token"], [])


def test_what_was_set_in_the_console_wins_over_the_settings(tmp_path: Path) -> None:
    with open_service(tmp_path, budget=2.0) as house:
        assert house.parts.setups.judging == Judging(2.0)
        value = msgspec.json.encode(Judging(0.5))
        house.store.settings.put(SETTING, value, after=0, by="a", at=house.clock.now)
    with open_service(tmp_path, budget=2.0) as house:
        assert (house.parts.setups.judging, house.parts.setups.version) == (Judging(0.5), 1)
        house.store.settings.put(SETTING, b"{", after=1, by="a", at=house.clock.now)
        with pytest.raises(SettingsError, match="version 2"):
            setups_of(settings_for(tmp_path), house.store)


def test_a_projection_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with open_service(tmp_path) as house, pytest.raises(ProjectionError, match="unknown name"):
        make_parts(settings_for(tmp_path, projection="no-such"), house.store, house.clock)
