"""`samehands config` and the options of `samehands serve`: every setting, and no secret."""

import subprocess
import sys

import pytest
import typer
from typer.testing import CliRunner

from samehands.cli.config import config
from samehands.cli.serve import serve
from samehands.cli.setting_options import TAKES_SETTINGS, SettingsCommand, given_settings
from samehands.errors import SettingsError
from samehands.server.configuration import TABLE

APP = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
APP.command(cls=SettingsCommand, context_settings=TAKES_SETTINGS)(serve)
APP.add_typer(config, name="config")


def said(*arguments: str) -> tuple[int, str]:
    """Exit status and output of a command."""
    result = CliRunner().invoke(APP, list(arguments), catch_exceptions=True)
    if isinstance(result.exception, SettingsError):
        return 2, str(result.exception)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for row in TABLE:
        monkeypatch.delenv(row.variable, raising=False)


def test_the_help_of_serve_has_every_setting_that_is_no_secret() -> None:
    status, text = said("serve", "--help")

    assert status == 0
    for row in TABLE:
        assert (f"{row.option} " in text) != row.secret, row.name


def test_check_says_that_settings_make_sense_or_what_is_wrong() -> None:
    assert said("config", "check") == (0, "The settings make sense.\n")
    assert said("config", "check", "--port", "9000", "--behind-proxy", "--no-metrics")[0] == 0
    for wrong, told in (
        (("--prot", "9000"), "port?"),
        (("--port", "70000"), "port"),
        (("--host", "0.0.0.0"), "host"),  # noqa: S104  # it is what is refused
        (("--projection", "none"), ""),
        (("--oidc-role-map", "a=emperor"), ""),
        (("--port",), "its value"),
        (("9000",), "no option"),
    ):
        given = ("--oidc-issuer", "https://a.example", "--oidc-client-id", "x")
        more = given if "--oidc-role-map" in wrong else ()
        result = CliRunner().invoke(APP, ["config", "check", *more, *wrong])
        assert result.exit_code != 0, wrong
        assert told in str(result.exception)


def test_show_prints_what_would_be_used() -> None:
    status, text = said("config", "show", "--port=9000", "--allowed-origins", "https://a.example")

    assert status == 0
    assert "port = 9000" in text
    assert 'allowed_origins = ["https://a.example"]' in text


def test_table_prints_every_setting_as_markdown() -> None:
    status, text = said("config", "table")

    assert status == 0
    assert all(f"| `{row.name}` |" in text for row in TABLE)


def test_switches_are_switched_and_values_are_taken() -> None:
    given = given_settings(["--behind-proxy", "--no-metrics", "--port", "1", "--queue=2"])

    assert given == {"behind_proxy": True, "metrics": False, "port": "1", "queue": "2"}


@pytest.mark.parametrize("row", [row for row in TABLE if row.secret], ids=lambda row: row.name)
def test_a_secret_is_no_option(row: object) -> None:
    with pytest.raises(SettingsError, match="environment or the file") as refused:
        given_settings([row.option, "hunter2"])  # type: ignore[attr-defined]  # a row of the table

    assert "hunter2" not in str(refused.value)


def test_the_commands_bring_in_no_server_before_they_are_used() -> None:
    result = subprocess.run(  # our own interpreter and statement
        [
            sys.executable,
            "-c",
            "import samehands.cli.serve, samehands.cli.config, sys; print(*sys.modules)",
        ],
        capture_output=True,
        text=True,
        check=True,
    )

    loaded = {name.partition(".")[0] for name in result.stdout.split()}
    assert not loaded & {"litestar", "pydantic", "sqlalchemy", "uvicorn"}
