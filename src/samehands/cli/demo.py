"""`samehands demo`: a recorded team at work, one seat of which is taken over in mid-session."""

from importlib import resources
from pathlib import Path
from typing import Annotated, Final

import typer

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
from samehands.rhythm import DEFAULT

FILE: Final = "team.jsonl"
"""The recording, in this package's `demo_data`; `team.md` beside it is its card."""


def demo(  # noqa: PLR0913  # one for each option
    *,
    headless: Annotated[
        bool, typer.Option("--headless", help="No moving picture and no waiting.")
    ] = False,
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="Where the HTML report goes, as demo.html.")
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
    """Watch a recorded team at work: one seat is taken over.

    Real people enrol, work, and in the middle of a session one of them is another. Only what leaves a device is in the recording, 92 bytes for a hundred keystrokes. An owner who
    is asked for proof passes, whoever took over fails. The evidence curves are written as a page.
    """
    console = terminal_beside(json, plain=headless)
    model = load_model(projection, back_end)
    with resources.as_file(resources.files(__package__) / "demo_data" / FILE) as shipped:
        header, records = read_windows(recording or shipped)
    model.require_windows_of(header.projection, FILE)
    card = header.card
    console.print(f"{card.source} ({card.licence}). {card.note}", soft_wrap=True)
    played = play(
        Material(header, records),
        model,
        console=console,
        speed=0.0 if headless else speed,
        answers=Answers.OWNER,
    )
    sum_up(played, console)
    write_results(played, out / "demo.html", json)
