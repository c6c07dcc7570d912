"""The laboratory as an extra: commands import it when they run, and say so where it is absent."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final

import typer

EXTRA: Final = frozenset({"polars", "scipy"})
"""Packages that only the laboratory imports: the extra `lab` brings them."""

ABSENT: Final = 1
"""Exit status where an extra is not installed."""

DataOption = Annotated[
    Path,
    typer.Option(
        "--data",
        envvar="SAMEHANDS_DATA",
        metavar="DIR",
        help="The folder of the data sets.",
    ),
]
"""The option of every command that reads data sets."""

SeedOption = Annotated[int, typer.Option("--seed", min=0, help="Of every draw.")]
"""The option of every command that draws."""

DATA: Final = Path("../shared/data")
"""Where the data sets are looked for unless told otherwise: beside the checkout."""


@contextmanager
def laboratory() -> Iterator[None]:
    """Runs what is inside; a package of an extra that is not installed ends it in one sentence."""
    try:
        yield
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in EXTRA:
            raise
        typer.echo(
            f"samehands: the laboratory needs {missing}, which is not installed: "
            "pip install 'samehands[lab]'",
            err=True,
        )
        raise typer.Exit(ABSENT) from None
