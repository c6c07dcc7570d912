"""The model that a command works with: a projection, its back-end, and the setup they make."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from samehands.cli.terminal import terminal
from samehands.errors import ProjectionError, ProjectionMismatchError, SettingsError
from samehands.identity import Fallback, PldaScorer, decode_back_end
from samehands.liveness.models import model_of
from samehands.monitor import Setup
from samehands.monitor.defaults import LEARNING_ALLOWS, default_setup
from samehands.rhythm import DEFAULT, Projection, decode_projection
from samehands.rhythm.projections import index, shipped
from samehands.trust import Budget, Hypothesis, assumed_threshold

ProjectionOption = Annotated[
    str,
    typer.Option(
        "--projection",
        metavar="NAME|FILE",
        help="A shipped projection by name, or a projection file of your own.",
    ),
]
"""The option that every command has which makes or judges windows."""

BackEndOption = Annotated[
    Path | None,
    typer.Option(
        "--back-end",
        metavar="FILE",
        help="A back-end of your own for the projection, with an alarm line that assumes it is "
        "calibrated; by default the shipped one, with the line that was measured.",
    ),
]
"""The option of commands that judge windows."""

BudgetOption = Annotated[
    float,
    typer.Option(
        "--budget",
        metavar="ALARMS",
        help="False alarms allowed per person and month of work; the alarm line follows from it.",
    ),
]
"""The option of commands that decide over time."""


@dataclass(frozen=True, slots=True)
class Model:
    """A projection and how its windows are judged.

    Args:
        projection: makes windows.
        setup: judges them.
    """

    projection: Projection
    setup: Setup

    def require_windows_of(self, projection: bytes, where: str) -> None:
        """Refuse windows of another projection, saying which option would take them.

        Raises:
            ProjectionMismatchError: they are another's.
        """
        if projection == self.projection.ref:
            return
        theirs = _name_of(projection)
        raise ProjectionMismatchError(
            where,
            got=f"windows of the projection {theirs or projection.hex()}",
            due=f"of {self.projection.name}"
            + (f", or the option --projection {theirs}" if theirs else ""),
        )


def load_model(projection: str, back_end: Path | None, budget: float = 1.0) -> Model:
    """The model that the options name.

    Raises:
        InputError: there is no such projection, a file cannot be read or is not what it should
            be, or the budget makes no sense.
    """
    chosen = load_projection(projection)
    allowed = Budget(false_alarms=budget, keystrokes_per_window=chosen.keystrokes)
    if back_end is None:
        if _is_file(projection):
            raise SettingsError(
                "--back-end", got="nothing", due="one that belongs to the projection of your own"
            )
        return Model(chosen, default_setup(projection, allowed))
    scorer = PldaScorer(
        decode_back_end(_read(back_end), projection=chosen.ref), fallback=Fallback.NEAREST_CLOCK
    )
    level = assumed_threshold(allowed).level
    lines = {Hypothesis.OTHER_PERSON: level, Hypothesis.MACHINE: level}
    return Model(chosen, Setup(scorer, LEARNING_ALLOWS, lines, liveness=model_of(chosen.ref)))


def load_projection(name: str = DEFAULT) -> Projection:
    """A shipped projection, or one from a file where the name is a path.

    Raises:
        InputError: there is none, or the file is not one.
    """
    if _is_file(name):
        return decode_projection(_read(Path(name)))
    projection = shipped(name)
    if not index()[name].commercial:
        terminal(errors=True).print(f"{name}: for non-commercial use only.")
    return projection


def _is_file(name: str) -> bool:
    return name.endswith(".json")


def _name_of(projection: bytes) -> str | None:
    for name, known in index().items():
        if bytes.fromhex(known.sha256).startswith(projection):
            return name
    return None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ProjectionError(
            path.name, got=error.strerror or type(error).__name__, due="a file that can be read"
        ) from error
