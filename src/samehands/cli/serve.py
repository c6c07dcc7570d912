"""`samehands serve`: the service, until it is told to stop."""

from typing import Final

import typer

from samehands.cli.setting_options import ConfigOption, given_settings

NAME: Final = "serve"


def serve(context: typer.Context, *, config: ConfigOption = None) -> None:
    """Run the service: sessions in, verdicts out, a live console.

    Without any setting it listens on this machine only, at port 8080, and keeps everything in a
    SQLite file below samehands-data. The first start prints the link at which the first account is
    made. SIGTERM and Ctrl-C stop it in order: what was acknowledged is kept.

    Every setting below is an option, an environment variable (SAMEHANDS_PORT) and a line of the file.
    """
    from samehands.server.configuration import load_settings  # noqa: PLC0415  # the server is slow
    from samehands.server.run import serve as run  # noqa: PLC0415  # to import, and --help is not

    settings = load_settings(config, given_settings(context.args))
    run(settings, lambda sentence: typer.echo(sentence, err=True))
