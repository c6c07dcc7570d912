"""`samehands config`: the settings as they would be used, checked, and all that there are."""

from typing import Final

import typer

from samehands.cli.setting_options import (
    TAKES_SETTINGS,
    ConfigOption,
    SettingsCommand,
    given_settings,
)

config = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Settings of the service: what would be used, what is wrong.",
)

_CONTEXT: Final = {**TAKES_SETTINGS, "help_option_names": ["-h", "--help"]}


@config.command(cls=SettingsCommand, context_settings=_CONTEXT)
def show(context: typer.Context, *, file: ConfigOption = None) -> None:
    """Print the settings as they would be used, as TOML; secrets as stars."""
    from samehands.server.configuration import load_settings, shown  # noqa: PLC0415  # as in serve

    typer.echo(shown(load_settings(file, given_settings(context.args))))


@config.command(cls=SettingsCommand, context_settings=_CONTEXT)
def check(context: typer.Context, *, file: ConfigOption = None) -> None:
    """Say whether the service would start with these settings; exit status 2 and why, if not.

    Nothing is made or opened: neither a database nor a key.
    """
    from samehands.server.auth.oidc_settings import provider_settings  # noqa: PLC0415  # as in serve
    from samehands.server.configuration import load_settings  # noqa: PLC0415  # the same
    from samehands.server.setups import Judging, Setups  # noqa: PLC0415  # the same

    settings = load_settings(file, given_settings(context.args))
    provider_settings(settings)
    Setups(settings.projection, Judging(settings.budget))
    typer.echo("The settings make sense.")


@config.command()
def table() -> None:
    """Print every setting with its unit, default and what it does, as Markdown."""
    from samehands.server.reference import settings_table  # noqa: PLC0415  # as in serve

    typer.echo(settings_table())
