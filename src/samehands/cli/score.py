"""`samehands score`: is a recording the typing of the person of a template?"""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from samehands.cli.comparison import Comparison, compare
from samehands.cli.model import BackEndOption, ProjectionOption, load_model
from samehands.cli.output_file import write_json
from samehands.cli.playback import JsonOption
from samehands.cli.template_file import read_template
from samehands.cli.terminal import terminal_beside
from samehands.cli.typing_session import require_windows, typing_session
from samehands.lab.report.moment import counted
from samehands.rhythm import DEFAULT


def score(
    template: Annotated[Path, typer.Argument(metavar="TEMPLATE", help="From samehands enrol.")],
    recording: Annotated[
        Path, typer.Argument(metavar="RECORDING", help="Key events, to be compared with it.")
    ],
    *,
    json: JsonOption = None,
    projection: ProjectionOption = DEFAULT,
    back_end: BackEndOption = None,
) -> None:
    """Compare a recording with a template, window by window.

    Each window gets a log-likelihood ratio in nats: positive speaks for the owner, negative for
    somebody else; +2.3 is odds of 10 to 1, +6.9 of 1000 to 1. The sum over the windows is the
    evidence in all. A window from a kind of device that the template doesn't know is said to be so.
    """
    model = load_model(projection, back_end)
    owner = read_template(template, model.projection)
    collected = typing_session(recording, model.projection)
    require_windows(recording, collected, model.projection)
    comparison = compare(owner, collected.windows, model.setup)
    _show(comparison, terminal_beside(json))
    if json is not None:
        write_json(json, comparison)


def _show(comparison: Comparison, console: Console) -> None:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("window", "llr, nats", "sum, nats"):
        table.add_column(name, justify="right", no_wrap=True)
    reached = 0.0
    for window in comparison.windows:
        if window.llr is None:
            table.add_row(f"{window.number}", "no score", "")
            continue
        reached += window.llr
        table.add_row(f"{window.number}", f"{window.llr:+.1f}", f"{reached:+.1f}")
    console.print(table)
    for note, number in comparison.notes().items():
        console.print(f"{counted(number, 'window')}: {note}", soft_wrap=True)
    console.print(comparison.sentence(), soft_wrap=True)
