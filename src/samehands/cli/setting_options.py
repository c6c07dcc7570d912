"""Options that are settings: read from the server's table, and only when a command needs them."""

# The table comes in with pydantic, for which `samehands --help` need not wait: imports are inside.
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from typer.core import TyperCommand

from samehands.errors import SettingsError

ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="Settings in TOML; by default the file that SAMEHANDS_CONFIG names, if it does.",
    ),
]
"""The file of settings."""

TAKES_SETTINGS: Final = {"allow_extra_args": True, "ignore_unknown_options": True}
"""Context of a command whose further options are settings."""

_NO: Final = "no_"


class SettingsCommand(TyperCommand):
    """A command that takes every setting as an option, and explains them in its help."""

    def format_options(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401  # types that Typer keeps to itself
        """Its own options, then the settings."""
        from samehands.server.configuration import TABLE  # noqa: PLC0415  # as above

        super().format_options(ctx, formatter)
        with formatter.section("Settings"):
            formatter.write_dl(
                [
                    (
                        row.option if row.switch else f"{row.option} {_metavar(row.unit)}",
                        f"{row.help}  [default: {row.default or 'none'}]",
                    )
                    for row in TABLE
                    if not row.secret
                ]
            )


def _metavar(unit: str) -> str:
    return unit.upper().replace(" ", "_")


def given_settings(arguments: Iterable[str]) -> dict[str, object]:
    """Settings out of the arguments that a command did not know: `--name VALUE`, `--switch`.

    A switch is switched off by `--no-` in front of its name.

    Raises:
        SettingsError: something that is no option, a setting without its value, or a secret.
            Unknown names are left to whoever reads the settings.
    """
    from samehands.server.configuration import TABLE  # noqa: PLC0415  # as above

    switches = {row.name for row in TABLE if row.switch}
    secrets = {row.name for row in TABLE if row.secret}
    given: dict[str, object] = {}
    left = iter(arguments)
    for argument in left:
        option, has_value, value = argument.partition("=")
        if not option.startswith("--"):
            raise SettingsError("command line", got="a word that is no option", due="--NAME VALUE")
        name = option.removeprefix("--").replace("-", "_")
        if name in secrets:
            # Everybody on the machine can read the arguments of a process.
            raise SettingsError(option, got="a secret", due="it in the environment or the file")
        if name.removeprefix(_NO) in switches and not has_value:
            given[name.removeprefix(_NO)] = not name.startswith(_NO)
            continue
        if not has_value:
            following = next(left, None)
            if following is None:
                raise SettingsError(option, got="nothing after it", due="its value")
            value = following
        given[name] = value
    return given
