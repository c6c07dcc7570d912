"""Running the service: its parts made, a port opened, and everything brought to an end in order."""

import gc
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Final

import uvicorn

from samehands.errors import SettingsError, StorageError
from samehands.server.app import create_app
from samehands.server.assembly import keys_of, make_folder, make_parts, open_durable
from samehands.server.auth.invitations import first_link
from samehands.server.clock import Clock, system_clock
from samehands.server.configuration import require_safe
from samehands.server.feed import Feed
from samehands.server.log import configure_log
from samehands.server.parts import Parts
from samehands.server.settings import Settings

GRACE: Final = 15
"""Seconds that requests under way have when the server stops; then they are cut off.

A long poll ends at once, and whatever was told is made durable in any case."""

KEEP_ALIVE: Final = 30
"""Seconds that a connection may be silent: collectors send every ten, so they keep theirs."""

BACKLOG: Final = 2_048
"""Connections that wait to be accepted."""

COLLECTED_EVERY: Final = (100_000, 50, 100)
"""How seldom Python looks for cycles: monitors are many small objects that never form one.

At its own (700, 10, 10), looking took 28 % of the time of ingestion with 3,000 subjects. More seldom:
cycles of requests that failed lie about longer, some MB of them."""

STARTED_WITHIN: Final = 60.0
"""Seconds in which a server in the background has to be there."""


class _Server(uvicorn.Server):
    """Sends home whoever listens before it waits for connections to end."""

    def __init__(self, config: uvicorn.Config, feed: Feed) -> None:
        super().__init__(config)
        self._feed = feed

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._feed.close()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        # uvicorn raises a signal again once it is done, which would end the process before the
        # store is closed.
        with super().capture_signals():
            yield
            self._captured_signals.clear()


def serve(settings: Settings, say: Callable[[str], None], clock: Clock = system_clock) -> None:
    """Run the service until it is told to stop: by SIGTERM, or Ctrl-C.

    Args:
        settings: how.
        say: told where it is, and what somebody has to know at the first start.
        clock: the time.

    Raises:
        SettingsError: settings that make no sense, unsafe ones, or a port that is taken.
        StorageError: the store cannot be opened.
    """
    require_safe(settings)
    configure_log(settings)
    make_folder(settings)
    keys = keys_of(settings)
    if keys.made is not None:
        say(f"Made the master keys: {keys.made}. Keep a copy where the database's is not.")
    with open_durable(settings, keys.ring) as store, opened(settings) as opening:
        parts = make_parts(settings, store, clock)
        server = server_of(parts)
        address = address_of(settings, opening)
        link = first_link(store, address, clock())
        if link is not None:
            say(f"Make the first account here, within the hour: {link}")
        say(f"Samehands listens at {address}")
        gc.freeze()  # what is there now stays
        gc.set_threshold(*COLLECTED_EVERY)
        server.run(sockets=[opening])


@contextmanager
def in_background(parts: Parts) -> Iterator[str]:
    """The service in a thread of this process, at a free port of this machine; gives its address.

    For a demonstration, and for tests. The store stays open.

    Raises:
        StorageError: it did not start.
    """
    server = server_of(parts)
    with opened(parts.settings) as opening:
        thread = Thread(target=server.run, kwargs={"sockets": [opening]}, name="samehands-server")
        thread.start()
        try:
            _wait_for(server, thread)
            yield address_of(parts.settings, opening)
        finally:
            server.should_exit = True
            thread.join()


def _wait_for(server: uvicorn.Server, thread: Thread) -> None:
    for _ in range(int(STARTED_WITHIN * 100)):
        if server.started:
            return
        thread.join(0.01)
        if not thread.is_alive():
            break
    raise StorageError("the service did not start; its log says why")


def server_of(parts: Parts) -> uvicorn.Server:
    """The server with the application in it, not running yet."""
    settings = parts.settings
    proxies = list(settings.trusted_proxies)
    config = uvicorn.Config(
        create_app(parts),
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="on",
        proxy_headers=bool(proxies),
        forwarded_allow_ips=proxies,
        limit_concurrency=settings.requests_at_once,
        backlog=BACKLOG,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=GRACE,
        ws_max_size=settings.body_bytes,
    )
    return _Server(config, parts.feed)


@contextmanager
def opened(settings: Settings) -> Iterator[socket.socket]:
    """The port, open: what comes waits until somebody takes it.

    Raises:
        SettingsError: it is taken, or the address is not this machine's.
    """
    host = settings.host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, settings.port), family=family, backlog=BACKLOG)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise SettingsError(
            f"host {settings.host}, port {settings.port}", got=why, due="a free port here"
        ) from None
    with listening:
        yield listening


def address_of(settings: Settings, opening: socket.socket) -> str:
    """The address that browsers use."""
    if settings.public_url is not None:
        return settings.public_url.rstrip("/")
    host, port = opening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
