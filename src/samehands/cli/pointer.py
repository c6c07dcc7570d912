"""`samehands lab pointer` and its training: measuring whether people can be told by movement."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from samehands.cli.laboratory import DATA, DataOption, SeedOption, laboratory
from samehands.cli.output_file import write_json
from samehands.cli.playback import JsonOption
from samehands.cli.terminal import terminal, terminal_beside
from samehands.errors import SettingsError


def pointer(
    protocol: Annotated[
        str, typer.Argument(metavar="PROTOCOL", help="bogazici, balabit, sapimouse or attack.")
    ],
    *,
    role: Annotated[
        str, typer.Option(metavar="ROLE", help="Of the people: evaluation or development.")
    ] = "evaluation",
    data: DataOption = DATA,
    seed: SeedOption = 0,
    json: JsonOption = None,
) -> None:
    """Tell people by the pointer, on people whom the projection has not seen; or attack it.

    Beside each figure stands what sampling interval and screen geometry alone reach. The public
    sets confound people and computers.
    """
    with laboratory():
        from samehands.lab.pointer import (  # noqa: PLC0415  # the extra may be absent
            PointerProtocol,
            run_pointer,
            run_pointer_attack,
            sentences,
        )
        from samehands.lab.split import Role  # noqa: PLC0415  # as above

        protocols = (*PointerProtocol, "attack")
        for what, got, known in (("PROTOCOL", protocol, protocols), ("--role", role, tuple(Role))):
            if got not in known:
                raise SettingsError(what, got="an unknown one", due=", ".join(known))
        say = terminal().print
        if protocol == "attack":
            attacked = run_pointer_attack(data, Role(role), seed, say)
            said, result = attacked.sentences(), msgspec.to_builtins(attacked)
        else:
            measured = run_pointer(PointerProtocol(protocol), data, Role(role), seed, say)
            said, result = sentences(measured), msgspec.to_builtins(measured)
    console = terminal_beside(json)
    for line in said:
        console.print(line, soft_wrap=True)
    if json is not None:
        write_json(json, result)


def train_pointer(
    *,
    package: Annotated[
        Path, typer.Option(metavar="DIR", help="The folder samehands of a source tree.")
    ] = Path("src/samehands"),
    data: DataOption = DATA,
) -> None:
    """Train pointer-research-1 on everybody and put it into the package: research only."""
    with laboratory():
        from samehands.lab.pointer import ship_pointer  # noqa: PLC0415  # as above

        for path in ship_pointer(data, package, terminal().print):
            terminal().print(f"written: {path}", soft_wrap=True)
