"""`samehands drill`: thefts against a running service, by subjects made for it and erased."""

import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from threading import Event
from typing import Annotated, Final, NamedTuple

import typer
from rich.console import Console
from rich.table import Table

from samehands.cli.drill_host import DrillHost
from samehands.cli.live_theft import THEFTS, DrillResult, LiveTheft
from samehands.cli.output_file import write_json
from samehands.cli.playback import JsonOption
from samehands.cli.recording_file import read_windows
from samehands.cli.terminal import terminal_beside
from samehands.cli.thief import Recorded, Thief
from samehands.errors import SettingsError, StorageError
from samehands.host.record_hash import SECRET_BYTES, RecordHash
from samehands.host.records import Records

RECORDING: Final = "team.jsonl"
"""Whose hands there are: the recording that ships with the demo."""

LONGEST_KEY: Final = 4_096
"""Most bytes of the file with the key; more is another file."""

PREFIX: Final = "drill-"
"""Every subject of a drill begins with this, so that an analyst sees what a case is about."""

MOST_MINUTES: Final = 120.0
"""Longest that a theft is given: after that the subjects should not stand around any longer."""


def drill(  # one for each option
    *,
    server: Annotated[str, typer.Option(metavar="URL", help="Of a running service.")],
    api_key_file: Annotated[
        Path,
        typer.Option(
            metavar="FILE", help="With an API key of the scopes sessions, subjects and access."
        ),
    ],
    minutes: Annotated[
        float, typer.Option(help="That each theft is given; all of them run at once.")
    ] = 10.0,
    only: Annotated[
        list[str] | None, typer.Option(metavar="THEFT", help="Only this one; may come again.")
    ] = None,
    group: Annotated[str, typer.Option(help="Whose policy is tried.")] = "default",
    json: JsonOption = None,
) -> None:
    """Try a running service with thefts of records.

    At real pace: how many records are read until it speaks up? Subjects are made for it, under names that nobody has, enrolled with the recorded typing of the
    demo, robbed, and erased at the end, also after Ctrl-C. Nobody else's data are touched. Alarms
    are real ones: they open cases until the subjects are erased, and whoever is on call may see
    them.
    """
    if not 0 < minutes <= MOST_MINUTES:
        raise SettingsError(
            "--minutes", got=f"{minutes:g}", due=f"above 0, up to {MOST_MINUTES:g}"
        )
    thefts = _chosen(tuple(only or ()))
    key = _key(api_key_file)
    with resources.as_file(resources.files(__package__) / "demo_data" / RECORDING) as file:
        header, records = read_windows(file)
    recorded = Recorded.of(records)
    console = terminal_beside(json)
    with _service(server, key) as (host, reads):
        stage = _Stage(host, reads, recorded, header.projection, group)
        result = _drilled(stage, thefts, minutes, console)
        told = reads.counts
    _show(result, console)
    if told.refused or told.rejected or told.dropped:
        raise StorageError("server: it did not take in the reads; has the key the scope access?")
    if json is not None:
        write_json(json, result)


class _Stage(NamedTuple):
    """What all thefts of a drill share."""

    host: DrillHost
    reads: Records
    recorded: Recorded
    projection: bytes
    group: str


def _drilled(
    stage: _Stage, thefts: tuple[LiveTheft, ...], minutes: float, console: Console
) -> DrillResult:
    """All thefts at once; whatever happens, the subjects are erased."""
    run, stop = secrets.token_hex(4), Event()
    host, reads, recorded, projection, group = stage
    subjects = [f"{PREFIX}{run}-{number}" for number in range(len(thefts))]
    for subject in subjects:
        host.require_unknown(subject)
    console.print(f"{len(thefts)} thefts by subjects {PREFIX}{run}-…, up to {minutes:g} minutes.")
    try:
        with ThreadPoolExecutor(len(thefts)) as pool:
            thieves = [
                Thief(host, reads, recorded, subject, number, stop, group, projection)
                for number, subject in enumerate(subjects)
            ]
            played = [
                pool.submit(thief.play, theft, minutes)
                for thief, theft in zip(thieves, thefts, strict=True)
            ]
            try:
                outcomes = tuple(one.result() for one in played)
            finally:
                stop.set()
    finally:
        left = tuple(subject for subject in subjects if not host.erase(subject))
    return DrillResult(projection.hex(), minutes, outcomes, len(subjects) - len(left), left)


@contextmanager
def _service(server: str, key: str) -> Iterator[tuple[DrillHost, Records]]:
    host = DrillHost(server, key)
    hashes = RecordHash(secrets.token_bytes(SECRET_BYTES))
    reads = Records(server, key, hashes, source=f"{PREFIX}{secrets.token_hex(4)}")
    try:
        yield host, reads
    finally:
        reads.close()
        host.close()


def _chosen(only: tuple[str, ...]) -> tuple[LiveTheft, ...]:
    names = [theft.name for theft in THEFTS]
    strangers = sorted(set(only) - set(names))
    if strangers:
        raise SettingsError("--only", got=", ".join(strangers), due=" or ".join(names))
    return tuple(theft for theft in THEFTS if not only or theft.name in only)


def _key(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            text = opened.read(LONGEST_KEY)
        return text.decode("ascii").strip()
    except (OSError, UnicodeError) as error:
        raise SettingsError("--api-key-file", got=type(error).__name__, due="a key") from None


def _show(result: DrillResult, console: Console) -> None:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for head in ("theft", "read", "noticed at", "stopped at", "seconds", "verdict", "why"):
        table.add_column(head)
    for one in result.outcomes:
        table.add_row(
            one.theft if one.enrolled else f"{one.theft} (not enrolled)",
            f"{one.records}",
            _at(one.noticed),
            _at(one.stopped),
            "" if one.seconds is None else f"{one.seconds:.0f}",
            one.verdict,
            one.reason,
        )
    console.print(table)
    console.print(f"Subjects erased: {result.erased}.", soft_wrap=True)
    for subject in result.left:
        console.print(f"NOT erased, do it by hand: {subject}", soft_wrap=True)


def _at(records: int | None) -> str:
    return "never" if records is None else f"{records}"
