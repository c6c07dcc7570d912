"""Running the demo page beside whatever else its process does."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Final, cast

import uvicorn

from samehands.errors import SettingsError, StorageError
from samehands.host.demo_page.app import create_page

STARTED_WITHIN: Final = 30.0
"""Seconds in which the page has to be there."""

GRACE: Final = 3
"""Seconds that requests under way have when it stops: as long as one waits for the service."""


@contextmanager
def listening(port: int) -> Iterator[tuple[socket.socket, str]]:
    """A port of this machine, open; and the origin of a page that is served there.

    Args:
        port: 0 for any.

    Raises:
        SettingsError: it is taken.
    """
    try:
        opened = socket.create_server(("127.0.0.1", port))
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise SettingsError(f"port {port}", got=why, due="a free port here") from None
    with opened:
        yield opened, f"http://127.0.0.1:{opened.getsockname()[1]}"


@contextmanager
def serve_page(server: str, api_key: str, opened: socket.socket, origin: str) -> Iterator[None]:
    """The page in a thread of this process, until the context is left.

    Args:
        server: address of the service, whose `allowed_origins` has the page's origin.
        api_key: with the scopes `sessions` and `subjects`.
        opened: where it listens.
        origin: of the page.

    Raises:
        SettingsError: an address or a key that is none.
        StorageError: it did not start.
    """
    config = uvicorn.Config(
        cast("uvicorn._types.ASGIApplication", create_page(server, api_key, origin)),  # noqa: SLF001  # uvicorn's name for what it runs
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="on",
        timeout_graceful_shutdown=GRACE,
    )
    running = uvicorn.Server(config)
    thread = Thread(target=running.run, kwargs={"sockets": [opened]}, name="demo-page")
    thread.start()
    try:
        _wait_for(running, thread)
        yield
    finally:
        running.should_exit = True
        thread.join()


def _wait_for(running: uvicorn.Server, thread: Thread) -> None:
    for _ in range(int(STARTED_WITHIN * 100)):
        if running.started:
            return
        thread.join(0.01)
        if not thread.is_alive():
            break
    raise StorageError("the demo page did not start; its log says why")
