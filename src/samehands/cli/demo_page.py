"""`samehands demo-page`: a customer-service console at which somebody enrols themselves by working."""

import webbrowser
from threading import Event
from typing import Annotated, Final

import typer

from samehands.cli.demo_clock import DemoClock, real_time
from samehands.cli.live_demo import PAGE_PORT, free_port, invite, running
from samehands.cli.model import ProjectionOption
from samehands.cli.terminal import terminal
from samehands.rhythm import DEFAULT

SERVICE_PORT: Final = 8080
"""Where the service and its console are, unless something else is there."""


def demo_page(
    *,
    port: Annotated[
        int, typer.Option(help="Of the page; another free one where it is taken.")
    ] = PAGE_PORT,
    service_port: Annotated[
        int, typer.Option(help="Of the service; another free one where it is taken.")
    ] = SERVICE_PORT,
    browse: Annotated[bool, typer.Option("--browse", help="Open the page in a browser.")] = False,
    projection: ProjectionOption = DEFAULT,
) -> None:
    """Try it with your own hands: enrol, and hand over the keyboard.

    Starts the real service on a database of its own, and beside it a small application that it
    protects: a page of another origin, with an API key, which asks before it shows a customer's
    record. The page shows every byte that leaves it. Customers are fictional; nothing is kept.
    """
    from samehands.host.demo_page.running import (  # noqa: PLC0415  # slow to import, and --help is not
        listening,
        serve_page,
    )

    console = terminal()
    clock = DemoClock()
    clock.run(start=real_time(), speed=1.0)
    with (
        listening(free_port(port)) as (opened, origin),
        running(projection, service_port, clock, origin) as service,
        serve_page(service.address, service.api_key, opened, origin),
    ):
        invite(console, service, origin)
        console.print("Both run until Ctrl-C.")
        if browse:
            webbrowser.open(f"{origin}/")
        try:
            Event().wait()
        except KeyboardInterrupt:
            console.print("\nStopped; nothing of the demo is kept.")
