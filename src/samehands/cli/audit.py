"""`samehands audit`: whether the access log is as it was written."""

from typing import Final

import typer

from samehands.cli.accounts import store_of
from samehands.cli.setting_options import ConfigOption
from samehands.cli.terminal import terminal

audit = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="The access log: who looked at whom, who changed what.",
)

BROKEN: Final = 5
"""Exit status when the access log was changed after it was written."""


@audit.command()
def verify(*, config: ConfigOption = None) -> None:
    """Check the hash chain of the access log, from its beginning to its signed end.

    The exit status is 5 when an entry was changed, taken out or put in.
    """
    with store_of(config) as (_, store):
        broken = store.access_log.verify()
        newest = store.access_log.listed(limit=1)
    if broken is not None:
        terminal(errors=True).print(
            f"The access log is broken from entry {broken} on: something was changed, taken out "
            "or put in.",
            soft_wrap=True,
        )
        raise typer.Exit(BROKEN)
    last = f"up to entry {newest[0].number}" if newest else "and empty"
    terminal().print(f"The access log is whole {last}.", soft_wrap=True)
