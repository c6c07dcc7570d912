"""Settings are one table: named, bounded, documented, and refused when they make no sense."""

from pathlib import Path

import pytest

from samehands.errors import SettingsError
from samehands.server.configuration import (
    OTHER_VARIABLES,
    TABLE,
    is_loopback,
    is_origin,
    load_settings,
    require_safe,
    shown,
)
from samehands.server.reference import settings_table
from samehands.server.settings import Settings


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment without settings."""
    for row in TABLE:
        monkeypatch.delenv(row.variable, raising=False)
    monkeypatch.delenv("SAMEHANDS_CONFIG", raising=False)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_every_setting_has_a_unit_and_says_in_a_sentence_what_it_does(row: object) -> None:
    assert row.unit  # type: ignore[attr-defined]  # a row of the table
    assert row.help.endswith(".")  # type: ignore[attr-defined]  # the same
    assert row.help[0].isupper() or row.help[0] == "`"  # type: ignore[attr-defined]  # the same


def test_the_defaults_are_safe_together() -> None:
    require_safe(load_settings())


def test_the_command_line_wins_over_the_environment_and_that_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "samehands.toml"
    file.write_text('port = 1\nqueue = 2\nbudget = 3.0\nallowed_origins = ["https://a.example"]\n')
    monkeypatch.setenv("SAMEHANDS_PORT", "4")
    monkeypatch.setenv("SAMEHANDS_QUEUE", "5")
    monkeypatch.setenv("SAMEHANDS_CONFIG", str(file))

    settings = load_settings(given={"port": "6"})

    assert (settings.port, settings.queue, settings.budget) == (6, 5, 3.0)
    assert settings.allowed_origins == ("https://a.example",)


def test_lists_are_separated_by_commas_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMEHANDS_ALLOWED_ORIGINS", "https://a.example, https://b.example:8443")

    assert load_settings().allowed_origins == ("https://a.example", "https://b.example:8443")


def test_a_variable_that_is_empty_states_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMEHANDS_PORT", "")
    monkeypatch.setenv("SAMEHANDS_NO_SUCH_THING", "")

    assert load_settings().port == 8080


def test_an_unknown_name_is_an_error_that_names_the_closest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "samehands.toml"
    file.write_text("windows_per_subjects = 5\n")
    with pytest.raises(SettingsError, match=r"windows_per_subject\?"):
        load_settings(file)
    with pytest.raises(SettingsError, match=r"command line, prot: .*port\?"):
        load_settings(given={"prot": "1"})
    monkeypatch.setenv("SAMEHANDS_PUBLIC_ULR", "https://a.example")
    with pytest.raises(SettingsError, match=r"environment, public_ulr: .*public_url\?"):
        load_settings()


@pytest.mark.parametrize("variable", sorted(OTHER_VARIABLES - {"SAMEHANDS_CONFIG"}))
def test_variables_for_others_are_left_alone(
    variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "anything")

    load_settings()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(b"port = ", "due TOML", id="broken TOML"),
        pytest.param(b"\xff\xfe", "due TOML", id="no text"),
        pytest.param(b"# " + b"x" * 70_000, "more than", id="endless"),
        pytest.param(b"port = 70000", "port", id="a value past its limit"),
        pytest.param(b"[port]\nnumber = 1", "port", id="a table instead of a value"),
    ],
)
def test_a_file_that_is_wrong_is_refused_by_name(
    tmp_path: Path, content: bytes, told: str
) -> None:
    file = tmp_path / "samehands.toml"
    file.write_bytes(content)

    with pytest.raises(SettingsError, match=told):
        load_settings(file)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="No such file"):
        load_settings(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("given", "where"),
    [
        pytest.param({"host": "0.0.0.0"}, "host", id="open to the network without TLS"),  # noqa: S104  # it is what is refused
        pytest.param({"host": "::", "public_url": "http://localhost"}, "host", id="http only"),
        pytest.param({"public_url": "http://crm.example"}, "public_url", id="http elsewhere"),
        pytest.param({"public_url": "https://a.example/?x=1"}, "public_url", id="a query"),
        pytest.param({"public_url": "https://user@a.example"}, "public_url", id="a user"),
        pytest.param({"allowed_origins": "*"}, "allowed_origins", id="everybody"),
        pytest.param({"allowed_origins": "https://a.example/"}, "allowed_origins", id="a path"),
        pytest.param({"trusted_proxies": "proxy.example"}, "trusted_proxies", id="a name"),
        pytest.param({"database": "mysql://h/x"}, "database", id="another database"),
        pytest.param({"database": "no url"}, "database", id="no URL"),
        pytest.param({"key_file": "k", "master_keys": "x"}, "master_keys", id="two key sources"),
        pytest.param({"oidc_issuer": "https://idp.example"}, "oidc_issuer", id="half a provider"),
        pytest.param(
            {"oidc_issuer": "http://idp.example", "oidc_client_id": "x"},
            "oidc_issuer",
            id="a provider in clear",
        ),
    ],
)
def test_settings_that_do_not_fit_or_open_the_server_by_mistake_are_refused(
    given: dict[str, str], where: str
) -> None:
    with pytest.raises(SettingsError, match=f"^{where}"):
        load_settings(given=given)


@pytest.mark.parametrize(
    "given",
    [
        {"host": "0.0.0.0", "behind_proxy": "yes"},  # noqa: S104  # a container's
        {"host": "::", "public_url": "https://samehands.example"},
        {"host": "::1"},
        {"host": "localhost"},
        {"database": "postgresql://samehands@db/samehands", "key_file": "/run/keys"},
        {"trusted_proxies": "10.0.0.0/8, ::1"},
    ],
)
def test_settings_that_are_guarded_are_accepted(given: dict[str, str]) -> None:
    load_settings(given=given)


def test_an_error_never_repeats_the_value() -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings(given={"port": "hunter2"})

    assert "hunter2" not in str(refused.value)


def test_secrets_and_passwords_are_never_shown() -> None:
    settings = load_settings(
        given={
            "master_keys": "hunter2",
            "oidc_client_secret": "hunter2",
            "oidc_client_id": "id",
            "oidc_issuer": "https://idp.example",
            "database": "postgresql://samehands:hunter2@db/samehands",
        }
    )

    assert "hunter2" not in shown(settings) + repr(settings) + str(settings)
    assert "postgresql://samehands:***@db/samehands" in shown(settings)


def test_what_is_shown_can_be_read_again(tmp_path: Path) -> None:
    settings = load_settings(given={"port": "1234", "allowed_origins": "https://a.example"})
    file = tmp_path / "samehands.toml"
    file.write_text(shown(settings))

    assert load_settings(file) == settings


def test_the_table_as_markdown_has_every_setting() -> None:
    lines = settings_table().splitlines()

    assert len(lines) == len(TABLE) + 2
    assert all(line.startswith("| ") and line.endswith(" |") for line in lines)


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://crm.example", True),
        ("http://127.0.0.1:8080", True),
        ("https://[::1]:8443", True),
        ("https://CRM.example", False),
        ("https://crm.example:x", False),
        ("crm.example", False),
        ("null", False),
        ("", False),
        ("https://", False),
        ("https://a@crm.example", False),
        ("file://x", False),
    ],
)
def test_an_origin_is_what_a_browser_sends(text: str, origin: bool) -> None:  # noqa: FBT001  # the example
    assert is_origin(text) is origin


def test_only_this_machine_s_addresses_are_loopback() -> None:
    assert all(map(is_loopback, ("127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost")))
    assert not any(map(is_loopback, ("0.0.0.0", "10.0.0.1", "::", "example.com", "")))  # noqa: S104  # it is what is refused


def test_settings_do_not_change_once_they_are_read() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().port = 1
