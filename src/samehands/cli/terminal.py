"""The terminal: where a command prints, with colours only where somebody looks."""

import io
import sys
from pathlib import Path
from typing import Final

from rich.console import Console

from samehands.cli.output_file import STANDARD_OUTPUT

PLAIN_WIDTH: Final = 120
"""Columns of a table that goes into a file or a pipe."""


def terminal(*, errors: bool = False, plain: bool = False) -> Console:
    """Standard output: coloured and as wide as the terminal, or plain text where it is none.

    Args:
        errors: standard error instead.
        plain: plain text, also on a terminal.
    """
    stream = sys.stderr if errors else sys.stdout
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="replace")  # a terminal without "┃" is no reason to fail
    console = Console(stderr=errors, highlight=False, markup=False, emoji=False)
    if console.is_terminal and not plain:
        return console
    return Console(
        stderr=errors,
        highlight=False,
        markup=False,
        emoji=False,
        color_system=None,
        force_terminal=False,
        width=PLAIN_WIDTH,
    )


def terminal_beside(result: Path | None, *, plain: bool = False) -> Console:
    """Where to print when a result is written: not into it, if that goes to standard output."""
    return terminal(errors=result == STANDARD_OUTPUT, plain=plain)


def unicode_shown(console: Console) -> bool:
    """Whether lines and blocks can be printed, or only ASCII."""
    return console.encoding.lower().startswith("utf")
