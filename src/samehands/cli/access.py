"""`samehands access`: tell the service which records were read, from an access log."""

# The imports are inside the commands: they would make `samehands --help` wait.
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from samehands.cli.terminal import terminal

access = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Tell the service which records were read.",
)

SecretOption = Annotated[
    Path,
    typer.Option(
        "--secret-file",
        metavar="FILE",
        help="The key of the records' hashes: 64 or more hex digits, readable by its owner only.",
    ),
]
"""The file of the secret."""


@access.command()
def tail(  # noqa: PLR0913  # each is an option
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The log; it may not be there yet.")
    ],
    *,
    server: Annotated[str, typer.Option(metavar="URL", help="The service's address.")],
    api_key_file: Annotated[
        Path, typer.Option(metavar="FILE", help="Holds an API key with the scope `access`.")
    ],
    secret_file: SecretOption,
    route: Annotated[
        list[str],
        typer.Option(
            "--map",
            metavar="RULE",
            help="Which requests read a record: RESOURCE[:ACTION]=[METHOD ]PATH, where {id} stands "
            "for the record; of several parameters the one called {record}. ACTION is view (if not "
            "said), search or export, METHOD is GET. Give it once for each route: "
            "--map 'customer=/customers/{id}' --map 'customer:export=POST /customers/{id}/pdf'",
        ),
    ],
    log_format: Annotated[
        Literal["nginx", "json"],
        typer.Option(
            "--format",
            help="nginx: the format `combined`; the user is the subject, and a quoted field behind "
            "the user agent is the Samehands session. json: one object a line.",
        ),
    ] = "nginx",
    field: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=KEY",
            help="Where a line of JSON has what is needed: time, method, path, status, session, "
            "subject. Each is called so if not said: --field time=@timestamp --field path=uri",
        ),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="What this log is called at the service; must stay the same, and be another for "
            "every log. By default the host's name and the log's path, hashed.",
        ),
    ] = None,
    place: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Remembers how far the log was read. By default FILE.samehands beside the log.",
        ),
    ] = None,
    from_end: Annotated[
        bool,
        typer.Option(
            "--from-end", help="Where nothing is remembered, begin at the end of what is there."
        ),
    ] = False,
    once: Annotated[
        bool, typer.Option("--once", help="Leave when everything that is there was told.")
    ] = False,
) -> None:
    """Follow an access log and tell the service which records were read, each once.

    Goes on where it was left: after a restart, after a crash in the middle of a batch, and when the
    log is rotated meanwhile, by renaming or by copying and truncating (which may lose the last
    lines). While the service is away it waits. Only keyed hashes of the records leave; paths do not.
    Requests that were refused or not found are not told of. Ctrl-C and SIGTERM stop it.
    """
    from samehands.cli.access_tail import follow, prepared  # noqa: PLC0415  # see above

    tailer = prepared(
        file,
        server=server,
        key_file=api_key_file,
        secret_file=secret_file,
        rules=route,
        fields=field or [],
        log_format=log_format,
        source=source,
        place=place,
        from_end=from_end,
    )
    with tailer:
        follow(tailer, once=once, say=lambda sentence: typer.echo(sentence, err=True))


@access.command(name="hash")
def hash_ids(
    resource: Annotated[str, typer.Argument(metavar="RESOURCE", help="Class of the records.")],
    *,
    secret_file: SecretOption,
) -> None:
    """Print the keyed hash of each record id on standard input, one a line.

    For registering honey records: the service takes hashes only. RESOURCE must be the class that
    the records are told under.
    """
    from samehands.host.record_hash import RecordHash  # noqa: PLC0415  # see above

    hashes = RecordHash.from_file(secret_file)
    for line in sys.stdin:
        record = line.rstrip("\n")
        if record:
            typer.echo(hashes.of(record, resource))


@access.command()
def secret(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Must not be there yet.")],
) -> None:
    """Make a file with a new secret for hashing records, which only its owner can read.

    All that tell of the same records need the same secret. The service never needs it.
    """
    from samehands.host.record_hash import new_secret  # noqa: PLC0415  # see above

    new_secret(file)
    terminal().print(f"{file}: a new secret. Copy it to every host that tells of reads.")
