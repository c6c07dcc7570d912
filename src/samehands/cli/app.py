"""The command line: its commands, and what becomes of an error."""

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from samehands import __version__
from samehands.cli.access import access
from samehands.cli.accounts import accounts
from samehands.cli.audit import audit
from samehands.cli.config import config
from samehands.cli.demo import demo
from samehands.cli.demo_page import demo_page
from samehands.cli.drill import drill
from samehands.cli.enrol import enrol
from samehands.cli.keys import keys
from samehands.cli.lab import lab
from samehands.cli.replay import replay
from samehands.cli.score import score
from samehands.cli.serve import serve
from samehands.cli.setting_options import TAKES_SETTINGS, SettingsCommand
from samehands.errors import InputError, StorageError

app = typer.Typer(
    name="samehands",
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help: it wraps as it should, and brackets stay what they are
    pretty_exceptions_enable=False,  # our errors are one line, and no frame may show what is in it
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(cls=SettingsCommand, context_settings=TAKES_SETTINGS)(serve)
for _command in (demo, demo_page, drill, replay, enrol, score):
    app.command()(_command)
for _name, _group in (
    ("config", config),
    ("accounts", accounts),
    ("access", access),
    ("audit", audit),
    ("keys", keys),
    ("lab", lab),
):
    app.add_typer(_group, name=_name)


def _show_version(asked: bool) -> None:  # noqa: FBT001  # the signature of a callback
    if asked:
        typer.echo(f"samehands {__version__}")
        raise typer.Exit


@app.callback()
def samehands(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Are these still the same hands? Continuous authentication that never sees what is typed.

    Exit status: 0 done, 1 the disk said no, 2 the input or an option is wrong, 3 not enough to
    learn a person from, 5 the access log was changed after it was written, 130 interrupted. What
    was written before an error is whole.
    """
    del version


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave the process with its exit status.

    Args:
        arguments: instead of the process's own.

    Raises:
        SystemExit: always.
    """
    try:
        app(args=arguments, prog_name="samehands")
    except InputError as error:
        _fail(str(error), 2)
    except StorageError as error:
        _fail(str(error), 1)
    except OSError as error:  # standard output on a full disk; a closed pipe is seen to before
        _fail(f"output: {error.strerror or type(error).__name__}", 1)


def _fail(sentence: str, status: int) -> None:
    typer.echo(f"samehands: {sentence}", err=True)
    sys.exit(status)
