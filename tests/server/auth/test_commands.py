"""`samehands accounts invite-admin` and `samehands audit verify`, as somebody types them."""

import sqlite3
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from samehands.adapters.sql import KeyRing, Look, open_store
from samehands.cli.accounts import accounts
from samehands.cli.audit import BROKEN, audit
from samehands.errors import SettingsError
from samehands.server.auth.invitations import Invitations
from samehands.server.clock import system_clock
from server.auth.house import NOON


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Settings of a server that has run."""
    database, keys = tmp_path / "samehands.db", tmp_path / "samehands.db.keys"
    with open_store(f"sqlite:///{database}", keys=KeyRing.generate(keys)) as store:
        for subject in ("s-1", "s-2", "s-3"):
            store.access_log.append(Look(NOON, "account:a", "analyst", "looked", subject))
    file = tmp_path / "samehands.toml"
    file.write_text(f'database = "sqlite:///{database}"\npublic_url = "https://a.example"\n')
    return file


def _run(group: typer.Typer, command: str, config: Path) -> Result:
    app = typer.Typer()
    app.add_typer(group, name="it")
    return CliRunner().invoke(app, ["it", command, "--config", str(config)])


def test_the_link_that_is_printed_is_good(config: Path, tmp_path: Path) -> None:
    ran = _run(accounts, "invite-admin", config)

    assert ran.exit_code == 0, ran.output
    start, _, secret = ran.output.strip().rpartition("/")
    assert start == "https://a.example/console/#/setup"
    ring = KeyRing.from_file(tmp_path / "samehands.db.keys")
    with open_store(f"sqlite:///{tmp_path / 'samehands.db'}", keys=ring) as store:
        assert Invitations(store).find(secret, system_clock()) is not None
        assert store.access_log.listed(limit=1)[0].actor == "terminal"


def test_an_access_log_that_is_whole_is_said_to_be(config: Path) -> None:
    ran = _run(audit, "verify", config)

    assert ran.exit_code == 0
    assert "whole up to entry 3" in ran.output


def test_an_access_log_that_was_changed_is_found(config: Path, tmp_path: Path) -> None:
    database = sqlite3.connect(tmp_path / "samehands.db")
    with database:
        database.execute("UPDATE access_log SET subject = 's-9' WHERE number = 2")
    database.close()
    ran = _run(audit, "verify", config)

    assert ran.exit_code == BROKEN
    assert "broken from entry 2" in ran.output


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    file = tmp_path / "samehands.toml"
    file.write_text(f'database = "sqlite:///{tmp_path / "absent.db"}"\n')
    ran = _run(audit, "verify", file)

    assert isinstance(ran.exception, SettingsError)
    assert not (tmp_path / "absent.db").exists()
    assert not (tmp_path / "absent.db.keys").exists()
