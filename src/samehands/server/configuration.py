"""Settings as they are read: from a file, the environment and the command line, in that order.

An unknown name in any of them is an error that names the closest one: a limit that was misspelt
must not silently stay at its default.
"""

import json
import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Final, get_args
from urllib.parse import urlsplit

from pydantic import SecretStr, ValidationError
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from samehands.errors import SettingsError
from samehands.server.settings import ENVIRONMENT_PREFIX, Settings

CONFIG_VARIABLE: Final = "SAMEHANDS_CONFIG"
"""Names the file, where the command line does not."""

OTHER_VARIABLES: Final = frozenset({CONFIG_VARIABLE, "SAMEHANDS_DATA"})
"""Variables with our prefix that are no settings: the file, and the laboratory's data sets."""

DATABASES: Final = ("sqlite", "postgresql")
"""What the first part of `database` may be."""

FILE_BYTES: Final = 65_536
"""Largest settings file. Every setting with its help takes 8 KB; more is another file."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A row of the table.

    Args:
        name: in the file; with dashes on the command line; in capitals after `SAMEHANDS_` in the
            environment.
        unit: of the value.
        default: as it would be written; empty where there is none.
        help: what it does, one or two sentences.
        secret: whether it is never shown.
        switch: whether it is yes or no.
    """

    name: str
    unit: str
    default: str
    help: str
    secret: bool
    switch: bool

    @property
    def variable(self) -> str:
        """Its environment variable."""
        return f"{ENVIRONMENT_PREFIX}{self.name.upper()}"

    @property
    def option(self) -> str:
        """Its option on the command line."""
        return f"--{self.name.replace('_', '-')}"


def _row(name: str) -> Setting:
    field = Settings.model_fields[name]
    extra = field.json_schema_extra
    named = SecretStr in (field.annotation, *get_args(field.annotation))
    return Setting(
        name,
        str(extra["unit"]) if isinstance(extra, dict) else "",
        written(field.default),
        field.description or "",
        secret=named,
        switch=field.annotation is bool,
    )


def written(value: object) -> str:
    """A value as it is written in the environment; a secret as stars."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return f"{value}"


TABLE: Final[tuple[Setting, ...]] = tuple(_row(name) for name in Settings.model_fields)
"""Every setting, in the order of the file."""


def load_settings(file: Path | None = None, given: Mapping[str, object] | None = None) -> Settings:
    """The settings of this process.

    Args:
        file: TOML; where None, the one that `SAMEHANDS_CONFIG` names, if it does.
        given: from the command line; they win over the environment, and that over the file.

    Raises:
        SettingsError: a file that cannot be read, an unknown name, or a value that makes no sense.
    """
    environment = dict(os.environ)  # noqa: TID251  # configuration is read once, and it is here
    stated = _named_in(environment)
    _require_known(stated, "environment")
    if file is None and environment.get(CONFIG_VARIABLE):
        file = Path(environment[CONFIG_VARIABLE])
    below = {} if file is None else _read(file)
    given = dict(given or {})
    _require_known(given, "command line")
    settings = _validated(
        {**{name: value for name, value in below.items() if name not in stated}, **given}
    )
    require_safe(settings)
    return settings


def shown(settings: Settings) -> str:
    """Settings as TOML; a secret, and the password in a URL, as stars."""
    lines = []
    for row in TABLE:
        value = getattr(settings, row.name)
        if value is None:
            lines.append(f"# {row.name} is not set")
        elif isinstance(value, SecretStr):
            lines.append(f'{row.name} = "***"')
        elif row.name == "database":
            lines.append(f'{row.name} = "{make_url(value).render_as_string(hide_password=True)}"')
        else:
            lines.append(f"{row.name} = {_toml(value)}")
    return "\n".join(lines)


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{', '.join(_toml(part) for part in value)}]"
    return json.dumps(value)


def _named_in(environment: Mapping[str, str]) -> list[str]:
    """The names of settings that an environment states; one that is empty states nothing."""
    return [
        variable.removeprefix(ENVIRONMENT_PREFIX).lower()
        for variable, value in environment.items()
        if variable.startswith(ENVIRONMENT_PREFIX) and value and variable not in OTHER_VARIABLES
    ]


def _require_known(names: Iterable[str], place: str) -> None:
    known = [setting.name for setting in TABLE]
    for name in names:
        if name not in known:
            close = get_close_matches(name, known, n=1, cutoff=0.0)
            raise SettingsError(
                f"{place}, {name}", got="no such setting", due=f"one of the table, {close[0]}?"
            )


def _read(file: Path) -> dict[str, object]:
    try:
        with file.open("rb") as opened:
            text = opened.read(FILE_BYTES + 1)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise SettingsError(f"{file}", got=why, due="a file of settings") from None
    if len(text) > FILE_BYTES:
        raise SettingsError(
            f"{file}", got=f"more than {FILE_BYTES} bytes", due="a file of settings"
        )
    try:
        values = tomllib.loads(text.decode("utf-8"))
    except (ValueError, RecursionError):
        raise SettingsError(f"{file}", got="something else", due="TOML") from None
    _require_known(values, f"{file}")
    return values


def _validated(values: Mapping[str, object]) -> Settings:
    try:
        return Settings(**values)  # type: ignore[arg-type]  # pydantic checks every one of them
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        name = f"{first['loc'][0]}" if first["loc"] else "settings"
        unit = {setting.name: setting.unit for setting in TABLE}.get(name, "")
        raise SettingsError(
            name, got="a value that does not fit", due=f"{unit}; {first['msg']}"
        ) from None


def require_safe(settings: Settings) -> None:
    """Refuse settings that do not fit together, or that would open the server by mistake.

    Raises:
        SettingsError: names the setting, and what is due.
    """
    _require_guarded(settings)
    _require_addresses(settings)
    _require_database(settings.database)
    if settings.master_keys is not None and settings.key_file is not None:
        raise SettingsError("master_keys", got="key_file as well", due="one of the two")
    if (settings.oidc_issuer is None) != (settings.oidc_client_id is None):
        raise SettingsError(
            "oidc_issuer", got="only half of it", due="oidc_issuer and oidc_client_id together"
        )


def _require_guarded(settings: Settings) -> None:
    """Passwords and windows in clear over a network: only if somebody says that TLS is there."""
    over_tls = (settings.public_url or "").startswith("https://")
    if not (is_loopback(settings.host) or over_tls or settings.behind_proxy):
        raise SettingsError(
            "host",
            got="an address that others can reach, and nothing that ends TLS",
            due="127.0.0.1, or a public_url with https, or behind_proxy",
        )


def _require_addresses(settings: Settings) -> None:
    for name, place in (
        ("public_url", settings.public_url),
        ("oidc_issuer", settings.oidc_issuer),
    ):
        if place is not None and not _is_address(place):
            raise SettingsError(
                name, got="something else", due="https://HOST, or http on loopback"
            )
    for origin in settings.allowed_origins:
        if not is_origin(origin):
            raise SettingsError("allowed_origins", got="no origin", due="https://HOST[:PORT]")
    for proxy in settings.trusted_proxies:
        try:
            ip_network(proxy)
        except ValueError:
            raise SettingsError(
                "trusted_proxies", got="no address", due="IP addresses or networks"
            ) from None


def _require_database(url: str) -> None:
    try:
        kind = make_url(url).get_backend_name()
    except ArgumentError:
        kind = ""
    if kind not in DATABASES:
        raise SettingsError("database", got="another URL", due="sqlite:///FILE or postgresql://")


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def is_origin(text: str) -> bool:
    """Whether a text is a web origin as a browser sends it: scheme, host, port, nothing else."""
    try:
        parts = urlsplit(text)
        port = "" if parts.port is None else f":{parts.port}"
    except ValueError:
        return False
    host = f"[{parts.hostname}]" if parts.hostname and ":" in parts.hostname else parts.hostname
    return parts.scheme in {"http", "https"} and text == f"{parts.scheme}://{host}{port}"


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    if not parts.hostname or parts.query or parts.fragment or parts.username:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname))
