"""`samehands lab train`, `train-liveness`, `threshold`, `make-demo`: what is shipped, made anew from the data sets."""

# Every import of the laboratory is inside its command: the extra may be absent.
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from samehands.cli.laboratory import DATA, DataOption, SeedOption, laboratory
from samehands.cli.output_file import write_output
from samehands.cli.terminal import terminal, terminal_beside

_COLUMNS: Final = (
    TextColumn("{task.description}"),
    BarColumn(),
    TimeElapsedColumn(),
    TextColumn("{task.fields[stage]}"),
)
"""What is seen of a training in a terminal."""


def train(
    name: Annotated[str, typer.Argument(metavar="PLAN", help="open-1 or aalto-research-1.")],
    *,
    package: Annotated[
        Path, typer.Option(metavar="DIR", help="The folder samehands of a source tree.")
    ] = Path("src/samehands"),
    keep: Annotated[
        Path, typer.Option(metavar="DIR", help="Where what was measured is kept for the next run.")
    ] = Path("out/training"),
    data: DataOption = DATA,
) -> None:
    """Train a projection and put it into the package.

    As its plan says, from the data sets; its back-end and the index are written beside it. A run
    that was cut short after its measurements goes on from there.
    """
    with laboratory():
        from samehands.lab.training.plan import load_plan  # noqa: PLC0415  # as above
        from samehands.lab.training.shipped import ship, train_shipped  # noqa: PLC0415  # as above

        console = terminal()
        plan = load_plan(name)
        stages = 6 + len(plan.nuisance)
        with Progress(*_COLUMNS, console=console, disable=not console.is_terminal) as bar:
            task = bar.add_task(plan.name, total=stages, stage="")

            def say(stage: str) -> None:
                bar.update(task, advance=1, stage=stage)
                if not console.is_terminal:
                    console.print(stage, soft_wrap=True)

            trained = train_shipped(plan, data, keep, say)
            bar.update(task, completed=stages, stage="done")
        for path in ship(trained, plan, package):
            console.print(f"written: {path}")


def threshold(
    name: Annotated[str, typer.Argument(metavar="PLAN", help="open-1 or aalto-research-1.")],
    *,
    package: Annotated[
        Path, typer.Option(metavar="DIR", help="The folder samehands of a source tree.")
    ] = Path("src/samehands"),
    data: DataOption = DATA,
    seed: SeedOption = 0,
) -> None:
    """Measure a projection's alarm line on development people, and put it into the package."""
    with laboratory():
        from samehands.lab.thresholds import (  # noqa: PLC0415  # as above
            measure_threshold,
            ship_threshold,
        )

        console = terminal()
        found = measure_threshold(name, data, seed, console.print)
        path = ship_threshold(found, name, package)
    console.print(f"{found.level:.2f} nats, {found.basis}; written: {path}", soft_wrap=True)


def train_liveness(
    name: Annotated[str, typer.Argument(metavar="PROJECTION", help="open-1 or aalto-research-1.")],
    *,
    package: Annotated[
        Path, typer.Option(metavar="DIR", help="The folder samehands of a source tree.")
    ] = Path("src/samehands"),
    line_only: Annotated[
        bool, typer.Option("--line-only", help="Measure the alarm line, and leave the model.")
    ] = False,
    data: DataOption = DATA,
    seed: SeedOption = 0,
) -> None:
    """Fit the detectors of machine input, measure their alarm line, and put both into the package.

    On permissively licensed people and the laboratory's forgers. The line is measured with people
    whom the fit has not seen.
    """
    with laboratory():
        from samehands.lab.training.liveness import (  # noqa: PLC0415  # as above
            ship_liveness,
            train_liveness,
        )
        from samehands.lab.training.liveness_threshold import (  # noqa: PLC0415  # as above
            genuine_runs,
            machine_threshold,
            ship_machine_threshold,
        )
        from samehands.trust import Budget  # noqa: PLC0415  # as above

        console = terminal()
        if not line_only:
            trained = train_liveness(name, data, console.print)
            path = ship_liveness(trained.model, package)
            console.print(
                f"{trained.windows} windows of people, {trained.attacks} of forgers; "
                f"written: {path}",
                soft_wrap=True,
            )
        runs = genuine_runs(name, data, seed, console.print)
        found = machine_threshold(runs, Budget(), seed)
        path = ship_machine_threshold(found, name, package)
    console.print(f"{found.level:.2f} nats, {found.basis}; written: {path}", soft_wrap=True)


def make_demo(
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Where the recording goes.")
    ] = Path("src/samehands/cli/demo_data/team.jsonl"),
    data: DataOption = DATA,
) -> None:
    """Make the demo's recording anew.

    From people whom no shipped projection has seen, as windows only.
    """
    with laboratory():
        from samehands.lab.demo import demo_recording  # noqa: PLC0415  # as above

        write_output(output, b"".join(demo_recording(data)))
    terminal_beside(output).print(f"written: {output}", soft_wrap=True)
