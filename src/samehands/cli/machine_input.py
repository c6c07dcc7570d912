"""`samehands lab liveness` and `samehands lab forge`: people against forgers, and the forgers alone."""

# Every import of the laboratory is inside its command: the extra may be absent.
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from samehands.agent.recording import read_events
from samehands.cli.laboratory import DATA, DataOption, SeedOption, laboratory
from samehands.cli.model import ProjectionOption, load_projection
from samehands.cli.output_file import write_json, write_output
from samehands.cli.playback import JsonOption
from samehands.cli.terminal import terminal_beside
from samehands.rhythm import DEFAULT

if TYPE_CHECKING:
    from samehands.lab.liveness.result import LivenessResult


class Written(StrEnum):
    """What a forger's typing is written as."""

    EVENTS = "events"
    """Key events, for `samehands enrol` and `score`."""
    WINDOWS = "windows"
    """What a device would send, for `samehands replay`."""


def liveness(
    detector: Annotated[
        list[str] | None, typer.Argument(metavar="[DETECTOR...]", help="All if none.")
    ] = None,
    *,
    streams: Annotated[
        int | None,
        typer.Option(
            min=1, help="Of each forger in each half; as the protocol says if not given."
        ),
    ] = None,
    projection: ProjectionOption = DEFAULT,
    data: DataOption = DATA,
    seed: SeedOption = 0,
    json: JsonOption = None,
) -> None:
    """Machine input: detectors and the peers' rules against every forger, on unseen people.

    Each detector has learnt from the other families of forgers only. Minutes.
    """
    with laboratory():
        from samehands.lab.machine_input import measure_liveness  # noqa: PLC0415  # as above

        console = terminal_beside(json)
        chosen = load_projection(projection)
        names = tuple(detector or ())
        result = measure_liveness(chosen, data, seed, console.print, names, streams)
    for table in _tables(result):
        console.print(table)
        console.print()
    if json is not None:
        write_json(json, result)


def forge(  # noqa: PLR0913  # one for each option
    name: Annotated[str, typer.Argument(metavar="FORGER", help="Name of a forger.")],
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Where it goes; - to print.")
    ],
    written: Annotated[
        Written, typer.Option("--as", help="Key events, or the windows a device would send.")
    ] = Written.EVENTS,
    learn: Annotated[
        Path | None,
        typer.Option(metavar="RECORDING", help="Key events that a sampler or replay learns from."),
    ] = None,
    keystrokes: Annotated[int, typer.Option(min=1, max=100_000, help="How many.")] = 1_000,
    projection: ProjectionOption = DEFAULT,
    data: DataOption = DATA,
    seed: SeedOption = 0,
) -> None:
    """Type as a forger does: injectors, payloads, samplers, replays.

    The text is made up. Samplers and replays learn from a recording of somebody's key events.
    """
    with laboratory():
        from samehands.lab.forgers.commission import forged  # noqa: PLC0415  # as above
        from samehands.lab.forgers.written import event_lines, window_lines  # noqa: PLC0415

        events = None if learn is None else read_events(learn)
        typed = forged(name, keystrokes, seed, events, data)
        made_by = f"samehands lab forge {name} (seed {seed})"
        lines = (
            event_lines(typed, made_by)
            if written is Written.EVENTS
            else window_lines(typed, load_projection(projection), made_by)
        )
        write_output(output, b"".join(lines))
    terminal_beside(output).print(
        f"{name}: {len(typed):,} keystrokes as {written.value}: {output}", soft_wrap=True
    )


def _tables(result: "LivenessResult") -> list[Table]:
    """Two tables for each detector, one of what forged and one of people; and one of the signs."""
    tables = []
    for detector in result.detectors:
        attacks = _table(detector.detector, "not sent", "APCER", "area", "to the line")
        for line in detector.attacks:
            cells = ["-"] * 3
            if line.apcer is not None and line.area is not None:
                until = "never" if line.line is None else f"{line.line:.0f}"
                cells = [_percent(line.apcer.estimate), f"{line.area:.3f}", until]
            attacks.add_row(line.generator, _percent(line.discarded), *cells)
        people = _table(f"{detector.detector}, people", "windows", "BPCER", "alarms an hour")
        for case in detector.people:
            cells = [_percent(case.bpcer.estimate), f"{case.alarms_per_hour:.3f}"]
            people.add_row(case.case, f"{case.windows:,}", *cells)
        tables += [attacks, people]
    signs = _table("raised", *(sign.sign for sign in result.signs))
    for rows in zip(*(sign.attacks + sign.people for sign in result.signs), strict=True):
        signs.add_row(rows[0].source, *(_percent(row.raised.estimate) for row in rows))
    return [*tables, signs]


def _table(first: str, *others: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(first, no_wrap=True)
    for name in others:
        table.add_column(name, justify="right")
    return table


def _percent(share: float) -> str:
    return f"{100 * share:.2f} %"
