"""`samehands lab`: the measurements, each a thin door to the laboratory's function of that name."""

# Every import of the laboratory is inside its command: the extra may be absent, and importing
# Polars and SciPy would make `samehands --help` wait.
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.table import Table

from samehands import __version__
from samehands.cli.exposure import access_model, exposure
from samehands.cli.figures import figures_of
from samehands.cli.laboratory import DATA, DataOption, SeedOption, laboratory
from samehands.cli.machine_input import forge, liveness
from samehands.cli.making import make_demo, threshold, train, train_liveness
from samehands.cli.model import ProjectionOption, load_model, load_projection
from samehands.cli.output_file import write_json, write_output
from samehands.cli.playback import JsonOption
from samehands.cli.pointer import pointer, train_pointer
from samehands.cli.terminal import terminal, terminal_beside
from samehands.errors import SettingsError
from samehands.rhythm import DEFAULT

lab = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Measure on real people. Needs the extra: pip install 'samehands[lab]', and the data sets.",
)

LEAKS: Final = 4
"""Exit status when a message tells more of the text than it may."""

lab.command()(train)
lab.command(name="train-liveness")(train_liveness)
lab.command()(threshold)
lab.command(name="make-demo")(make_demo)
lab.command()(pointer)
lab.command(name="train-pointer")(train_pointer)
lab.command(name="access-model")(access_model)
lab.command()(exposure)
lab.command()(liveness)
lab.command()(forge)


@lab.command()
def readings(
    name: Annotated[str, typer.Argument(metavar="PLAN", help="open-1 or aalto-research-1.")],
    *,
    package: Annotated[
        Path, typer.Option(metavar="DIR", help="The folder samehands of a source tree.")
    ] = Path("src/samehands"),
    data: DataOption = DATA,
) -> None:
    """Fit what can be read from a projection's windows, and put it into the package.

    On the people that the projection was trained on. What explains less than three tenths of the
    variance in people whom a fit has not seen is not kept.
    """
    with laboratory():
        from samehands.lab.training.readings import (  # noqa: PLC0415  # as above
            measure_readings,
            ship_readings,
        )

        console = terminal()
        found = measure_readings(name, data, console.print)
        path = ship_readings(found.readings, package)
    kept = {reading.name for reading in found.readings.each}
    for tried, explained in sorted(found.r_squared.items(), key=lambda one: -one[1]):
        dropped = "" if tried in kept else ", not kept"
        console.print(f"{tried}: R² {explained:.2f}{dropped}", soft_wrap=True)
    console.print(f"written: {path}", soft_wrap=True)


@lab.command()
def cmu(*, data: DataOption = DATA, seed: SeedOption = 0, json: JsonOption = None) -> None:
    """Fixed text: the CMU password benchmark.

    The classic detectors as published, and our own, strictly one-class.
    """
    with laboratory():
        from samehands.lab.fixed_text import run_cmu  # noqa: PLC0415  # the extra may be absent

        report = run_cmu(data, seed)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("detector", "data", "impostors", "people", "EER", "95 %", "published", "note"):
        table.add_column(name)
    for line in report.detectors:
        table.add_row(
            line.detector,
            line.data,
            line.impostors,
            f"{line.people}",
            f"{line.mean:.4f}",
            f"{line.interval.low:.4f}-{line.interval.high:.4f}",
            "" if line.published is None else f"{line.published:.4f}",
            line.note,
        )
    console = terminal_beside(json)
    console.print(table)
    if json is not None:
        write_json(json, report)


@lab.command()
def evaluate(  # noqa: PLR0913  # one for each option
    protocol: Annotated[str, typer.Argument(metavar="PROTOCOL", help="Name of a protocol.")],
    *,
    role: Annotated[
        str, typer.Option(metavar="ROLE", help="Of the people: evaluation, development, everyone.")
    ] = "evaluation",
    projection: ProjectionOption = DEFAULT,
    cross_fit: Annotated[
        bool,
        typer.Option(
            "--cross-fit",
            help="On monaco: train the projection's plan anew without the people tested.",
        ),
    ] = False,
    data: DataOption = DATA,
    seed: SeedOption = 0,
    json: JsonOption = None,
) -> None:
    """Run a protocol on people whom a projection has not seen.

    Protocols: typenet, kvc, monitor, cross_session, one_visit, take_over, take_over_aligned.
    """
    with laboratory():
        from samehands.lab.bench import evaluate_cross_fitted  # noqa: PLC0415  # as above
        from samehands.lab.evaluation import evaluate as run  # noqa: PLC0415  # as above
        from samehands.lab.split import Role  # noqa: PLC0415  # as above

        if role not in tuple(Role):
            raise SettingsError("--role", got="an unknown one", due=", ".join(Role))
        model = load_model(projection, None)
        back_end = model.setup.scorer.back_end
        if cross_fit:
            result = evaluate_cross_fitted(protocol, projection, data, seed, terminal().print)
        else:
            result = run(protocol, model.projection, back_end, data, seed, Role(role))
    console = terminal_beside(json)
    console.print(f"{result.title}; {model.projection.name}; {role}", soft_wrap=True)
    for line in figures_of(result):
        console.print(line, soft_wrap=True)
    if json is not None:
        write_json(json, result)


@lab.command()
def peers(*, data: DataOption = DATA, seed: SeedOption = 0, json: JsonOption = None) -> None:
    """Compare with other systems on the same people.

    Ours have seen nobody of the people tested. A peer is installed into an environment of its own
    and run as a process of its own, from a source checkout.
    """
    with laboratory():
        from samehands.lab.peers import (  # noqa: PLC0415  # as above
            held_out_systems,
            markdown,
            run_peers,
        )

        report = run_peers(data, held_out_systems(data), seed)
    terminal_beside(json).print(markdown(report), soft_wrap=True)
    if json is not None:
        write_json(json, report)


@lab.command(name="text-recovery")
def text_recovery(
    *,
    projection: ProjectionOption = DEFAULT,
    data: DataOption = DATA,
    seed: SeedOption = 0,
    json: JsonOption = None,
) -> None:
    """Try to read text from exactly what a device sends.

    On people and prompts that no training has seen, beside controls whose leak is known. Minutes.
    The exit status is 4 when a limit is broken.
    """
    with laboratory():
        from samehands.lab.attack.run import readings_of, recover_text  # noqa: PLC0415  # as above

        found = recover_text(load_projection(projection), data, seed=seed)
    console = terminal_beside(json)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("message", "attacker", "bits a window", "95 %", "rank bits", "top 1", "top 10"):
        table.add_column(name)
    for message, one in readings_of(found.attack):
        table.add_row(
            message,
            one.attacker,
            f"{one.bits.value:.3f}",
            f"{one.bits.low:.3f}-{one.bits.high:.3f}",
            f"{one.rank_bits.value:.3f}",
            f"{100 * one.top1.value:.2f} %",
            f"{100 * one.top10.value:.2f} %",
        )
    console.print(table)
    console.print(f"dictionary: {found.attack.words.bits.value:.3f} bits a content word")
    for sentence in found.leaks:
        console.print(sentence, soft_wrap=True)
    if json is not None:
        write_json(json, found)
    if found.leaks:
        raise typer.Exit(LEAKS)


@lab.command()
def bench(
    only: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME...]", help="Measurements; all if none.")
    ] = None,
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="Where the results go.")
    ] = Path("benchmarks/results"),
    data: DataOption = DATA,
    seed: SeedOption = 0,
) -> None:
    """Measure every figure that the README quotes, and keep each as JSON. About half an hour.

    What was measured before a Ctrl-C is kept.
    """
    with laboratory():
        from samehands.lab.bench import bench as run  # noqa: PLC0415  # as above

        console = terminal()
        for path in run(data, output, tuple(only or ()), seed, console.print):
            console.print(f"written: {path}", soft_wrap=True)


@lab.command()
def report(
    results: Annotated[
        list[Path], typer.Argument(metavar="RESULT...", help="From samehands lab evaluate --json.")
    ],
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Where the page goes.")
    ] = Path("out/evaluation.html"),
) -> None:
    """Draw the results of evaluations as one HTML page."""
    with laboratory():
        from samehands.lab.attack.run import TextRecovery  # noqa: PLC0415  # as above
        from samehands.lab.evaluation import EvaluationResult  # noqa: PLC0415  # as above
        from samehands.lab.report.evaluation import Leak, evaluation_report  # noqa: PLC0415
        from samehands.lab.results import read_result  # noqa: PLC0415  # as above

        attacked = [path for path in results if path.name.startswith("text-recovery")]
        leaks = [
            Leak.of(found.projection, found.attack)
            for found in (read_result(path, TextRecovery) for path in attacked)
        ]
        read = [read_result(path, EvaluationResult) for path in results if path not in attacked]
        page = evaluation_report(read, leaks, version=__version__)
    write_output(output, page.encode())
    terminal_beside(output).print(f"written: {output}", soft_wrap=True)
