"""Playback: records taken through the monitor at a pace, shown while it happens, and summed up."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, NamedTuple

import typer
from rich.console import Console
from rich.table import Table

from samehands import __version__
from samehands.cli.demo_reads import MadeUpRead, RecordsTold
from samehands.cli.model import Model
from samehands.cli.output_file import STANDARD_OUTPUT, write_json, write_output
from samehands.cli.pace import Pace
from samehands.cli.replay_record import replay_record
from samehands.cli.timeline import Timeline
from samehands.lab.report.account import Account, Seat
from samehands.lab.report.moment import Happening, counted
from samehands.lab.report.replay import replay_report
from samehands.monitor import Entry, MonitorState, Team, answered_by_owner, never_answered
from samehands.quantities import Micros
from samehands.trust import Hypothesis
from samehands.wire import MESSAGE_BYTES, SIGN_BYTES
from samehands.wire.records import NOT_THE_OWNER, Header, Mark, Record

SpeedOption = Annotated[
    float | None,
    typer.Option(
        "--speed",
        metavar="TIMES",
        help="Times faster than recorded, pauses cut to 5 minutes; 0 is at once. By default 25 "
        "seconds in a terminal, at once elsewhere.",
        show_default=False,
    ),
]
"""The option of commands that play."""

ReportOption = Annotated[
    Path | None,
    typer.Option("--report", metavar="FILE", help="Write the evidence curves as an HTML page."),
]
"""The option of commands that can write a report."""

JsonOption = Annotated[
    Path | None,
    typer.Option("--json", metavar="FILE", help="Write the result as JSON; - is standard output."),
]
"""The option of commands whose result a program can use."""


_TOLD: Final = (Happening.FALSE_ALARM, Happening.ALARM, Happening.PASSED, Happening.FAILED)


class Answers(StrEnum):
    """Who answers step-ups in a replay."""

    OWNER = "owner"
    NOBODY = "nobody"


class Material(NamedTuple):
    """What is played.

    Args:
        header: of the recording.
        records: of it, in any order.
        states: seat → what is known beforehand, such as a template.
        reads: made-up reads beside it, in any order.
    """

    header: Header
    records: Sequence[Record]
    states: Mapping[str, MonitorState] = {}
    reads: Sequence[MadeUpRead] = ()


class Played(NamedTuple):
    """A replay that has ended."""

    account: Account
    header: Header
    entries: list[Entry]


def play(
    material: Material,
    model: Model,
    *,
    console: Console,
    speed: float | None,
    answers: Answers,
) -> Played:
    """Take records through the monitor in order of time and show what comes of it.

    Args:
        material: what is played.
        model: that judges.
        console: where it is shown.
        speed: as in the option; None follows from whether somebody watches.
        answers: who answers step-ups.

    Raises:
        InputError: windows of another projection, or a speed that is none.
    """
    every: list[Record | MadeUpRead] = [*material.records, *material.reads]
    in_order = sorted(every, key=lambda one: one.place.at)
    if speed is None and not console.is_terminal:
        speed = 0.0
    pace = Pace([record.place.at for record in in_order], speed)
    account = Account(
        model.setup.thresholds[Hypothesis.OTHER_PERSON],
        model.projection.keystrokes,
        truth_known=any(record_mark(record) in NOT_THE_OWNER for record in material.records),
    )
    answer = answered_by_owner if answers is Answers.OWNER else never_answered
    team = Team(model.setup, answer, material.states)
    told = RecordsTold()
    entries: list[Entry] = []
    with Timeline(console, account, len(in_order)) as timeline:
        at = Micros(0)
        for record in in_order:
            at = record.place.at
            pace.wait_for(at)
            if not isinstance(record, MadeUpRead):
                led_to = team.take(record)
            elif account.seats[record.place.seat].stopped:
                continue  # the host application gives it nothing
            else:
                led_to = team.read(record.place.seat, told.of(record))
            for entry in led_to:
                entries.append(entry)
                timeline.show(entry, account.take(entry))
        for entry in team.end(at):
            entries.append(entry)
            timeline.show(entry, account.take(entry))
    return Played(account, material.header, entries)


def record_mark(record: Record) -> Mark | None:
    """The mark of a record, where it is one."""
    return getattr(record, "mark", None)


def sum_up(played: Played, console: Console) -> None:
    """Print a table of the seats, the figures that matter, and what left the devices."""
    account = played.account
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("seat", no_wrap=True)
    table.add_column("windows", justify="right")
    table.add_column("evidence now", justify="right")
    table.add_column("verdict", no_wrap=True)
    table.add_column("what happened")
    for name in sorted(account.seats):
        seat = account.seats[name]
        now = f"{seat.level:.1f} of {account.threshold:.1f}"
        verdict = "" if seat.verdict is None else str(seat.verdict)
        table.add_row(name, f"{len(seat.points):,}", now, verdict, happened(seat, account))
    console.print()
    console.print(table)
    console.print()
    for part in account.take_overs:
        said = f"{part.seat}: {part.delay(account.keystrokes)} {part.exposed}"
        console.print(said.rstrip(), soft_wrap=True)
    if account.false_alarms is None:
        alarms = counted(account.count(Happening.ALARM), "alarm")
        console.print(f"{alarms}; the recording does not say who typed.", soft_wrap=True)
    else:
        console.print(f"False alarms: {account.false_alarms}.")
    signs = f", {counted(account.signs, 'early sign')} of {SIGN_BYTES}" if account.signs else ""
    console.print(
        f"What leaves a device: {counted(account.windows, 'window')} of {account.keystrokes} "
        f"keystrokes, {MESSAGE_BYTES} bytes each whatever was typed{signs}; no text, no key, "
        "no order and no time of a keystroke.",
        soft_wrap=True,
    )


def happened(seat: Seat, account: Account) -> str:
    """What happened to a seat, in a few words.

    >>> from samehands.quantities import Nats
    >>> happened(Seat("a"), Account(Nats(8.0), 100, truth_known=False))
    'nothing judged'
    """
    parts = []
    for part in account.take_overs:
        if part.seat != seat.name:
            continue
        what = "injector" if part.by_program else "taken over"
        if part.found is None:
            parts.append(f"{what}, not found")
        elif part.by_program:
            parts.append(f"{what}, found after {part.seconds:.1f} seconds")
        else:
            parts.append(f"{what}, found after {counted(part.found.windows, 'window')}")
    counts = ((kind, seat.count(kind)) for kind in _TOLD)
    parts += [
        str(kind) if number == 1 else f"{number} × {kind}" for kind, number in counts if number
    ]
    if not parts:
        judged = any(point.judged for point in seat.points)
        parts.append("worked undisturbed" if judged else "nothing judged")
    return ", ".join(parts)


def write_results(played: Played, report: Path | None, json: Path | None) -> None:
    """Write the page and the JSON, where they were asked for.

    Raises:
        StorageError: a file cannot be written.
    """
    if report is not None:
        page = replay_report(played.account, played.header, version=__version__)
        write_output(report, page.encode())
        if report != STANDARD_OUTPUT:
            typer.echo(f"Report: {report}", err=json == STANDARD_OUTPUT)
    if json is not None:
        write_json(json, replay_record(*played))
