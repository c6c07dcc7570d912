"""The laboratory of exposure: the access model that ships, and the drill table."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from samehands.cli.laboratory import DATA, DataOption, SeedOption, laboratory
from samehands.cli.output_file import write_json
from samehands.cli.playback import JsonOption
from samehands.cli.terminal import terminal, terminal_beside
from samehands.errors import SettingsError
from samehands.rhythm import DEFAULT

# Every import of the laboratory is inside its command: the extra may be absent.


def access_model(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Of the model, as its file.")
    ] = "open-logs-1",
    *,
    package: Annotated[
        Path, typer.Option(metavar="DIR", help="The folder samehands of a source tree.")
    ] = Path("src/samehands"),
    data: DataOption = DATA,
    seed: SeedOption = 0,
) -> None:
    """Fit how people of a role read records.

    The model goes into the package, with its card. On development agents of two open logs. The line at which mass reading alarms is measured on
    their own days, for one false alarm a person and month.
    """
    with laboratory():
        from samehands.lab.exposure.model import fit_model, ship_model  # noqa: PLC0415  # as above
        from samehands.lab.exposure.protocol import load_protocol  # noqa: PLC0415  # as above

        fitted = fit_model(name, data, load_protocol(), seed)
        path = ship_model(fitted.model, package)
    console = terminal()
    for role, line in fitted.lines.items():
        rate = fitted.rates[role]
        console.print(
            f"{role}: {line.level:.1f} nats [{line.low:.1f}, {line.high:.1f}] for the budget; at "
            f"{fitted.model.alarm_at:.1f} nats {rate.estimate:.2f} alarms a person and month "
            f"[{rate.low:.2f}, {rate.high:.2f}]",
            soft_wrap=True,
        )
    console.print(f"written: {path}", soft_wrap=True)


def exposure(  # one for each option
    *,
    role: Annotated[
        str, typer.Option(metavar="ROLE", help="Of the agents: evaluation or development.")
    ] = "evaluation",
    only: Annotated[
        list[str] | None, typer.Option(metavar="ATTACK", help="Only this one; may come again.")
    ] = None,
    projection: Annotated[
        str, typer.Option(metavar="NAME", help="A shipped projection.")
    ] = DEFAULT,
    data: DataOption = DATA,
    seed: SeedOption = 0,
    json: JsonOption = None,
) -> None:
    """Count the records that a thief reads before anybody knows.

    Thefts are put into real days of work. Agents of a bank's log get the hands of typists of a keyboard corpus: no data set has both.
    Everything goes through the monitor itself, beside half of it and beside a fixed rate limit,
    all at the same budget of false alarms.
    """
    with laboratory():
        from samehands.lab.exposure.run import measure_exposure  # noqa: PLC0415  # as above
        from samehands.lab.exposure.table import drill_lines, genuine_lines  # noqa: PLC0415
        from samehands.lab.split import Role  # noqa: PLC0415  # as above

        if role not in {Role.EVALUATION, Role.DEVELOPMENT}:
            raise SettingsError("--role", got="an unknown one", due="evaluation or development")
        console = terminal_beside(json)
        result = measure_exposure(
            data,
            seed,
            console.print,
            role=Role(role),
            projection=projection,
            only=tuple(only or ()),
        )
        drilled, genuine = drill_lines(result), genuine_lines(result)
    console.print(
        f"{result.title}; {result.projection}; {result.agents} agents ({role}), "
        f"{result.robbed} of them robbed, {result.months:.0f} months; {result.typists} typists",
        soft_wrap=True,
    )
    _show(console, genuine)
    _show(console, drilled)
    if json is not None:
        write_json(json, result)


def _show(console: Console, lines: list[tuple[str, ...]]) -> None:
    heads, *rows = lines
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for head in heads:
        table.add_column(head)
    for row in rows:
        table.add_row(*row)
    console.print(table)
