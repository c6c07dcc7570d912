"""`samehands replay`: what the monitor would have made of a recording."""

from pathlib import Path
from typing import Annotated, Final

import typer

from samehands.cli.event_summary import EventSummary
from samehands.cli.model import (
    BackEndOption,
    BudgetOption,
    Model,
    ProjectionOption,
    load_model,
    load_projection,
)
from samehands.cli.output_file import write_json
from samehands.cli.playback import (
    Answers,
    JsonOption,
    Material,
    ReportOption,
    SpeedOption,
    play,
    sum_up,
    write_results,
)
from samehands.cli.recording_file import RecordingKind, kind_of, read_windows
from samehands.cli.template_file import read_template
from samehands.cli.terminal import terminal_beside
from samehands.cli.typing_session import require_windows, typing_session
from samehands.errors import SettingsError
from samehands.monitor import MonitorState
from samehands.quantities import MICROS_PER_SECOND, Micros
from samehands.rhythm import DEFAULT
from samehands.wire.records import Card, Header, Mark, Place, RecordedMark, RecordedWindow

SEAT: Final = "me"
"""What the one seat is called when key events of one's own are replayed."""

BETWEEN_WINDOWS: Final = Micros(60 * MICROS_PER_SECOND)
"""Between two windows of one's own typing as they are replayed: a window carries no time, and an
even minute, as from a sending timer, tells nothing about it."""


def replay(  # noqa: PLR0913  # one for each option
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A recording of windows or of key events.")
    ],
    *,
    template: Annotated[
        Path | None,
        typer.Option(
            "--template",
            metavar="FILE",
            help="Whose typing the key events should be: judge them by this template.",
        ),
    ] = None,
    step_ups: Annotated[
        Answers | None,
        typer.Option(
            help="Who answers when the monitor asks for proof. owner: the owner passes, whoever "
            "took over fails. nobody: an alarm stays. By default owner for a team's windows, "
            "nobody for key events.",
            show_default=False,
        ),
    ] = None,
    speed: SpeedOption = None,
    report: ReportOption = None,
    json: JsonOption = None,
    projection: ProjectionOption = DEFAULT,
    back_end: BackEndOption = None,
    budget: BudgetOption = 1.0,
) -> None:
    """Take a recording through the monitor, as if it were live.

    A recording of windows ("samehands":"windows/1" in its first line) is a team: its people
    enrol, work, and are judged. Key events of your own become windows on this machine; without a
    template they are only counted, with one (samehands enrol makes it) they are judged.
    """
    console = terminal_beside(json)
    own_typing = kind_of(file) is RecordingKind.KEY_EVENTS
    if own_typing and template is None:
        made_with = load_projection(projection)
        summary = EventSummary.of(typing_session(file, made_with), made_with.keystrokes)
        summary.show(console)
        if json is not None:
            write_json(json, summary)
        return
    model = load_model(projection, back_end, budget)
    if own_typing and template is not None:
        material = _own_typing(file, template, model)
    elif template is not None:
        raise SettingsError(
            "--template", got="a template for a team's windows", due="it with key events only"
        )
    else:
        header, records = read_windows(file)
        model.require_windows_of(header.projection, file.name)
        material = Material(header, records)
    answers = step_ups or (Answers.NOBODY if own_typing else Answers.OWNER)
    played = play(material, model, console=console, speed=speed, answers=answers)
    sum_up(played, console)
    write_results(played, report, json)


def _own_typing(file: Path, template: Path, model: Model) -> Material:
    """A session of one's own, as if its windows had been sent."""
    known = read_template(template, model.projection)
    collected = typing_session(file, model.projection)
    require_windows(file, collected, model.projection)
    seated = Place(SEAT, "typing", Micros(0))
    card = Card("key events on this machine", "their owner's", "samehands replay")
    return Material(
        Header(model.projection.ref, card),
        [
            RecordedMark(seated, Mark.SESSION_STARTS),
            *(
                RecordedWindow(Place(SEAT, "typing", Micros(number * BETWEEN_WINDOWS)), window)
                for number, window in enumerate(collected.windows, start=1)
            ),
        ],
        {SEAT: MonitorState(SEAT, projection=model.projection.ref, template=known)},
    )
