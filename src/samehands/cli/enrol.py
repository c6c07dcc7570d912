"""`samehands enrol`: a template from recordings of one's own typing."""

from pathlib import Path
from typing import Annotated, Final

import typer

from samehands.cli.enrolment import failure_in_words, missing_in_words
from samehands.cli.model import BackEndOption, ProjectionOption, load_model
from samehands.cli.template_file import write_template
from samehands.cli.terminal import terminal
from samehands.cli.typing_session import typing_session
from samehands.errors import RecordingError
from samehands.identity import EnrolmentFailed, NotReady, SessionWindows, group_windows
from samehands.lab.report.moment import counted
from samehands.rhythm import DEFAULT

NO_ANSWER: Final = 3
"""Exit status where nothing is wrong with the files, but they make no template."""


def enrol(
    recordings: Annotated[
        list[Path],
        typer.Argument(
            metavar="RECORDING...",
            help="Recordings of key events, one for each sitting, the oldest first.",
        ),
    ],
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Where the template goes.")
    ],
    subject: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Whose it is, for the message; not in the template."),
    ] = None,
    projection: ProjectionOption = DEFAULT,
    back_end: BackEndOption = None,
) -> None:
    """Learn a person from recordings of key events.

    The template holds sums of embeddings: a few hundred numbers and nothing that was typed. An
    existing file is replaced in one go or not at all. Exit status 3: the files are in order, but
    too little, or not one person's typing.
    """
    model = load_model(projection, back_end)
    console, errors = terminal(), terminal(errors=True)
    sessions: list[SessionWindows] = []
    for path in recordings:
        if path in recordings[: recordings.index(path)] or recordings.count(path) > 1:
            raise RecordingError(path.name, got="the same recording twice", due="each once")
        collected = typing_session(path, model.projection)
        sessions += group_windows(collected.windows).sessions
        console.print(
            f"{path.name}: {counted(collected.counts.presses, 'keystroke')}, "
            f"{counted(len(collected.windows), 'window')}, {collected.discarded} discarded.",
            soft_wrap=True,
        )
    template = model.setup.scorer.enrol(sessions)
    if isinstance(template, NotReady | EnrolmentFailed):
        told = (
            missing_in_words(template, sessions, model.projection.keystrokes)
            if isinstance(template, NotReady)
            else failure_in_words(template)
        )
        for line in told:
            errors.print(line, soft_wrap=True)
        raise typer.Exit(NO_ANSWER)
    write_template(output, template)
    windows = sum(entry.count for entry in template.sessions)
    console.print(
        f"{subject or 'The owner'} is enrolled from {counted(windows, 'window')} in "
        f"{counted(len(template.sessions), 'session')}: {output}",
        soft_wrap=True,
    )
