"""The live demo: the real service on a database of its own, and a recorded team at work in it."""

# The server's imports are inside the functions: they would make `samehands --help` wait.
import secrets
import socket
import tempfile
import webbrowser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.console import Console
from rich.table import Table

from samehands.cli.demo_clock import DemoClock, real_time
from samehands.cli.demo_story import Event as StoryEvent
from samehands.cli.demo_story import Story
from samehands.cli.host_application import HostApplication
from samehands.cli.live_reads import LiveReads
from samehands.errors import SettingsError
from samehands.quantities import MICROS_PER_SECOND, Micros

if TYPE_CHECKING:
    from samehands.adapters.sql import SqlStore

ACCOUNTS: Final = {
    "ada": ("analyst",),
    "pia": ("privacy_officer",),
    "otto": ("auditor",),
    "max": ("admin",),
    "sam": ("self",),
}
"""Name → roles of the accounts that the demo makes; each sees what its role may see."""

SELF_OF: Final = "seat-6"
"""Whose data the account with the role self sees: the seat that is taken over."""

PAGE_PORT: Final = 8090
"""Where the demo page is, unless something else is there."""

LONGEST_SESSION: Final = 604_800
"""How long a session of the demo may last, seconds: a week, the longest that the service grants."""


class Running(NamedTuple):
    """A service that runs for the demo.

    Args:
        address: where.
        password: of every account in `ACCOUNTS`; made for this run.
        api_key: of the host application; made for this run.
    """

    address: str
    password: str
    api_key: str


class Showing(NamedTuple):
    """How the live demo is shown.

    Args:
        port: for the console; another free one where it is taken.
        speed: times faster than it was; None so that it takes about a minute.
        stay: whether the service runs on, for somebody to look around, until Ctrl-C.
        browse: whether a browser is opened.
    """

    port: int
    speed: float | None
    stay: bool
    browse: bool


def show_live(
    records: Sequence[StoryEvent], projection: str, console: Console, showing: Showing
) -> None:
    """Start the service, play the team to it, and leave it running for whoever wants to look.

    Args:
        records: of the recording, and reads beside it, in any order.
        projection: that its windows were made with.
        console: where the story is told.
        showing: how it is shown.

    Raises:
        SettingsError: a speed that is none, or settings in the environment that make no sense.
        StorageError: the service could not be started, or refused what it was sent.
    """
    from samehands.host.demo_page.running import listening, serve_page  # noqa: PLC0415  # see above

    if showing.speed is not None and not 1 <= showing.speed < float("inf"):
        raise SettingsError("--speed", got=f"{showing.speed:g}", due="1 or more, with the console")
    clock = DemoClock()
    in_order = sorted(records, key=lambda record: record.place.at)
    # The service is started as long ago as the recording is long: it ends now.
    clock.set(Micros(real_time() - in_order[-1].place.at + in_order[0].place.at))
    with (
        listening(free_port(PAGE_PORT)) as (opened, origin),
        running(projection, showing.port, clock, origin) as service,
    ):
        host = HostApplication(service.address, service.api_key)
        reads = LiveReads(service.address, service.api_key)
        try:
            story = Story(host, clock, _Teller(console), reads)
            console.print(
                "Five earlier days of work, at once: the templates are learnt from them."
            )
            shift = story.earlier_days(in_order)
            with serve_page(service.address, service.api_key, opened, origin):
                invite(console, service, origin)
                if showing.browse:
                    webbrowser.open(f"{service.address}/")
                story.last_day(in_order, shift, showing.speed)
                if showing.stay:
                    console.print(f"\nThe service runs on at {service.address}/ until Ctrl-C.")
                    Event().wait()
        except KeyboardInterrupt:
            console.print("\nStopped; nothing of the demo is kept.")
        finally:
            reads.close()
            host.close()


@contextmanager
def running(projection: str, port: int, clock: DemoClock, origin: str) -> Iterator[Running]:
    """The service on a database in a temporary folder, with accounts and an API key.

    Args:
        projection: that its windows are made with.
        port: to listen at; another free one where it is taken.
        clock: of the service; set to when it is to have been started.
        origin: of the page whose collector may ask.

    Raises:
        SettingsError, StorageError: it cannot be started.
    """
    from samehands.server.assembly import keys_of, make_parts, open_durable  # noqa: PLC0415  # see above
    from samehands.server.configuration import load_settings  # noqa: PLC0415  # see above
    from samehands.server.log import configure_log  # noqa: PLC0415  # see above
    from samehands.server.run import in_background  # noqa: PLC0415  # see above

    with tempfile.TemporaryDirectory(prefix="samehands-demo-") as folder:
        settings = load_settings(
            None,
            {
                "database": f"sqlite:///{Path(folder) / 'demo.db'}",
                "host": "127.0.0.1",
                "port": free_port(port),
                "projection": projection,
                "log_level": "error",
                "allowed_origins": (origin,),
                # In time-lapse hours pass in a minute; a visitor's session must outlast them.
                "session_lifetime": LONGEST_SESSION,
            },
        )
        configure_log(settings)
        with open_durable(settings, keys_of(settings).ring) as store:
            password, api_key = _who_may(store, clock())
            with in_background(make_parts(settings, store, clock)) as address:
                yield Running(address, password, api_key)


def _who_may(store: "SqlStore", now: Micros) -> tuple[str, str]:
    """Make the accounts and the API key; the password and the key, shown only now."""
    from samehands.adapters.sql import AccountRow, ApiKeyRow  # noqa: PLC0415  # see above
    from samehands.server.auth.key_text import KeyText  # noqa: PLC0415  # see above
    from samehands.server.auth.password import Passwords  # noqa: PLC0415  # see above
    from samehands.server.auth.principal import Scope  # noqa: PLC0415  # see above
    from samehands.server.auth.secret import digest, new_id  # noqa: PLC0415  # see above

    password = secrets.token_urlsafe(12)
    kept = Passwords().hashed(password)
    for name, roles in ACCOUNTS.items():
        subject = SELF_OF if "self" in roles else None
        account = AccountRow(
            new_id(), name, kept, None, frozenset(roles), subject, disabled=False, created_at=now
        )
        store.accounts.add(account)
    key = KeyText.fresh()
    store.api_keys.add(
        ApiKeyRow(
            key.id,
            "the demo's host application",
            digest(key.secret),
            frozenset({Scope.SESSIONS, Scope.SUBJECTS, Scope.ACCESS}),
            now,
            created_by="demo",
        )
    )
    return password, str(key)


def free_port(port: int) -> int:
    """The port, or 0 for any where it is taken.

    Args:
        port: of this machine.
    """
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return 0
    return port


def invite(console: Console, service: Running, page: str) -> None:
    """Say where everything is, and who may log in.

    Args:
        console: where to.
        service: that runs.
        page: address of the demo page.
    """
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    table.add_row("console", f"{service.address}/")
    table.add_row("demo page", f"{page}/  (enrol yourself by working there)")
    table.add_row("log in as", "ada (analyst), or pia, otto, max, sam: each role sees its own")
    table.add_row("password", service.password)
    console.print()
    console.print(table)
    console.print()


class _Teller:
    """Prints a moment of the story as a line."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def __call__(self, at: Micros, seat: str, said: str) -> None:
        when = datetime.fromtimestamp(at / MICROS_PER_SECOND, UTC).astimezone()
        self._console.print(f"{when:%H:%M:%S}  {seat}  {said}", soft_wrap=True)
