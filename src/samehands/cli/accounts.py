"""`samehands accounts`: what somebody who has the machine may do about the console's accounts."""

# The server's imports are inside the commands: they would make `samehands --help` wait.
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from samehands.cli.setting_options import ConfigOption
from samehands.cli.terminal import terminal
from samehands.errors import SettingsError

if TYPE_CHECKING:
    from samehands.adapters.sql import SqlStore
    from samehands.server.settings import Settings

accounts = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Accounts of the console, for whoever has its machine.",
)


@contextmanager
def store_of(config: Path | None) -> Iterator[tuple["Settings", "SqlStore"]]:
    """The settings of a server and its store, opened; a server that runs is not disturbed.

    Raises:
        SettingsError: settings that make no sense, or a database that there is not.
        StorageError: the database cannot be opened.
    """
    from samehands.server.assembly import (  # noqa: PLC0415  # see above
        keys_of,
        open_durable,
        sqlite_file,
    )
    from samehands.server.configuration import load_settings  # noqa: PLC0415  # see above

    settings = load_settings(config)
    file = sqlite_file(settings)
    if file is not None and not file.exists():
        raise SettingsError(
            "database", got="a file that is not there", due="one of a server that has run"
        )
    with open_durable(settings, keys_of(settings).ring) as store:
        yield settings, store


@accounts.command(name="invite-admin")
def invite_admin(*, config: ConfigOption = None) -> None:
    """Print a one-time link that makes one more administrator. Good for an hour.

    For when nobody can log in any more. That it was made is written in the access log.
    """
    from samehands.server.auth.invitations import admin_link  # noqa: PLC0415  # see above
    from samehands.server.clock import system_clock  # noqa: PLC0415  # see above

    with store_of(config) as (settings, store):
        address = settings.public_url or f"http://{settings.host}:{settings.port}"
        link = admin_link(store, address, system_clock())
    terminal().print(link, soft_wrap=True)
