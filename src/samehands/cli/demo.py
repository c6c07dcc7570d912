"""`samehands demo`: a recorded team at work; one seat is taken over, at one an injector types."""

from importlib import resources
from pathlib import Path
from typing import Annotated, Final

import typer

from samehands.cli.demo_reads import PACES, made_up_reads
from samehands.cli.live_demo import Showing, show_live
from samehands.cli.model import BackEndOption, ProjectionOption, load_model
from samehands.cli.playback import (
    Answers,
    JsonOption,
    Material,
    SpeedOption,
    play,
    sum_up,
    write_results,
)
from samehands.cli.recording_file import read_windows
from samehands.cli.terminal import terminal_beside
from samehands.errors import SettingsError
from samehands.rhythm import DEFAULT

FILE: Final = "team.jsonl"
"""The recording, in this package's `demo_data`; `team.md` beside it is its card."""


DEMO_PORT: Final = 8080
"""Where the console is, unless something else is there."""


def demo(  # noqa: PLR0913  # one for each option
    *,
    headless: Annotated[
        bool,
        typer.Option(
            "--headless", help="No service and no waiting: the time line, and a report as HTML."
        ),
    ] = False,
    port: Annotated[
        int, typer.Option(help="Of the console; another free one where it is taken.")
    ] = DEMO_PORT,
    stay: Annotated[
        bool | None,
        typer.Option(
            "--stay/--no-stay",
            help="Leave the service running at the end; by default if this is a terminal.",
            show_default=False,
        ),
    ] = None,
    browse: Annotated[
        bool, typer.Option("--browse", help="Open the console in a browser.")
    ] = False,
    out: Annotated[
        Path,
        typer.Option(metavar="DIR", help="With --headless: where the report goes, as demo.html."),
    ] = Path("out"),
    speed: SpeedOption = None,
    json: JsonOption = None,
    recording: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Another recording of windows than the shipped one."),
    ] = None,
    projection: ProjectionOption = DEFAULT,
    back_end: BackEndOption = None,
) -> None:
    """Watch a recorded team at work, a take-over and an injector.

    Starts the real service on a database of its own and plays the team to it, the last day in
    time-lapse; its console shows the take-over as it is detected. Real people enrol, work, and in
    the middle of a session one of them is another. A keystroke injector types at another's seat, 35
    ms a key. Only what leaves a device is in the recording, 95 bytes for a hundred keystrokes. The
    records that they read meanwhile are made up, and counted until the alarm. An owner who is asked for proof passes, whoever took over
    fails. Nothing of the demo is kept.
    """
    console = terminal_beside(json, plain=headless)
    model = load_model(projection, back_end)
    with resources.as_file(resources.files(__package__) / "demo_data" / FILE) as shipped:
        header, records = read_windows(recording or shipped)
    model.require_windows_of(header.projection, FILE)
    card = header.card
    console.print(f"{card.source} ({card.licence}). {card.note}", soft_wrap=True)
    # A recording of somebody else's says nothing of what was read, and nothing is made up for it.
    reads = made_up_reads(records) if recording is None else []
    if reads:
        console.print(f"Records that are read are made up: {PACES}.", soft_wrap=True)
    if not headless:
        if json is not None or back_end is not None:
            raise SettingsError("--json, --back-end", got="no --headless", due="--headless")
        stays = console.is_terminal if stay is None else stay
        show_live([*records, *reads], projection, console, Showing(port, speed, stays, browse))
        return
    played = play(
        Material(header, records, reads=reads),
        model,
        console=console,
        speed=0.0 if speed is None else speed,
        answers=Answers.OWNER,
    )
    sum_up(played, console)
    write_results(played, out / "demo.html", json)
